import type { WrittenResourceList } from '../../kubernetes/api.ts';
import { add, isGreater, parseQuantity, type Quantity } from './quantity.ts';

/** Exact amounts by resource name: `cpu`, `memory`, `hugepages-2Mi`, `example.com/gpu`, … */
export type ResourceList = ReadonlyMap<string, Quantity>;

export const NOTHING: ResourceList = new Map();

/** The amounts of a `requests`, `limits`, `overhead` or `allocatable` field. */
export function resourceList(amounts: WrittenResourceList | undefined): ResourceList {
  if (amounts === undefined) return NOTHING;
  const list = new Map<string, Quantity>();
  for (const name in amounts) list.set(name, parseQuantity(amounts[name] ?? '0'));
  return list;
}

/** One amount of such a field; undefined where nothing is written of the resource. */
export function writtenAmount(
  amounts: WrittenResourceList | undefined,
  resource: string,
): Quantity | undefined {
  const text = amounts?.[resource];
  return text === undefined ? undefined : parseQuantity(text);
}

/** Adds each amount of `more` to `list` (component-helpers resource/helpers.go, addResourceList). */
export function addTo(list: Map<string, Quantity>, more: ResourceList): void {
  for (const [name, quantity] of more) {
    const before = list.get(name);
    list.set(name, before === undefined ? quantity : add(before, quantity));
  }
}

/** Raises each amount of `list` to that of `other` where that is greater (maxResourceList). */
export function raiseTo(list: Map<string, Quantity>, other: ResourceList): void {
  for (const [name, quantity] of other) {
    const before = list.get(name);
    if (before === undefined || isGreater(quantity, before)) list.set(name, quantity);
  }
}

/** The sum, resource by resource. */
export function sumOf(...lists: readonly ResourceList[]): Map<string, Quantity> {
  const sum = new Map<string, Quantity>();
  for (const list of lists) addTo(sum, list);
  return sum;
}

/** The greatest amount, resource by resource. */
export function maxOf(...lists: readonly ResourceList[]): Map<string, Quantity> {
  const max = new Map<string, Quantity>();
  for (const list of lists) raiseTo(max, list);
  return max;
}
