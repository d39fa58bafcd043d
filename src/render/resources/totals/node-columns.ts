import { amountOf } from '../../../model/resources/quantity/amounts.ts';
import { isPositive, isZero, type Quantity } from '../../../model/resources/quantity/quantity.ts';
import {
  isCpuOrMemory,
  isOvercommitAllowed,
} from '../../../model/resources/quantity/resource-name.ts';
import {
  type NodeBalance,
  nodeBalances,
  nodeResources,
  nodeUses,
} from '../../../model/resources/totals/node-balance.ts';
import {
  isWholeCluster,
  type NodeFacts,
  resourcesShown,
  rowsBelow,
  type TotalsReport,
} from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import type { Style } from '../../text/style.ts';
import { listedAmountText, percentText } from '../amounts.ts';
import {
  limitCell,
  NOTHING_TO_SAY,
  OVERCOMMITTED,
  podsWithoutLimit,
  rememberedText,
  requestCell,
  UNBOUNDED,
  usageCell,
} from './amount-cells.ts';
import {
  type AmountColumn,
  GOES,
  goesOfLimit,
  limitTitle,
  resourceTitles,
  titleOf,
  unusedColumn,
} from './amount-columns.ts';

type Columns = readonly AmountColumn[];

/** What each node has to give, and how much of it is requested, allowed, free and unused. */
export function nodeColumns(report: TotalsReport, nodes: Nodes, isWide: boolean): Columns {
  const balanceOf = nodeBalances(report, nodes);
  const { unused } = report.totals.total;
  const all = nodeResources(report, nodes);
  const titled = resourceTitles(all, isWide);
  return resourcesShown(report, all).flatMap((resource) => [
    ...resourceColumns({ resource, title: titled(resource) }, balanceOf, report, isWide),
    ...(amountOf(unused, resource)
      ? [{ ...unusedColumn(resource, titled(resource)), goes: GOES.unused }]
      : []),
  ]);
}

type Nodes = ReadonlyMap<string, NodeFacts>;
type BalanceOf = ReturnType<typeof nodeBalances>;

function resourceColumns(
  { resource, title }: { readonly resource: string; readonly title: string },
  balanceOf: BalanceOf,
  report: TotalsReport,
  isWide: boolean,
): Columns {
  const text = rememberedText(resource);
  const request = requestCell(resource);
  const limit = limitCell(resource);
  const optional = (quantity: Quantity | undefined) =>
    quantity === undefined ? NOTHING_TO_SAY : text(quantity);
  const share = (row: TotalsRow) => limitShare(row, resource, balanceOf) ?? limit(row);
  const limitText = (row: TotalsRow) =>
    (isWide && share(row) !== limit(row) ? `${limit(row)} ` : '') + share(row);
  const goes = goesOf(resource, report);
  return [
    ...(isWide
      ? [
          {
            title: `${title} ALLOC`,
            text: (row: TotalsRow) => optional(balanceOf(row, resource).allocatable),
          },
        ]
      : []),
    {
      title: `${title} REQ`,
      text: (row) => `${request(row)}${requestShare(balanceOf(row, resource))}`,
      amount: { of: 'requests', resource } as const,
      ...(goes.request !== undefined && { goes: goes.request }),
    },
    ...(isOvercommitAllowed(resource)
      ? [
          {
            title: limitTitle(resource),
            text: limitText,
            paint: (row: TotalsRow, style: Style) =>
              balanceOf(row, resource).isOvercommitted ? style.warning : undefined,
            goes: goesOfLimit(resource),
            amount: { of: 'limits', resource } as const,
          },
        ]
      : []),
    ...(isWholeCluster(report)
      ? [
          {
            title: `${title} FREE`,
            text: (row: TotalsRow) => optional(balanceOf(row, resource).free),
            goes: goes.free,
          },
        ]
      : []),
  ];
}

/**
 * Other resources go first: those that nobody requests, then ephemeral-storage; what is free of one
 * before what is not.
 */
function goesOf(
  resource: string,
  { totals, only }: TotalsReport,
): { readonly request: number | undefined; readonly free: number } {
  if (isCpuOrMemory(resource)) {
    return { request: undefined, free: GOES.free[resource] };
  }
  const isRequested = isPositive(amountOf(totals.total.requests, resource));
  const requested = resource === 'ephemeral-storage' ? GOES.ephemeral : GOES.other;
  const request = isRequested ? requested : GOES.idle;
  return { request: only === undefined ? request : undefined, free: request + HALF };
}

const HALF = 0.5;

function requestShare({ allocatable, requested }: NodeBalance): string {
  const share = allocatable && percentText(requested, allocatable);
  return share === undefined ? '' : ` ${share}`;
}

/** `112%+!`; undefined where there is no limit or nothing to compare it with. */
function limitShare(row: TotalsRow, resource: string, balanceOf: BalanceOf): string | undefined {
  const { allocatable, limits, isOvercommitted } = balanceOf(row, resource);
  if (allocatable === undefined || isZero(limits)) return undefined;
  const share = percentText(limits, allocatable);
  if (share === undefined) return undefined;
  const unbounded = podsWithoutLimit(row, resource) > 0 ? UNBOUNDED : '';
  return `${share}${unbounded}${isOvercommitted ? OVERCOMMITTED : ''}`;
}

/** `1960m 98%`: what a node uses in all, and how much of what it has that is. */
export function nodeUsageColumn(
  resource: 'cpu' | 'memory',
  nodes: Nodes,
  report: TotalsReport,
): AmountColumn {
  const below = rowsBelow(report);
  const ofPods = usageCell(resource);
  const nodeUse = nodeUses(report, nodes);
  return {
    title: `${titleOf(resource)} USE`,
    amount: { of: 'usage', resource },
    text: (row) => {
      if (below.has(row)) return ofPods(row);
      const use = nodeUse(row, resource);
      if (use === undefined) return NOTHING_TO_SAY;
      const share = use.allocatable && percentText(use.used, use.allocatable);
      return [listedAmountText(resource, use.used), ...(share === undefined ? [] : [share])].join(
        ' ',
      );
    },
  };
}

/** What is the matter with a node; only where something is. */
export function nodeRemarkColumn(report: TotalsReport): Columns {
  const { totals, nodes, isManifest } = report;
  if (nodes === undefined) return [];
  const below = rowsBelow(report);
  const remarks = (row: TotalsRow) => {
    const { name } = row;
    if (name === undefined || below.has(row)) return [];
    const node = nodes.get(name);
    if (node === undefined) return [isManifest ? 'not in the files' : 'gone'];
    return [...(node.isCordoned ? ['cordoned'] : []), ...(node.isReady ? [] : ['not ready'])];
  };
  const remarked = totals.rows.some((row) => remarks(row).length > 0);
  const text = (row: TotalsRow) => (row === totals.total ? '' : remarks(row).join(', '));
  return remarked ? [{ title: 'REMARKS', text }] : [];
}
