import type { Io } from '../io/io.ts';
import type { ConnectionOptions } from '../kube/connect/connection.ts';
import type { KubeClient } from '../kube/transport/client.ts';

/**
 * A client for the cluster that the flags of `kubectl options` name. Throws a UserError where
 * kubeconfig or credentials are at fault. What it takes is loaded now: files need none of it.
 */
export async function connect(
  options: ConnectionOptions,
  version: string,
  io: Io,
): Promise<KubeClient> {
  const [{ resolveConnection }, { createClient, userAgentOf }] = await Promise.all([
    import('../kube/connect/resolve-connection.ts'),
    import('../kube/transport/client.ts'),
  ]);
  const connection = await resolveConnection(options, io);
  return createClient(connection, userAgentOf(version, io.platform, io.architecture));
}
