import { expect, test } from 'bun:test';
import { isExemptFromProxy } from '../../../src/kube/connect/no-proxy.ts';

// What Go 1.26's net/http.ProxyFromEnvironment says to the same pairs.
test.each([
  ['https://k.test:6443', '', false],
  ['https://k.test:6443', 'k.test', true],
  ['https://a.k.test:6443', 'k.test', true],
  ['https://k.test:6443', '.k.test', false],
  ['https://a.k.test:6443', '*.k.test', true],
  ['https://notk.test', 'k.test', false],
  ['https://k.test:6443', 'k.test:6443', true],
  ['https://k.test:6443', 'k.test:443', false],
  ['https://k.test', 'other, k.test:443', true],
  ['https://10.1.2.3:6443', '10.0.0.0/8', true],
  ['https://11.1.2.3:6443', '10.0.0.0/8', false],
  ['https://10.1.2.3:6443', '10.9.9.9/8', true],
  ['https://10.1.2.3:6443', '0.0.0.0/0', true],
  ['https://10.1.2.3:6443', '10.1.2.3/32', true],
  ['https://10.1.2.3:6443', '10.1.2.3', true],
  ['https://[fd00::1]:6443', 'fd00::/8', true],
  ['https://[fe00::1]:6443', 'fd00::/8', false],
  ['https://[fd00::1]:6443', '[fd00::1]:6443', true],
  ['https://[fd00::1]:6443', '0.0.0.0/0', false],
  ['https://k.test', '10.0.0.0/8', false],
  ['https://localhost:6443', '', true],
  ['https://127.0.0.1:6443', '', true],
  ['https://k.test', '*', true],
])('%s with NO_PROXY=%s: %p', async (server, noProxy, exempt) => {
  expect(await isExemptFromProxy(new URL(server), noProxy)).toBe(exempt);
});

test.each([
  ...['10.0.0.0/', '10.0.0.0/abc', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0/8', '10.0.0.0/8/8', '/8'],
  ...['10.0.0.0/8:6443', '10.0.0.0/ 8', 'abc/8', '/'],
])('an unreadable network matches nothing: %s', async (entry) => {
  expect(await isExemptFromProxy(new URL('https://10.1.2.3:6443'), entry)).toBe(false);
});

test.each(['fd00::/129', '::/129', '::/', 'fd00::/abc', 'fd00::%eth0/8'])(
  'an unreadable IPv6 network matches nothing: %s',
  async (entry) => {
    expect(await isExemptFromProxy(new URL('https://[fd00::1]:6443'), entry)).toBe(false);
  },
);
