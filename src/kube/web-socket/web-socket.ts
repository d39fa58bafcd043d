import { once } from 'node:events';
import { errorCode } from '../../errors.ts';
import type { Connection } from '../connect/connection.ts';
import type { Dialled } from '../transport/dial.ts';
import { ConnectionError } from '../transport/errors.ts';
import type { HttpHead } from '../transport/http-head.ts';
import { clientFrame, FrameError, OPCODES, readFrames } from './frames.ts';

/** An open WebSocket that holds back whoever is faster: the server, or us. */
export interface WebSocketConnection {
  /** The subprotocol that the server chose; empty if it was not asked. */
  readonly protocol: string;
  /**
   * The messages, each read once the one before has been dealt with, until the server closes in
   * good order. Throws ConnectionError if the connection breaks. To be called once.
   */
  messages(): AsyncGenerator<Uint8Array>;
  /** Sends one binary message; resolves once there is room for more, or none will be wanted. */
  send(data: Uint8Array): Promise<void>;
  /** Ends it without waiting for anything. */
  close(): void;
}

/** As client-go's: tools/remotecommand/websocket.go. */
const PING_MS = 5000;
const SILENCE_MS = 61_000;
/**
 * A server answers pings in turn with what it is sent. Where a container does not read its stdin,
 * neither stdin nor pings are taken from the connection; that is no sign of a broken one.
 */
const SENT_IN_SILENCE = 16 * 1024;

/** Makes a WebSocket of a connection whose handshake is done. */
export function createWebSocket(
  { socket, below }: Dialled,
  { headers, rest }: HttpHead,
  connection: Connection,
): WebSocketConnection {
  const { host } = new URL(connection.server);
  const silence = createSilence();
  let failure: ConnectionError | undefined;
  let isClosed = false;

  const write = async (opcode: number, payload: Uint8Array) => {
    if (socket.destroyed || !socket.writable) return;
    socket.write(clientFrame(opcode, payload));
    // Below TLS through a TLS proxy nobody else holds back.
    for (const each of [socket, below]) {
      if (each?.writableNeedDrain) await drained(each);
    }
  };

  const pings = setInterval(() => {
    if (silence.isTooLong()) {
      failure = new ConnectionError(`${host} has not answered for ${SILENCE_MS / 1000} s`);
      socket.destroy();
      return;
    }
    void write(OPCODES.ping, new Uint8Array());
  }, PING_MS);
  socket.once('close', () => clearInterval(pings));

  const close = () => {
    if (isClosed) return;
    isClosed = true;
    clearInterval(pings);
    if (!socket.destroyed && socket.writable) {
      socket.end(clientFrame(OPCODES.close, Buffer.of(0x03, 0xe8)));
    }
    socket.destroySoon();
    below?.destroySoon();
  };

  async function* chunks(): AsyncGenerator<Uint8Array> {
    if (rest.length > 0) yield rest;
    const incoming = socket[Symbol.asyncIterator]();
    for (;;) {
      silence.begin();
      const { done, value } = await incoming.next();
      silence.end();
      if (done) return;
      yield value;
    }
  }

  async function* messages(): AsyncGenerator<Uint8Array> {
    let parts: Uint8Array[] = [];
    try {
      for await (const { opcode, isFinal, payload } of readFrames(chunks())) {
        if (opcode === OPCODES.close) return;
        if (opcode === OPCODES.ping) await write(OPCODES.pong, payload);
        if (opcode > OPCODES.binary) continue;
        parts.push(payload);
        if (!isFinal) continue;
        yield parts.length === 1 ? payload : Buffer.concat(parts);
        parts = [];
      }
      throw failure ?? new ConnectionError(`${host} ended it without a word`);
    } catch (cause) {
      if (isClosed) return;
      if (failure !== undefined) throw failure;
      if (cause instanceof ConnectionError) throw cause;
      throw new ConnectionError(breakWords(host, cause), { cause });
    } finally {
      close();
    }
  }

  return {
    protocol: headers.get('sec-websocket-protocol') ?? '',
    messages,
    send: (data) => {
      silence.sent(data.length);
      return write(OPCODES.binary, data);
    },
    close,
  };
}

/** Room again, or the end. */
async function drained(socket: NonNullable<Dialled['below']>): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })]);
  } catch {
    // The reader is told what broke.
  } finally {
    settled.abort();
  }
}

/** For how long nothing has been heard while we were listening. */
function createSilence() {
  let since: number | undefined;
  let sentBytes = 0;
  return {
    begin: () => {
      since = performance.now();
    },
    end: () => {
      since = undefined;
      sentBytes = 0;
    },
    sent: (bytes: number) => {
      sentBytes += bytes;
    },
    isTooLong: () =>
      since !== undefined && sentBytes <= SENT_IN_SILENCE && performance.now() - since > SILENCE_MS,
  };
}

function breakWords(host: string, cause: unknown): string {
  if (cause instanceof FrameError) return `${host} broke the protocol: ${cause.message}`;
  const code = errorCode(cause);
  return code === 'ECONNRESET' || code === 'EPIPE'
    ? `${host} broke it off (${code})`
    : `${host}: ${cause instanceof Error ? cause.message : String(cause)}`;
}
