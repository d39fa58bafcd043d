import { UserError } from '../../errors.ts';
import { parseGoDuration } from '../../model/kubernetes/go-duration.ts';

/** The connection flags that every kubectl command takes. */
export interface ConnectionOptions {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
  readonly user?: string | undefined;
  readonly namespace?: string | undefined;
  readonly server?: string | undefined;
  readonly token?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly as?: string | undefined;
  readonly asGroup?: readonly string[] | undefined;
  readonly asUid?: string | undefined;
  readonly asUserExtra?: readonly string[] | undefined;
  readonly certificateAuthority?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
  readonly tlsServerName?: string | undefined;
  /** As kubectl takes it: `0`, `30`, `1m30s`. */
  readonly requestTimeout?: string | undefined;
  readonly proxyUrl?: string | undefined;
  readonly kuberc?: string | undefined;
  readonly disableCompression?: boolean | undefined;
}

/** What the process gives: nothing in this folder reads `process` by itself. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdinIsTerminal: boolean;
}

/** How the server's certificate is judged. */
export interface ServerTrust {
  /** PEM roots (or intermediates); undefined means the system's own. */
  readonly ca: string | undefined;
  /** The name to expect instead of the host's in the URL. */
  readonly serverName: string | undefined;
  readonly insecure: boolean;
}

/** Who we are, as far as it can be said with a header or a client certificate. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly clientCertificate: string | undefined;
  readonly clientKey: string | undefined;
  /** When they end, in milliseconds since the epoch; undefined if that is not known. */
  readonly expires?: number | undefined;
}

/** Those of nobody: who gives none is anonymous. */
export const NO_CREDENTIALS: Credentials = {
  authorization: undefined,
  clientCertificate: undefined,
  clientKey: undefined,
};

/** One header a pair: `Impersonate-Group` may come several times. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Everything a client needs to reach one API server as one user. */
export interface Connection {
  /** URL without a trailing slash; it may have a path (Rancher and other proxies). */
  readonly server: string;
  readonly namespace: string;
  /** Whose cluster it is; undefined inside a pod, and where a flag says which cluster. */
  readonly contextName: string | undefined;
  readonly trust: ServerTrust;
  readonly impersonation: HeaderList;
  readonly proxy: string | undefined;
  /** Answers come as they are. */
  readonly disableCompression?: boolean;
  /** Undefined: nothing was said about it. Infinity: for ever. */
  readonly requestTimeoutMs: number | undefined;
  /** Reads token files and runs credential plugins; asked again after a 401. */
  readonly authenticate: () => Promise<Credentials>;
}

/**
 * Milliseconds of a --request-timeout as kubectl reads it: a Go duration (`1m30s`) or bare
 * seconds. `0` means no limit, hence infinity; an empty text that none was given.
 */
export function parseRequestTimeout(text: string): number | undefined {
  if (text === '') return undefined;
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : parseGoDuration(text);
  if (milliseconds === undefined) {
    throw new UserError(`Invalid timeout value "${text}"`, {
      hint: 'Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
      prefix: 'error: ',
    });
  }
  return milliseconds > 0 ? milliseconds : Number.POSITIVE_INFINITY;
}
