import type { Pod } from '../../kubernetes/api.ts';
import { isSidecar } from '../../kubernetes/containers.ts';
import { BY_SPEC } from '../effective/counting.ts';
import { effectiveRequests } from '../effective/effective.ts';
import { isPodLevelResource } from '../effective/pod-level.ts';
import { reservationOf } from '../effective/reservation.ts';
import { displayOrder } from '../effective/terms.ts';
import {
  formatQuantity,
  isEqual,
  isGreater,
  type Quantity,
  subtract,
  ZERO,
} from '../quantity/quantity.ts';
import { type Change, sidecarsBefore, withChange } from './what-if.ts';

/** A change to the Pod's spec that would make it ask for less of one resource. */
export interface Saving {
  readonly resource: string;
  readonly change: Change;
  readonly before: Quantity;
  readonly after: Quantity;
}

/**
 * What would lower the effective request while the running containers keep theirs: trimming the
 * init container that decides as far as that helps, or starting a sidecar after it.
 */
export function savingsOf(pod: Pod): readonly Saving[] {
  const { steps, running, initPeak } = reservationOf(pod, 'requests');
  return displayOrder([...initPeak.keys()])
    .filter((resource) => !isSetForPod(pod, resource))
    .flatMap((resource) => {
      const peak = initPeak.get(resource) ?? ZERO;
      const used = running.get(resource) ?? ZERO;
      if (!isGreater(peak, used)) return [];
      const decides = steps.filter(
        ({ use, role }) => role === 'init' && isEqual(use.get(resource), peak),
      );
      // Of several that are alike, changing one alone saves nothing.
      const [step] = decides;
      if (step === undefined || decides.length > 1) return [];
      const beside = step.beside.get(resource) ?? ZERO;
      const next = steps
        .filter((each) => each !== step)
        .map(({ use }) => use.get(resource) ?? ZERO);
      const enough = subtract([used, ...next].reduce(larger), beside);
      const trim: Change = {
        kind: 'set',
        container: step.container,
        field: 'requests',
        resource,
        amount: formatQuantity(enough),
      };
      const moves = sidecarsBefore(pod, step.container)
        .filter((name) => requests(pod, name, resource))
        .map(
          (container): Change => ({
            kind: 'move',
            container,
            to: 'after',
            neighbour: step.container,
          }),
        );
      return [trim, ...moves].flatMap((change) => savingBy(pod, resource, change));
    });
}

function larger(one: Quantity, other: Quantity): Quantity {
  return isGreater(other, one) ? other : one;
}

/** What one change makes of one resource, if it lowers it. */
function savingBy(pod: Pod, resource: string, change: Change): readonly Saving[] {
  const changed = withChange(pod, change);
  if ('problem' in changed) return [];
  const before = effectiveRequests(pod, BY_SPEC).get(resource) ?? ZERO;
  const after = effectiveRequests(changed.pod, BY_SPEC).get(resource) ?? ZERO;
  return isGreater(before, after) ? [{ resource, change, before, after }] : [];
}

function isSetForPod({ spec }: Pod, resource: string): boolean {
  return isPodLevelResource(resource) && spec.resources?.requests?.[resource] !== undefined;
}

function requests({ spec }: Pod, name: string, resource: string): boolean {
  const container = spec.initContainers?.find((each) => each.name === name && isSidecar(each));
  return container?.resources?.requests?.[resource] !== undefined;
}
