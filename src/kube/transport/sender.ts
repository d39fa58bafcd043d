import type { Connection, Credentials, HeaderList } from '../connect/connection.ts';
import { tlsOptions } from '../tls/tls-options.ts';
import { diagnosedFailure, timeoutFailure } from './connection-failure.ts';
import { ConnectionError } from './errors.ts';
import { exchange } from './exchange.ts';
import { type ClientHooks, warnOnce } from './hooks.ts';
import type { Query, SenderRequest } from './request.ts';
import { withRetries } from './retry.ts';
import { startTimeLimit } from './time-limit.ts';

/** The API server itself gives up on a request after 60 seconds; later no answer will come. */
const HEADERS_TIMEOUT_MS = 60_000;

/** Sends requests over one connection and knows who we are. */
export interface Sender {
  /** Resolves with any HTTP answer; throws ConnectionError when there is none. */
  send(request: SenderRequest): Promise<Response>;
  credentials(): Promise<Credentials>;
}

/** Makes the sender of a connection; credentials are kept until they expire or are refused. */
export function createSender(
  connection: Connection,
  userAgent: string,
  hooks: ClientHooks = {},
): Sender {
  const warn = warnOnce(hooks);
  let known: Promise<Credentials> | undefined;
  const credentials = async () => {
    const { expires } = (await known) ?? {};
    if (expires !== undefined && expires <= Date.now()) known = undefined;
    known ??= connection.authenticate();
    return known;
  };
  const send = async (request: SenderRequest, own: Credentials): Promise<Response> => {
    // --request-timeout counts everything: what is sent again, and the body too.
    const { signal } = startTimeLimit(connection.requestTimeoutMs);
    const stop = request.signal ? AbortSignal.any([request.signal, signal]) : signal;
    try {
      const response = await withRetries(request, hooks, stop, () =>
        sendOnce({ connection, userAgent, hooks }, own, request, stop),
      );
      warn(response);
      return response;
    } catch (error) {
      if (!signal.aborted || request.signal?.aborted) throw error;
      throw timeoutFailure(connection, connection.requestTimeoutMs ?? 0);
    }
  };
  return {
    credentials,
    send: async (request) => {
      const first = await credentials();
      const response = await send(request, first);
      if (response.status !== 401) return response;
      known = undefined;
      const second = await credentials();
      if (sameCredentials(first, second)) return response;
      await response.body?.cancel();
      return send(request, second);
    },
  };
}

/** The URL of an API path; the server's URL may itself have a path (Rancher). */
export function urlOf(server: string, path: string, query: Query = {}): URL {
  // A URL resolves such steps by itself, and leads to another object then.
  if (/\/(?:\.{0,2}(?:\/|$)|%2e)/i.test(path)) throw new Error(`${path} is no path of the API`);
  const url = new URL(`${server}${path}`);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      url.searchParams.append(name, String(item));
    }
  }
  return url;
}

/** Headers that go with every request, over HTTP and WebSocket. */
export function identityHeaders(
  connection: Connection,
  credentials: Credentials,
  userAgent: string,
): HeaderList {
  const { authorization } = credentials;
  const headers: HeaderList = [
    ['User-Agent', userAgent],
    ...(authorization === undefined ? [] : [['Authorization', authorization] as const]),
    ...connection.impersonation,
  ];
  return headers.map(([name, value]) => [name, headerBytes(name, value)]);
}

/** Go sends UTF-8; the runtime sends a character of a header as one byte. */
function headerBytes(name: string, text: string): string {
  // The runtime would cut off line breaks at the end, and complain of others in words of its own.
  if (/[^\t\P{Cc}]/u.test(text)) {
    const what = name === 'Authorization' ? 'The token' : 'The name to impersonate';
    throw new ConnectionError(
      `Unable to connect to the server: net/http: invalid header field value for "${name}"`,
      { hint: `${what} holds a line break or another control character.`, prefix: '' },
    );
  }
  return Buffer.from(text, 'utf8').toString('latin1');
}

interface Identity {
  readonly connection: Connection;
  readonly userAgent: string;
  readonly hooks: ClientHooks;
}

async function sendOnce(
  { connection, userAgent, hooks }: Identity,
  credentials: Credentials,
  request: SenderRequest,
  stop: AbortSignal,
): Promise<Response> {
  const isLimited = connection.requestTimeoutMs !== undefined || request.endless;
  const patience = startTimeLimit(isLimited ? undefined : HEADERS_TIMEOUT_MS);
  const url = urlOf(connection.server, request.path, request.query);
  const wire = {
    method: request.method ?? 'GET',
    headers: [
      ...identityHeaders(connection, credentials, userAgent),
      ['Accept', request.accept ?? 'application/json'] as const,
      ['Accept-Encoding', connection.disableCompression ? 'identity' : 'gzip'] as const,
      ...(request.contentType === undefined
        ? []
        : [['Content-Type', request.contentType] as const]),
    ],
    body: request.body,
    signal: AbortSignal.any([stop, patience.signal]),
    tls: tlsOptions(connection, credentials),
    proxy: connection.proxy,
  };
  try {
    return await exchange(connection, url, wire, hooks);
  } catch (cause) {
    if (cause instanceof ConnectionError || stop.aborted) throw cause;
    if (patience.signal.aborted) throw timeoutFailure(connection, HEADERS_TIMEOUT_MS);
    throw await diagnosedFailure(cause, connection, credentials);
  } finally {
    patience.clear();
  }
}

function sameCredentials(one: Credentials, other: Credentials): boolean {
  return (
    one.authorization === other.authorization && one.clientCertificate === other.clientCertificate
  );
}
