import { add, multiply, type Quantity } from './quantity.ts';
import type { ResourceList } from './resource-list.ts';

/** One resource and how much of it. */
export type Amount = readonly [resource: string, quantity: Quantity];

/**
 * A ResourceList in the least memory: as many are kept as there are Pods, nearly all with cpu and
 * memory alone.
 */
export interface Amounts {
  readonly cpu: Quantity | undefined;
  readonly memory: Quantity | undefined;
  readonly others: readonly Amount[];
}

const NO_OTHERS: readonly Amount[] = [];
export const NO_AMOUNTS: Amounts = { cpu: undefined, memory: undefined, others: NO_OTHERS };

/** The same amounts, others by name. */
export function compactAmounts(list: ResourceList): Amounts {
  if (list.size === 0) return NO_AMOUNTS;
  const others = [...list].filter(([name]) => name !== 'cpu' && name !== 'memory');
  return {
    cpu: list.get('cpu'),
    memory: list.get('memory'),
    others: others.length === 0 ? NO_OTHERS : others.sort(byResource),
  };
}

/** Undefined where nothing is said of that resource. */
export function amountOf(amounts: Amounts, resource: string): Quantity | undefined {
  if (resource === 'cpu') return amounts.cpu;
  if (resource === 'memory') return amounts.memory;
  return amounts.others.find(([name]) => name === resource)?.[1];
}

/** The same for one resource of many: 100,000 Pods are asked for their cpu. */
export function amountReader(resource: string): (amounts: Amounts) => Quantity | undefined {
  if (resource === 'cpu') return ({ cpu }) => cpu;
  if (resource === 'memory') return ({ memory }) => memory;
  return (amounts) => amountOf(amounts, resource);
}

/** cpu, memory, then the others by name. */
export function listAmounts({ cpu, memory, others }: Amounts): readonly Amount[] {
  return [
    ...(cpu === undefined ? [] : [['cpu', cpu] as const]),
    ...(memory === undefined ? [] : [['memory', memory] as const]),
    ...others,
  ];
}

/** The sum, resource by resource. */
export function addAmounts(one: Amounts, other: Amounts): Amounts {
  if (other === NO_AMOUNTS) return one;
  if (one === NO_AMOUNTS) return other;
  return {
    cpu: sum(one.cpu, other.cpu),
    memory: sum(one.memory, other.memory),
    others: addOthers(one.others, other.others),
  };
}

/** The amounts of so many alike. */
export function multiplyAmounts({ cpu, memory, others }: Amounts, times: number): Amounts {
  return {
    cpu: cpu && multiply(cpu, times),
    memory: memory && multiply(memory, times),
    others: others.map(([name, quantity]) => [name, multiply(quantity, times)]),
  };
}

/** Whether both say the same of the same resources, however it is written. */
export function equalAmounts(one: Amounts, other: Amounts): boolean {
  if (one === other) return true;
  return (
    one.cpu?.nano === other.cpu?.nano &&
    one.memory?.nano === other.memory?.nano &&
    one.others.length === other.others.length &&
    one.others.every(
      ([name, { nano }], index) =>
        name === other.others[index]?.[0] && nano === other.others[index][1].nano,
    )
  );
}

function sum(one: Quantity | undefined, other: Quantity | undefined): Quantity | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : add(one, other);
}

function addOthers(one: readonly Amount[], other: readonly Amount[]): readonly Amount[] {
  if (other.length === 0) return one;
  if (one.length === 0) return other;
  const names = [...new Set([...one, ...other].map(([name]) => name))];
  const find = (amounts: readonly Amount[], name: string) =>
    amounts.find((amount) => amount[0] === name)?.[1];
  return names
    .flatMap((name): readonly Amount[] => {
      const quantity = sum(find(one, name), find(other, name));
      return quantity === undefined ? [] : [[name, quantity]];
    })
    .sort(byResource);
}

function byResource([one]: Amount, [other]: Amount): number {
  return one < other ? -1 : 1;
}
