import { errorCode } from '../../errors.ts';
import type { Connection, Credentials } from '../connect/connection.ts';

/**
 * What is wrong with the certificates and the key that we bring ourselves, in Go's words
 * (crypto/tls X509KeyPair); undefined when they can be used. Bun says of all this only that it
 * failed to open a socket.
 */
export async function problemOfOwnCertificates(
  { trust }: Connection,
  { clientCertificate, clientKey }: Credentials,
): Promise<string | undefined> {
  const { createSecureContext } = await import('node:tls');
  const refusal = (options: import('node:tls').SecureContextOptions): string | undefined => {
    try {
      createSecureContext(options);
      return undefined;
    } catch (error) {
      return errorCode(error) || String(error);
    }
  };
  if (trust.ca !== undefined && refusal({ ca: trust.ca }) !== undefined) {
    return 'unable to load root certificates: the certificate-authority cannot be parsed';
  }
  if (clientCertificate === undefined || clientKey === undefined) return undefined;
  if (refusal({ cert: clientCertificate }) !== undefined) {
    return 'tls: failed to parse the client-certificate';
  }
  const problem = refusal({ cert: clientCertificate, key: clientKey });
  if (problem === undefined) return undefined;
  return /MISMATCH/.test(problem)
    ? 'tls: private key does not match public key: client-key is not that of client-certificate'
    : 'tls: failed to parse the client-key: it is damaged, or encrypted with a password';
}
