import type { Pod, RequestsOrLimits } from '../../kubernetes/api.ts';
import {
  add,
  isEqual,
  isGreater,
  isPositive,
  isZero,
  multiply,
  type Quantity,
  subtract,
  ZERO,
} from '../quantity/quantity.ts';
import { type ResourceList, resourceList } from '../quantity/resource-list.ts';
import { claimed } from './claims.ts';
import { containerLimits, containerRequests } from './container-sums.ts';
import { countedReservation, heldBack } from './counted-reservation.ts';
import { BY_QUOTA, BY_SCHEDULER, BY_SPEC, FOR_LIMITS } from './counting.ts';
import { effectiveLimits, effectiveRequests } from './effective.ts';
import { isPodLevelResource } from './pod-level.ts';
import { type Reservation, unusedOf } from './reservation.ts';
import { resizeOf } from './resize.ts';

/** What one resource of a Pod comes to, and from which terms (R16, R17, R19). */
export interface Term {
  readonly resource: string;
  /**
   * What the effective amount comes from:
   * - `running`: all that runs once the Pod is up
   * - `init`: one init container beside the sidecars before it
   * - `pod-level`: spec.resources
   * - `resize`: what the kubelet has promised or set, which is still more than the spec
   * - `claims`: only resource claims take it
   * - `overhead`: only the RuntimeClass takes it
   */
  readonly decidedBy: 'running' | 'init' | 'pod-level' | 'resize' | 'claims' | 'overhead';
  /** The init container whose step is the highest; the first of several alike. */
  readonly peakContainer: string | undefined;
  readonly initPeak: Quantity;
  readonly running: Quantity;
  readonly podLevel: Quantity | undefined;
  readonly claims: Quantity | undefined;
  readonly overhead: Quantity | undefined;
  /** As the scheduler counts it; of a limit also what the kubelet has set for each container. */
  readonly effective: Quantity;
  /** As ResourceQuota counts it, which may differ while a resize is under way. */
  readonly byQuota: Quantity;
  /** As the spec alone has it, and resource claims: what `kubectl describe node` sums up. */
  readonly bySpec: Quantity;
  /**
   * What the scheduler counts more than the spec has although no resize is under way: it takes the
   * kubelet's figures, which round up what a cgroup cannot hold exactly, and which include the
   * overhead that it then adds once more (`isOverheadAgain`).
   */
  readonly beyondSpec: Quantity | undefined;
  readonly isOverheadAgain: boolean;
  /** What the Pod does not have of it: held back for a resize that waits for room (requests only). */
  readonly heldBack: Quantity | undefined;
  /** Reserved for the init phase and never used again (requests only; else zero). */
  readonly unusedAfterInit: Quantity;
}

