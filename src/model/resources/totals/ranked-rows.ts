import type { Amounts } from '../quantity/amounts.ts';
import type { Grouping, Totals } from './totals.ts';
import { decidingAmounts, type Selection, selectRows } from './totals-order.ts';
import { areMeasured, type NodeFacts, type TotalsReport, withEmptyNodes } from './totals-report.ts';
import type { TotalsRow } from './totals-row.ts';
import { treeOf } from './tree.ts';

/** Which rows are wanted, in what order, divided into what, and with which columns. */
export interface Ranking extends Omit<Selection, 'usageOf' | 'wholeOf'> {
  readonly by: Grouping;
  /** What the rows are divided into. */
  readonly thenBy: readonly Grouping[];
  readonly labels: NonNullable<TotalsReport['labels']>;
  /** The only resources that tables are to have columns of; undefined for all. */
  readonly only: readonly string[] | undefined;
}

type RankedRows = Pick<
  TotalsReport,
  'totals' | 'shown' | 'tree' | 'nodes' | 'isWaste' | 'deciding' | 'labels' | 'only'
>;

/** The rows of a summary that are wanted, with those below them; also the nodes without Pods. */
export function rankedRows(
  counted: Totals,
  nodes: ReadonlyMap<string, NodeFacts> | undefined,
  ranking: Ranking,
): RankedRows {
  const { by, thenBy, waste, labels, only } = ranking;
  const ofNodes = by.kind === 'node' ? nodes : undefined;
  const totals = ofNodes ? withEmptyNodes(counted, ofNodes.values()) : counted;
  const shown = selectRows(totals, { ...ranking, ...(ofNodes && amountsOfNodes(ofNodes)) });
  return {
    totals,
    shown,
    ...(thenBy.length > 0 && { tree: treeOf(totals, shown, ranking) }),
    nodes,
    isWaste: waste,
    deciding: decidingAmounts(ranking),
    labels,
    ...(only && { only }),
  };
}

/** What nodes use in all, where that is known: the table tells it in place of what their Pods use. */
function amountsOfNodes(
  nodes: ReadonlyMap<string, NodeFacts>,
): Pick<Selection, 'usageOf' | 'wholeOf'> {
  const usageOf = ({ name = '' }: TotalsRow): Amounts | undefined => nodes.get(name)?.usage;
  return {
    usageOf: areMeasured(nodes) ? usageOf : undefined,
    wholeOf: ({ name = '' }, resource) => nodes.get(name)?.allocatable.get(resource),
  };
}
