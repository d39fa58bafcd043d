import { createHash, randomBytes } from 'node:crypto';
import type { Credentials } from '../connect/connection.ts';
import { tlsOptions } from '../tls/tls-options.ts';
import type { KubeClient } from '../transport/client.ts';
import { diagnosedFailure, timeoutFailure } from '../transport/connection-failure.ts';
import { type Dialled, dial } from '../transport/dial.ts';
import { type ApiError, apiErrorFromBody, ConnectionError } from '../transport/errors.ts';
import { type HttpHead, readBody, readHead } from '../transport/http-head.ts';
import type { Query } from '../transport/request.ts';
import { identityHeaders, urlOf } from '../transport/sender.ts';
import { startTimeLimit } from '../transport/time-limit.ts';
import { createWebSocket, type WebSocketConnection } from './web-socket.ts';

/** What an attach or exec connection asks for. */
export interface WebSocketOptions {
  readonly query?: Query | undefined;
  /** Subprotocols, the best first: `v5.channel.k8s.io`, … */
  readonly protocols?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

const OPEN_TIMEOUT_MS = 30_000;
/** How long to wait for the reason of a refusal. */
const BODY_TIMEOUT_MS = 3000;
/** RFC 6455 section 1.3. */
const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * Opens a WebSocket to an API path. The handshake is ours, since that of the runtime hides the
 * body of a refusal, cannot repeat a header (several groups to impersonate), and gives no way to
 * hold back the server. Throws ApiError with the server's reason, ConnectionError, or the reason
 * of `signal`.
 */
export async function openWebSocket(
  client: KubeClient,
  path: string,
  options: WebSocketOptions = {},
): Promise<WebSocketConnection> {
  const first = await client.credentials();
  const answer = await attempt(client, first, path, options);
  if (!isRefusal(answer)) return answer;
  if (answer.code !== 401) throw answer;
  const second = await client.connection.authenticate();
  if (second.authorization === first.authorization) throw answer;
  const again = await attempt(client, second, path, options);
  if (isRefusal(again)) throw again;
  return again;
}

function isRefusal(answer: WebSocketConnection | ApiError): answer is ApiError {
  return answer instanceof Error;
}

async function attempt(
  { connection, userAgent }: KubeClient,
  credentials: Credentials,
  path: string,
  { query, protocols = [], signal }: WebSocketOptions,
): Promise<WebSocketConnection | ApiError> {
  const limit = connection.requestTimeoutMs ?? OPEN_TIMEOUT_MS;
  const timeout = startTimeLimit(limit).signal;
  const stop = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  let dialled: Dialled | undefined;
  try {
    const { server, proxy } = connection;
    dialled = await dial({ server, proxy, tls: tlsOptions(connection, credentials) }, stop);
    const key = randomBytes(16).toString('base64');
    const url = urlOf(connection.server, path, query);
    const headers = [
      ['Host', url.host],
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13'],
      ['Sec-WebSocket-Key', key],
      ...(protocols.length === 0 ? [] : [['Sec-WebSocket-Protocol', protocols.join(', ')]]),
      ...identityHeaders(connection, credentials, userAgent),
    ].map(([name, value]) => `${name}: ${value}`);
    const lines = [`GET ${url.pathname}${url.search} HTTP/1.1`, ...headers];
    dialled.socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const head = await readHead(dialled.socket, stop);
    if (head.status !== 101) return await refusal(dialled, head);
    checkHandshake(head, key, protocols);
    return createWebSocket(dialled, head, connection);
  } catch (cause) {
    dialled?.socket.destroy();
    if (cause instanceof ConnectionError || signal?.aborted === true) throw cause;
    if (timeout.aborted) throw timeoutFailure(connection, limit);
    throw await diagnosedFailure(cause, connection, credentials);
  }
}

async function refusal({ socket }: Dialled, head: HttpHead): Promise<ApiError> {
  const body = await readBody(socket, head, AbortSignal.timeout(BODY_TIMEOUT_MS));
  socket.destroy();
  return apiErrorFromBody(body, head.status);
}

function checkHandshake({ headers }: HttpHead, key: string, protocols: readonly string[]): void {
  const accept = createHash('sha1').update(`${key}${ACCEPT_SUFFIX}`).digest('base64');
  const protocol = headers.get('sec-websocket-protocol');
  if (headers.get('sec-websocket-accept') !== accept) {
    throw new Error('what answered does not speak WebSocket');
  }
  if (protocols.length > 0 && !protocols.includes(protocol ?? '')) {
    throw new Error(`the server speaks none of ${protocols.join(', ')} over a WebSocket`);
  }
}
