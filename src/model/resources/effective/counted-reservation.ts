import type { RequestsOrLimits } from '../../kubernetes/api.ts';
import { isSidecar } from '../../kubernetes/containers.ts';
import { conditionOf } from '../../kubernetes/pod-status.ts';
import { isGreater, max, type Quantity, subtract, ZERO } from '../quantity/quantity.ts';
import { NOTHING, type ResourceList, resourceList } from '../quantity/resource-list.ts';
import { type CountedContainer, type CountedPod, statusLookup } from './counted-pod.ts';
import { BY_SCHEDULER } from './counting.ts';
import { effectiveRequests } from './effective.ts';
import { isPodLevelResource } from './pod-level.ts';
import { type OwnAmounts, type Reservation, reservationBy, unusedOf } from './reservation.ts';
import { type ResizeState, resizeState } from './resize-state.ts';

/**
 * The terms of what counts. While a resize is not done, the largest of what the spec asks for, what
 * the kubelet has promised and what it has set counts, resource by resource, and of one that can
 * never be done the spec does not count at all (component-helpers, determineEffective…; R17).
 */
export function countedReservation(
  pod: CountedPod,
  kind: RequestsOrLimits,
  state: ResizeState | undefined = resizeState(pod),
): Reservation {
  const spec = reservationBy(pod.spec, bySpec(kind));
  if (state === undefined) return spec;
  const others = byStatus(pod, kind, state);
  const [first = spec, ...rest] = state === 'infeasible' ? others : [spec, ...others];
  return rest.reduce(largerOf, first);
}

const bySpec =
  (kind: RequestsOrLimits) =>
  ({ resources }: CountedContainer) =>
    resourceList(resources?.[kind]);

/** What the kubelet has promised, and what it has set; it promises requests only. */
function byStatus(
  pod: CountedPod,
  kind: RequestsOrLimits,
  state: ResizeState,
): readonly Reservation[] {
  const { spec } = pod;
  const statusOf = statusLookup(pod);
  const unknown = (container: CountedContainer) =>
    state === 'infeasible' ? NOTHING : bySpec(kind)(container);
  const actual = reservationBy(spec, (container) => {
    const { resources, allocatedResources } = statusOf(container) ?? {};
    const set = resources?.[kind] ?? (kind === 'requests' ? allocatedResources : undefined);
    return set ? resourceList(set) : unknown(container);
  });
  if (kind === 'limits') return [actual];
  const promised = reservationBy(spec, (container) => {
    const allocated = statusOf(container)?.allocatedResources;
    return allocated ? resourceList(allocated) : unknown(container);
  });
  return [promised, actual];
}

/** Each resource from where it comes to more; where both come to the same, from the first. */
function largerOf(one: Reservation, other: Reservation): Reservation {
  const whole = ({ running, initPeak }: Reservation, resource: string) =>
    max(running.get(resource) ?? ZERO, initPeak.get(resource) ?? ZERO);
  const pick = (list: (from: Reservation) => ResourceList | undefined): ResourceList => {
    const [lists, others] = [list(one) ?? NOTHING, list(other) ?? NOTHING];
    const picked = new Map<string, Quantity>();
    for (const resource of new Set([...lists.keys(), ...others.keys()])) {
      const from = isGreater(whole(other, resource), whole(one, resource)) ? others : lists;
      const quantity = from.get(resource);
      if (quantity !== undefined) picked.set(resource, quantity);
    }
    return picked;
  };
  return {
    steps: one.steps.map((step, at) => ({
      ...step,
      own: pick(({ steps }) => steps[at]?.own),
      beside: pick(({ steps }) => steps[at]?.beside),
      use: pick(({ steps }) => steps[at]?.use),
    })),
    apps: one.apps.map(
      ({ container }, at): OwnAmounts => ({ container, own: pick(({ apps }) => apps[at]?.own) }),
    ),
    sidecars: pick(({ sidecars }) => sidecars),
    running: pick(({ running }) => running),
    initPeak: pick(({ initPeak }) => initPeak),
  };
}

/**
 * What stays reserved for init containers although nothing uses it once they have succeeded (R19).
 * Pod-level requests say themselves what is reserved, so for them there is no such part.
 */
export function unusedAfterInit(pod: CountedPod): ResourceList {
  const { initContainers = [], resources } = pod.spec;
  const unused = new Map<string, Quantity>();
  if (!initContainers.some((container) => !isSidecar(container))) return unused;
  const reservation = countedReservation(pod, 'requests');
  for (const name of reservation.initPeak.keys()) {
    if (isPodLevelResource(name) && resources?.requests?.[name] !== undefined) continue;
    const rest = unusedOf(reservation, name);
    if (rest !== undefined) unused.set(name, rest);
  }
  return unused;
}

/**
 * What a resize that waits for room holds back of the node beyond what the Pod has: the scheduler
 * counts the larger amount although the kubelet has not given it.
 */
export function heldBack(pod: CountedPod): ResourceList {
  const held = new Map<string, Quantity>();
  // Hardly any Pod has the condition, and this is asked of every one.
  if (conditionOf(pod, 'PodResizePending')?.status !== 'True') return held;
  if (resizeState(pod) !== 'deferred') return held;
  const [promised] = byStatus(pod, 'requests', 'deferred');
  const { allocatedResources, resources } = pod.status ?? {};
  const ofPod = resourceList(resources && allocatedResources);
  const overhead = resourceList(pod.spec.overhead);
  for (const [name, counted] of effectiveRequests(pod, BY_SCHEDULER)) {
    const ofContainers = max(
      promised?.running.get(name) ?? ZERO,
      promised?.initPeak.get(name) ?? ZERO,
    );
    const has = ofPod.get(name) ?? ofContainers;
    const rest = subtract(subtract(counted, overhead.get(name) ?? ZERO), has);
    if (isGreater(rest, ZERO)) held.set(name, rest);
  }
  return held;
}
