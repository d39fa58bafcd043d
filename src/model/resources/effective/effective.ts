import { add, isZero } from '../quantity/quantity.ts';
import { addTo, type ResourceList, resourceList } from '../quantity/resource-list.ts';
import { containerLimits, containerRequests } from './container-sums.ts';
import type { CountedPod } from './counted-pod.ts';
import type { Counting } from './counting.ts';
import { hasPodLevelResources, replaceByPodLevel } from './pod-level.ts';

/**
 * Effective requests of a Pod (R16, R17): those of its containers, pod-level ones in their place,
 * then overhead. Follows k8s.io/component-helpers resource/helpers.go (PodRequests), and is held
 * equal to it by test/oracle.
 */
export function effectiveRequests(pod: CountedPod, counting: Counting): ResourceList {
  const result = containerRequests(pod, counting);
  if (hasPodLevelResources(pod, 'requests')) replaceByPodLevel(result, pod, 'requests', counting);
  if (counting.withOverhead) addTo(result, resourceList(pod.spec.overhead));
  return result;
}

/**
 * Effective limits of a Pod (R16, R17; PodLimits in the same file). A container without a limit
 * adds nothing here; what that means for the Pod is told by `podCgroup` (R18). Overhead is added
 * where there is a limit at all.
 */
export function effectiveLimits(pod: CountedPod, counting: Counting): ResourceList {
  const result = containerLimits(pod, counting);
  if (hasPodLevelResources(pod)) replaceByPodLevel(result, pod, 'limits', counting);
  if (counting.withOverhead) {
    for (const [name, quantity] of resourceList(pod.spec.overhead)) {
      const limit = result.get(name);
      if (limit !== undefined && !isZero(limit)) result.set(name, add(limit, quantity));
    }
  }
  return result;
}
