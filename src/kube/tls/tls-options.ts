import { errorCode } from '../../errors.ts';
import type { Connection, Credentials } from '../connect/connection.ts';

/** TLS options that fetch, WebSocket and node:https of Bun take alike. */
export function tlsOptions({ trust }: Connection, credentials: Credentials) {
  return {
    rejectUnauthorized: !trust.insecure,
    // Go takes any certificate of the CA bundle as an anchor, also an intermediate alone.
    allowPartialTrustChain: true,
    ...(trust.ca === undefined ? {} : { ca: trust.ca }),
    ...(trust.serverName === undefined ? {} : { servername: trust.serverName }),
    ...(credentials.clientCertificate === undefined || credentials.clientKey === undefined
      ? {}
      : { cert: credentials.clientCertificate, key: credentials.clientKey }),
  };
}

/** Whether a failure may lie in a certificate, ours or the server's, so that a look pays. */
export function mayBeCertificate(cause: unknown): boolean {
  return /CERT|ISSUER|SIGNATURE|EPROTO|TLS|SSL|ECONNRESET|FailedToOpenSocket/.test(
    errorCode(cause),
  );
}
