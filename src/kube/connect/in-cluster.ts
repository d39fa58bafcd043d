import { existsSync, readFileSync } from 'node:fs';
import type { Environment } from './connection.ts';
import type { Kubeconfig } from './kubeconfig.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The kubeconfig that a pod's service account amounts to, or undefined outside of a pod. */
export function inClusterKubeconfig(env: Environment['env']): Kubeconfig | undefined {
  const host = env.KUBERNETES_SERVICE_HOST;
  const port = env.KUBERNETES_SERVICE_PORT;
  if (!host || !port || !existsSync(`${SERVICE_ACCOUNT}/token`)) return undefined;
  const name = 'in-cluster';
  const entry = (fields: Record<string, unknown>) =>
    new Map([[name, { fields, directory: SERVICE_ACCOUNT }]]);
  return {
    files: [],
    missing: [],
    currentContext: name,
    clusters: entry({
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      'certificate-authority': 'ca.crt',
    }),
    users: entry({ tokenFile: 'token' }),
    contexts: entry({ cluster: name, user: name, namespace: podNamespace(env) }),
  };
}

function podNamespace(env: Environment['env']): string {
  if (env.POD_NAMESPACE) return env.POD_NAMESPACE;
  try {
    return readFileSync(`${SERVICE_ACCOUNT}/namespace`, 'utf8').trim();
  } catch {
    return 'default';
  }
}
