import type { Node } from '../../kubernetes/node.ts';
import type { LimitRange } from '../admission/limit-range.ts';
import { quotaMatches } from '../admission/quota-scopes.ts';
import { podQuotaUsage, podResourcesOf } from '../admission/quota-usage.ts';
import type { ResourceQuota } from '../admission/resource-quota.ts';
import { withServerDefaults } from '../admission/server-defaults.ts';
import { storedLimitRange } from '../admission/stored-limit-range.ts';
import { BY_SCHEDULER } from '../effective/counting.ts';
import { effectiveRequests } from '../effective/effective.ts';
import { formatQuantity, multiply, type Quantity, ZERO } from '../quantity/quantity.ts';
import { addTo, resourceList } from '../quantity/resource-list.ts';
import { type NodeCapacity, scheduledAmounts } from './node-fit.ts';
import type { PodContext, PodSource } from './pod-context.ts';

/** What stands in a file beside the Pods. */
export interface FileObjects {
  readonly quotas: readonly ResourceQuota[];
  readonly limitRanges: readonly LimitRange[];
  readonly nodes: readonly Node[];
}

/** What the other objects of a file say to its Pods; undefined where it has none of a kind. */
export function fileContext(
  source: PodSource,
  all: readonly PodSource[],
  { quotas, limitRanges, nodes }: FileObjects,
  defaultNamespace = 'default',
): Pick<PodContext, 'quotas' | 'limitRanges' | 'nodes'> {
  const namespaceOf = ({ metadata }: { readonly metadata: { readonly namespace?: string } }) =>
    metadata.namespace ?? defaultNamespace;
  const here = namespaceOf(source.pod);
  const ranges = limitRanges.filter((each) => namespaceOf(each) === here).map(storedLimitRange);
  const stored = all
    .filter(({ pod }) => namespaceOf(pod) === here)
    .map((each) => ({
      ...each,
      isOther: each !== source,
      pod: each.isStored ? each.pod : withServerDefaults(each.pod, ranges).pod,
    }));
  const others = stored.filter(({ isOther }) => isOther);
  return {
    quotas:
      quotas.length === 0
        ? undefined
        : quotas
            .filter((each) => namespaceOf(each) === here)
            .map((quota) => withUse(quota, others)),
    limitRanges: limitRanges.length === 0 ? undefined : ranges,
    nodes: nodes.length === 0 ? undefined : nodes.map((node) => capacityOf(node, all)),
  };
}

/** A quota that no server has counted yet is used by the other Pods of the file. */
function withUse(quota: ResourceQuota, others: readonly PodSource[]): ResourceQuota {
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
  return { ...counted, status: { hard, used: Object.fromEntries(texts) } };
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
  };
}
