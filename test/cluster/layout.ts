import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the one cluster of this machine keeps its state: fixed, so that leftovers are always found. */
export const STATE_DIR = '/var/lib/kubectl-initx-test';

/** Argument that every process holding the cluster's namespaces carries: `down` finds them by it. */
export const MACHINE_MARK = 'kubectl-initx-test-machine';

/** The cgroup, in each hierarchy, that pods live under. */
export const CGROUP = 'kubectl-initx-test';

export const BRIDGE = 'initx0';
export const NODE_NAME = 'initx-node';
export const NODE_IP = '10.88.0.1';
export const POD_CIDR = '10.88.0.0/16';
export const SERVICE_CIDR = '10.89.0.0/16';

/** The Service by whose name the API server knows metrics-server. */
export const METRICS_SERVICE = { name: 'metrics-server', namespace: 'kube-system' } as const;

/** Ports chosen aside from the usual ones, so that another cluster may run on the same machine. */
export const PORTS = {
  apiserver: 16443,
  etcd: 12379,
  etcdPeer: 12380,
  controllerManager: 20257,
  scheduler: 20259,
  kubelet: 20250,
  kubeletHealth: 20248,
  registry: 15001,
  metricsServer: 14443,
} as const;

export const PATHS = {
  kubeconfig: join(STATE_DIR, 'kubeconfig'),
  pki: join(STATE_DIR, 'pki'),
  config: join(STATE_DIR, 'config'),
  logs: join(STATE_DIR, 'logs'),
  pids: join(STATE_DIR, 'pids'),
  etcd: join(STATE_DIR, 'etcd'),
  /** Seen by the cluster's processes as /var/lib and /var/log. */
  varLib: join(STATE_DIR, 'node', 'var-lib'),
  varLog: join(STATE_DIR, 'node', 'var-log'),
  /** Says that a test run, not a person, started the cluster. */
  temporary: join(STATE_DIR, 'temporary'),
} as const;

/** Folder of build products, outside of any checkout. */
export function cacheDir(): string {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'kubectl-initx-test');
}
