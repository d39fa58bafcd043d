import { amountReader } from '../../../model/resources/quantity/amounts.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import { sanitise } from '../../text/sanitise.ts';
import { limitCell, requestCell, unusedCell, usageCell } from './amount-cells.ts';
import type { Column } from './grid.ts';

/** What every table tells of; others have columns where they occur. */
export const MAIN_RESOURCES = ['cpu', 'memory'] as const;

export function requestColumn(resource: string): Column<TotalsRow> {
  return { title: `${titleOf(resource)} REQ`, text: requestCell(resource) };
}

export function limitColumn(resource: string): Column<TotalsRow> {
  return { title: `${titleOf(resource)} LIM`, text: limitCell(resource) };
}

/** What init containers alone reserve (R19). */
export function unusedColumn(
  resource: string,
  title = `UNUSED ${titleOf(resource)}`,
): Column<TotalsRow> {
  const read = amountReader(resource);
  return {
    title,
    text: unusedCell(resource),
    paint: ({ unused }, style) => (read(unused) ? style.warning : undefined),
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
