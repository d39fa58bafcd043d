import { isJsonObject, textOf } from '../objects/json-value.ts';
import { podPath } from '../reads/pods.ts';
import type { KubeClient } from '../transport/client.ts';
import { openWebSocket } from '../web-socket/open.ts';
import type { WebSocketConnection } from '../web-socket/web-socket.ts';

/** What to attach to, and with which streams: those that the container itself has. */
export interface AttachRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly signal?: AbortSignal | undefined;
  /** The best first; for tests of old servers. */
  readonly protocols?: readonly string[] | undefined;
}

/** What an attached container says, and at last what the server says about the end. */
type AttachMessage =
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly data: Uint8Array }
  /** `failure` is the server's reason; without it the streams have come to their end. */
  | { readonly kind: 'status'; readonly failure: string | undefined };

/** Streams to and from a running container. */
export interface Attachment {
  /** Each message is read once the one before has been dealt with. */
  messages(): AsyncGenerator<AttachMessage>;
  /** Resolves once there is room for more. */
  writeStdin(data: Uint8Array): Promise<void>;
  /**
   * Ends stdin and leaves the output open. False where the server cannot (before v5.channel): only
   * closing everything ends stdin there.
   */
  closeStdin(): Promise<boolean>;
  resize(size: { readonly columns: number; readonly rows: number }): Promise<void>;
  close(): void;
}

/** apimachinery pkg/util/remotecommand/constants.go */
const V5 = 'v5.channel.k8s.io';
const PROTOCOLS = [V5, 'v4.channel.k8s.io'];
const CHANNELS = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
/** What the server's pipes take at a time. */
const STDIN_CHUNK = 32 * 1024;

/**
 * Attaches to a container. An open attachment does not mean that the container is there: what the
 * kubelet finds out later comes as a status. Throws ApiError or ConnectionError.
 */
export async function attach(client: KubeClient, request: AttachRequest): Promise<Attachment> {
  const { namespace, pod, container, stdin, tty, signal, protocols = PROTOCOLS } = request;
  const socket = await openWebSocket(client, `${podPath(namespace, pod)}/attach`, {
    // A terminal has one stream for all that is written.
    query: { container, stdin, stdout: true, stderr: !tty, tty },
    protocols,
    signal,
  });
  const send = (channel: number, data: Uint8Array) =>
    socket.send(Buffer.concat([Buffer.of(channel), data]));
  return {
    messages: () => messagesOf(socket),
    writeStdin: async (data) => {
      for (let at = 0; at < data.length; at += STDIN_CHUNK) {
        await send(CHANNELS.stdin, data.subarray(at, at + STDIN_CHUNK));
      }
    },
    closeStdin: async () => {
      if (socket.protocol !== V5) return false;
      await send(CHANNELS.close, Buffer.of(CHANNELS.stdin));
      return true;
    },
    resize: ({ columns, rows }) =>
      send(CHANNELS.resize, Buffer.from(JSON.stringify({ Width: columns, Height: rows }))),
    close: () => socket.close(),
  };
}

async function* messagesOf(socket: WebSocketConnection): AsyncGenerator<AttachMessage> {
  for await (const message of socket.messages()) {
    const data = message.subarray(1);
    // The server begins with an empty message: apiserver pkg/util/proxy/websocket.go.
    if (data.length === 0) continue;
    switch (message[0]) {
      case CHANNELS.stdout:
        yield { kind: 'output', stream: 'stdout', data };
        break;
      case CHANNELS.stderr:
        yield { kind: 'output', stream: 'stderr', data };
        break;
      case CHANNELS.error:
        yield { kind: 'status', failure: failureIn(Buffer.from(data).toString()) };
        break;
    }
  }
}

/** The reason in a Status, without the words that each layer puts before it. */
function failureIn(text: string): string | undefined {
  let status: unknown;
  try {
    status = JSON.parse(text);
  } catch {
    return text;
  }
  if (!isJsonObject(status)) return text;
  if (status.status === 'Success') return undefined;
  return (textOf(status.message) ?? text).replace(/^(?:Internal error occurred: )+/, '');
}
