import type { Connection } from '../../src/kube/connect/connection.ts';

/** Nobody: what a server without authentication is asked as. */
export const ANONYMOUS = {
  authorization: undefined,
  clientCertificate: undefined,
  clientKey: undefined,
};

/** A connection to a server of the tests, as nobody. */
export function connectionTo(server: string, changes: Partial<Connection> = {}): Connection {
  return {
    server,
    namespace: 'default',
    contextName: 'here',
    trust: { ca: undefined, serverName: undefined, insecure: false },
    impersonation: [],
    proxy: undefined,
    requestTimeoutMs: undefined,
    authenticate: async () => ANONYMOUS,
    ...changes,
  };
}
