import type { RequestsOrLimits } from '../../../model/kubernetes/api.ts';
import type { Term } from '../../../model/resources/effective/terms.ts';
import type { PodResources } from '../../../model/resources/pod/pod-resources.ts';
import type { Change } from '../../../model/resources/pod/what-if.ts';
import { isEqual, ZERO } from '../../../model/resources/quantity/quantity.ts';
import { amountText } from '../amounts.ts';
import { changeWords } from './pod-words.ts';

/** What changes to the spec would make of the Pod's requests, limits and QoS class. */
export function whatIfLines(
  changes: readonly Change[],
  before: PodResources,
  after: PodResources,
): readonly string[] {
  const effects = [
    ...differences('requests', before.requests, after.requests),
    ...differences('limits', before.limits, after.limits),
    ...(['cpu', 'memory'] as const).flatMap((resource) => boundChange(resource, before, after)),
    ...(before.qos.class === after.qos.class
      ? []
      : [`the QoS class: ${after.qos.class} instead of ${before.qos.class}`]),
  ];
  return [
    ...changes.map((change) => `${changeWords(change)}.`),
    ...(effects.length > 0 ? effects.map((effect) => `Then ${effect}.`) : ['Nothing changes.']),
  ];
}

function differences(
  kind: RequestsOrLimits,
  before: readonly Term[],
  after: readonly Term[],
): readonly string[] {
  const resources = new Set([...before, ...after].map(({ resource }) => resource));
  const amountIn = (terms: readonly Term[], resource: string) =>
    terms.find((term) => term.resource === resource)?.effective ?? ZERO;
  return [...resources].flatMap((resource) => {
    const [old, now] = [amountIn(before, resource), amountIn(after, resource)];
    if (isEqual(old, now)) return [];
    return [
      `the Pod's ${resource} ${kind} come to ${amountText(resource, now)} instead of ${amountText(resource, old)}`,
    ];
  });
}

function boundChange(
  resource: 'cpu' | 'memory',
  before: PodResources,
  after: PodResources,
): readonly string[] {
  const was = before.cgroup.unbounded[resource].length === 0;
  const is = after.cgroup.unbounded[resource].length === 0;
  if (was === is) return [];
  return [
    is
      ? `every container has a ${resource} limit, so the Pod as a whole is held to one`
      : `the Pod as a whole has no ${resource} limit any more`,
  ];
}
