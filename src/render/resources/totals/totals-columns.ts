import { displayOrder } from '../../../model/resources/effective/terms.ts';
import { listAmounts } from '../../../model/resources/quantity/amounts.ts';
import { formatQuantity } from '../../../model/resources/quantity/quantity.ts';
import type { TotalsReport } from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import type { Column } from '../../text/table-columns.ts';
import { eachCell, unusedShareCell } from './amount-cells.ts';
import {
  GOES,
  limitColumn,
  MAIN_RESOURCES,
  requestColumn,
  unusedColumn,
  usageColumn,
} from './amount-columns.ts';
import { allocatableOf, nodeColumns, nodeRemarkColumn } from './node-columns.ts';
import { whoColumns } from './who-columns.ts';
import { wideColumns } from './wide-columns.ts';

type Columns = readonly Column<TotalsRow>[];

/** The columns of a summary: who, how many, what they request and may take, what is unused. */
export function totalsColumns(report: TotalsReport, isWide: boolean): Columns {
  const { totals, hasUsage, isWaste } = report;
  const { grouping } = totals;
  const main = isWaste ? wasteColumns(report, isWide) : mainColumns(report, isWide);
  return [
    ...whoColumns(report),
    ...(hasPodCount(report) ? [podsColumn(report)] : []),
    ...(grouping.kind === 'workload' && (isWide || !isWaste) ? [eachColumn(isWide)] : []),
    ...main,
    ...(hasUsage ? MAIN_RESOURCES.map(usageColumn) : []),
    ...(isWide ? wideColumns(report) : []),
    ...(grouping.kind === 'node' ? nodeRemarkColumn(report) : []),
  ];
}

/** Whether a row can be more than one Pod. */
function hasPodCount({ totals }: TotalsReport): boolean {
  return totals.grouping.kind !== 'pod' || totals.rows.some(({ pods }) => pods !== 1);
}

/** For nodes beside how many there may be. */
function podsColumn({ totals, nodes }: TotalsReport): Column<TotalsRow> {
  const capacityOf = totals.grouping.kind === 'node' && nodes && allocatableOf(nodes, totals.total);
  return {
    title: 'PODS',
    text: (row) => {
      const capacity = capacityOf ? capacityOf(row, 'pods') : undefined;
      return capacity ? `${row.pods}/${formatQuantity(capacity)}` : String(row.pods);
    },
  };
}

function eachColumn(isWide: boolean): Column<TotalsRow> {
  return { title: 'EACH', text: eachCell(), ...(!isWide && { goes: GOES.each }) };
}

/** UNUSED stands beside what it is a part of, and only where anything is unused. */
function mainColumns(report: TotalsReport, isWide: boolean): Columns {
  const { totals, nodes } = report;
  if (totals.grouping.kind === 'node' && nodes) return nodeColumns(report, nodes, isWide);
  return MAIN_RESOURCES.flatMap((resource) => [
    requestColumn(resource),
    ...(totals.total.unused[resource] ? [unusedColumn(resource, 'UNUSED')] : []),
    limitColumn(resource),
  ]);
}

function wasteColumns({ totals: { total } }: TotalsReport, isWide: boolean): Columns {
  const unused = displayOrder(listAmounts(total.unused).map(([resource]) => resource));
  return [
    ...unused.flatMap((resource) => [
      unusedColumn(resource),
      { title: 'SHARE', text: unusedShareCell(resource) },
    ]),
    ...MAIN_RESOURCES.map((resource) => ({ ...requestColumn(resource), goes: GOES.total })),
    ...(isWide ? MAIN_RESOURCES.map(limitColumn) : []),
  ];
}
