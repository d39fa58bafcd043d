import { amountReader } from '../../../model/resources/quantity/amounts.ts';
import { isCpuOrMemory } from '../../../model/resources/quantity/resource-name.ts';
import type { AmountKey } from '../../../model/resources/totals/totals-order.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import { sanitise } from '../../text/sanitise.ts';
import type { Column } from '../../text/table-columns.ts';
import {
  limitCell,
  NOTHING_TO_SAY,
  rememberedText,
  requestCell,
  unusedCell,
  unusedShareCell,
  usageCell,
} from './amount-cells.ts';

/** What every table tells of; others have columns where they occur. */
export const MAIN_RESOURCES = ['cpu', 'memory'] as const;

/** Where there is no room: the greatest goes first. What is asked and wasted of cpu and memory stays. */
export const GOES = {
  below: 10,
  each: 9,
  limit: { cpu: 6, memory: 7, other: 8 },
  total: 5.5,
  unused: 5,
  idle: 4,
  ephemeral: 3,
  other: 2,
  otherWasted: 1,
  free: { cpu: 0.8, memory: 0.9 },
  wasted: { cpu: 0.3, memory: 0.4 },
  asked: { cpu: 0.1, memory: 0.2 },
} as const;

/** A column, and which amount it tells. */
export interface AmountColumn extends Column<TotalsRow> {
  readonly amount?: AmountKey;
}

/** What the rows of a table request of a resource. */
export function requestColumn(resource: string, title = titleOf(resource)): AmountColumn {
  const goes = resource === 'ephemeral-storage' ? { goes: GOES.ephemeral } : {};
  return {
    title: `${title} REQ`,
    text: requestCell(resource),
    amount: { of: 'requests', resource },
    ...goes,
  };
}

/** What the rows of a table are held to of a resource. */
export function limitColumn(resource: string): AmountColumn {
  const goes = goesOfLimit(resource);
  const amount = { of: 'limits', resource } as const;
  return { title: limitTitle(resource), text: limitCell(resource), goes, amount };
}

/** When the column of limits goes. */
export function goesOfLimit(resource: string): number {
  const { limit } = GOES;
  return isCpuOrMemory(resource) ? limit[resource] : limit.other;
}

/** The title of a column of limits. */
export function limitTitle(resource: string): string {
  return `${titleOf(resource)} LIM`;
}

/** What init containers alone reserve (R19). */
export function unusedColumn(
  resource: string,
  title = titleOf(resource),
  hasShare = false,
): AmountColumn {
  const read = amountReader(resource);
  return {
    title: `${title} UNUSED`,
    text: hasShare ? unusedShareCell(resource) : unusedCell(resource),
    paint: ({ unused }, style) => (read(unused) ? style.warning : undefined),
    amount: { of: 'unused', resource },
  };
}

/** How much of what is unused a resize would give back now. */
export function nowColumn(resource: string): AmountColumn {
  const text = rememberedText(resource);
  const read = amountReader(resource);
  return {
    title: `${titleOf(resource)} NOW`,
    text: ({ now }) => {
      const quantity = read(now);
      return quantity === undefined ? NOTHING_TO_SAY : text(quantity);
    },
    amount: { of: 'now', resource },
  };
}

/** What is in use now. */
export function usageColumn(resource: 'cpu' | 'memory'): AmountColumn {
  const amount = { of: 'usage', resource } as const;
  return { title: `${titleOf(resource)} USE`, text: usageCell(resource), amount };
}

/**
 * The titles of some resources: `GPU` of `example.com/gpu`, unless another one has the same last part.
 * With `-o wide` there is room for whole names.
 */
export function resourceTitles(
  resources: readonly string[],
  isWide: boolean,
): (resource: string) => string {
  const lastPart = (resource: string) => resource.slice(resource.indexOf('/') + 1);
  return (resource) => {
    const short = lastPart(resource);
    const isClear = resources.every((each) => each === resource || lastPart(each) !== short);
    return titleOf(isClear && !isWide ? short : resource);
  };
}

/** A resource's name as titles have it. */
export function titleOf(resource: string): string {
  switch (resource) {
    case 'cpu':
      return 'CPU';
    case 'memory':
      return 'MEM';
    case 'ephemeral-storage':
      return 'EPHEMERAL';
    default:
      return sanitise(resource.toUpperCase());
  }
}
