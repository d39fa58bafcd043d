import { existsSync, readFileSync } from 'node:fs';
import type { Environment } from './connection.ts';
import type { Kubeconfig } from './kubeconfig.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The kubeconfig that a pod's service account amounts to, or undefined outside of a pod. */
export function inClusterKubeconfig(env: Environment['env']): Kubeconfig | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  if (!host || !port || !isInPod(env)) return undefined;
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

function isInPod({
  KUBERNETES_SERVICE_HOST,
  KUBERNETES_SERVICE_PORT,
}: Environment['env']): boolean {
  if (!KUBERNETES_SERVICE_HOST || !KUBERNETES_SERVICE_PORT) return false;
  return existsSync(`${SERVICE_ACCOUNT}/token`);
}

/**
 * The namespace of the pod that this runs in, which counts where neither flag nor context names
 * one; undefined outside of a pod.
 */
export function podNamespace(env: Environment['env']): string | undefined {
  if (!isInPod(env)) return undefined;
  if (env.POD_NAMESPACE) return env.POD_NAMESPACE;
  try {
    return readFileSync(`${SERVICE_ACCOUNT}/namespace`, 'utf8').trim();
  } catch {
    return 'default';
  }
}
