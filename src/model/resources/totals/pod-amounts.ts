import type { LimitRange } from '../admission/limit-range.ts';
import { canResizeNow, type SavingNow, savingNow } from '../change/saving-now.ts';
import type { CountedPod } from '../effective/counted-pod.ts';
import { heldBack, unusedAfterInit } from '../effective/counted-reservation.ts';
import { BY_SCHEDULER, BY_SPEC, FOR_LIMITS } from '../effective/counting.ts';
import { effectiveLimits, effectiveRequests } from '../effective/effective.ts';
import { containersWithoutLimit } from '../effective/pod-cgroup.ts';
import { type QosClass, qosOf } from '../effective/qos.ts';
import { type Amounts, compactAmounts } from '../quantity/amounts.ts';
import { isZero, type Quantity, subtract, ZERO } from '../quantity/quantity.ts';
import type { ResourceList } from '../quantity/resource-list.ts';
import { hasSameResources, type ResourceFacts, resourceFacts } from './same-resources.ts';

/** What one Pod takes of a node, as the scheduler counts it. */
export interface PodAmounts {
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** Reserved for init containers alone (R19). */
  readonly unused: Amounts;
  /** What a resize that waits for room holds back of its node, beyond what the Pod has. */
  readonly heldBack: Amounts;
  /** What the scheduler counts more than the spec has, or less: `kubectl describe node` goes by that. */
  readonly beyondSpec: Amounts;
  /** What a resize would give back now; undefined for nothing, and where nobody has asked. */
  readonly now: SavingNow | undefined;
  /** 1 where a container, and so the Pod, has no such limit (R18), else 0. */
  readonly withoutLimit: { readonly cpu: number; readonly memory: number };
  readonly qosClass: QosClass;
}

/**
 * With the LimitRanges that its resize has to keep to also what of it can be had back at once
 * (`canResizeNow`).
 */
export function podAmounts(pod: CountedPod, limitRanges?: readonly LimitRange[]): PodAmounts {
  const requests = effectiveRequests(pod, BY_SCHEDULER);
  return {
    requests: compactAmounts(requests),
    heldBack: compactAmounts(heldBack(pod)),
    beyondSpec: compactAmounts(differences(requests, effectiveRequests(pod, BY_SPEC))),
    limits: compactAmounts(effectiveLimits(pod, FOR_LIMITS)),
    unused: compactAmounts(unusedAfterInit(pod)),
    now: limitRanges && savingNow(pod, limitRanges),
    withoutLimit: {
      cpu: containersWithoutLimit(pod, 'cpu').length > 0 ? 1 : 0,
      memory: containersWithoutLimit(pod, 'memory').length > 0 ? 1 : 0,
    },
    qosClass: pod.status?.qosClass ?? qosOf(pod).class,
  };
}

function differences(one: ResourceList, other: ResourceList): ResourceList {
  const rest = new Map<string, Quantity>();
  if (one.size === 0 && other.size === 0) return rest;
  for (const name of new Set([...one.keys(), ...other.keys()])) {
    const difference = subtract(one.get(name) ?? ZERO, other.get(name) ?? ZERO);
    if (!isZero(difference)) rest.set(name, difference);
  }
  return rest;
}

/** As many differing Pods as a large cluster has workloads; beyond that it starts anew. */
const MAX_KEPT = 1000;
/** Of those that begin alike. Lists come by name, so the next Pod is like one of the last. */
const MAX_BEGINNING_ALIKE = 16;

/**
 * The same function with a memory: Pods of one workload are alike, so of 10,000 only some hundred
 * have to be worked out, and those alike share what is kept of them. With the LimitRanges of
 * namespaces also what resizes give back now.
 */
export function rememberedPodAmounts(
  limitRangesOf?: (namespace: string) => readonly LimitRange[],
): (pod: CountedPod) => PodAmounts {
  const known = new Map<
    string,
    { readonly facts: ResourceFacts; readonly amounts: PodAmounts }[]
  >();
  let kept = 0;
  return (pod) => {
    const namespace = pod.metadata.namespace ?? '';
    const limitRanges = limitRangesOf && canResizeNow(pod) ? limitRangesOf(namespace) : undefined;
    // LimitRanges are of a namespace, so its Pods are like those of no other.
    const where =
      limitRanges === undefined ? '' : limitRanges.length === 0 ? ' now' : ` in ${namespace}`;
    const beginning = beginningOf(pod) + where;
    const candidates = known.get(beginning) ?? [];
    const before = candidates.findLast(({ facts }) => hasSameResources(facts, pod));
    if (before !== undefined) return before.amounts;
    const amounts = podAmounts(pod, limitRanges);
    if (kept >= MAX_KEPT) known.clear();
    kept = kept >= MAX_KEPT ? 1 : kept + 1;
    known.set(beginning, [
      ...candidates.slice(1 - MAX_BEGINNING_ALIKE),
      { facts: resourceFacts(pod), amounts },
    ]);
    return amounts;
  };
}

/** Tells most differing Pods apart at once. */
function beginningOf({ spec }: CountedPod): string {
  const [first] = spec.containers;
  const { cpu, memory } = first?.resources?.requests ?? {};
  return `${first?.name} ${cpu} ${memory}`;
}
