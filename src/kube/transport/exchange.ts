import type { Connection } from '../connect/connection.ts';
import { ConnectionError } from './errors.ts';
import type { ClientHooks } from './hooks.ts';

import type { WireRequest } from './request.ts';
import { needsNode, sendByNode } from './send-by-node.ts';

const MAX_REDIRECTS = 5;

/** Follows redirects within the server, never to another host: credentials go with them. */
export async function exchange(
  connection: Connection,
  start: URL,
  wire: WireRequest,
  hooks: ClientHooks,
): Promise<Response> {
  let url = start;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await watched(url, wire, hooks);
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

/** Sends it once, and tells of it whoever wants to know. */
async function watched(url: URL, wire: WireRequest, hooks: ClientHooks): Promise<Response> {
  const send = needsNode(wire) ? sendByNode : sendByFetch;
  if (hooks.exchange === undefined) return send(url, wire);
  const { method, headers } = wire;
  const start = performance.now();
  const tell = (response?: Response) =>
    hooks.exchange?.({
      method,
      url,
      headers,
      milliseconds: Math.round(performance.now() - start),
      answer: response && {
        status: `${response.status} ${response.statusText}`.trim(),
        headers: response.headers,
      },
    });
  try {
    const response = await send(url, wire);
    tell(response);
    return response;
  } catch (error) {
    tell();
    throw error;
  }
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
    // Else BUN_CONFIG_VERBOSE_FETCH prints the token.
    verbose: false,
    // Bun ends a silent connection after five minutes; a quiet watch is silent for longer.
    ...{ timeout: false },
  });
}

function redirectedAway(connection: Connection, to: URL): ConnectionError {
  return new ConnectionError(`${connection.server} redirects to another host, ${to.host}`, {
    hint: 'This is probably the login page of a proxy before the API server: log in, or correct the server URL.',
  });
}
