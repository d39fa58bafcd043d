import type { Container, Pod, ResourceRequirements } from '../../kubernetes/api.ts';
import { containerLimits, containerRequests } from '../effective/container-sums.ts';
import { BY_DESCRIBE } from '../effective/counting.ts';
import { isPodLevelResource } from '../effective/pod-level.ts';
import { formatQuantity, isGreater, parseQuantity } from '../quantity/quantity.ts';
import { isHugePages } from '../quantity/resource-name.ts';
import { storedAmounts } from '../quantity/stored-text.ts';
import type { LimitRange } from './limit-range.ts';
import { type FilledAmount, withLimitRangeDefaults } from './limit-range-defaults.ts';

/**
 * The Pod as the API server would store its resources, when it is created in a namespace with these
 * LimitRanges: first a container's missing requests become its limits, then LimitRanger fills in,
 * then what is missing at the pod level follows from the containers. What other admission plugins
 * and webhooks do is not known here; the overhead of a RuntimeClass is theirs.
 */
export function withServerDefaults(
  pod: Pod,
  limitRanges: readonly LimitRange[] = [],
): { readonly pod: Pod; readonly filled: readonly FilledAmount[] } {
  const { pod: completed, filled } = withLimitRangeDefaults(
    withContainerDefaults(pod),
    limitRanges,
  );
  return { pod: withPodLevelDefaults(completed), filled };
}

/**
 * Requests of app and init containers that are not given become the limits, and all amounts are
 * rounded up to thousandths (pkg/apis/core/v1/defaults.go, SetDefaults_Pod and
 * SetDefaults_ResourceList).
 */
export function withContainerDefaults(pod: Pod): Pod {
  const { containers, initContainers, overhead, resources } = pod.spec;
  const spec = {
    ...pod.spec,
    containers: containers.map(withRequestsOfLimits),
    ...(initContainers && { initContainers: initContainers.map(withRequestsOfLimits) }),
    ...(overhead && { overhead: storedAmounts(overhead) }),
    ...(resources && { resources: storedResources(resources) }),
  };
  return { ...pod, spec };
}

function withRequestsOfLimits(container: Container): Container {
  const { limits, requests } = container.resources ?? {};
  if (limits === undefined && requests === undefined) return container;
  const resources = { ...container.resources, requests: { ...limits, ...requests } };
  return { ...container, resources: storedResources(resources) };
}

function storedResources(resources: ResourceRequirements): ResourceRequirements {
  const { requests, limits } = resources;
  return {
    ...resources,
    ...(requests && { requests: storedAmounts(requests) }),
    ...(limits && { limits: storedAmounts(limits) }),
  };
}

/**
 * What is missing at the pod level of a Pod that sets anything there: limits of hugepages from the
 * containers, then requests from the containers, else from the limits, then limits where every
 * container has one (pkg/api/pod/util.go, DefaultPodLevelResources; since 1.37 it runs when the
 * Pod is stored, after admission).
 */
export function withPodLevelDefaults(pod: Pod): Pod {
  const { resources } = pod.spec;
  const requests: Record<string, string> = { ...resources?.requests };
  const limits: Record<string, string> = { ...resources?.limits };
  if (Object.keys(requests).length + Object.keys(limits).length === 0) return pod;
  const plain: Pod = { metadata: {}, spec: pod.spec };
  const requestSums = containerRequests(plain, BY_DESCRIBE);
  const limitSums = containerLimits(plain, BY_DESCRIBE);
  for (const [name, sum] of limitSums) {
    if (isHugePages(name) && requests[name] === undefined) limits[name] ??= formatQuantity(sum);
  }
  for (const [name, sum] of requestSums) {
    if (isPodLevelResource(name) && !isHugePages(name)) requests[name] ??= formatQuantity(sum);
  }
  for (const [name, limit] of Object.entries(limits)) {
    if (isPodLevelResource(name)) requests[name] ??= limit;
  }
  for (const [name, request] of Object.entries(requests)) {
    const sum = limitSums.get(name);
    if (sum === undefined || !isPodLevelResource(name) || limits[name] !== undefined) continue;
    if (!isLimitedEverywhere(pod, name)) continue;
    // A limit below the request would be refused.
    limits[name] = isGreater(parseQuantity(request), sum) ? request : formatQuantity(sum);
  }
  return {
    ...pod,
    spec: { ...pod.spec, resources: { ...resources, ...given({ requests, limits }) } },
  };
}

function isLimitedEverywhere({ spec }: Pick<Pod, 'spec'>, name: string): boolean {
  const { containers, initContainers = [], ephemeralContainers = [] } = spec;
  // Ephemeral containers have no resources, and so no limit.
  return (
    ephemeralContainers.length === 0 &&
    [...initContainers, ...containers].every(
      ({ resources }) => resources?.limits?.[name] !== undefined,
    )
  );
}

function given(resources: ResourceRequirements): ResourceRequirements {
  const lists = Object.entries(resources).filter(([, amounts]) => Object.keys(amounts).length > 0);
  return Object.fromEntries(lists);
}
