import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

/** A certificate with its key, both as PEM, and what is needed to sign others with it. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
  readonly keys: CryptoKeyPair;
  readonly subject: string;
}

/** What of a certificate differs from test to test. */
export interface CertificateRequest {
  readonly name: string;
  readonly issuer?: Identity;
  readonly isAuthority?: boolean;
  /** An RSA key, as kubeadm makes them; otherwise the key is on the curve P-256. */
  readonly isRsa?: boolean;
  /** DNS names and IP addresses; those with a digit at the start or a colon are addresses. */
  readonly hosts?: readonly string[];
  /** Only for clients: the extended key usage clientAuth and no other. */
  readonly isForClients?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const DAY_MS = 86_400_000;

/** Makes a certificate signed by `issuer`, or by itself. */
export async function makeCertificate(request: CertificateRequest): Promise<Identity> {
  const keys = request.isRsa
    ? await crypto.subtle.generateKey(RSA, true, ['sign', 'verify'])
    : await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const subject = `CN=${request.name}`;
  const hosts = request.hosts ?? [];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: Math.floor(Math.random() * 2 ** 40)
      .toString(16)
      .padStart(12, '1'),
    subject,
    issuer: request.issuer?.subject ?? subject,
    notBefore: request.notBefore ?? new Date(Date.now() - DAY_MS),
    notAfter: request.notAfter ?? new Date(Date.now() + DAY_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: request.issuer?.keys.privateKey ?? keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(request.isAuthority === true, undefined, true),
      ...(request.isForClients ? [new x509.ExtendedKeyUsageExtension([CLIENT_AUTH])] : []),
      ...(hosts.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(hosts.map(toName))]),
    ],
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
    keys,
    subject,
  };
}

function toName(host: string): { type: 'dns' | 'ip'; value: string } {
  return { type: /^\d|:/.test(host) ? 'ip' : 'dns', value: host };
}
