import { errorCode } from '../../errors.ts';
import type { Connection, Credentials } from '../connect/connection.ts';
import { plainHost } from '../connect/server-url.ts';
import { type CertificateFinding, probeCertificate } from '../tls/probe-certificate.ts';
import { mayBeCertificate } from '../tls/tls-options.ts';
import { ConnectionError, LostConnection } from './errors.ts';

/** Words a failed connection, after a second look where TLS may have failed. */
export async function diagnosedFailure(
  cause: unknown,
  connection: Connection,
  credentials: Credentials,
): Promise<ConnectionError> {
  const detail = mayBeCertificate(cause)
    ? await probeCertificate(connection, credentials, cause)
    : undefined;
  return connectionFailure(cause, connection, detail);
}

/**
 * Words a failed connection as kubectl does, with the next step. `detail` is what a second look
 * at the server's certificate found.
 */
export function connectionFailure(
  cause: unknown,
  connection: Connection,
  detail?: CertificateFinding | undefined,
): ConnectionError {
  const { host } = new URL(connection.server);
  const code = detail?.code ?? errorCode(cause);
  if (connection.proxy !== undefined && NO_PROXY_THERE.has(code)) {
    return proxyFailure(code, connection.proxy, cause);
  }
  const certificate = certificateProblem(code, connection, detail?.words);
  if (certificate !== undefined) {
    return unable(
      `tls: failed to verify certificate: ${certificate.what}`,
      certificate.hint,
      cause,
    );
  }
  if (detail !== undefined) return unable(`${host}: ${detail.words}`, undefined, cause);
  return networkFailure(code, connection, cause);
}

/** Where there is a proxy, these are about it. */
const NO_PROXY_THERE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ConnectionRefused',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

function proxyFailure(code: string, proxy: string, cause: unknown): ConnectionError {
  const what = /REFUSED/i.test(code) ? 'connection refused' : 'no such host';
  return unable(
    `proxyconnect tcp: ${hostOf(proxy)}: ${what}`,
    'Is the proxy there? It comes from proxy-url in the kubeconfig, or from HTTPS_PROXY or HTTP_PROXY.',
    cause,
  );
}

function networkFailure(code: string, connection: Connection, cause: unknown): ConnectionError {
  const { server, contextName, proxy } = connection;
  const { host, hostname } = new URL(server);
  const where = contextName === undefined ? '' : ` of context "${contextName}"`;
  const scheme = server.startsWith('http:') ? ', and not https:// rather' : '';
  const through = proxy === undefined ? '' : ` through the proxy ${hostOf(proxy)}`;
  switch (code) {
    case 'ECONNREFUSED':
      return new ConnectionError(
        `The connection to the server ${host} was refused - did you specify the right host or port?`,
        { hint: `Is the cluster${where} running?`, cause, prefix: '' },
      );
    case 'FailedToOpenSocket':
      return unable(
        `dial tcp ${host}: the connection could not be opened${through}`,
        `Is ${server} the URL of an API server?`,
        cause,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unable(
        `dial tcp: lookup ${hostname}: no such host${through}`,
        `Is the server${where} still there, and do you need a VPN to resolve its name?`,
        cause,
      );
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return unable(
        `dial tcp ${host}: ${code === 'ETIMEDOUT' ? 'i/o timeout' : 'no route to host'}${through}`,
        NETWORK_HINT,
        cause,
      );
    case 'ECONNRESET':
      return new LostConnection(
        `Unable to connect to the server: ${host} closed the connection before its answer was complete${through}`,
        {
          hint: `Is ${server} an API server${through}${scheme}? Try again; then check with kubectl get --raw /readyz.`,
          cause,
          prefix: '',
        },
      );
    default:
      // The runtime has a code for each way of being wrong: Malformed_HTTP_Response, and so on.
      if (/^(?:Malformed|Invalid)/.test(code)) {
        return unable(
          `${host}${through} answered with something that is not HTTP`,
          `Is ${server} the URL of an API server?`,
          cause,
        );
      }
      return unable(`${host}${through}: ${shortMessage(cause)}`, undefined, cause);
  }
}

const NETWORK_HINT = 'Are you connected to its network (VPN, firewall)?';

/** What to throw when the body of an answer could not be read to its end. */
export function bodyFailure(cause: unknown, connection: Connection): unknown {
  // The only failure without a code is that of unpacking.
  if (cause instanceof TypeError && errorCode(cause) === '') {
    return unable(
      `${new URL(connection.server).host} sent an answer that cannot be unpacked`,
      'Try --disable-compression; is there a proxy before the API server that changes answers?',
      cause,
    );
  }
  if (!(cause instanceof DOMException)) return connectionFailure(cause, connection);
  // Else whoever has aborted it knows why.
  if (cause.name !== 'TimeoutError') return cause;
  return timeoutFailure(connection, connection.requestTimeoutMs ?? 0);
}

/** The server did not answer within the time that the user allowed. */
export function timeoutFailure(connection: Connection, milliseconds: number): ConnectionError {
  const asked = connection.requestTimeoutMs !== undefined;
  return new ConnectionError(
    `Unable to connect to the server: no answer from ${new URL(connection.server).host} within ${milliseconds / 1000}s`,
    {
      hint: asked ? 'Give it longer with --request-timeout.' : NETWORK_HINT,
      prefix: '',
    },
  );
}

function certificateProblem(
  code: string,
  connection: Connection,
  detail: string | undefined,
): { what: string; hint: string } | undefined {
  const server = connection.server;
  const expected = connection.trust.serverName ?? plainHost(new URL(server).hostname);
  const tail = detail === undefined ? '' : ` (${detail})`;
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        what: `x509: the certificate of ${server} is not valid for ${expected}${tail}`,
        hint: 'Use a server URL with a name that the certificate has, or set tls-server-name (--tls-server-name) to one of them.',
      };
    case 'CERT_HAS_EXPIRED':
      return {
        what: `x509: the certificate of ${server} has expired${tail}`,
        hint: "Have the server's certificate renewed, and check this machine's clock.",
      };
    case 'CERT_NOT_YET_VALID':
      return {
        what: `x509: the certificate of ${server} is not yet valid${tail}`,
        hint: "Check this machine's clock.",
      };
    case 'INVALID_PURPOSE':
      return {
        what: `x509: certificate specifies an incompatible key usage: that of ${server} is none of a server${tail}`,
        hint: 'Is this the API server? Somebody else may be answering for it with a client certificate.',
      };
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'CERT_SIGNATURE_FAILURE':
      return {
        what: `x509: the certificate of ${server} is signed by unknown authority${tail}`,
        hint: "Put the cluster's CA into certificate-authority(-data) of the kubeconfig, or give it with --certificate-authority.",
      };
    default:
      return undefined;
  }
}

function unable(what: string, hint: string | undefined, cause: unknown): ConnectionError {
  return new ConnectionError(`Unable to connect to the server: ${what}`, {
    hint,
    cause,
    prefix: '',
  });
}

/** Bun adds advice for programmers to its messages; the user has no use for it. */
function shortMessage(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.replace(/ For more information, pass .*$/, '').replace(/^[A-Z]+: /, '');
}

/** A proxy without the password that its URL may have. */
function hostOf(proxy: string): string {
  return URL.canParse(proxy) ? new URL(proxy).host : proxy;
}
