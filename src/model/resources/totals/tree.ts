import type { Grouping, Totals } from './totals.ts';
import { type Selection, selectRows } from './totals-order.ts';
import type { TotalsRow } from './totals-row.ts';

/** A row with the rows that it is the sum of, or of a Pod its containers. */
export interface TreeNode {
  readonly row: TotalsRow;
  readonly grouping: Grouping;
  /** From 0 for the first key. */
  readonly depth: number;
  readonly parts: readonly TreeNode[];
}

/** The rows that are wanted with those below them, which are in the same order. */
export function treeOf(
  totals: Totals,
  shown: readonly TotalsRow[],
  selection: Selection,
  depth = 0,
  known: Map<Totals, readonly TreeNode[]> = new Map(),
): readonly TreeNode[] {
  const { grouping, parts } = totals;
  return shown.map((row) => {
    const below = parts?.get(row);
    if (below === undefined) return { row, grouping, depth, parts: [] };
    // Pods that are alike share what is below them.
    const nodes =
      known.get(below) ?? treeOf(below, rowsBelow(below, selection), selection, depth + 1, known);
    known.set(below, nodes);
    return { row, grouping, depth, parts: nodes };
  });
}

function rowsBelow(totals: Totals, selection: Selection): readonly TotalsRow[] {
  // Containers stay in the order of their start.
  if (totals.grouping.kind === 'container') return totals.rows;
  return selectRows(totals, {
    ...selection,
    top: undefined,
    min: new Map(),
    usageOf: undefined,
    wholeOf: undefined,
  });
}

/** All nodes of trees, each before its parts. */
export function nodesIn(trees: readonly TreeNode[]): readonly TreeNode[] {
  return trees.flatMap((node) => [node, ...nodesIn(node.parts)]);
}
