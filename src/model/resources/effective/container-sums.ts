import { isSidecar } from '../../kubernetes/containers.ts';
import { conditionOf } from '../../kubernetes/pod-status.ts';
import type { Quantity } from '../quantity/quantity.ts';
import {
  addTo,
  maxOf,
  NOTHING,
  type ResourceList,
  raiseTo,
  resourceList,
} from '../quantity/resource-list.ts';
import { addClaimsToLimits, claimed } from './claims.ts';
import {
  type CountedContainer,
  type CountedContainerStatus,
  type CountedPod,
  statusLookup,
} from './counted-pod.ts';
import type { Counting } from './counting.ts';

/**
 * What the containers alone request: no pod-level resources, no overhead
 * (AggregateContainerRequests).
 */
export function containerRequests(pod: CountedPod, counting: Counting): Map<string, Quantity> {
  const claims = counting.withClaims ? claimed(pod) : NOTHING;
  const spec = aggregate(pod, ({ resources }) => resourceList(resources?.requests));
  addTo(spec, claims);
  if (!counting.withStatus) return spec;
  const infeasible = isResizeInfeasible(pod);
  const { allocatedResources, resources } = pod.status ?? {};
  const [allocated, actual] =
    counting.withPodLevelStatus && allocatedResources && resources?.requests
      ? [resourceList(allocatedResources), resourceList(resources.requests)]
      : containerStatusRequests(pod, infeasible, claims);
  return infeasible ? maxOf(actual, allocated) : maxOf(spec, actual, allocated);
}

function containerStatusRequests(pod: CountedPod, infeasible: boolean, claims: ResourceList) {
  const specified = ({ resources }: CountedContainer) =>
    infeasible ? NOTHING : resourceList(resources?.requests);
  const allocated = aggregate(pod, (container, status) =>
    status?.allocatedResources ? resourceList(status.allocatedResources) : specified(container),
  );
  addTo(allocated, claims);
  const actual = aggregate(pod, (container, status) => {
    const set = status?.resources?.requests ?? status?.allocatedResources;
    return set ? resourceList(set) : specified(container);
  });
  return [allocated, actual] as const;
}

/** The limits of the containers alone; those without one add nothing (AggregateContainerLimits). */
export function containerLimits(pod: CountedPod, counting: Counting): Map<string, Quantity> {
  const spec = aggregate(pod, ({ resources }) => resourceList(resources?.limits));
  if (counting.withClaims) addClaimsToLimits(spec, claimed(pod));
  if (!counting.withStatus) return spec;
  const infeasible = isResizeInfeasible(pod);
  const podLevel = counting.withPodLevelStatus ? pod.status?.resources?.limits : undefined;
  const actual = podLevel
    ? resourceList(podLevel)
    : aggregate(pod, ({ resources }, status) => {
        const set = status?.resources?.limits;
        if (set) return resourceList(set);
        return infeasible ? NOTHING : resourceList(resources?.limits);
      });
  return infeasible ? maxOf(actual) : maxOf(spec, actual);
}

type AmountsOf = (
  container: CountedContainer,
  status: CountedContainerStatus | undefined,
) => ResourceList;

/**
 * max(apps + all sidecars, the highest of what each init container needs beside the sidecars that
 * have started before it) (KEP-753; R16, R17).
 */
function aggregate(pod: CountedPod, amountsOf: AmountsOf): Map<string, Quantity> {
  const statusOf = statusLookup(pod);
  const running = new Map<string, Quantity>();
  for (const container of pod.spec.containers) {
    addTo(running, amountsOf(container, statusOf(container)));
  }
  const { initContainers } = pod.spec;
  if (initContainers === undefined) return running;
  const sidecars = new Map<string, Quantity>();
  const highest = new Map<string, Quantity>();
  for (const container of initContainers) {
    const amounts = amountsOf(container, statusOf(container));
    if (isSidecar(container)) {
      addTo(running, amounts);
      addTo(sidecars, amounts);
      raiseTo(highest, sidecars);
    } else {
      const use = new Map(amounts);
      addTo(use, sidecars);
      raiseTo(highest, use);
    }
  }
  raiseTo(running, highest);
  return running;
}

/** Whether the node can never do what the resize asks for: then the spec does not count
 * (IsPodResizeInfeasible). */
export function isResizeInfeasible(pod: Pick<CountedPod, 'status'>): boolean {
  return conditionOf(pod, 'PodResizePending')?.reason === 'Infeasible';
}
