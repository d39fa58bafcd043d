import type { Taint } from '../../kubernetes/node.ts';
import {
  fromBytes,
  fromMilli,
  isGreater,
  isPositive,
  milliValue,
  multiply,
  ONE,
  type Quantity,
  subtract,
  timesIn,
  wholeValue,
  ZERO,
} from '../quantity/quantity.ts';
import type { ResourceList } from '../quantity/resource-list.ts';
import { isScalar } from '../quantity/resource-name.ts';

/** A node as the scheduler sees it. */
export interface NodeCapacity {
  readonly name: string;
  /** `status.allocatable`. */
  readonly allocatable: ResourceList;
  /** The sum over its Pods that are not over, each rounded by `scheduledAmounts`. */
  readonly requested: ResourceList;
  readonly podCount: number;
  /** Cordoned: no Pod is placed there any more. */
  readonly unschedulable: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

/** Whether what a Pod needs is free on nodes. */
export interface Fit {
  /** The nodes on which all of it is. */
  readonly nodes: readonly string[];
  /** By resource, and `pods` for the place itself. */
  readonly resources: readonly ResourceFit[];
  /** Where the least is missing; undefined if it fits somewhere, or there are no nodes. */
  readonly nearest: NearestNode | undefined;
}

interface ResourceFit {
  readonly name: string;
  readonly needed: Quantity;
  /** On how many nodes so much of it is free. */
  readonly fitting: number;
  /** The most that a node has free, and where; negative where more is promised than there is. */
  readonly largest: { readonly node: string; readonly free: Quantity } | undefined;
}

interface NearestNode {
  readonly name: string;
  readonly short: readonly Shortage[];
}

export interface Shortage {
  readonly name: string;
  readonly needed: Quantity;
  readonly free: Quantity;
}

/**
 * What the scheduler makes of requests or allocatable amounts: thousandths of cpu and whole units
 * of all else, rounded up, and nothing of what it does not know
 * (pkg/scheduler/framework/types.go, Resource.Add).
 */
export function scheduledAmounts(amounts: ResourceList): ResourceList {
  const scheduled = new Map<string, Quantity>();
  for (const [name, quantity] of amounts) {
    const { format } = quantity;
    if (name === 'cpu') {
      scheduled.set(name, { ...fromMilli(milliValue(quantity)), format });
    } else if (WHOLE.has(name) || isScalar(name)) {
      scheduled.set(name, { ...fromBytes(wholeValue(quantity)), format });
    }
  }
  return scheduled;
}

const WHOLE: ReadonlySet<string> = new Set(['memory', 'ephemeral-storage', 'pods']);

/**
 * On which nodes requests fit, judged as NodeResourcesFit does
 * (pkg/scheduler/framework/plugins/noderesources/fit.go, fitsRequest). What else keeps a Pod from a
 * node is not looked at here (`obstacleOn`), nor devices that resource claims take in place of an
 * extended resource.
 */
export function fitOf(requests: ResourceList, nodes: readonly NodeCapacity[]): Fit {
  const needed = neededOf(requests);
  const shorts = nodes.map((node) => ({ name: node.name, short: shortagesOn(node, needed) }));
  const fitting = shorts.filter(({ short }) => short.length === 0);
  const byNearness = fitting.length === 0 ? [...shorts].sort(byShortage) : [];
  return {
    nodes: fitting.map(({ name }) => name),
    resources: [...needed].map(([name, amount]) => resourceFit(name, amount, nodes)),
    nearest: byNearness[0],
  };
}

/** How many Pods with these requests nodes have room for, each node by itself. */
export function roomFor(requests: ResourceList, nodes: readonly NodeCapacity[]): number {
  const needed = neededOf(requests);
  return nodes.reduce((sum, node) => sum + roomOn(node, needed), 0);
}

function roomOn(node: NodeCapacity, needed: ResourceList): number {
  const rooms = [...needed].map(([name, amount]) => Number(timesIn(amount, freeOn(node, name))));
  return Math.max(Math.min(...rooms), 0);
}

/** What the scheduler looks for: the place itself, and of each resource something. */
export function neededOf(requests: ResourceList): ResourceList {
  const needed = new Map([['pods', ONE]]);
  for (const [name, quantity] of scheduledAmounts(requests)) {
    if (name !== 'pods' && isPositive(quantity)) needed.set(name, quantity);
  }
  return needed;
}

/** Whether all of what is needed is free. */
export function fitsOn(node: NodeCapacity, needed: ResourceList): boolean {
  return shortagesOn(node, needed).length === 0;
}

function shortagesOn(node: NodeCapacity, needed: ResourceList): readonly Shortage[] {
  const short: Shortage[] = [];
  for (const [name, amount] of needed) {
    const free = freeOn(node, name);
    if (isGreater(amount, free)) short.push({ name, needed: amount, free });
  }
  return short;
}

function freeOn({ allocatable, requested, podCount }: NodeCapacity, name: string): Quantity {
  const all = scheduledAmounts(new Map([[name, allocatable.get(name) ?? ZERO]])).get(name) ?? ZERO;
  if (name !== 'pods') return subtract(all, requested.get(name) ?? ZERO);
  return subtract(all, multiply(ONE, podCount));
}

function resourceFit(name: string, needed: Quantity, nodes: readonly NodeCapacity[]): ResourceFit {
  let fitting = 0;
  let largest: ResourceFit['largest'];
  for (const node of nodes) {
    const free = freeOn(node, name);
    if (!isGreater(needed, free)) fitting += 1;
    if (largest === undefined || isGreater(free, largest.free)) {
      largest = { node: node.name, free };
    }
  }
  return { name, needed, fitting, largest };
}

/** Fewest resources short first, then the least missing of what is needed. */
function byShortage(one: NearestNode, other: NearestNode): number {
  const count = one.short.length - other.short.length;
  if (count !== 0) return count;
  const [worst, otherWorst] = [worstOf(one.short), worstOf(other.short)];
  if (worst === undefined || otherWorst === undefined) return 0;
  return compareShares(worst, otherWorst);
}

function worstOf(short: readonly Shortage[]): Shortage | undefined {
  return short.reduce<Shortage | undefined>(
    (worst, each) => (worst === undefined || compareShares(each, worst) > 0 ? each : worst),
    undefined,
  );
}

/** Compares the missing shares, `missing / needed`, without dividing. */
function compareShares(one: Shortage, other: Shortage): number {
  const left = (one.needed.nano - one.free.nano) * other.needed.nano;
  const right = (other.needed.nano - other.free.nano) * one.needed.nano;
  return left < right ? -1 : left > right ? 1 : 0;
}
