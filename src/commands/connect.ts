import type { Io } from '../io/io.ts';
import type { ConnectionOptions } from '../kube/connect/connection.ts';
import type { KubeClient } from '../kube/transport/client.ts';
import type { ClientNotices } from './client-notices.ts';

/** `-v`. */
export interface VerbosityOptions {
  readonly v?: number;
}

/** What making a client takes from the process. */
type ConnectIo = Pick<
  Io,
  'env' | 'stdinIsTerminal' | 'platform' | 'architecture' | 'now' | 'writeError'
>;

/**
 * A client for the cluster that the flags of `kubectl options` name. Throws a UserError where
 * kubeconfig or credentials are at fault. What it takes is loaded now: files need none of it.
 */
export async function connect(
  options: ConnectionOptions & VerbosityOptions,
  version: string,
  io: ConnectIo,
  notices: Omit<ClientNotices, 'silence'>,
): Promise<KubeClient> {
  const [{ resolveConnection }, { createClient, userAgentOf }] = await Promise.all([
    import('../kube/connect/resolve-connection.ts'),
    import('../kube/transport/client.ts'),
  ]);
  const connection = await resolveConnection(options, io);
  const userAgent = userAgentOf(version, io.platform, io.architecture);
  const exchange = await exchangeLog(options.v ?? 0, io);
  return createClient(connection, userAgent, { ...notices, exchange });
}

/** kubectl logs requests from this verbosity on. */
const LOGS_REQUESTS = 6;

async function exchangeLog(verbosity: number, io: ConnectIo) {
  if (verbosity < LOGS_REQUESTS) return undefined;
  return (await import('./request-log.ts')).requestLog(verbosity, io);
}
