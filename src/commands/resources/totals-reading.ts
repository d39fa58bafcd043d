import { MetricsUnavailable } from '../../kube/metrics/metrics-api.ts';
import { nodeUsages, podUsages } from '../../kube/metrics/pod-metrics.ts';
import type { ReadOptions } from '../../kube/reads/list.ts';
import { readNamespacePolicies } from '../../kube/reads/namespace-policies.ts';
import { readNodes } from '../../kube/reads/node-list.ts';
import { findOwners } from '../../kube/reads/owners.ts';
import { readPods } from '../../kube/reads/pod-list.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { isForbidden } from '../../kube/transport/errors.ts';
import type { Node } from '../../model/kubernetes/node.ts';
import type { CountedPod } from '../../model/resources/effective/counted-pod.ts';
import { usageOfPod } from '../../model/resources/pod/usage.ts';
import type { Amounts } from '../../model/resources/quantity/amounts.ts';
import { resourceList } from '../../model/resources/quantity/resource-list.ts';
import { countTotals, type Totals } from '../../model/resources/totals/totals.ts';
import type {
  NodeFacts,
  TotalsReport,
  TotalsScope,
} from '../../model/resources/totals/totals-report.ts';
import type { Sums } from './request.ts';

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
  const [counted, nodes, policies] = await Promise.all([
    countPods(request, scope, client, reading),
    wantsNodes(request) ? readNodeFacts(client, request, reading) : undefined,
    scope.namespace === undefined ? undefined : readNamespacePolicies(client, scope.namespace),
  ]);
  const { quotas = [], quotasProblem } = policies ?? {};
  return {
    totals: counted.totals,
    hasUsage: counted.hasUsage,
    nodes: nodes?.facts,
    quotas,
    notes: [
      ...counted.problems,
      ...(nodes?.problem && request.by.kind === 'node'
        ? [`what the nodes have is not known: ${nodes.problem}`]
        : []),
      ...(quotasProblem ? [`the quotas are not known: ${quotasProblem}`] : []),
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
  reading: ReadOptions,
): Promise<{
  readonly totals: Totals;
  readonly hasUsage: boolean;
  readonly problems: readonly string[];
}> {
  const { by } = request;
  const { namespace, selector: labelSelector, fieldSelector } = scope;
  const usage = request.usage
    ? await readUsage(client, { namespace, labelSelector }, reading)
    : undefined;
  const owners = findOwners(client, namespace, reading);
  const counter = countTotals(by, {
    ownerOf: owners.ownerOf,
    usageOf: (podNamespace, name) => usage?.of.get(`${podNamespace}/${name}`),
  });
  const take = (pod: CountedPod) => {
    const preparation = by.kind === 'workload' ? owners.prepare(pod) : undefined;
    if (preparation) return preparation.then(() => counter.take(pod));
    counter.take(pod);
  };
  await readPods(client, { namespace, labelSelector, fieldSelector }, take, reading);
  return {
    totals: counter.finish(),
    hasUsage: usage !== undefined && usage.problem === undefined,
    problems: [
      ...(usage?.problem ? [`what is used is not known: ${usage.problem}`] : []),
      ...owners.problems.map(
        (problem) => `owners of ReplicaSets or Jobs are not known: ${problem}`,
      ),
    ],
  };
}

/** Where nobody measures, the rest can still be told. */
async function readUsage(
  client: KubeClient,
  scope: { readonly namespace: string | undefined; readonly labelSelector: string | undefined },
  { signal }: ReadOptions,
): Promise<{ readonly of: ReadonlyMap<string, Amounts>; readonly problem: string | undefined }> {
  const of = new Map<string, Amounts>();
  try {
    for await (const sample of podUsages(client, { ...scope, signal })) {
      of.set(`${sample.namespace}/${sample.name}`, usageOfPod(sample));
    }
    return { of, problem: undefined };
  } catch (error) {
    if (!(error instanceof MetricsUnavailable)) throw error;
    return { of, problem: error.message };
  }
}

async function readNodeFacts(
  client: KubeClient,
  { usage }: Pick<Sums, 'usage'>,
  { signal }: ReadOptions,
): Promise<{
  readonly facts: ReadonlyMap<string, NodeFacts> | undefined;
  readonly problem: string | undefined;
}> {
  const facts = new Map<string, NodeFacts>();
  const used = usage ? readNodeUsage(client, signal) : undefined;
  try {
    await readNodes(client, {}, (node) => void facts.set(node.metadata.name ?? '', factsOf(node)), {
      signal,
    });
    for (const [name, amounts] of (await used) ?? []) {
      const node = facts.get(name);
      if (node) facts.set(name, { ...node, usage: amounts });
    }
    return { facts, problem: undefined };
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return { facts: undefined, problem: error.serverMessage };
  }
}

/** Why nobody measures is said of the Pods already. */
async function readNodeUsage(
  client: KubeClient,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Amounts>> {
  const used = new Map<string, Amounts>();
  try {
    for await (const { name, usage } of nodeUsages(client, { signal })) used.set(name, usage);
  } catch (error) {
    if (!(error instanceof MetricsUnavailable)) throw error;
  }
  return used;
}

/** Without allocatable the capacity counts, as for `kubectl describe node`. */
function factsOf({ metadata, spec, status }: Node): NodeFacts {
  const { allocatable = {}, capacity, conditions = [] } = status ?? {};
  const hasAllocatable = Object.keys(allocatable).length > 0;
  return {
    name: metadata.name ?? '',
    allocatable: resourceList(hasAllocatable ? allocatable : capacity),
    isCordoned: spec?.unschedulable ?? false,
    isReady: conditions.some((each) => each.type === 'Ready' && each.status === 'True'),
  };
}
