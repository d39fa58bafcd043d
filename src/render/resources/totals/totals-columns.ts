import { displayOrder } from '../../../model/resources/effective/terms.ts';
import { amountOf, listAmounts } from '../../../model/resources/quantity/amounts.ts';
import { formatQuantity } from '../../../model/resources/quantity/quantity.ts';
import {
  isCpuOrMemory,
  isOvercommitAllowed,
} from '../../../model/resources/quantity/resource-name.ts';
import { nodeBalances } from '../../../model/resources/totals/node-balance.ts';
import type { AmountKey } from '../../../model/resources/totals/totals-order.ts';
import {
  areMeasured,
  resourcesShown,
  type TotalsReport,
} from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import type { Column } from '../../text/table-columns.ts';
import { eachCell } from './amount-cells.ts';
import {
  type AmountColumn,
  GOES,
  limitColumn,
  MAIN_RESOURCES,
  nowColumn,
  requestColumn,
  resourceTitles,
  unusedColumn,
  usageColumn,
} from './amount-columns.ts';
import { labelColumns } from './label-columns.ts';
import { nodeColumns, nodeRemarkColumn, nodeUsageColumn } from './node-columns.ts';
import { whoColumns } from './who-columns.ts';
import { wideColumns } from './wide-columns.ts';

type Columns = readonly AmountColumn[];

/** The columns of a summary: who, how many, what they request and may take, what is unused. */
export function totalsColumns(report: TotalsReport, isWide: boolean): Columns {
  const { totals, hasUsage, isWaste, only } = report;
  const { grouping } = totals;
  const main = isWaste ? wasteColumns(report, isWide) : mainColumns(report, isWide);
  const amounts = [...main, ...(hasUsage ? usageColumns(report) : [])];
  return [
    ...whoColumns(report),
    ...(hasPodCount(report) ? [podsColumn(report)] : []),
    ...(grouping.kind === 'workload' && (isWide || !isWaste) && only === undefined
      ? [eachColumn(isWide)]
      : []),
    ...withDeciding(amounts, report),
    ...(isWide ? wideColumns(report) : []),
    ...(grouping.kind === 'node' ? nodeRemarkColumn(report) : []),
    ...labelColumns(report),
  ];
}

/** What decides the order is seen: it is added where it is not there, and stays. */
function withDeciding(columns: Columns, { deciding = [] }: TotalsReport): Columns {
  const isOf = (key: AmountKey) => (column: AmountColumn) =>
    column.amount?.resource === key.resource && column.amount.of === key.of;
  const isDeciding = (column: AmountColumn) => deciding.some((key) => isOf(key)(column));
  const missing = deciding.filter((key) => !columns.some(isOf(key)));
  return [...columns, ...missing.flatMap(columnOf)].map((column) => {
    if (!isDeciding(column)) return column;
    const { goes: _, ...stays } = column;
    return stays;
  });
}

function columnOf({ of, resource }: AmountKey): Columns {
  switch (of) {
    case 'requests':
      return [requestColumn(resource)];
    case 'limits':
      return [limitColumn(resource)];
    case 'unused':
      return [unusedColumn(resource)];
    case 'now':
      return [nowColumn(resource)];
    case 'usage':
      return isCpuOrMemory(resource) ? [usageColumn(resource)] : [];
  }
}

/** Of nodes what they use themselves, of all else what the Pods use. */
function usageColumns(report: TotalsReport): Columns {
  const { totals, nodes } = report;
  if (totals.grouping.kind === 'node' && nodes && areMeasured(nodes)) {
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
      const balance = balanceOf ? balanceOf(row, 'pods') : undefined;
      return balance?.allocatable
        ? `${balance.pods}/${formatQuantity(balance.allocatable)}`
        : String(row.pods);
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
  const titled = resourceTitles(all, isWide);
  return resourcesShown(report, all).flatMap((resource) => [
    ...goingFirst(resource, report, [
      requestColumn(resource, titled(resource)),
      ...(amountOf(unused, resource) ? [unusedColumn(resource, titled(resource))] : []),
    ]),
    ...(isOvercommitAllowed(resource) ? [limitColumn(resource)] : []),
  ]);
}

/**
 * Titles of other resources are long: where cpu and memory fill the line those go, one resource after
 * another, unless asked for. What is requested of cpu and memory makes room only for what decides.
 */
function goingFirst(resource: string, report: TotalsReport, columns: Columns): Columns {
  const { only, deciding = [], isWaste, totals } = report;
  if (isCpuOrMemory(resource)) {
    const stays = isWaste || deciding.every((key) => isCpuOrMemory(key.resource));
    return columns.map((column) => {
      if (column.amount?.of === 'unused') return { ...column, goes: GOES.wasted[resource] };
      return stays ? column : { ...column, goes: GOES.asked[resource] };
    });
  }
  if (only !== undefined) return columns;
  const { requests, unused } = totals.total;
  const rank = requests.others.findIndex(([name]) => name === resource) / 100;
  const goes = amountOf(unused, resource) ? GOES.otherWasted : GOES.other;
  const base = resource === 'ephemeral-storage' ? GOES.ephemeral : goes;
  return columns.map((column) => ({ ...column, goes: base + rank }));
}

function wasteColumns(report: TotalsReport, isWide: boolean): Columns {
  const { total } = report.totals;
  const all = displayOrder(listAmounts(total.unused).map(([resource]) => resource));
  const unused = resourcesShown(report, all);
  const main = mainResources(report);
  const titled = resourceTitles(all, isWide);
  return [
    ...unused.flatMap((resource) => [
      ...goingFirst(resource, report, [unusedColumn(resource, titled(resource), true)]),
      ...(isCpuOrMemory(resource) && total.now[resource] ? [nowColumn(resource)] : []),
    ]),
    ...main.map((resource) => ({ ...requestColumn(resource), goes: GOES.total })),
    ...(isWide ? main.map(limitColumn) : []),
  ];
}
