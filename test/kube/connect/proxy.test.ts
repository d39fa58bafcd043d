import { expect, test } from 'bun:test';
import { proxyFromEnvironment, proxyOf } from '../../../src/kube/connect/proxy.ts';

const PROXY = 'http://proxy.test:3128';

test.each([
  ['https://k.test:6443', '', PROXY],
  ['https://k.test:6443', 'k.test', undefined],
  ['https://a.k.test:6443', 'k.test', undefined],
  ['https://k.test:6443', '.k.test', PROXY],
  ['https://a.k.test:6443', '*.k.test', undefined],
  ['https://notk.test', 'k.test', PROXY],
  ['https://k.test:6443', 'k.test:6443', undefined],
  ['https://k.test:6443', 'k.test:443', PROXY],
  ['https://k.test', 'other, k.test:443', undefined],
  ['https://10.1.2.3:6443', '10.0.0.0/8', undefined],
  ['https://11.1.2.3:6443', '10.0.0.0/8', PROXY],
  ['https://10.1.2.3:6443', '10.1.2.3', undefined],
  ['https://[fd00::1]:6443', 'fd00::/8', undefined],
  ['https://[fe00::1]:6443', 'fd00::/8', PROXY],
  ['https://[fd00::1]:6443', '[fd00::1]:6443', undefined],
  ['https://localhost:6443', '', undefined],
  ['https://127.0.0.1:6443', '', undefined],
  ['https://k.test', '*', undefined],
  ['http://k.test', '', undefined],
])('%s with NO_PROXY=%s', (server, noProxy, proxy) => {
  expect(proxyFromEnvironment(server, { HTTPS_PROXY: PROXY, NO_PROXY: noProxy })).toBe(proxy);
});

test('lower-case variables and proxies without a scheme count', () => {
  expect(proxyFromEnvironment('http://k.test', { http_proxy: 'proxy:80' })).toBe('http://proxy:80');
});

test('the proxy-url of the cluster wins over the environment', () => {
  const env = { HTTPS_PROXY: PROXY };
  expect(proxyOf('https://other.test', 'https://k.test', env)).toBe('https://other.test');
  expect(proxyOf(undefined, 'https://k.test', env)).toBe(PROXY);
});

test('a proxy that cannot be used is refused by name', () => {
  expect(() => proxyOf('::', 'https://k.test', {})).toThrow('invalid proxy-url "::"');
  expect(() => proxyOf(undefined, 'https://k.test', { HTTPS_PROXY: 'socks5://s.test' })).toThrow(
    'HTTPS_PROXY or HTTP_PROXY names a proxy of the kind socks5://, which is not supported',
  );
});
