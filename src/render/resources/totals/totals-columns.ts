import { displayOrder } from '../../../model/resources/effective/terms.ts';
import { amountOf, listAmounts } from '../../../model/resources/quantity/amounts.ts';
import { formatQuantity } from '../../../model/resources/quantity/quantity.ts';
import { isOvercommitAllowed } from '../../../model/resources/quantity/resource-name.ts';
import { nodeBalances } from '../../../model/resources/totals/node-balance.ts';
import {
  resourcesShown,
  type TotalsReport,
} from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import type { Column } from '../../text/table-columns.ts';
import { eachCell } from './amount-cells.ts';
import {
  GOES,
  limitColumn,
  MAIN_RESOURCES,
  nowColumn,
  requestColumn,
  unusedColumn,
  usageColumn,
} from './amount-columns.ts';
import { labelColumns } from './label-columns.ts';
import { nodeColumns, nodeRemarkColumn, nodeUsageColumn } from './node-columns.ts';
import { whoColumns } from './who-columns.ts';
import { wideColumns } from './wide-columns.ts';

type Columns = readonly Column<TotalsRow>[];

/** The columns of a summary: who, how many, what they request and may take, what is unused. */
export function totalsColumns(report: TotalsReport, isWide: boolean): Columns {
  const { totals, hasUsage, isWaste, only } = report;
  const { grouping } = totals;
  const main = isWaste ? wasteColumns(report, isWide) : mainColumns(report, isWide);
  return [
    ...whoColumns(report),
    ...(hasPodCount(report) ? [podsColumn(report)] : []),
    ...(grouping.kind === 'workload' && (isWide || !isWaste) && only === undefined
      ? [eachColumn(isWide)]
      : []),
    ...main,
    ...(hasUsage ? usageColumns(report) : []),
    ...(isWide ? wideColumns(report) : []),
    ...(grouping.kind === 'node' ? nodeRemarkColumn(report) : []),
    ...labelColumns(report),
  ];
}

/** Of nodes what they use themselves, of all else what the Pods use. */
function usageColumns(report: TotalsReport): Columns {
  const { totals, nodes } = report;
  const isMeasured = [...(nodes?.values() ?? [])].some(({ usage }) => usage !== undefined);
  if (totals.grouping.kind === 'node' && nodes && isMeasured) {
    return mainResources(report).map((resource) => nodeUsageColumn(resource, nodes, report));
  }
  return mainResources(report).map(usageColumn);
}

/** cpu and memory, as far as they are wanted. */
function mainResources(report: TotalsReport) {
  const shown = resourcesShown(report, MAIN_RESOURCES);
  return MAIN_RESOURCES.filter((resource) => shown.includes(resource));
}

/** Whether a row can be more than one Pod. */
function hasPodCount({ totals }: TotalsReport): boolean {
  return totals.grouping.kind !== 'pod' || totals.rows.some(({ pods }) => pods !== 1);
}

/** For nodes beside how many there may be. */
function podsColumn(report: TotalsReport): Column<TotalsRow> {
  const { totals, nodes } = report;
  const balanceOf = totals.grouping.kind === 'node' && nodes && nodeBalances(report, nodes);
  return {
    title: 'PODS',
    text: (row) => {
      const capacity = balanceOf ? balanceOf(row, 'pods').allocatable : undefined;
      return capacity ? `${row.pods}/${formatQuantity(capacity)}` : String(row.pods);
    },
  };
}

function eachColumn(isWide: boolean): Column<TotalsRow> {
  return { title: 'EACH', text: eachCell(), ...(!isWide && { goes: GOES.each }) };
}

/**
 * Of every resource what is requested, what of that is unused, and the limit, where it can be
 * another; UNUSED only where anything is.
 */
function mainColumns(report: TotalsReport, isWide: boolean): Columns {
  const { totals, nodes } = report;
  if (totals.grouping.kind === 'node' && nodes) return nodeColumns(report, nodes, isWide);
  const { requests, unused, limits } = totals.total;
  const others = [...requests.others, ...unused.others, ...limits.others].map(([name]) => name);
  const all = displayOrder([...new Set([...MAIN_RESOURCES, ...others])]);
  return resourcesShown(report, all).flatMap((resource) => [
    ...goingFirst(resource, report, [
      requestColumn(resource),
      ...(amountOf(unused, resource) ? [unusedColumn(resource)] : []),
    ]),
    ...(isOvercommitAllowed(resource) ? [limitColumn(resource)] : []),
  ]);
}

/** Titles of other resources are long: where cpu and memory fill the line those go, unless asked for. */
function goingFirst(resource: string, { only }: TotalsReport, columns: Columns): Columns {
  if (resource === 'cpu' || resource === 'memory' || only !== undefined) return columns;
  const goes = resource === 'ephemeral-storage' ? GOES.ephemeral : GOES.other;
  return columns.map((column) => ({ ...column, goes }));
}

function wasteColumns(report: TotalsReport, isWide: boolean): Columns {
  const { total } = report.totals;
  const all = displayOrder(listAmounts(total.unused).map(([resource]) => resource));
  const unused = resourcesShown(report, all);
  const main = mainResources(report);
  return [
    ...unused.flatMap((resource) => [
      unusedColumn(resource, true),
      ...((resource === 'cpu' || resource === 'memory') && total.now[resource]
        ? [nowColumn(resource)]
        : []),
    ]),
    ...main.map((resource) => ({ ...requestColumn(resource), goes: GOES.total })),
    ...(isWide ? main.map(limitColumn) : []),
  ];
}
