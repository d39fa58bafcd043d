import type { Connection, Credentials, HeaderList } from '../connect/connection.ts';
import { connectionFailure, timeoutFailure } from './connection-failure.ts';
import { ConnectionError } from './errors.ts';
import type { TransportListener } from './listener.ts';
import { probeCertificate } from './probe-certificate.ts';
import { hasRepeatedNames, sendByNode } from './repeated-headers.ts';
import type { Query, SenderRequest, WireRequest } from './request.ts';
import { mayBeCertificate, tlsOptions } from './tls-options.ts';
import { parseWarnings } from './warnings.ts';

/** The API server itself gives up on a request after 60 seconds; later no answer will come. */
const HEADERS_TIMEOUT_MS = 60_000;
const MAX_REDIRECTS = 5;

/** Sends requests over one connection and knows who we are. */
export interface Sender {
  /** Resolves with any HTTP answer; throws ConnectionError when there is none. */
  send(request: SenderRequest): Promise<Response>;
  credentials(): Promise<Credentials>;
}

/** Makes the sender of a connection; credentials are asked for once, and again after a 401. */
export function createSender(
  connection: Connection,
  userAgent: string,
  listener: TransportListener = {},
): Sender {
  const warn = warnOnce(listener);
  let known: Promise<Credentials> | undefined;
  const credentials = () => {
    known ??= connection.authenticate();
    return known;
  };
  return {
    credentials,
    send: async (request) => {
      const first = await credentials();
      const response = await sendOnce(connection, userAgent, first, request);
      warn(response);
      if (response.status !== 401) return response;
      known = undefined;
      const second = await credentials();
      if (sameCredentials(first, second)) return response;
      await response.body?.cancel();
      return sendOnce(connection, userAgent, second, request);
    },
  };
}

/** Every request about an object that is deprecated brings the same warning. */
function warnOnce({ warning }: TransportListener): (response: Response) => void {
  const told = new Set<string>();
  return ({ headers }) => {
    for (const text of parseWarnings(headers.get('warning'))) {
      if (!told.has(text)) warning?.(text);
      told.add(text);
    }
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
  return [
    ['User-Agent', userAgent],
    ...(authorization === undefined ? [] : [['Authorization', authorization] as const]),
    ...connection.impersonation,
  ];
}

async function sendOnce(
  connection: Connection,
  userAgent: string,
  credentials: Credentials,
  request: SenderRequest,
): Promise<Response> {
  const deadline = new AbortController();
  const limit = connection.requestTimeoutMs ?? (request.endless ? undefined : HEADERS_TIMEOUT_MS);
  const timer = setTimer(deadline, limit);
  try {
    return await exchange(connection, urlOf(connection.server, request.path, request.query), {
      method: request.method ?? 'GET',
      headers: [
        ...identityHeaders(connection, credentials, userAgent),
        ['Accept', request.accept ?? 'application/json'],
        ...(request.contentType === undefined
          ? []
          : [['Content-Type', request.contentType] as const]),
      ],
      body: request.body,
      signal: request.signal ? AbortSignal.any([request.signal, deadline.signal]) : deadline.signal,
      tls: tlsOptions(connection, credentials),
      proxy: connection.proxy,
    });
  } catch (cause) {
    if (cause instanceof ConnectionError || request.signal?.aborted) throw cause;
    if (deadline.signal.aborted) throw timeoutFailure(connection, limit ?? 0);
    const detail = mayBeCertificate(cause)
      ? await probeCertificate(connection, credentials, cause)
      : undefined;
    throw connectionFailure(cause, connection, detail);
  } finally {
    // --request-timeout counts the body as well; the limit of our own only the wait for headers.
    if (connection.requestTimeoutMs === undefined) clearTimeout(timer);
  }
}

function setTimer(deadline: AbortController, limit: number | undefined): Timer | undefined {
  if (limit === undefined) return undefined;
  const timer = setTimeout(
    () => deadline.abort(new DOMException('timed out', 'TimeoutError')),
    limit,
  );
  timer.unref();
  return timer;
}

/** Follows redirects within the server, never to another host: credentials go with them. */
async function exchange(connection: Connection, start: URL, wire: WireRequest): Promise<Response> {
  let url = start;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await (hasRepeatedNames(wire.headers)
      ? sendByNode(url, wire)
      : sendByFetch(url, wire));
    const location = response.headers.get('location');
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return response;
    url = new URL(location, url);
    if (url.origin !== start.origin) throw redirectedAway(connection, url);
    await response.body?.cancel();
  }
  throw new ConnectionError(`${connection.server} redirects in a circle`, {
    hint: 'Is this the URL of an API server?',
  });
}

function sendByFetch(url: URL, wire: WireRequest): Promise<Response> {
  return fetch(url, {
    method: wire.method,
    headers: wire.headers.map(([name, value]): [string, string] => [name, value]),
    signal: wire.signal,
    tls: wire.tls,
    redirect: 'manual',
    proxy: wire.proxy === undefined ? false : { url: wire.proxy, respectNoProxy: false },
    ...(wire.body === undefined ? {} : { body: wire.body }),
    // Bun ends a silent connection after five minutes; a quiet watch is silent for longer.
    ...{ timeout: false },
  });
}

function redirectedAway(connection: Connection, to: URL): ConnectionError {
  return new ConnectionError(`${connection.server} redirects to another host, ${to.host}`, {
    hint: 'This is probably the login page of a proxy before the API server: log in, or correct the server URL.',
  });
}

function sameCredentials(one: Credentials, other: Credentials): boolean {
  return (
    one.authorization === other.authorization && one.clientCertificate === other.clientCertificate
  );
}
