import { readPod } from '../../kube/reads/pods.ts';
import { readNames } from '../../kube/reads/table.ts';
import { readWorkload, WORKLOAD_KINDS, type WorkloadKind } from '../../kube/reads/workloads.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import type { Candidate } from '../../render/completion/answer.ts';
import { kindOf, meaningOf } from '../selection/targets.ts';
import type { UnfinishedLine } from './line.ts';

/** What a cluster is asked for a completion. */
export interface Asking {
  readonly client: KubeClient;
  readonly line: UnfinishedLine;
  readonly signal: AbortSignal;
}

/** The namespaces of the cluster. */
export async function namespaces({ client, signal }: Asking): Promise<readonly Candidate[]> {
  const of = { groupPath: '/api/v1', resource: 'namespaces' };
  return (await readNames(client, of, [], signal)).map(({ name }) => ({ value: name }));
}

/** The Pods of the namespace, each with what kubectl says of it. */
export function pods(asking: Asking): Promise<readonly Candidate[]> {
  return rowsOf(asking, { groupPath: '/api/v1', resource: 'pods' });
}

async function rowsOf(
  { client, signal }: Asking,
  { groupPath, resource }: Pick<WorkloadKind, 'groupPath' | 'resource'>,
): Promise<readonly Candidate[]> {
  const of = { groupPath, namespace: client.connection.namespace, resource };
  const rows = await readNames(client, of, ['Ready', 'Status'], signal);
  return rows.map(({ name, cells }) => ({ value: name, about: cells.join(' ') }));
}

/**
 * What kubectl completes for a Pod or a workload: `web-0`; once there is a letter the kinds too,
 * `deployments/`; and after a kind the names of that kind, whether `deploy/web` or `deploy web`.
 */
export async function podsAndWorkloads(asking: Asking): Promise<readonly Candidate[]> {
  const { typed, words } = asking.line;
  const [kindWord, name] = typed.split('/');
  if (name !== undefined) return namesOfKind(asking, kindWord ?? '', `${kindWord}/`);
  const [first] = words;
  if (first !== undefined && kindOf(first) !== undefined) return namesOfKind(asking, first, '');
  const kinds = typed === '' ? [] : WORKLOAD_KINDS.flatMap((kind) => kindWords(kind, typed));
  const found = await pods(asking);
  return [...found, ...kinds.map((kind) => ({ value: `${kind}/` }))];
}

/** The plural, as kubectl offers it; a short name that begins otherwise to who has typed it. */
function kindWords({ resource, shortNames }: WorkloadKind, typed: string): readonly string[] {
  return [resource, ...shortNames.filter((name) => name === typed && !resource.startsWith(name))];
}

async function namesOfKind(
  asking: Asking,
  word: string,
  prefix: string,
): Promise<readonly Candidate[]> {
  const kind = kindOf(word);
  if (kind === undefined) return [];
  const found = await (kind.workload === undefined ? pods(asking) : rowsOf(asking, kind.workload));
  return found.map((each) => ({ ...each, value: `${prefix}${each.value}` }));
}

/** The containers of the Pod, or of the workload's template, that the words name. */
export async function containers(asking: Asking): Promise<readonly Candidate[]> {
  const pod = await chosenPod(asking);
  if (pod === undefined) return [];
  const { initContainers = [], containers: apps } = pod.spec;
  return [
    ...apps.map(({ name }) => ({ value: name, about: 'container' })),
    ...initContainers.map(({ name, restartPolicy }) => ({
      value: name,
      about: restartPolicy === 'Always' ? 'sidecar' : 'init container',
    })),
  ];
}

/** The debug containers in the Pod that the words name. */
export async function debugContainers(asking: Asking): Promise<readonly Candidate[]> {
  const pod = await chosenPod(asking);
  return (pod?.spec.ephemeralContainers ?? []).map(({ name }) => ({ value: name }));
}

async function chosenPod({ client, line }: Asking): Promise<Pod | undefined> {
  const [first = '', ...rest] = line.words;
  const meaning = meaningOf(first === 'attach' || first === 'stop' ? rest : line.words);
  const [target] = meaning.kind === 'names' ? meaning.targets : [];
  if (target === undefined) return undefined;
  const { namespace } = client.connection;
  if (target.workload === undefined) return (await readPod(client, namespace, target.name)).pod;
  return (await readWorkload(client, target.workload, namespace, target.name)).pod;
}
