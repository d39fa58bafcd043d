import { type Amounts, amountOf, amountReader } from '../../../model/resources/quantity/amounts.ts';
import {
  isZero,
  milliValue,
  type Quantity,
  wholeValue,
} from '../../../model/resources/quantity/quantity.ts';
import { isCpuOrMemory } from '../../../model/resources/quantity/resource-name.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import { listedAmountText, percentText } from '../amounts.ts';

/** Stands where there is nothing to say; an empty cell would shift the columns of awk. */
export const NOTHING_TO_SAY = '-';
/** Follows a sum of limits that does not bound what it sums up. */
export const UNBOUNDED = '+';
/** Follows a share of more than there is. */
export const OVERCOMMITTED = '!';

/**
 * `listedAmountText` with a memory: 10,000 Pods have but a few amounts, and those of one workload come
 * one after another and share them.
 */
export function rememberedText(resource: string): (quantity: Quantity) => string {
  const known = {
    DecimalSI: new Map<bigint, string>(),
    BinarySI: new Map<bigint, string>(),
    DecimalExponent: new Map<bigint, string>(),
  };
  let last: Quantity | undefined;
  let lastText = '';
  return (quantity) => {
    if (quantity === last) return lastText;
    const texts = known[quantity.format];
    last = quantity;
    lastText = texts.get(quantity.nano) ?? listedAmountText(resource, quantity);
    texts.set(quantity.nano, lastText);
    return lastText;
  };
}

/** What is requested; nothing counts as 0. */
export function requestCell(resource: string): (row: TotalsRow) => string {
  const text = rememberedText(resource);
  const read = amountReader(resource);
  return ({ requests }) => {
    const quantity = read(requests);
    return quantity === undefined ? '0' : text(quantity);
  };
}

/**
 * The limits: `none` where there is none, `500m+` where some containers have none, so that the sum
 * is no upper bound (R18).
 */
export function limitCell(resource: string): (row: TotalsRow) => string {
  const text = rememberedText(resource);
  const read = amountReader(resource);
  return (row) => {
    const quantity = read(row.limits);
    const isUnbounded = podsWithoutLimit(row, resource) > 0;
    if (quantity === undefined || isZero(quantity)) return isUnbounded ? 'none' : '0';
    return isUnbounded ? text(quantity) + UNBOUNDED : text(quantity);
  };
}

/** Only cpu and memory have no bound without a limit. */
export function podsWithoutLimit({ withoutLimit }: TotalsRow, resource: string): number {
  return isCpuOrMemory(resource) ? withoutLimit[resource] : 0;
}

/** What is reserved for init containers alone. */
export function unusedCell(resource: string): (row: TotalsRow) => string {
  const text = rememberedText(resource);
  const read = amountReader(resource);
  return ({ unused }) => {
    const quantity = read(unused);
    return quantity === undefined ? NOTHING_TO_SAY : text(quantity);
  };
}

/** `1600m 76%`: what is unused, and how much of what is requested that is. */
export function unusedShareCell(resource: string): (row: TotalsRow) => string {
  const amount = unusedCell(resource);
  return (row) =>
    [amount(row), ...[shareText(row.unused, row.requests, resource) ?? []].flat()].join(' ');
}

/** How much of the whole a part is; undefined where there is no such part or whole. */
export function shareText(part: Amounts, whole: Amounts, resource: string): string | undefined {
  const some = amountOf(part, resource);
  const all = amountOf(whole, resource);
  return some && all && percentText(some, all);
}

/** What each of the Pods requests, `500m 1Gi`. */
export function eachCell(): (row: TotalsRow) => string {
  const cpu = rememberedText('cpu');
  const memory = rememberedText('memory');
  return ({ each, pods }) => {
    if (pods === 0) return NOTHING_TO_SAY;
    if (each === undefined) return 'varies';
    return `${each.cpu ? cpu(each.cpu) : '0'} ${each.memory ? memory(each.memory) : '0'}`;
  };
}

/** What is in use, as `kubectl top` rounds it; what is less than 1Mi is not 0. */
export function usageCell(resource: 'cpu' | 'memory'): (row: TotalsRow) => string {
  return ({ usage }) => {
    const quantity = usage?.[resource];
    if (quantity === undefined) return NOTHING_TO_SAY;
    if (resource === 'cpu') return `${milliValue(quantity)}m`;
    const mebibytes = wholeValue(quantity) >> 20n;
    return mebibytes > 0n ? `${mebibytes}Mi` : listedAmountText(resource, quantity);
  };
}
