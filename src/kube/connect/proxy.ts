import { UserError } from '../../errors.ts';
import type { Environment } from './connection.ts';
import { isExemptFromProxy } from './no-proxy.ts';
import { withoutLogin } from './server-url.ts';

/** The proxy-url of a cluster, else the environment's proxy, else undefined. */
export async function proxyOf(
  proxyUrl: string | undefined,
  server: string,
  env: Environment['env'],
): Promise<string | undefined> {
  const proxy = proxyUrl ?? (await proxyFromEnvironment(server, env));
  if (proxy === undefined) return undefined;
  const [origin, schemes] =
    proxyUrl === undefined
      ? ['HTTPS_PROXY or HTTP_PROXY', ['http:', 'https:', 'socks5:', 'socks5h:']]
      : ['proxy-url', ['http:', 'https:', 'socks5:']];
  const isSpaced = proxyUrl !== undefined && /\s/.test(proxyUrl);
  const url = !isSpaced && URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url === undefined || url.host === '') {
    throw new UserError(`invalid ${origin} "${withoutLogin(proxy)}": could not parse it`);
  }
  if (schemes.includes(url.protocol)) return proxy;
  throw new UserError(
    `${origin} names a proxy of the kind ${url.protocol}//, which is not supported`,
    {
      hint: 'Use an http://, https:// or socks5:// proxy.',
    },
  );
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
