import { createPrivateKey } from 'node:crypto';
import { type Identity, makeCertificate } from './certificates.ts';
import { startConnectProxy } from './connect-proxy.ts';
import type { FakeApiServerOptions } from './fake-apiserver.ts';

const proxy = await startConnectProxy();
const HOSTS = ['localhost', '127.0.0.1', '::1'];
const DAY_MS = 86_400_000;

const root = await makeCertificate({ name: 'cluster root', isAuthority: true });
const otherRoot = await makeCertificate({ name: 'another root', isAuthority: true });
const intermediate = await makeCertificate({
  name: 'intermediate',
  isAuthority: true,
  issuer: root,
});
const client = await makeCertificate({ name: 'client', issuer: root });
const stranger = await makeCertificate({ name: 'stranger', issuer: otherRoot });
const leaf = await makeCertificate({ name: 'server', issuer: root, hosts: HOSTS });
const leafBelow = await makeCertificate({ name: 'server', issuer: intermediate, hosts: HOSTS });
const elsewhere = await makeCertificate({
  name: 'server',
  issuer: root,
  hosts: ['kube.example.test'],
});
const wildcard = await makeCertificate({ name: 'w', issuer: root, hosts: ['*.example.test'] });
const nameless = await makeCertificate({ name: 'localhost', issuer: root });
const forClients = await makeCertificate({
  name: 'client',
  issuer: root,
  hosts: HOSTS,
  isForClients: true,
});
const forged = await makeCertificate({ name: 'server', issuer: leaf, hosts: HOSTS });
const rsa = await makeCertificate({ name: 'rsa', issuer: root, hosts: HOSTS, isRsa: true });
const clientBelow = await makeCertificate({ name: 'client', issuer: intermediate });
const expiredRoot = await makeCertificate({
  name: 'old root',
  isAuthority: true,
  notBefore: new Date(Date.now() - 3 * DAY_MS),
  notAfter: new Date(Date.now() - DAY_MS),
});
const encryptedKey = createPrivateKey(client.key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
  .toString();
const DAMAGED = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';
const expired = await makeCertificate({
  name: 'server',
  issuer: root,
  hosts: HOSTS,
  notBefore: new Date(Date.now() - 3 * DAY_MS),
  notAfter: new Date(Date.now() - DAY_MS),
});
const early = await makeCertificate({
  name: 'server',
  issuer: root,
  hosts: HOSTS,
  notBefore: new Date(Date.now() + DAY_MS),
  notAfter: new Date(Date.now() + 3 * DAY_MS),
});

/** One server and kubeconfig, and what must come of them. */
export interface TlsCase {
  readonly title: string;
  readonly server: FakeApiServerOptions;
  readonly url?: (port: number) => string;
  readonly cluster?: Record<string, unknown>;
  readonly user?: Record<string, unknown>;
  readonly env?: Readonly<Record<string, string>>;
  /** Text of the files beside the kubeconfig. */
  readonly files?: Readonly<Record<string, string>>;
  /** What stderr must say; without it the probe must succeed. */
  readonly refusal?: readonly (string | RegExp)[];
}

const data = (...identities: readonly Identity[]) =>
  Buffer.from(identities.map(({ certificate }) => certificate).join('')).toString('base64');

const ca = (...identities: readonly Identity[]) => ({
  'certificate-authority-data': data(...identities),
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

const certificateData = (identity: Identity, key = identity.key) => ({
  'client-certificate-data': data(identity),
  'client-key-data': base64(key),
});
const clientData = certificateData(client);

/** A key in the forms that kubeadm and k3s write: `RSA PRIVATE KEY`, `EC PRIVATE KEY`. */
const keyAs = (type: 'pkcs1' | 'sec1', key: string) =>
  createPrivateKey(key).export({ type, format: 'pem' }).toString();

export const CASES: readonly TlsCase[] = [
  { title: "the cluster's CA alone", server: { chain: [leaf] }, cluster: ca(root) },
  {
    title: 'a CA file relative to the kubeconfig',
    server: { chain: [leaf] },
    cluster: { 'certificate-authority': 'root.pem' },
    files: { 'root.pem': root.certificate },
  },
  {
    title: 'a client certificate as data',
    server: { chain: [leaf], clientAuthority: root },
    cluster: ca(root),
    user: clientData,
  },
  {
    title: 'a client certificate in files relative to the kubeconfig',
    server: { chain: [leaf], clientAuthority: root },
    cluster: ca(root),
    user: { 'client-certificate': 'client.pem', 'client-key': 'client.key' },
    files: { 'client.pem': client.certificate, 'client.key': client.key },
  },
  {
    title: 'a CA bundle that has the right root first',
    server: { chain: [leaf], clientAuthority: root },
    cluster: ca(root, otherRoot),
    user: clientData,
  },
  {
    title: 'a CA bundle that has the right root last',
    server: { chain: [leaf], clientAuthority: root },
    cluster: ca(otherRoot, root),
    user: clientData,
  },
  {
    title: 'an intermediate that the server sends',
    server: { chain: [leafBelow, intermediate], clientAuthority: root },
    cluster: ca(root),
    user: clientData,
  },
  {
    title: 'an intermediate that only the CA file has',
    server: { chain: [leafBelow], clientAuthority: root },
    cluster: ca(root, intermediate),
    user: clientData,
  },
  {
    title: 'an intermediate alone as CA',
    server: { chain: [leafBelow, intermediate], clientAuthority: root },
    cluster: ca(intermediate),
    user: clientData,
  },
  {
    title: 'an intermediate alone as CA that the server does not send',
    server: { chain: [leafBelow] },
    cluster: ca(intermediate),
  },
  {
    title: 'an expired root beside the right one',
    server: { chain: [leaf], clientAuthority: root },
    cluster: ca(expiredRoot, root),
    user: clientData,
  },
  {
    title: 'a CA bundle with comments and Windows line ends',
    server: { chain: [leaf], clientAuthority: root },
    cluster: {
      'certificate-authority-data': base64(
        `# Bag\n${otherRoot.certificate}# Bag\n${root.certificate}`.replaceAll('\n', '\r\n'),
      ),
    },
    user: clientData,
  },
  {
    title: "the machine's roots when the kubeconfig has no CA",
    server: { chain: [leaf], clientAuthority: root },
    env: { SSL_CERT_FILE: 'root.pem' },
    files: { 'root.pem': root.certificate },
    user: clientData,
  },
  {
    title: 'a client certificate followed by its intermediate',
    server: { chain: [leaf], clientAuthority: root },
    cluster: ca(root),
    user: {
      ...certificateData(clientBelow),
      'client-certificate-data': data(clientBelow, intermediate),
    },
  },
  {
    title: 'an EC PRIVATE KEY',
    server: { chain: [leaf], clientAuthority: root },
    cluster: ca(root),
    user: certificateData(client, keyAs('sec1', client.key)),
  },
  {
    title: 'RSA on both sides, with an RSA PRIVATE KEY',
    server: { chain: [rsa], clientAuthority: root },
    cluster: ca(root),
    user: certificateData(rsa, keyAs('pkcs1', rsa.key)),
  },
  {
    // Go refuses it; to do so as well would need node:tls, 7 ms, before every request.
    title: 'a certificate of the CA whose only name is its common name',
    server: { chain: [nameless] },
    cluster: ca(root),
  },
  {
    title: 'a wildcard name',
    server: { chain: [wildcard] },
    cluster: { ...ca(root), 'tls-server-name': 'a.example.test' },
  },
  {
    title: 'tls-server-name instead of the name in the URL',
    server: { chain: [elsewhere], clientAuthority: root },
    cluster: { ...ca(root), 'tls-server-name': 'kube.example.test' },
    user: clientData,
  },
  {
    title: 'tls-server-name with an IP address in the URL',
    server: { chain: [elsewhere], hostname: '127.0.0.1' },
    url: (port) => `https://127.0.0.1:${port}`,
    cluster: { ...ca(root), 'tls-server-name': 'kube.example.test' },
  },
  {
    title: 'an IPv4 literal',
    server: { chain: [leaf], hostname: '127.0.0.1', clientAuthority: root },
    url: (port) => `https://127.0.0.1:${port}`,
    cluster: ca(root),
    user: clientData,
  },
  {
    title: 'an IPv6 literal',
    server: { chain: [leaf], hostname: '::1', clientAuthority: root },
    url: (port) => `https://[::1]:${port}`,
    cluster: ca(root),
    user: clientData,
  },
  {
    title: 'insecure-skip-tls-verify with an unknown CA, a wrong name and a client certificate',
    server: { chain: [elsewhere], clientAuthority: root },
    cluster: { 'insecure-skip-tls-verify': true },
    user: clientData,
  },
  {
    title: 'insecure-skip-tls-verify with an expired certificate',
    server: { chain: [expired] },
    cluster: { 'insecure-skip-tls-verify': true },
  },
  {
    title: 'a client certificate through a proxy',
    server: { chain: [leaf], clientAuthority: root },
    cluster: { ...ca(root), 'proxy-url': proxy },
    user: clientData,
  },
  {
    title: 'tls-server-name through a proxy',
    server: { chain: [elsewhere] },
    cluster: { ...ca(root), 'proxy-url': proxy, 'tls-server-name': 'kube.example.test' },
  },
  {
    title: 'a server on this machine although HTTPS_PROXY is set',
    server: { chain: [leaf] },
    cluster: ca(root),
    env: { HTTPS_PROXY: 'http://127.0.0.1:1', https_proxy: 'http://127.0.0.1:1' },
  },
  {
    title: 'another CA than that of the kubeconfig through a proxy',
    server: { chain: [leaf] },
    cluster: { ...ca(otherRoot), 'proxy-url': proxy },
    refusal: ['x509: the certificate of https://localhost:', 'unknown authority'],
  },
  {
    title: 'a wrong name through a proxy',
    server: { chain: [elsewhere] },
    cluster: { ...ca(root), 'proxy-url': proxy },
    refusal: ['is not valid for localhost'],
  },
  {
    title: 'a CA that is not in the kubeconfig',
    server: { chain: [leaf] },
    refusal: [
      'tls: failed to verify certificate: x509: the certificate of https://localhost:',
      'is signed by unknown authority',
      'issued by "cluster root"',
      'certificate-authority',
    ],
  },
  {
    title: 'another CA than that of the kubeconfig',
    server: { chain: [leaf] },
    cluster: ca(otherRoot),
    refusal: ['x509: the certificate of https://localhost:', 'unknown authority', 'cluster root'],
  },
  {
    title: 'a missing intermediate',
    server: { chain: [leafBelow] },
    cluster: ca(root),
    refusal: ['unknown authority', 'issued by "intermediate"'],
  },
  {
    title: 'a wrong name',
    server: { chain: [elsewhere] },
    cluster: ca(root),
    refusal: ['is not valid for localhost', 'it is for kube.example.test', 'tls-server-name'],
  },
  {
    title: 'a wrong IP address',
    server: { chain: [elsewhere], hostname: '127.0.0.1' },
    url: (port) => `https://127.0.0.1:${port}`,
    cluster: ca(root),
    refusal: ['is not valid for 127.0.0.1', 'it is for kube.example.test'],
  },
  {
    title: 'a wrong tls-server-name',
    server: { chain: [leaf] },
    cluster: { ...ca(root), 'tls-server-name': 'kube.example.test' },
    refusal: ['is not valid for kube.example.test', 'it is for localhost, 127.0.0.1'],
  },
  {
    title: 'an expired certificate',
    server: { chain: [expired] },
    cluster: ca(root),
    refusal: ['the certificate of https://localhost:', 'has expired', 'clock'],
  },
  {
    title: 'a certificate that is not yet valid',
    server: { chain: [early] },
    cluster: ca(root),
    refusal: ['is not yet valid', 'clock'],
  },
  {
    title: 'no client certificate where the server wants one',
    server: { chain: [leaf], clientAuthority: root },
    cluster: ca(root),
    refusal: ['Unable to connect to the server: ', 'the server wants a client certificate'],
  },
  {
    title: 'a client certificate of another CA',
    server: { chain: [leaf], clientAuthority: root },
    cluster: ca(root),
    user: certificateData(stranger),
    refusal: ['Unable to connect to the server: ', 'the server wants a client certificate'],
  },
  {
    title: 'a client key that is not that of the certificate',
    server: { chain: [leaf], clientAuthority: root },
    cluster: ca(root),
    user: certificateData(client, stranger.key),
    refusal: ['tls: private key does not match public key'],
  },
  {
    title: 'a client key behind a password',
    server: { chain: [leaf], clientAuthority: root },
    cluster: ca(root),
    user: certificateData(client, encryptedKey),
    refusal: ['tls: failed to parse the client-key', 'password'],
  },
  {
    title: 'a damaged client certificate',
    server: { chain: [leaf], clientAuthority: root },
    cluster: ca(root),
    user: { ...clientData, 'client-certificate-data': base64(DAMAGED) },
    refusal: ['tls: failed to parse the client-certificate'],
  },
  {
    title: 'a damaged CA',
    server: { chain: [leaf] },
    cluster: { 'certificate-authority-data': base64(DAMAGED) },
    refusal: ['unable to load root certificates'],
  },
  {
    title: 'a client certificate of the same CA in place of a server certificate',
    server: { chain: [forClients] },
    cluster: ca(root),
    refusal: ['x509: certificate specifies an incompatible key usage'],
  },
  {
    title: 'a wildcard for a name two labels deeper',
    server: { chain: [wildcard] },
    cluster: { ...ca(root), 'tls-server-name': 'a.b.example.test' },
    refusal: ['is not valid for a.b.example.test', 'it is for *.example.test'],
  },
  {
    title: 'a leaf that signed another leaf',
    server: { chain: [forged, leaf] },
    cluster: ca(root),
    refusal: ['tls: failed to verify certificate: x509: ', 'unknown authority'],
  },
  {
    title: 'an unknown CA although NODE_TLS_REJECT_UNAUTHORIZED is 0',
    server: { chain: [leaf] },
    cluster: ca(otherRoot),
    env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    refusal: ['unknown authority'],
  },
  {
    title: 'a root of the machine where the kubeconfig names another CA',
    server: { chain: [leaf] },
    cluster: ca(otherRoot),
    env: { SSL_CERT_FILE: 'root.pem', NODE_EXTRA_CA_CERTS: 'root.pem' },
    files: { 'root.pem': root.certificate },
    refusal: ['unknown authority'],
  },
];
