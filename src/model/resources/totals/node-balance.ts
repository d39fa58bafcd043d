import { displayOrder } from '../effective/terms.ts';
import { addAmounts, amountOf, NO_AMOUNTS } from '../quantity/amounts.ts';
import { isGreater, isPositive, type Quantity, subtract, ZERO } from '../quantity/quantity.ts';
import { isExtended, isHugePages } from '../quantity/resource-name.ts';
import {
  allAllocatable,
  isWholeCluster,
  type NodeFacts,
  rowsBelow,
  type TotalsReport,
} from './totals-report.ts';
import type { TotalsRow } from './totals-row.ts';

/** One resource of a node, or of all nodes for the total. */
export interface NodeBalance {
  /** Undefined for Pods on no node, and for a node that is gone. */
  readonly allocatable: Quantity | undefined;
  readonly requested: Quantity;
  readonly limits: Quantity;
  /** How many Pods are on it; for the total, on any node that is there. */
  readonly pods: number;
  /** Undefined too where only some Pods were counted. */
  readonly free: Quantity | undefined;
  /** Whether the limits exceed what the node has. */
  readonly isOvercommitted: boolean;
}

/** How the rows of a summary by node stand against what the nodes have. */
export function nodeBalances(
  report: TotalsReport,
  nodes: ReadonlyMap<string, NodeFacts>,
): (row: TotalsRow, resource: string) => NodeBalance {
  const all = allAllocatable(nodes);
  const isWhole = isWholeCluster(report);
  const { total, rows } = report.totals;
  const placed = placedOn(nodes, rows);
  const below = rowsBelow(report);
  return (row, resource) => {
    const ofNode =
      row.name === undefined || below.has(row)
        ? undefined
        : nodes.get(row.name)?.allocatable.get(resource);
    const allocatable = row === total ? amountOf(all, resource) : ofNode;
    const requested = amountOf(row.requests, resource) ?? ZERO;
    const limits = amountOf(row.limits, resource) ?? ZERO;
    const held = row === total ? placed : row;
    const heldAmount = amountOf(held.requests, resource) ?? ZERO;
    return {
      allocatable,
      requested,
      limits,
      pods: held.pods,
      free: allocatable && isWhole ? subtract(allocatable, heldAmount) : undefined,
      isOvercommitted: allocatable !== undefined && isGreater(limits, allocatable),
    };
  };
}

/**
 * What a node uses in all, or all nodes for the total, of a resource; undefined where nobody has
 * measured.
 */
export function nodeUses(
  report: TotalsReport,
  nodes: ReadonlyMap<string, NodeFacts>,
): (row: TotalsRow, resource: string) => NodeUse | undefined {
  const all = {
    usage: [...nodes.values()].reduce(
      (sum, { usage }) => addAmounts(sum, usage ?? NO_AMOUNTS),
      NO_AMOUNTS,
    ),
    allocatable: allAllocatable(nodes),
  };
  return (row, resource) => {
    const node = nodes.get(row.name ?? '');
    const [usage, allocatable] =
      row === report.totals.total
        ? [all.usage, amountOf(all.allocatable, resource)]
        : [node?.usage, node?.allocatable.get(resource)];
    const used = usage && amountOf(usage, resource);
    return used && { used, allocatable };
  };
}

interface NodeUse {
  readonly used: Quantity;
  readonly allocatable: Quantity | undefined;
}

/** Pods on no node, or on one that is gone, take nothing from the nodes. */
function placedOn(nodes: ReadonlyMap<string, NodeFacts>, rows: readonly TotalsRow[]) {
  const placed = rows.filter(({ name }) => name !== undefined && nodes.has(name));
  return {
    pods: placed.reduce((sum, { pods }) => sum + pods, 0),
    requests: placed.reduce((sum, { requests }) => addAmounts(sum, requests), NO_AMOUNTS),
  };
}

/**
 * The resources that nodes are told of: cpu and memory, whatever else Pods request, and devices and
 * hugepages that a node offers.
 */
export function nodeResources(
  { totals: { total } }: Pick<TotalsReport, 'totals'>,
  nodes: ReadonlyMap<string, NodeFacts>,
): readonly string[] {
  const names = new Set(['cpu', 'memory', ...total.requests.others.map(([name]) => name)]);
  for (const { allocatable } of nodes.values()) {
    for (const [name, quantity] of allocatable) {
      if ((isExtended(name) || isHugePages(name)) && isPositive(quantity)) names.add(name);
    }
  }
  return displayOrder([...names]);
}
