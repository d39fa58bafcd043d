import type { RequestsOrLimits } from '../../kubernetes/api.ts';
import { isSidecar } from '../../kubernetes/containers.ts';
import { isPositive, type Quantity, subtract } from '../quantity/quantity.ts';
import { addTo, maxOf, type ResourceList, resourceList, sumOf } from '../quantity/resource-list.ts';
import type { CountedContainer, CountedPod } from './counted-pod.ts';

/** What one container takes by itself. */
export interface OwnAmounts {
  readonly container: string;
  readonly own: ResourceList;
}

/** What the Pod needs while one of its init containers initialises. */
export interface InitStep extends OwnAmounts {
  readonly role: 'init' | 'sidecar';
  /** The sidecars before it, which run already. */
  readonly beside: ResourceList;
  /** own + beside. */
  readonly use: ResourceList;
}

/** A Pod's need over its start order: init containers one by one, then all that goes on running. */
export interface Reservation {
  readonly steps: readonly InitStep[];
  readonly apps: readonly OwnAmounts[];
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
  return reservationBy(spec, ({ resources }) => resourceList(resources?.[kind]));
}

/** The same of whatever amounts each container is given. */
export function reservationBy(
  { containers, initContainers = [] }: CountedPod['spec'],
  amountsOf: (container: CountedContainer) => ResourceList,
): Reservation {
  const sidecars = new Map<string, Quantity>();
  const steps = initContainers.map((container): InitStep => {
    const own = amountsOf(container);
    const beside = new Map(sidecars);
    if (!isSidecar(container)) {
      return { container: container.name, role: 'init', own, beside, use: sumOf(own, beside) };
    }
    addTo(sidecars, own);
    return { container: container.name, role: 'sidecar', own, beside, use: new Map(sidecars) };
  });
  const apps = containers.map((each) => ({ container: each.name, own: amountsOf(each) }));
  return {
    steps,
    apps,
    sidecars,
    running: sumOf(...apps.map(({ own }) => own), sidecars),
    initPeak: maxOf(...steps.map(({ use }) => use)),
  };
}

/** What init containers alone need of a resource: nothing uses it once they have succeeded (R19). */
export function unusedOf(
  { running, initPeak }: Reservation,
  resource: string,
): Quantity | undefined {
  const peak = initPeak.get(resource);
  const used = running.get(resource);
  const rest = peak && used ? subtract(peak, used) : peak;
  return isPositive(rest) ? rest : undefined;
}
