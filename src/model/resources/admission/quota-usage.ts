import type { Pod, ResourceRequirements } from '../../kubernetes/api.ts';
import { hasFinalPhase } from '../../kubernetes/pod-status.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { BY_QUOTA } from '../effective/counting.ts';
import { effectiveLimits, effectiveRequests } from '../effective/effective.ts';
import { ONE, type Quantity } from '../quantity/quantity.ts';
import { type ResourceList, resourceList } from '../quantity/resource-list.ts';
import { isDeviceResource, isExtendedForQuota, isHugePages } from '../quantity/resource-name.ts';

/** All that a Pod may be charged for under a name that is not a prefix and a resource. */
const POD_RESOURCES: ReadonlySet<string> = new Set([
  'count/pods',
  'pods',
  ...['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [
    name,
    `requests.${name}`,
    `limits.${name}`,
  ]),
]);

/**
 * What ResourceQuota charges for a Pod at the instant `now` (milliseconds), by the names that a
 * quota's hard limits have (R21). A Pod that is over, or should have been gone by now, is only
 * counted as an object (pkg/quota/v1/evaluator/core/pods.go, PodUsageFunc).
 */
export function podQuotaUsage(pod: Pod, now: number): ResourceList {
  if (hasFinalPhase(pod) || isOverdue(pod, now)) return new Map([['count/pods', ONE]]);
  const usage = new Map([['count/pods', ONE]]);
  const requests = effectiveRequests(pod, BY_QUOTA);
  for (const [name, quantity] of computeUsage(requests, effectiveLimits(pod, BY_QUOTA))) {
    usage.set(name, quantity);
  }
  return usage;
}

/**
 * Whether a deletion takes twice the grace period: deletionTimestamp is the end of the first, and
 * the quota adds another (QuotaV1Pod).
 */
function isOverdue({ metadata }: Pick<Pod, 'metadata'>, now: number): boolean {
  const graceEnd = parseTimestamp(metadata.deletionTimestamp);
  const grace = metadata.deletionGracePeriodSeconds;
  if (graceEnd === undefined || grace === undefined || grace === null) return false;
  return now > graceEnd + grace * 1000;
}

/** The names that a quota knows these amounts by (podComputeUsageHelper). */
function computeUsage(requests: ResourceList, limits: ResourceList): Map<string, Quantity> {
  const usage = new Map([['pods', ONE]]);
  for (const [name, quantity] of requests) {
    if (POD_RESOURCES.has(`requests.${name}`) || isHugePages(name)) {
      usage.set(name, quantity);
      usage.set(`requests.${name}`, quantity);
    } else if (isDeviceResource(name)) {
      usage.set(`requests.${name}`, quantity);
    }
  }
  for (const [name, quantity] of limits) {
    if (POD_RESOURCES.has(`limits.${name}`)) usage.set(`limits.${name}`, quantity);
  }
  return usage;
}

/** The names that a container's own requests and limits have in a quota. */
export function containerUsageNames(resources: ResourceRequirements | undefined): Set<string> {
  const { requests, limits } = resources ?? {};
  return new Set(computeUsage(resourceList(requests), resourceList(limits)).keys());
}

/** Those of a quota's names that are about Pods, sorted (MatchingResources). */
export function podResourcesOf(names: Iterable<string>): readonly string[] {
  const isAboutPods = (name: string) =>
    POD_RESOURCES.has(name) ||
    name.startsWith('hugepages-') ||
    name.startsWith('requests.hugepages-') ||
    isExtendedForQuota(name);
  return [...names].filter(isAboutPods).sort();
}
