import { BY_SCHEDULER } from '../../resources/effective/counting.ts';
import { effectiveRequests } from '../../resources/effective/effective.ts';
import { reservationOf } from '../../resources/effective/reservation.ts';
import { compare, formatQuantity, readQuantity } from '../../resources/quantity/quantity.ts';
import type { Verdict } from '../verdict/codes.ts';
import type { Situation } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';

/**
 * R17 R19: what the Pod asks for of each resource that no node has enough of, and which init
 * container makes it so much, where one does (pkg/scheduler/framework/plugins/noderesources,
 * and pkg/kubelet/lifecycle/predicate.go where the kubelet rejects it).
 */
export function schedulingCauses({ pod }: Situation, { message = '' }: Verdict): readonly Cause[] {
  if (!isReadable(pod)) return [];
  const names = new Set(
    [...message.matchAll(/(?:Insufficient|enough resource:) ([\w./-]*\w)/g)].map(
      ([, name]) => name,
    ),
  );
  const requests = effectiveRequests(pod, BY_SCHEDULER);
  const { steps, running, initPeak } = reservationOf(pod, 'requests');
  return [...names].flatMap((resource): readonly Cause[] => {
    const amount = resource === undefined ? undefined : requests.get(resource);
    if (resource === undefined || amount === undefined) return [];
    const peak = initPeak.get(resource);
    const later = running.get(resource);
    const isInit = peak !== undefined && (later === undefined || compare(peak, later) > 0);
    const step = isInit
      ? steps.find(({ use }) => compare(use.get(resource) ?? peak, peak) === 0 && use.has(resource))
      : undefined;
    return [
      {
        code: 'requests',
        resource,
        amount: formatQuantity(amount),
        ...(step && { container: step.container }),
        ...(step && { running: later ? formatQuantity(later) : '0' }),
      },
    ];
  });
}

/** The API server takes no other amounts; a saved Pod may have been edited. */
function isReadable({ spec }: Situation['pod']): boolean {
  return [...(spec.initContainers ?? []), ...spec.containers]
    .flatMap(({ resources }) => Object.values(resources?.requests ?? {}))
    .every((amount) => !('problem' in readQuantity(String(amount))));
}
