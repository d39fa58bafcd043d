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
  if (hooks.exchange === undefined) return unpacked(await send(url, wire));
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
    return unpacked(response);
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
    // What Bun itself cannot unpack it tells on stderr, in words of its own.
    ...{ decompress: false },
    // Else BUN_CONFIG_VERBOSE_FETCH prints the token.
    verbose: false,
    // Bun ends a silent connection after five minutes; a quiet watch is silent for longer.
    ...{ timeout: false },
  });
}

/** Nothing but gzip is asked for. It is unpacked as it is read, so that a bomb takes no memory. */
function unpacked(response: Response): Response {
  const { body, headers, status, statusText } = response;
  if (body === null || headers.get('content-encoding')?.toLowerCase() !== 'gzip') return response;
  const plain = body.pipeThrough(new DecompressionStream('gzip'));
  return new Response(plain, { headers, status, statusText });
}

function redirectedAway(connection: Connection, to: URL): ConnectionError {
  return new ConnectionError(`${connection.server} redirects to another host, ${to.host}`, {
    hint: 'This is probably the login page of a proxy before the API server: log in, or correct the server URL.',
  });
}
