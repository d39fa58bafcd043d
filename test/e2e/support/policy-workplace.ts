import { resolveConnection } from '../../../src/kube/connect/resolve-connection.ts';
import { readNamespacePolicies } from '../../../src/kube/reads/namespace-policies.ts';
import type { KubeClient } from '../../../src/kube/transport/client.ts';
import { createClient } from '../../../src/kube/transport/client.ts';
import type { Pod } from '../../../src/model/kubernetes/api.ts';
import type { ResourceQuota } from '../../../src/model/resources/admission/resource-quota.ts';
import { createNamespace, kubectl, realCluster, run, until } from './real-cluster.ts';

/** A namespace with what the tests ask of it. */
export async function workplace(prefix: string) {
  const { name, remove } = await createNamespace(prefix);
  const create = (object: object, ...flags: readonly string[]) =>
    run([realCluster.kubectl, '-n', name, 'create', '-o', 'json', '-f', '-', ...flags], {
      stdin: JSON.stringify(object),
    });
  const mustCreate = async (object: object, ...flags: readonly string[]) => {
    const { exitCode, stdout, stderr } = await create(object, ...flags);
    if (exitCode !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  };
  return {
    name,
    remove,
    create,
    mustCreate,
    stored: (pod: Pod): Promise<Pod> => mustCreate(pod, '--dry-run=server'),
    /** What follows `pods "NAME" is forbidden: `; empty where the server would take the Pod. */
    async refusal(pod: Pod, ...flags: readonly string[]): Promise<string> {
      const { stderr, exitCode } = await create(pod, ...flags);
      if (exitCode === 0) return '';
      return / is forbidden: (.*)$/ms.exec(stderr)?.[1]?.trim() ?? stderr;
    },
    kubectl: (...args: readonly string[]) => kubectl(['-n', name, ...args]),
    /** As they are stored, once the quota controller has counted for all quotas. */
    async policies() {
      const client = await clusterClient();
      let found = await read(client, name);
      await until('quotas are counted', async () => {
        found = await read(client, name);
        return found.quotas.every(isCounted);
      });
      return found;
    },
  };
}

function isCounted({ spec, status }: ResourceQuota): boolean {
  const names = Object.keys(spec?.hard ?? {});
  return names.every((name) => status?.used?.[name] !== undefined);
}

/** Our own client on the test cluster. */
async function clusterClient() {
  const { env } = process;
  const kubeconfig = realCluster.kubeconfig;
  const connection = await resolveConnection({ kubeconfig }, { env, stdinIsTerminal: false });
  return createClient(connection, 'kubectl-initx-test');
}

async function read(client: KubeClient, namespace: string) {
  const { quotas, limitRanges } = await readNamespacePolicies(client, namespace);
  if ('problem' in quotas) throw quotas.problem;
  if ('problem' in limitRanges) throw limitRanges.problem;
  return { quotas: quotas.value, limitRanges: limitRanges.value };
}
