import { errorCode } from '../../errors.ts';
import type { Connection, Credentials } from '../connect/connection.ts';
import { plainHost } from '../connect/server-url.ts';
import { problemOfOwnCertificates } from './own-certificates.ts';
import { tlsOptions } from './tls-options.ts';

const PATIENCE_MS = 3000;
/** In TLS 1.3 the server judges our certificate only after the handshake is done for us. */
const ALERT_MS = 500;
const WANTS_CLIENT_CERTIFICATE =
  'remote error: tls: the server wants a client certificate that it trusts; check client-certificate in the kubeconfig';

/** What a second look found. */
export interface CertificateFinding {
  /** Why the server's certificate is refused, when the first failure did not say. */
  readonly code?: string | undefined;
  readonly words: string;
}

/**
 * A second look after TLS failed: what is wrong with our own certificates, which names, dates and
 * issuer the server's has, or what its alert says. Runs only after a failure; finds nothing on
 * trouble.
 */
export async function probeCertificate(
  connection: Connection,
  credentials: Credentials,
  cause: unknown,
): Promise<CertificateFinding | undefined> {
  if (connection.server.startsWith('http:')) return undefined;
  const ours = await problemOfOwnCertificates(connection, credentials);
  if (ours !== undefined) return { words: ours };
  if (connection.proxy !== undefined) return undefined;
  const { connect } = await import('node:tls');
  const url = new URL(connection.server);
  const host = plainHost(url.hostname);
  const isName = /[a-z]/i.test(host) && !host.includes(':');
  const name = connection.trust.serverName ?? (isName ? host : undefined);
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(url.port || 443),
      ...tlsOptions(connection, credentials),
      rejectUnauthorized: false,
      ...(name === undefined ? {} : { servername: name }),
    });
    const finish = (words: string | undefined, code?: string) => {
      socket.destroy();
      resolve(words === undefined ? undefined : { words, code });
    };
    socket.setTimeout(PATIENCE_MS, () => finish(undefined));
    socket.once('secureConnect', () => {
      const code = connection.trust.insecure ? undefined : refusalOf(socket);
      if (code === undefined && !blamesServer(cause)) {
        socket.setTimeout(ALERT_MS);
        socket.once('close', () => finish(WANTS_CLIENT_CERTIFICATE));
        return;
      }
      const { subjectaltname, valid_from, valid_to, issuer } = socket.getPeerCertificate();
      const names = subjectaltname?.replaceAll('IP Address:', '').replaceAll('DNS:', '');
      const from = issuer?.CN === undefined ? '' : `, issued by "${issuer.CN}"`;
      finish(`it is for ${names || 'no name'}, valid ${valid_from} to ${valid_to}${from}`, code);
    });
    socket.once('error', (error) => finish(handshakeWords(error)));
  });
}

/** Now and then Bun calls a certificate that it refused a failed handshake; this is the reason. */
function refusalOf(socket: import('node:tls').TLSSocket): string | undefined {
  const error: unknown = socket.authorizationError;
  const code = error instanceof Error && 'code' in error ? error.code : error;
  return typeof code === 'string' && code !== '' ? code : undefined;
}

/** Whether we refused the server's certificate, rather than it something of ours. */
function blamesServer(cause: unknown): boolean {
  return /^(?:ERR_TLS_CERT|CERT|DEPTH|SELF_SIGNED|UNABLE|INVALID)_/.test(errorCode(cause));
}

function handshakeWords(error: Error): string | undefined {
  const text = `${errorCode(error)} ${error.message}`;
  if (/WRONG_VERSION_NUMBER|HTTP_REQUEST/i.test(text)) {
    return 'http: server gave HTTP response to HTTPS client; is the URL http:// rather than https://?';
  }
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|HANDSHAKE_FAILURE/i.test(text)) {
    return WANTS_CLIENT_CERTIFICATE;
  }
  return undefined;
}
