import { amountReader } from '../../../model/resources/quantity/amounts.ts';
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
  each: 9,
  limit: { cpu: 7, memory: 8 },
  total: 6,
  unused: 5,
  ephemeral: 4,
  free: { cpu: 2, memory: 3 },
  other: 1,
} as const;

export function requestColumn(resource: string): Column<TotalsRow> {
  const goes = resource === 'ephemeral-storage' ? { goes: GOES.ephemeral } : {};
  return { title: `${titleOf(resource)} REQ`, text: requestCell(resource), ...goes };
}

export function limitColumn(resource: string): Column<TotalsRow> {
  const goes = resource === 'cpu' ? GOES.limit.cpu : GOES.limit.memory;
  return { title: limitTitle(resource), text: limitCell(resource), goes };
}

/** The title of a column of limits. */
export function limitTitle(resource: string): string {
  return `${titleOf(resource)} LIM`;
}

/** What init containers alone reserve (R19). */
export function unusedColumn(resource: string, hasShare = false): Column<TotalsRow> {
  const read = amountReader(resource);
  return {
    title: `${titleOf(resource)} UNUSED`,
    text: hasShare ? unusedShareCell(resource) : unusedCell(resource),
    paint: ({ unused }, style) => (read(unused) ? style.warning : undefined),
  };
}

/** How much of what is unused a resize would give back now. */
export function nowColumn(resource: 'cpu' | 'memory'): Column<TotalsRow> {
  const text = rememberedText(resource);
  return {
    title: `${titleOf(resource)} NOW`,
    text: ({ now }) => (now[resource] === undefined ? NOTHING_TO_SAY : text(now[resource])),
  };
}

/** What is in use now. */
export function usageColumn(resource: 'cpu' | 'memory'): Column<TotalsRow> {
  return { title: `${titleOf(resource)} USE`, text: usageCell(resource) };
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
