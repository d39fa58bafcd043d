import type { Pod } from '../../kubernetes/api.ts';
import type { Node } from '../../kubernetes/node.ts';
import { type LimitRange, limitRangeViolations } from '../admission/limit-range.ts';
import { quotaMatches } from '../admission/quota-scopes.ts';
import { podQuotaUsage, podResourcesOf } from '../admission/quota-usage.ts';
import type { ResourceQuota, UsedQuota } from '../admission/resource-quota.ts';
import { withServerDefaults } from '../admission/server-defaults.ts';
import { storedLimitRange } from '../admission/stored-limit-range.ts';
import { resourceProblems } from '../admission/validation.ts';
import { BY_SCHEDULER } from '../effective/counting.ts';
import { effectiveRequests } from '../effective/effective.ts';
import { type NodeCapacity, scheduledAmounts } from '../nodes/node-fit.ts';
import { formatQuantity, multiply, type Quantity, ZERO } from '../quantity/quantity.ts';
import { addTo, resourceList } from '../quantity/resource-list.ts';
import type { PodContext, PodSource } from './pod-context.ts';

/** What stands in a file beside the Pods. */
export interface FileObjects {
  readonly quotas: readonly ResourceQuota[];
  readonly limitRanges: readonly LimitRange[];
  readonly nodes: readonly Node[];
}

type OfNamespace = { readonly metadata: { readonly name?: string; readonly namespace?: string } };

function isBeside(one: OfNamespace, other: OfNamespace, defaultNamespace: string): boolean {
  const [here, there] = [one.metadata.namespace, other.metadata.namespace];
  return (here ?? defaultNamespace) === (there ?? defaultNamespace);
}

/** The LimitRanges of a file that hold for a Pod, as an API server stores them. */
export function limitRangesFor(
  pod: Pod,
  limitRanges: readonly LimitRange[],
  defaultNamespace = 'default',
): readonly LimitRange[] {
  return limitRanges.filter((each) => isBeside(each, pod, defaultNamespace)).map(storedLimitRange);
}

/** What the other objects of a file say to its Pods; undefined where it has none of a kind. */
export function fileContext(
  source: PodSource,
  all: readonly PodSource[],
  { quotas, limitRanges, nodes }: FileObjects,
  defaultNamespace = 'default',
): Pick<PodContext, 'quotas' | 'limitRanges' | 'nodes'> {
  const ranges = limitRangesFor(source.pod, limitRanges, defaultNamespace);
  const isHere = (each: OfNamespace) => isBeside(each, source.pod, defaultNamespace);
  const others = () =>
    all
      .filter((each) => each !== source && isHere(each.pod))
      .flatMap((each) => storedBeside(each, ranges));
  return {
    quotas:
      quotas.length === 0
        ? undefined
        : quotas.filter(isHere).map((quota) => withUse(quota, others())),
    limitRanges: limitRanges.length === 0 ? undefined : ranges,
    nodes: nodes.length === 0 ? undefined : nodes.map((node) => capacityOf(node, all)),
  };
}

/** What there is once a file is applied: its objects take the place of those of the same names. */
export function afterApply(
  { pod }: PodSource,
  live: Pick<PodContext, 'quotas' | 'limitRanges'>,
  ofFile: FileObjects,
  existing: readonly Pod[],
  namespace: string,
): Pick<PodContext, 'quotas' | 'limitRanges'> {
  const isHere = (each: OfNamespace) => isBeside(each, pod, namespace);
  const merged = <Item extends OfNamespace>(before: readonly Item[], now: readonly Item[]) => {
    const names = new Set(now.map(({ metadata }) => metadata.name));
    const kept = before.filter(({ metadata }) => !names.has(metadata.name));
    // In the order in which the server goes through them.
    return [...kept, ...now].toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  };
  const { quotas = [], limitRanges = [] } = live;
  const applied = ofFile.quotas.filter(isHere).map((quota) => {
    const same = quotas.find(({ metadata }) => metadata.name === quota.metadata.name);
    const hard = quota.spec?.hard ?? {};
    const counted = withUse({ ...quota, status: { hard } }, existing.map(asSource));
    const { isUsedByFile: _, ...fresh } = counted;
    return { ...fresh, status: { hard, used: { ...counted.status?.used, ...same?.status?.used } } };
  });
  return {
    quotas: live.quotas && merged(quotas, applied),
    limitRanges:
      live.limitRanges && merged(limitRanges, limitRangesFor(pod, ofFile.limitRanges, namespace)),
  };
}

function nameOf({ metadata }: OfNamespace): string {
  return metadata.name ?? '';
}

function asSource(pod: Pod): PodSource {
  return { pod, kind: 'Pod', replicas: undefined, isStored: true };
}

/** Whether a file has a quota for a Pod's namespace that is not there yet. */
export function hasNewQuota(
  { pod }: PodSource,
  live: PodContext['quotas'],
  { quotas }: FileObjects,
  namespace: string,
): boolean {
  const names = new Set(live?.map(({ metadata }) => metadata.name));
  return quotas.some((each) => isBeside(each, pod, namespace) && !names.has(each.metadata.name));
}

/** What would be refused before a quota is asked is not counted by it. */
function storedBeside(source: PodSource, ranges: readonly LimitRange[]): readonly PodSource[] {
  if (source.isStored) return [source];
  const { pod } = withServerDefaults(source.pod, ranges);
  const isRefused = resourceProblems(pod).length + limitRangeViolations(pod, ranges).length > 0;
  return isRefused ? [] : [{ ...source, pod }];
}

/** A quota that no server has counted yet is used by the other Pods of the file. */
function withUse(quota: ResourceQuota, others: readonly PodSource[]): UsedQuota {
  const { status, spec } = quota;
  if (status?.used !== undefined) return quota;
  const hard = status?.hard ?? spec?.hard ?? {};
  const counted: ResourceQuota = { ...quota, status: { hard } };
  const used = new Map<string, Quantity>();
  for (const { pod, replicas = 1 } of others) {
    if (!quotaMatches(counted, pod)) continue;
    for (const [name, amount] of podQuotaUsage(pod, 0)) {
      addTo(used, new Map([[name, multiply(amount, replicas)]]));
    }
  }
  const texts = podResourcesOf(Object.keys(hard)).map((name) => [
    name,
    formatQuantity(used.get(name) ?? ZERO),
  ]);
  return { ...counted, status: { hard, used: Object.fromEntries(texts) }, isUsedByFile: true };
}

/** A saved node with the saved Pods that are on it. */
function capacityOf({ metadata, spec, status }: Node, all: readonly PodSource[]): NodeCapacity {
  const name = metadata.name ?? '';
  const on = all.filter(({ pod }) => pod.spec.nodeName === name);
  const requested = new Map<string, Quantity>();
  for (const { pod } of on) {
    addTo(requested, scheduledAmounts(effectiveRequests(pod, BY_SCHEDULER)));
  }
  return {
    name,
    allocatable: resourceList(status?.allocatable ?? status?.capacity),
    requested,
    podCount: on.length,
    unschedulable: spec?.unschedulable ?? false,
    labels: metadata.labels ?? {},
    taints: spec?.taints ?? [],
  };
}