/** The terms of every resource that the Pod requests or limits, in `displayOrder`. */
export function termsOf(pod: Pod, kind: RequestsOrLimits): readonly Term[] {
  const effective = kind === 'requests' ? effectiveRequests : effectiveLimits;
  const byScheduler = effective(pod, kind === 'requests' ? BY_SCHEDULER : FOR_LIMITS);
  const byQuota = effective(pod, BY_QUOTA);
  const bySpec = effective(pod, BY_SPEC);
  const resize = resizeOf(pod)?.state;
  const isResizing = resize !== undefined;
  const reservation = countedReservation(pod, kind, resize);
  const claims = claimed(pod);
  const overhead = resourceList(pod.spec.overhead);
  const podLevel = resourceList(pod.spec.resources?.[kind]);
  const held = kind === 'requests' ? heldBack(pod) : undefined;
  const containers = (kind === 'requests' ? containerRequests : containerLimits)(pod, BY_SPEC);
  const podLevelOf = (resource: string) => {
    const asked = isPodLevelResource(resource) ? podLevel.get(resource) : undefined;
    if (asked === undefined || resize !== 'infeasible') return asked;
    return subtract(byScheduler.get(resource) ?? ZERO, overhead.get(resource) ?? ZERO);
  };
  return displayOrder([...byScheduler.keys()]).map((resource) => {
    const amounts = {
      resource,
      initPeak: reservation.initPeak.get(resource) ?? ZERO,
      running: reservation.running.get(resource) ?? ZERO,
      podLevel: podLevelOf(resource),
      claims: claims.get(resource),
      overhead: overheadIn(
        kind,
        overhead.get(resource),
        podLevel.get(resource) ?? containers.get(resource),
      ),
      effective: byScheduler.get(resource) ?? ZERO,
      byQuota: byQuota.get(resource) ?? ZERO,
      bySpec: bySpec.get(resource) ?? ZERO,
    };
    const { effective: counted, bySpec: specified } = amounts;
    const beyond = isResizing ? ZERO : subtract(counted, specified);
    return {
      ...amounts,
      decidedBy:
        isResizing && resize !== 'infeasible' && !isEqual(counted, specified)
          ? 'resize'
          : decisionOn(amounts),
      beyondSpec: isZero(beyond) ? undefined : beyond,
      isOverheadAgain: !isZero(beyond) && isEqual(beyond, amounts.overhead),
      heldBack: held?.get(resource),
      peakContainer: peakContainer(reservation, resource),
      unusedAfterInit:
        kind === 'requests' && amounts.podLevel === undefined
          ? (unusedOf(reservation, resource) ?? ZERO)
          : ZERO,
    };
  });
}

type Amounts = Omit<
  Term,
  'decidedBy' | 'peakContainer' | 'beyondSpec' | 'isOverheadAgain' | 'heldBack' | 'unusedAfterInit'
>;

/** Limits get the overhead only where there is a limit. */
function overheadIn(
  kind: RequestsOrLimits,
  overhead: Quantity | undefined,
  limit: Quantity | undefined,
) {
  return kind === 'requests' || (limit !== undefined && !isZero(limit)) ? overhead : undefined;
}

function decisionOn(amounts: Amounts): Term['decidedBy'] {
  const { podLevel, initPeak, running, claims, overhead } = amounts;
  if (podLevel !== undefined) return 'pod-level';
  if (isGreater(initPeak, running)) return 'init';
  if (isPositive(running)) return 'running';
  if (claims !== undefined) return 'claims';
  return overhead === undefined ? 'running' : 'overhead';
}

function peakContainer({ steps, initPeak }: Reservation, resource: string): string | undefined {
  const peak = initPeak.get(resource);
  if (peak === undefined) return undefined;
  return steps.find(({ use }) => isEqual(use.get(resource), peak))?.container;
}

const FIRST = ['cpu', 'memory', 'ephemeral-storage'];

/** cpu, memory, ephemeral-storage, then hugepages, then extended resources by name. */
export function displayOrder(names: readonly string[]): readonly string[] {
  const rank = (name: string) => {
    const at = FIRST.indexOf(name);
    if (at !== -1) return at;
    return name.startsWith('hugepages-') ? FIRST.length : FIRST.length + 1;
  };
  return names.toSorted((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
}

/** What these resources of a Pod come to where there are so many of it. */
export function termsTimes(
  terms: readonly Term[],
  field: 'effective' | 'unusedAfterInit',
  times: number,
): ResourceList {
  return new Map(terms.map((term) => [term.resource, multiply(term[field], times)]));
}

/** What the Pod needs once its init phase is over. */
export function neededAfterInit(term: Term): Quantity {
  return add(term.running, onTop(term));
}

/** What of the reservation the Pod has: the rest is held back for a resize. */
export function grantedOf({ effective, heldBack: held = ZERO }: Term): Quantity {
  return subtract(effective, held);
}

/**
 * What comes on top of containers and pod level: overhead, claims unless the latter is set, and
 * what the kubelet's figures have beyond the spec.
 */
export function onTop({ claims, overhead, podLevel, beyondSpec }: Term): Quantity {
  const parts = [podLevel === undefined ? claims : undefined, overhead, beyondSpec];
  return parts.reduce<Quantity>((sum, part) => (part ? add(sum, part) : sum), ZERO);
}
