import { amountOf } from '../../../model/resources/quantity/amounts.ts';
import {
  isZero,
  type Quantity,
  subtract,
  ZERO,
} from '../../../model/resources/quantity/quantity.ts';
import {
  allAllocatable,
  isWholeCluster,
  type NodeFacts,
  type TotalsReport,
} from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import type { Column } from '../../text/table-columns.ts';
import { percentText } from '../amounts.ts';
import {
  limitCell,
  NOTHING_TO_SAY,
  OVERCOMMITTED,
  podsWithoutLimit,
  rememberedText,
  requestCell,
  UNBOUNDED,
} from './amount-cells.ts';
import { GOES } from './amount-columns.ts';

type Columns = readonly Column<TotalsRow>[];

/** What each node has to give, and how much of it is requested, allowed and free. */
export function nodeColumns(report: TotalsReport, nodes: Nodes, isWide: boolean): Columns {
  const allocatable = allocatableOf(nodes, report.totals.total);
  return [
    ...resourceColumns('cpu', 'CPU', allocatable, report, isWide),
    ...resourceColumns('memory', 'MEM', allocatable, report, isWide),
  ];
}

type Nodes = ReadonlyMap<string, NodeFacts>;
type AllocatableOf = (row: TotalsRow, resource: string) => Quantity | undefined;

/** Of a node; of all for the total; undefined for Pods on no node or on one that is gone. */
export function allocatableOf(nodes: Nodes, total: TotalsRow): AllocatableOf {
  const all = allAllocatable(nodes);
  return (row, resource) => {
    if (row === total) return amountOf(all, resource);
    return row.name === undefined ? undefined : nodes.get(row.name)?.allocatable.get(resource);
  };
}

function resourceColumns(
  resource: 'cpu' | 'memory',
  title: string,
  allocatableOf: AllocatableOf,
  report: TotalsReport,
  isWide: boolean,
): Columns {
  const text = rememberedText(resource);
  const request = requestCell(resource);
  const limit = limitCell(resource);
  const isOver = (row: TotalsRow) => isOvercommitted(row, resource, allocatableOf);
  const share = (row: TotalsRow) => limitShare(row, resource, allocatableOf) ?? limit(row);
  return [
    ...(isWide
      ? [
          {
            title: `${title} ALLOC`,
            text: (row: TotalsRow) => optional(allocatableOf(row, resource), text),
          },
        ]
      : []),
    {
      title: `${title} REQ`,
      text: (row) => `${request(row)}${requestShare(row, resource, allocatableOf)}`,
    },
    {
      title: `${title} LIM`,
      text: (row) => (isWide && share(row) !== limit(row) ? `${limit(row)} ` : '') + share(row),
      paint: (row, style) => (isOver(row) ? style.warning : undefined),
      goes: GOES.limit[resource],
    },
    ...(isWholeCluster(report)
      ? [
          {
            title: `${title} FREE`,
            text: (row: TotalsRow) => {
              const all = allocatableOf(row, resource);
              const taken = amountOf(row.requests, resource) ?? ZERO;
              return optional(all && subtract(all, taken), text);
            },
          },
        ]
      : []),
  ];
}

function optional(quantity: Quantity | undefined, text: (quantity: Quantity) => string): string {
  return quantity === undefined ? NOTHING_TO_SAY : text(quantity);
}

function requestShare(row: TotalsRow, resource: string, allocatableOf: AllocatableOf): string {
  const all = allocatableOf(row, resource);
  const share = all && percentText(amountOf(row.requests, resource) ?? ZERO, all);
  return share === undefined ? '' : ` ${share}`;
}

/** `112%+!`; undefined where there is no limit or nothing to compare it with. */
function limitShare(
  row: TotalsRow,
  resource: string,
  allocatableOf: AllocatableOf,
): string | undefined {
  const all = allocatableOf(row, resource);
  const quantity = amountOf(row.limits, resource);
  if (all === undefined || quantity === undefined || isZero(quantity)) return undefined;
  const share = percentText(quantity, all);
  if (share === undefined) return undefined;
  const unbounded = podsWithoutLimit(row, resource) > 0 ? UNBOUNDED : '';
  const over = isOvercommitted(row, resource, allocatableOf) ? OVERCOMMITTED : '';
  return `${share}${unbounded}${over}`;
}

function isOvercommitted(row: TotalsRow, resource: string, allocatableOf: AllocatableOf): boolean {
  const all = allocatableOf(row, resource);
  return all !== undefined && (amountOf(row.limits, resource)?.nano ?? 0n) > all.nano;
}

/** What is the matter with a node; only where something is. */
export function nodeRemarkColumn({ totals, nodes }: TotalsReport): Columns {
  if (nodes === undefined) return [];
  const remarks = ({ name }: TotalsRow) => {
    if (name === undefined) return [];
    const node = nodes.get(name);
    if (node === undefined) return ['gone'];
    return [...(node.isCordoned ? ['cordoned'] : []), ...(node.isReady ? [] : ['not ready'])];
  };
  const remarked = totals.rows.some((row) => remarks(row).length > 0);
  const text = (row: TotalsRow) => (row === totals.total ? '' : remarks(row).join(', '));
  return remarked ? [{ title: 'REMARKS', text }] : [];
}
