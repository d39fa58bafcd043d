import type { RequestsOrLimits, WrittenResourceList } from '../../kubernetes/api.ts';
import type { Quantity } from '../quantity/quantity.ts';
import { maxOf, NOTHING, type ResourceList, resourceList } from '../quantity/resource-list.ts';
import { isResizeInfeasible } from './container-sums.ts';
import type { CountedPod } from './counted-pod.ts';
import type { Counting } from './counting.ts';

/** Whether pod-level resources count for this resource (IsSupportedPodLevelResource). */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

/** Whether pod-level resources are set in a way that counts (IsPodLevelResourcesSet). */
export function hasPodLevelResources(
  { spec }: Pick<CountedPod, 'spec'>,
  kind?: RequestsOrLimits,
): boolean {
  const { requests, limits } = spec.resources ?? {};
  if (kind !== undefined) return hasSupported(spec.resources?.[kind]);
  return hasSupported(requests) || hasSupported(limits);
}

function hasSupported(amounts: WrittenResourceList | undefined): boolean {
  return amounts !== undefined && Object.keys(amounts).some(isPodLevelResource);
}

/**
 * Puts the pod-level amounts in the place of the sums over containers. During a resize the largest
 * of what is asked for, set and promised counts (applyPodLevelResources,
 * effectivePodLevelResources).
 */
export function replaceByPodLevel(
  sums: Map<string, Quantity>,
  pod: CountedPod,
  kind: RequestsOrLimits,
  counting: Counting,
): void {
  for (const [name, quantity] of podLevelAmounts(pod, kind, counting)) {
    if (isPodLevelResource(name)) sums.set(name, quantity);
  }
}

function podLevelAmounts(
  pod: CountedPod,
  kind: RequestsOrLimits,
  { withStatus, withPodLevelStatus }: Counting,
): ResourceList {
  const specified = resourceList(pod.spec.resources?.[kind]);
  const { resources, allocatedResources } = pod.status ?? {};
  if (!withStatus || !withPodLevelStatus || resources === undefined) return specified;
  return maxOf(
    isResizeInfeasible(pod) ? NOTHING : specified,
    resourceList(resources[kind]),
    // The kubelet promises requests only.
    kind === 'requests' ? resourceList(allocatedResources) : NOTHING,
  );
}
