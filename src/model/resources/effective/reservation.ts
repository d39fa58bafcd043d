import type { RequestsOrLimits, ResourceRequirements } from '../../kubernetes/api.ts';
import { isSidecar } from '../../kubernetes/containers.ts';
import { isPositive, type Quantity, subtract } from '../quantity/quantity.ts';
import { addTo, maxOf, type ResourceList, resourceList, sumOf } from '../quantity/resource-list.ts';
import type { CountedPod } from './counted-pod.ts';
import { isPodLevelResource } from './pod-level.ts';

/** What the Pod needs while one of its init containers initialises. */
export interface InitStep {
  readonly container: string;
  readonly role: 'init' | 'sidecar';
  readonly own: ResourceList;
  /** The sidecars before it, which run already. */
  readonly beside: ResourceList;
  /** own + beside. */
  readonly use: ResourceList;
}

/** A Pod's need over its start order: init containers one by one, then all that goes on running. */
export interface Reservation {
  readonly steps: readonly InitStep[];
  readonly apps: ResourceList;
  readonly sidecars: ResourceList;
  /** apps + sidecars: what is needed once all init containers have succeeded. */
  readonly running: ResourceList;
  /** The highest step, resource by resource. */
  readonly initPeak: ResourceList;
}

/** The terms of the effective requests or limits, as the spec has them (R16, R17; KEP-753). */
export function reservationOf(
  { spec }: Pick<CountedPod, 'spec'>,
  kind: RequestsOrLimits,
): Reservation {
  const amountsOf = ({ resources }: { readonly resources?: ResourceRequirements }) =>
    resourceList(resources?.[kind]);
  const sidecars = new Map<string, Quantity>();
  const steps = (spec.initContainers ?? []).map((container): InitStep => {
    const own = amountsOf(container);
    const beside = new Map(sidecars);
    if (!isSidecar(container)) {
      return { container: container.name, role: 'init', own, beside, use: sumOf(own, beside) };
    }
    addTo(sidecars, own);
    return { container: container.name, role: 'sidecar', own, beside, use: new Map(sidecars) };
  });
  const apps = sumOf(...spec.containers.map(amountsOf));
  return {
    steps,
    apps,
    sidecars,
    running: sumOf(apps, sidecars),
    initPeak: maxOf(...steps.map(({ use }) => use)),
  };
}

/**
 * What stays reserved for init containers although nothing uses it once they have succeeded (R19).
 * Pod-level requests say themselves what is reserved, so for them there is no such part.
 */
export function unusedAfterInit(pod: Pick<CountedPod, 'spec'>): ResourceList {
  const { initContainers = [], resources } = pod.spec;
  if (!initContainers.some((container) => !isSidecar(container))) return new Map();
  const { running, initPeak } = reservationOf(pod, 'requests');
  const unused = new Map<string, Quantity>();
  for (const [name, peak] of initPeak) {
    if (isPodLevelResource(name) && resources?.requests?.[name] !== undefined) continue;
    const used = running.get(name);
    const rest = used === undefined ? peak : subtract(peak, used);
    if (isPositive(rest)) unused.set(name, rest);
  }
  return unused;
}
