import type { HeaderList } from '../connect/connection.ts';
import { plainHost } from '../connect/server-url.ts';
import type { WireRequest } from './request.ts';

/** Whether fetch cannot send it: a header comes twice, or the way leads through SOCKS. */
export function needsNode({ headers, proxy }: WireRequest): boolean {
  return hasRepeatedNames(headers) || proxy?.startsWith('socks5') === true;
}

/**
 * Whether a header comes twice (several --as-group): fetch joins such headers by a comma, which
 * the API server takes for one odd group.
 */
function hasRepeatedNames(headers: HeaderList): boolean {
  return new Set(headers.map(([name]) => name.toLowerCase())).size !== headers.length;
}

/**
 * Sends a request by node:https, which can repeat a header but costs 8 ms more to start, or over a
 * connection that we open ourselves: fetch knows no SOCKS, and node:https no proxy at all.
 */
export async function sendByNode(url: URL, wire: WireRequest): Promise<Response> {
  const dialled = wire.proxy === undefined ? undefined : await dialProxy(url, wire);
  const isOverTls = url.protocol === 'https:' && dialled === undefined;
  const { request } = await import(isOverTls ? 'node:https' : 'node:http');
  const { Readable } = await import('node:stream');
  return new Promise((resolve, reject) => {
    const outgoing: import('node:http').ClientRequest = request({
      ...(dialled === undefined ? wire.tls : { createConnection: () => dialled.socket }),
      host: plainHost(url.hostname),
      port: url.port || (url.protocol === 'https:' ? 443 : 80),
      path: `${url.pathname}${url.search}`,
      method: wire.method,
      headers: { Host: url.host, ...groupByName(wire.headers) },
      signal: wire.signal,
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const headers = new Headers();
      for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
        headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '');
      }
      resolve(
        new Response(Readable.toWeb(incoming) as ReadableStream<Uint8Array>, {
          status: incoming.statusCode ?? 0,
          statusText: incoming.statusMessage ?? '',
          headers,
        }),
      );
    });
    outgoing.end(wire.body);
  });
}

async function dialProxy(url: URL, { proxy, tls, signal }: WireRequest) {
  const { dial } = await import('./dial.ts');
  return dial({ server: url.origin, proxy, tls }, signal);
}

function groupByName(headers: HeaderList): Record<string, string | string[]> {
  const grouped = Object.groupBy(headers, ([name]) => name);
  return Object.fromEntries(
    Object.entries(grouped).map(([name, list = []]) => {
      const values = list.map(([, value]) => value);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}
