import { expect, test } from 'bun:test';
import { proxyFromEnvironment, proxyOf } from '../../../src/kube/connect/proxy.ts';

const PROXY = 'http://proxy.test:3128';

test('lower-case variables and proxies without a scheme count', async () => {
  expect(await proxyFromEnvironment('http://k.test', { http_proxy: 'proxy:80' })).toBe(
    'http://proxy:80',
  );
});

test('the proxy of a scheme is not taken for the other one', async () => {
  expect(await proxyFromEnvironment('http://k.test', { HTTPS_PROXY: PROXY })).toBeUndefined();
});

test('the proxy-url of the cluster wins over the environment', async () => {
  const env = { HTTPS_PROXY: PROXY };
  expect(await proxyOf('https://other.test', 'https://k.test', env)).toBe('https://other.test');
  expect(await proxyOf(undefined, 'https://k.test', env)).toBe(PROXY);
});

test('a proxy that cannot be used is refused by name', async () => {
  await expect(proxyOf('::', 'https://k.test', {})).rejects.toThrow('invalid proxy-url "::"');
  await expect(
    proxyOf(undefined, 'https://k.test', { HTTPS_PROXY: 'ftp://s.test' }),
  ).rejects.toThrow(
    'HTTPS_PROXY or HTTP_PROXY names a proxy of the kind ftp://, which is not supported',
  );
});
