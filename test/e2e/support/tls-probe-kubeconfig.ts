import { connect as connectTls } from 'node:tls';
import { kubectl } from './real-cluster.ts';

/** The server may be to be reached through a proxy only: then its names stay unknown. */
const PATIENCE_MS = 3000;

type Fields = Record<string, unknown>;

/** The kubeconfig of the cluster under test with everything in it, and what its server is like. */
export interface ClusterFacts {
  readonly cluster: Fields;
  readonly user: Fields;
  /** DNS names and addresses of the server's certificate. */
  readonly names: readonly string[];
  /** The same server by an IPv6 literal, when it is on this machine and listens there. */
  readonly ipv6Server: string | undefined;
}

/** Reads what the TLS tests adapt to. */
export async function lookAtCluster(): Promise<ClusterFacts> {
  const view = ['config', 'view', '--raw', '--minify', '--flatten', '-o', 'json'];
  const config = JSON.parse(await kubectl(view));
  const cluster: Fields = config.clusters[0].cluster;
  const { hostname, port } = new URL(String(cluster.server));
  const names = await namesOf(hostname.replace(/^\[|\]$/g, ''), port);
  const isHere = ['127.0.0.1', 'localhost'].includes(hostname);
  const local = isHere ? await namesOf('::1', port) : undefined;
  return {
    cluster,
    user: config.users[0]?.user ?? {},
    names: names ?? [],
    ipv6Server: local?.includes('0:0:0:0:0:0:0:1') ? `https://[::1]:${port}` : undefined,
  };
}

/** The kubeconfig as JSON, of one context in one namespace. */
export function kubeconfigOf(cluster: Fields, user: Fields, namespace: string): string {
  return JSON.stringify({
    'current-context': 'real',
    contexts: [{ name: 'real', context: { cluster: 'real', user: 'real', namespace } }],
    clusters: [{ name: 'real', cluster }],
    users: [{ name: 'real', user }],
  });
}

/** The names in the certificate of whoever answers, or undefined when nobody does. */
function namesOf(host: string, port: string): Promise<readonly string[] | undefined> {
  return new Promise((resolve) => {
    const socket = connectTls({ host, port: Number(port || 443), rejectUnauthorized: false });
    socket.once('error', () => resolve(undefined));
    socket.setTimeout(PATIENCE_MS, () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('secureConnect', () => {
      const listed = socket.getPeerCertificate().subjectaltname ?? '';
      socket.destroy();
      resolve(listed.split(', ').map((name) => name.replace(/^(?:DNS|IP Address):/, '')));
    });
  });
}
