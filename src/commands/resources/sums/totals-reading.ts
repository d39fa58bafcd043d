import { attempt, known, type Read } from '../../../errors.ts';
import { nodeUsages, podUsages } from '../../../kube/metrics/pod-metrics.ts';
import type { ReadOptions } from '../../../kube/reads/list.ts';
import {
  readLimitRanges,
  readNamespaceNames,
  readNamespacePolicies,
} from '../../../kube/reads/namespace-policies.ts';
import { readNodes } from '../../../kube/reads/node-list.ts';
import { findOwners } from '../../../kube/reads/owners.ts';
import { readPods } from '../../../kube/reads/pod-list.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import type { Node } from '../../../model/kubernetes/node.ts';
import type { LimitRange } from '../../../model/resources/admission/limit-range.ts';
import type { CountedPod } from '../../../model/resources/effective/counted-pod.ts';
import { usageOfPod } from '../../../model/resources/pod/usage.ts';
import type { Amounts } from '../../../model/resources/quantity/amounts.ts';
import { factsOf } from '../../../model/resources/totals/node-facts.ts';
import { countTotals, type Grouping, type Totals } from '../../../model/resources/totals/totals.ts';
import type {
  NodeFacts,
  TotalsReport,
  TotalsScope,
} from '../../../model/resources/totals/totals-report.ts';
import { unknown } from '../../unknown.ts';
import type { Sums } from '../request.ts';
import { hasLabels } from '../sum-options.ts';

/** All that was read for a summary; `notes` say what could not be. */
export interface TotalsReading
  extends Pick<TotalsReport, 'totals' | 'nodes' | 'quotas' | 'hasUsage'> {
  readonly notes: readonly string[];
}

/** Reads what a summary needs, at the same time, and keeps nothing of a Pod but its numbers. */
export async function readTotals(
  request: Sums,
  scope: TotalsScope,
  client: KubeClient,
  reading: ReadOptions,
): Promise<TotalsReading> {
  // Which Pods are meant has to be known before they are read.
  const [chosen, namespaces, limitRanges] = await Promise.all([
    request.onNodes && readNodeFacts(client, request, reading),
    request.namespaceSelector === undefined
      ? undefined
      : readNamespaceNames(client, request.namespaceSelector, { signal: reading.signal }),
    request.now ? attempt(readLimitRanges(client, scope.namespace)) : undefined,
  ]);
  const [counted, nodes, policies] = await Promise.all([
    countPods(request, scope, client, { ...reading, chosen, namespaces, limitRanges }),
    chosen
      ? { value: chosen }
      : wantsNodes(request)
        ? attempt(readNodeFacts(client, request, reading))
        : undefined,
    scope.namespace === undefined ? undefined : readNamespacePolicies(client, scope.namespace),
  ]);
  return {
    totals: counted.totals,
    hasUsage: counted.hasUsage,
    nodes: known(nodes),
    quotas: known(policies?.quotas) ?? [],
    notes: [
      ...counted.notes,
      ...(request.by.kind === 'node' ? unknown('what the nodes have is', nodes) : []),
      ...unknown('the quotas are', policies?.quotas),
      ...unknown('whether LimitRanges let in the resizes is', limitRanges),
    ],
  };
}

function wantsNodes({ by, waste }: Sums): boolean {
  return by.kind === 'node' || waste;
}

async function countPods(
  request: Sums,
  scope: TotalsScope,
  client: KubeClient,
  {
    chosen,
    namespaces,
    limitRanges,
    ...reading
  }: ReadOptions & {
    readonly limitRanges: Read<ReadonlyMap<string, readonly LimitRange[]>> | undefined;
    readonly chosen: NodesByName | undefined;
    readonly namespaces: ReadonlySet<string> | undefined;
  },
): Promise<{
  readonly totals: Totals;
  readonly hasUsage: boolean;
  readonly notes: readonly string[];
}> {
  const { by, thenBy } = request;
  const isBy = (kind: Grouping['kind']) => [by, ...thenBy].some((key) => key.kind === kind);
  const { namespace, selector: labelSelector, fieldSelector } = scope;
  const usage = request.usage
    ? await attempt(
        readUsage(client, { namespace, labelSelector, ofContainers: isBy('container') }, reading),
      )
    : undefined;
  const owners = findOwners(client, namespace, reading);
  const used = known(usage);
  const counter = countTotals(
    by,
    {
      ownerOf: owners.ownerOf,
      usageOf: (podNamespace, name) => used?.get(`${podNamespace}/${name}`),
      keepsLabels: hasLabels(request.labels),
      ...(limitRanges && {
        limitRangesOf: (ofNamespace) => known(limitRanges)?.get(ofNamespace) ?? [],
      }),
      ...(used && { containerUsageOf: (pod, container) => used.get(`${pod}/${container}`) }),
    },
    thenBy,
  );
  const take = (pod: CountedPod) => {
    if (chosen !== undefined && !chosen.has(pod.spec.nodeName ?? '')) return;
    if (namespaces !== undefined && !namespaces.has(pod.metadata.namespace ?? '')) return;
    const preparation = isBy('workload') ? owners.prepare(pod) : undefined;
    if (preparation) return preparation.then(() => counter.take(pod));
    counter.take(pod);
  };
  await readPods(client, { namespace, labelSelector, fieldSelector }, take, reading);
  return {
    totals: counter.finish(),
    hasUsage: used !== undefined,
    notes: [
      ...unknown('what is used is', usage),
      ...owners.problems.map(
        (problem) => `owners of ReplicaSets or Jobs are not known: ${problem}`,
      ),
    ],
  };
}

async function readUsage(
  client: KubeClient,
  {
    ofContainers,
    ...scope
  }: {
    readonly namespace: string | undefined;
    readonly labelSelector: string | undefined;
    readonly ofContainers: boolean;
  },
  { signal }: ReadOptions,
): Promise<ReadonlyMap<string, Amounts>> {
  const used = new Map<string, Amounts>();
  for await (const sample of podUsages(client, { ...scope, signal })) {
    const pod = `${sample.namespace}/${sample.name}`;
    used.set(pod, usageOfPod(sample));
    if (!ofContainers) continue;
    for (const { name, usage } of sample.containers) used.set(`${pod}/${name}`, usage);
  }
  return used;
}

type NodesByName = ReadonlyMap<string, NodeFacts>;

async function readNodeFacts(
  client: KubeClient,
  { usage, onNodes }: Pick<Sums, 'usage' | 'onNodes'>,
  { signal }: ReadOptions,
): Promise<NodesByName> {
  const facts = new Map<string, NodeFacts>();
  const take = (node: Node) => {
    if (onNodes?.hasTaints(node.spec?.taints ?? []) === false) return;
    facts.set(node.metadata.name ?? '', factsOf(node));
  };
  const [, used] = await Promise.all([
    readNodes(client, { labelSelector: onNodes?.selector }, take, { signal }),
    // Why nobody measures is said of the Pods already.
    usage ? attempt(readNodeUsage(client, signal)) : undefined,
  ]);
  for (const [name, amounts] of known(used) ?? []) {
    const node = facts.get(name);
    if (node) facts.set(name, { ...node, usage: amounts });
  }
  return facts;
}

async function readNodeUsage(
  client: KubeClient,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Amounts>> {
  const used = new Map<string, Amounts>();
  for await (const { name, usage } of nodeUsages(client, { signal })) used.set(name, usage);
  return used;
}
