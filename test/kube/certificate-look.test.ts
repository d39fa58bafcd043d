import { expect, test } from 'bun:test';
import { lookAtCertificate } from '../../src/kube/certificate-look.ts';
import type { Connection } from '../../src/kube/connection.ts';
import { connectionFailure } from '../../src/kube/connection-failure.ts';
import { type Identity, makeCertificate } from './certificates.ts';
import { startFakeApiServer } from './fake-apiserver.ts';

const NOBODY = { authorization: undefined, clientCertificate: undefined, clientKey: undefined };
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
  const connection: Connection = {
    server: `https://localhost:${server.port}`,
    namespace: 'default',
    contextName: 'here',
    trust: { ca: authority.certificate, serverName: undefined, insecure: false },
    impersonation: [],
    proxy: undefined,
    requestTimeoutMs: undefined,
    authenticate: async () => NOBODY,
  };
  const cause = Object.assign(new Error('EPROTO: The TLS handshake failed.'), { code: 'EPROTO' });
  const finding = await lookAtCertificate(connection, NOBODY, cause);
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
