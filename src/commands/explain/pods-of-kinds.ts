import { attempt } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { readExplainedPods } from '../../kube/explain/pod-list.ts';
import { withReplicaSets } from '../../kube/explain/workload-pods.ts';
import { readWorkloadsOfKinds } from '../../kube/explain/workloads-of-kinds.ts';
import type { ReadOptions } from '../../kube/reads/list.ts';
import { findOwners } from '../../kube/reads/owners.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { troubledOwners } from '../../model/explain/many/pod-summary.ts';
import {
  reportInList,
  type WorkloadReport,
  worstReportsFirst,
} from '../../model/explain/many/workload-report.ts';
import type { WorkloadStory } from '../../model/explain/many/workload-story.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { controllerOf } from '../../model/kubernetes/pod-status.ts';
import type { PodSelection } from '../selection/selection.ts';
import { unknown } from '../unknown.ts';
import { podJudge } from './judged-pods.ts';

/**
 * The Pods of all workloads of some kinds, and what these show beyond them: why they have none or too
 * few. What selects Pods selects no workload, so nothing is told of workloads then.
 */
export async function readPodsOfKinds(
  { workloads: kinds, allNamespaces, selector, fieldSelector }: PodSelection,
  client: KubeClient,
  io: Io,
  options: ReadOptions,
) {
  const namespace = allNamespaces ? undefined : client.connection.namespace;
  const names = new Set(kinds.map(({ kind }) => kind));
  const owners = findOwners(client, namespace, options);
  const judge = podJudge(client, io.now);
  const counts = new Map<string, number>();
  const takeOwned = (pod: Pod) => {
    // Of a Deployment's Pod the ReplicaSet counts too.
    const makers = [owners.ownerOf(pod), controllerOf(pod.metadata)].filter(
      (maker) => maker !== undefined,
    );
    const keys = new Set(makers.map((maker) => keyOf(maker, pod.metadata.namespace)));
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    if (makers.some(({ kind }) => names.has(kind))) judge.take(pod);
  };
  await readExplainedPods(
    client,
    { namespace, labelSelector: selector, fieldSelector },
    (pod) => Promise.resolve(owners.prepare(pod)).then(() => takeOwned(pod)),
    options,
  );
  const stories: WorkloadStory[] = [];
  const isOfAll = selector === undefined && fieldSelector === undefined;
  const read = await attempt(
    readWorkloadsOfKinds(
      client,
      isOfAll ? kinds : [],
      namespace,
      ({ kind, metadata: { name = '', namespace: of } }) =>
        counts.get(keyOf({ kind, name }, of)) ?? 0,
      // Of most there is nothing to be said, whatever becomes of their Pods.
      (story) => reportInList(story).length > 0 && stories.push(story),
      options,
    ),
  );
  const { notes, ...judged } = await judge.judged(options.signal);
  const workloads = await reportsOn(stories, troubledOwners(judged.pods), client);
  const unknowns = [
    ...notes,
    ...owners.problems.map((problem) => `owners of ReplicaSets or Jobs are not known: ${problem}`),
    ...unknown('workloads without Pods are', read),
  ];
  return {
    ...judged,
    workloads: worstReportsFirst(workloads),
    problems: [],
    notes: unknowns,
  };
}

/** Whether it is the new Pods of a Deployment that fail, its ReplicaSets tell: so many are asked. */
const MOST_DEPLOYMENTS = 20;

async function reportsOn(
  stories: readonly WorkloadStory[],
  troubled: ReadonlySet<string>,
  client: KubeClient,
): Promise<readonly WorkloadReport[]> {
  const isAsked = ({ workload, pods }: WorkloadStory) =>
    workload.kind === 'Deployment' && pods > 0 && troubled.size > 0;
  const ofSome = new Set(stories.filter(isAsked).slice(0, MOST_DEPLOYMENTS));
  const told = stories.map(async (story) => {
    const whole = ofSome.has(story) ? await withReplicaSets(client, story) : story;
    return reportInList({ ...whole, troubled });
  });
  return (await Promise.all(told)).flat();
}

function keyOf({ kind, name }: { kind: string; name: string }, namespace = ''): string {
  return `${namespace}/${kind}/${name}`;
}
