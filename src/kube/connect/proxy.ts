import { UserError } from '../../errors.ts';
import type { Environment } from './connection.ts';
import { isExemptFromProxy } from './no-proxy.ts';

/** The proxy-url of a cluster, else the environment's proxy, else undefined. */
export async function proxyOf(
  proxyUrl: string | undefined,
  server: string,
  env: Environment['env'],
): Promise<string | undefined> {
  const proxy = proxyUrl ?? (await proxyFromEnvironment(server, env));
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
export async function proxyFromEnvironment(
  server: string,
  env: Environment['env'],
): Promise<string | undefined> {
  const url = new URL(server);
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = env[name] || env[name.toLowerCase()];
  if (!proxy || (await isExemptFromProxy(url, env.NO_PROXY || env.no_proxy || ''))) {
    return undefined;
  }
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}
