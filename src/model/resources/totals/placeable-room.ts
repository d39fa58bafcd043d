import { type Amounts, amountOf, compactAmounts } from '../quantity/amounts.ts';
import { add, isGreater, isPositive, type Quantity, subtract, ZERO } from '../quantity/quantity.ts';
import { nodeResources } from './node-balance.ts';
import { isWholeCluster, type NodeFacts, type TotalsReport } from './totals-report.ts';

/** What is left where new Pods may be placed. */
export interface PlaceableRoom {
  readonly nodes: number;
  readonly cordoned: number;
  readonly notReady: number;
  /** What is free on nodes that are ready and not cordoned. */
  readonly free: Amounts;
  /** The most of each resource on one of them: no Pod that needs more finds a place. */
  readonly mostOnOne: Amounts;
}

/**
 * Undefined where not every Pod of the nodes was counted, and for fewer than two nodes, whose row says
 * it all. Taints and what Pods ask for beside amounts are not looked at.
 */
export function placeableRoom(report: TotalsReport): PlaceableRoom | undefined {
  const { totals, nodes } = report;
  if (totals.grouping.kind !== 'node' || !isWholeCluster(report)) return undefined;
  if (nodes === undefined || nodes.size < 2) return undefined;
  const all = [...nodes.values()];
  const usable = all.filter(({ isReady, isCordoned }) => isReady && !isCordoned);
  const rows = new Map(totals.rows.map((row) => [row.name, row.requests]));
  const free = new Map<string, Quantity>();
  const most = new Map<string, Quantity>();
  for (const resource of nodeResources(report, nodes)) {
    for (const node of usable) {
      const left = leftOf(node, resource, rows.get(node.name));
      if (!isPositive(left)) continue;
      free.set(resource, add(free.get(resource) ?? ZERO, left));
      if (isGreater(left, most.get(resource) ?? ZERO)) most.set(resource, left);
    }
  }
  return {
    nodes: all.length,
    cordoned: all.filter(({ isCordoned }) => isCordoned).length,
    notReady: all.filter(({ isReady }) => !isReady).length,
    free: compactAmounts(free),
    mostOnOne: compactAmounts(most),
  };
}

function leftOf(
  { allocatable }: NodeFacts,
  resource: string,
  requests: Amounts | undefined,
): Quantity {
  const requested = requests && amountOf(requests, resource);
  return subtract(allocatable.get(resource) ?? ZERO, requested ?? ZERO);
}
