import { expect, test } from 'bun:test';
import { probeCertificate } from '../../../src/kube/tls/probe-certificate.ts';
import { connectionFailure } from '../../../src/kube/transport/connection-failure.ts';
import { type Identity, makeCertificate } from '../certificates.ts';
import { ANONYMOUS, connectionTo } from '../connections.ts';
import { startFakeApiServer } from '../fake-apiserver.ts';

const DAY_MS = 86_400_000;

const root = await makeCertificate({ name: 'root', isAuthority: true });
const other = await makeCertificate({ name: 'other', isAuthority: true });
const expired = await makeCertificate({
  name: 'server',
  issuer: root,
  hosts: ['localhost'],
  notBefore: new Date(Date.now() - 3 * DAY_MS),
  notAfter: new Date(Date.now() - DAY_MS),
});
const valid = await makeCertificate({ name: 'server', issuer: root, hosts: ['localhost'] });
const elsewhere = await makeCertificate({ name: 'server', issuer: root, hosts: ['else.test'] });

async function failureWith(chain: readonly Identity[], authority: Identity) {
  const server = startFakeApiServer({ chain });
  const trust = { ca: authority.certificate, serverName: undefined, insecure: false };
  const connection = connectionTo(`https://localhost:${server.port}`, { trust });
  const cause = Object.assign(new Error('EPROTO: The TLS handshake failed.'), { code: 'EPROTO' });
  const finding = await probeCertificate(connection, ANONYMOUS, cause);
  server.stop();
  return connectionFailure(cause, connection, finding).message;
}

test.each([
  ['has expired', expired, root],
  ['is signed by unknown authority', valid, other],
  ['is not valid for localhost (it is for else.test', elsewhere, root],
])('a failed handshake turns out to be a certificate that %s', async (words, leaf, authority) => {
  expect(await failureWith([leaf], authority)).toContain(words);
});
