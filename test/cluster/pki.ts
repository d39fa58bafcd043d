import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import { METRICS_SERVICE, NODE_IP, NODE_NAME, PATHS, PORTS, STATE_DIR } from './layout.ts';

export type ClientFiles = { readonly certificate: string; readonly key: string };

const SERVER_NAMES = [
  ...['127.0.0.1', '::1', 'localhost', NODE_IP, '10.89.0.1'],
  ...['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'],
  'kubernetes.default.svc.cluster.local',
];

/** Who the components and the administrator are, as a kubeadm cluster has them. */
const CLIENTS = {
  admin: { name: 'kubernetes-admin', groups: ['system:masters'] },
  'apiserver-kubelet': { name: 'kube-apiserver-kubelet-client', groups: ['system:masters'] },
  'controller-manager': { name: 'system:kube-controller-manager', groups: [] },
  scheduler: { name: 'system:kube-scheduler', groups: [] },
  kubelet: { name: `system:node:${NODE_NAME}`, groups: ['system:nodes'] },
  coredns: { name: 'coredns', groups: ['system:masters'] },
  'metrics-server': { name: 'metrics-server', groups: ['system:masters'] },
} as const;

/** Writes all keys, certificates and kubeconfigs anew. */
export async function writePki(program: string): Promise<void> {
  mkdirSync(frontProxyFile(''), { recursive: true, mode: 0o700 });
  await Promise.all([
    run(program, ['ca', PATHS.pki]),
    // An authority of its own: whoever has a certificate of it may speak for anybody.
    run(program, ['ca', frontProxyFile('')]),
  ]);
  const server = ['issue', PATHS.pki, 'apiserver', 'kube-apiserver', '-san', SERVER_NAMES.join()];
  const metricsName = `${METRICS_SERVICE.name}.${METRICS_SERVICE.namespace}.svc`;
  await Promise.all([
    run(program, server),
    run(program, ['issue', PATHS.pki, 'metrics-server-serving', metricsName, '-san', metricsName]),
    run(program, ['issue', frontProxyFile(''), 'client', 'front-proxy-client']),
    ...Object.entries(CLIENTS).map(([file, { name, groups }]) =>
      issueClient(program, file, name, groups),
    ),
  ]);
  for (const name of Object.keys(CLIENTS)) writeFileSync(clientKubeconfig(name), kubeconfig(name));
  writeFileSync(PATHS.kubeconfig, kubeconfig('admin'), { mode: 0o600 });
  copyFileSync(pkiFile('ca.crt'), join(STATE_DIR, 'ca.crt'));
  copyFileSync(pkiFile('admin.crt'), join(STATE_DIR, 'client.crt'));
  copyFileSync(pkiFile('admin.key'), join(STATE_DIR, 'client.key'));
}

/** Issues a client certificate for a user in groups. */
export async function issueClient(
  program: string,
  file: string,
  user: string,
  groups: readonly string[],
): Promise<ClientFiles> {
  await run(program, ['issue', PATHS.pki, file, user, '-org', groups.join()]);
  return { certificate: pkiFile(`${file}.crt`), key: pkiFile(`${file}.key`) };
}

/** Path of a file of the public key infrastructure. */
export function pkiFile(name: string): string {
  return join(PATHS.pki, name);
}

/** Path of a file of the authority that lets the API server speak for others. */
export function frontProxyFile(name: string): string {
  return join(PATHS.pki, 'front-proxy', name);
}

/** Path of the kubeconfig of a component. */
export function clientKubeconfig(name: string): string {
  return join(PATHS.pki, `${name}.kubeconfig`);
}

function kubeconfig(client: string): string {
  const data = (file: string) => readFileSync(pkiFile(file)).toString('base64');
  const name = 'kubectl-initx-test';
  return `apiVersion: v1
kind: Config
current-context: ${name}
clusters:
- name: ${name}
  cluster:
    server: https://127.0.0.1:${PORTS.apiserver}
    certificate-authority-data: ${data('ca.crt')}
contexts:
- name: ${name}
  context:
    cluster: ${name}
    user: ${client}
users:
- name: ${client}
  user:
    client-certificate-data: ${data(`${client}.crt`)}
    client-key-data: ${data(`${client}.key`)}
`;
}
