import { displayOrder, termsTimes } from '../effective/terms.ts';
import type { PodResources } from '../pod/pod-resources.ts';
import { type Difference, differencesOf } from '../pod/what-if-differences.ts';
import { isEqual, type Quantity, ZERO } from '../quantity/quantity.ts';
import { addTo, type ResourceList } from '../quantity/resource-list.ts';
import {
  type ContainerChange,
  containerChanges,
  type OrderChange,
  orderChange,
} from './container-changes.ts';

/** A Pod or workload that is on one side, or another one on the other. */
export interface ComparedPod {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly change: 'new' | 'gone' | 'changed' | 'same';
  readonly before: PodResources | undefined;
  readonly after: PodResources | undefined;
  readonly containers: readonly ContainerChange[];
  readonly order: OrderChange | undefined;
  /** Of one Pod as a whole, where it is on both sides. */
  readonly differences: readonly Difference[];
}

/** What all Pods of one side come to, each as often as its workload wants it. */
export interface SideTotal {
  readonly pods: number;
  readonly requests: ResourceList;
  /** Reserved for init containers alone (R19). */
  readonly unused: ResourceList;
}

/** A sum on both sides. */
interface TotalChange {
  readonly what: 'request' | 'unused';
  readonly resource: string;
  readonly before: Quantity;
  readonly after: Quantity;
}

/** Two versions of what somebody wants to run. */
export interface Comparison {
  /** In the order of the new side, then what is gone. */
  readonly pods: readonly ComparedPod[];
  readonly before: SideTotal;
  readonly after: SideTotal;
  /** Every resource that either side requests. */
  readonly totals: readonly TotalChange[];
}

/** Compares Pods and workloads by kind, namespace and name. */
export function compare(
  before: readonly PodResources[],
  after: readonly PodResources[],
): Comparison {
  const old = new Map(withIdentity(before));
  const now = new Map(withIdentity(after));
  const gone = [...old].filter(([identity]) => !now.has(identity));
  const sides = { before: totalOf(before), after: totalOf(after) };
  return {
    pods: [
      ...[...now].map(([identity, each]) => comparedPod(old.get(identity), each)),
      ...gone.map(([, each]) => comparedPod(each, undefined)),
    ],
    ...sides,
    totals: totalChanges(sides.before, sides.after),
  };
}

/** Templates of one workload have its name; they are told apart by their order. */
function withIdentity(all: readonly PodResources[]): readonly (readonly [string, PodResources])[] {
  const counts = new Map<string, number>();
  return all.map((each) => {
    const identity = JSON.stringify([each.kind, each.namespace, each.name]);
    const count = (counts.get(identity) ?? 0) + 1;
    counts.set(identity, count);
    return [`${identity}#${count}`, each];
  });
}

function comparedPod(
  before: PodResources | undefined,
  after: PodResources | undefined,
): ComparedPod {
  const { kind = '', namespace = '', name = '' } = after ?? before ?? {};
  const containers = containerChanges(before, after);
  const order = orderChange(before, after);
  const differences =
    before && after
      ? // The limits of each container are told already.
        differencesOf({ resources: before }, { resources: after }).filter(
          ({ what }) => what !== 'limitSum',
        )
      : [];
  const isSame = containers.length === 0 && order === undefined && differences.length === 0;
  const change =
    before === undefined ? 'new' : after === undefined ? 'gone' : isSame ? 'same' : 'changed';
  return { kind, namespace, name, change, before, after, containers, order, differences };
}

/** What all Pods that a workload wants come to; of a DaemonSet one is counted. */
export function totalOf(pods: readonly PodResources[]): SideTotal {
  const [requests, unused] = [new Map<string, Quantity>(), new Map<string, Quantity>()];
  let count = 0;
  for (const pod of pods) {
    if (pod.hasEnded) continue;
    const times = pod.replicas ?? 1;
    count += times;
    addTo(requests, termsTimes(pod.requests, 'effective', times));
    addTo(unused, termsTimes(pod.requests, 'unusedAfterInit', times));
  }
  return { pods: count, requests, unused };
}

function totalChanges(before: SideTotal, after: SideTotal): readonly TotalChange[] {
  const names = new Set([...before.requests.keys(), ...after.requests.keys()]);
  return displayOrder([...names]).flatMap((resource) => {
    const change = (what: TotalChange['what'], of: 'requests' | 'unused') => ({
      what,
      resource,
      before: before[of].get(resource) ?? ZERO,
      after: after[of].get(resource) ?? ZERO,
    });
    const unused = change('unused', 'unused');
    const hasUnused = !isEqual(unused.before, ZERO) || !isEqual(unused.after, ZERO);
    return [change('request', 'requests'), ...(hasUnused ? [unused] : [])];
  });
}
