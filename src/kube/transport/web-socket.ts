import type { Connection } from '../connect/connection.ts';
import { connectionFailure, timeoutFailure } from './connection-failure.ts';
import { apiErrorFromBody, ConnectionError } from './errors.ts';
import { probeCertificate } from './probe-certificate.ts';
import { hasRepeatedNames } from './repeated-headers.ts';
import type { Query } from './request.ts';
import { identityHeaders, type Sender, urlOf } from './sender.ts';
import { mayBeCertificate, tlsOptions } from './tls-options.ts';

const OPEN_TIMEOUT_MS = 30_000;

/** What an attach or exec connection asks for. */
export interface SocketOptions {
  readonly query?: Query | undefined;
  /** Subprotocols, the best first: `v5.channel.k8s.io`, … */
  readonly protocols?: readonly string[] | undefined;
}

/** Opens a WebSocket to an API path and resolves once it is open; binary data as ArrayBuffer. */
export async function openSocket(
  connection: Connection,
  sender: Sender,
  userAgent: string,
  path: string,
  options: SocketOptions,
): Promise<WebSocket> {
  const credentials = await sender.credentials();
  const headers = identityHeaders(connection, credentials, userAgent);
  if (hasRepeatedNames(headers)) {
    throw new ConnectionError('several groups to impersonate cannot be sent over a WebSocket', {
      hint: 'Give --as-group once only, or bind the rights to one group.',
    });
  }
  const url = urlOf(connection.server, path, options.query);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, {
    headers: Object.fromEntries(headers),
    protocols: [...(options.protocols ?? [])],
    tls: tlsOptions(connection, credentials),
    perMessageDeflate: false,
    ...(connection.proxy === undefined ? {} : { proxy: connection.proxy }),
  });
  socket.binaryType = 'arraybuffer';
  const failure = await untilOpen(socket, connection);
  if (failure === undefined) return socket;
  if (failure instanceof ConnectionError) throw failure;
  if (/Expected 101 status code/.test(failure.message)) {
    throw await refusal(sender, path, options.query, failure);
  }
  if (!mayBeCertificate(failure)) await explainByRequest(sender, path, options.query);
  const detail = await probeCertificate(connection, credentials, failure);
  throw connectionFailure(failure, connection, detail);
}

/** Undefined once the socket is open, else why it did not open. */
function untilOpen(socket: WebSocket, connection: Connection): Promise<Error | undefined> {
  const limit = connection.requestTimeoutMs ?? OPEN_TIMEOUT_MS;
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(timeoutFailure(connection, limit)), limit);
    const finish = (failure: Error | undefined) => {
      clearTimeout(timer);
      socket.onopen = null;
      socket.onerror = null;
      if (failure !== undefined) socket.close();
      resolve(failure);
    };
    socket.onopen = () => finish(undefined);
    socket.onerror = (event) => {
      const { error } = event as ErrorEvent;
      finish(error instanceof Error ? error : new Error((event as ErrorEvent).message));
    };
  });
}

/** A WebSocket says "Failed to connect" whatever the reason; a plain request throws it in full. */
async function explainByRequest(sender: Sender, path: string, query?: Query): Promise<void> {
  const response = await sender.send({ path, query });
  await response.body?.cancel();
}

/**
 * A refused upgrade leaves only its number; the same request without the upgrade gets the
 * server's reason, since rights and names are checked first.
 */
async function refusal(
  sender: Sender,
  path: string,
  query: Query | undefined,
  failure: Error,
): Promise<Error> {
  const wanted = Number(/status code: (\d+)/.exec(failure.message)?.[1] ?? 0);
  const response = await sender.send({ path, query });
  if (response.status === wanted) return apiErrorFromBody(await response.text(), wanted);
  // Another answer explains nothing, and the body of a success may have no end.
  await response.body?.cancel();
  return apiErrorFromBody('', wanted);
}
