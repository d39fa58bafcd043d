import { UserError } from '../../errors.ts';
import type { Environment } from './connection.ts';

/** The proxy-url of a cluster, else the environment's proxy, else undefined. */
export function proxyOf(
  proxyUrl: string | undefined,
  server: string,
  env: Environment['env'],
): string | undefined {
  const proxy = proxyUrl ?? proxyFromEnvironment(server, env);
  const origin = proxyUrl === undefined ? 'HTTPS_PROXY or HTTP_PROXY' : 'proxy-url';
  if (proxy === undefined) return undefined;
  if (!URL.canParse(proxy)) throw new UserError(`invalid ${origin} "${proxy}": could not parse it`);
  const { protocol, host } = new URL(proxy);
  if ((protocol === 'http:' || protocol === 'https:') && host !== '') return proxy;
  throw new UserError(`${origin} names a proxy of the kind ${protocol}//, which is not supported`, {
    hint: 'Use an http:// or https:// proxy.',
  });
}

/**
 * The proxy that Go programs would use for this server, by the environment's variables. Bun
 * would obey them by itself, but with other rules for NO_PROXY and for loopback addresses.
 */
export function proxyFromEnvironment(server: string, env: Environment['env']): string | undefined {
  const url = new URL(server);
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = env[name] || env[name.toLowerCase()];
  if (!proxy || isExempt(url, env.NO_PROXY || env.no_proxy || '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isExempt(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || host === '::1' || host.startsWith('127.')) return true;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [network, bits] = entry.split('/');
  if (network !== undefined && bits !== undefined) return isInNetwork(host, network, Number(bits));
  const [, name = entry, wantedPort] =
    /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? /^\[([^\]]*)\]$/.exec(entry) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const plain = name.replace(/^\[|\]$/g, '').replace(/^\*\./, '.');
  return plain.startsWith('.')
    ? host.endsWith(plain)
    : host === plain || host.endsWith(`.${plain}`);
}

function isInNetwork(host: string, network: string, bits: number): boolean {
  const address = addressBits(host);
  const wanted = addressBits(network);
  if (address === undefined || address.length !== wanted?.length) return false;
  return address.slice(0, bits) === wanted.slice(0, bits);
}

/** An IP address as a text of zeros and ones; undefined for a name. */
function addressBits(address: string): string | undefined {
  if (/^\d+(?:\.\d+){3}$/.test(address)) {
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  }
  if (!/^[0-9a-f:]+$/.test(address) || !address.includes(':')) return undefined;
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const before = groups(head);
  const after = groups(tail ?? '');
  const gap = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(Math.max(gap, 0)).fill('0'), ...after]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
    .join('');
}
