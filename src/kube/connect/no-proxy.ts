import { plainHost } from './server-url.ts';

/**
 * Whether a server is reached without the environment's proxy: loopback always, and what NO_PROXY
 * lists, as Go reads it (golang.org/x/net/http/httpproxy). An entry that cannot be read matches
 * nothing.
 */
export async function isExemptFromProxy(server: URL, noProxy: string): Promise<boolean> {
  const host = plainHost(server.hostname).toLowerCase();
  if (host === 'localhost' || host === '::1' || host.startsWith('127.')) return true;
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  for (const listed of noProxy.split(',')) {
    const entry = listed.trim().toLowerCase();
    if (entry === '*') return true;
    const matches = entry.includes('/')
      ? await isInNetwork(host, entry)
      : isNamedBy(entry, host, port);
    if (matches) return true;
  }
  return false;
}

/** `10.0.0.0/8`, `fd00::/8`; node:net is loaded for these alone. */
async function isInNetwork(host: string, entry: string): Promise<boolean> {
  const [, network = '', bits = ''] = /^([^/]+)\/(\d+)$/.exec(entry) ?? [];
  const { BlockList, isIP } = await import('node:net');
  const family = isIP(network);
  const isReadable =
    family !== 0 && !network.includes('%') && Number(bits) <= (family === 4 ? 32 : 128);
  if (!isReadable || isIP(host) !== family) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, Number(bits), type);
  return list.check(host, type);
}

/** A name, a name and all below it, an address; each with or without a port. */
function isNamedBy(entry: string, host: string, port: string): boolean {
  if (entry === '') return false;
  const [, name = entry, wantedPort] =
    /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? /^\[([^\]]*)\]$/.exec(entry) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const plain = plainHost(name).replace(/^\*\./, '.');
  return plain.startsWith('.')
    ? host.endsWith(plain)
    : host === plain || host.endsWith(`.${plain}`);
}
