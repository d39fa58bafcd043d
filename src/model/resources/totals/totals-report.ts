import type { ResourceQuota } from '../admission/resource-quota.ts';
import { type Amounts, compactAmounts } from '../quantity/amounts.ts';
import { type ResourceList, sumOf } from '../quantity/resource-list.ts';
import { GroupRow } from './group-row.ts';
import type { Totals } from './totals.ts';
import type { AmountKey } from './totals-order.ts';
import type { Labels, TotalsRow } from './totals-row.ts';
import { nodesIn, type TreeNode } from './tree.ts';

/** What a node has to give. */
export interface NodeFacts {
  readonly name: string;
  readonly allocatable: ResourceList;
  /** Marked as unschedulable: no Pod is placed there any more. */
  readonly isCordoned: boolean;
  readonly isReady: boolean;
  readonly labels: Labels;
  /** What it uses in all, Pods and everything else on it; undefined where nobody has measured. */
  readonly usage?: Amounts | undefined;
}

/** Which Pods were asked for. */
export interface TotalsScope {
  /** Undefined: those of all namespaces. */
  readonly namespace: string | undefined;
  /** Only Pods in namespaces with these labels; left out for all. */
  readonly namespaceSelector?: string | undefined;
  readonly selector: string | undefined;
  readonly fieldSelector: string | undefined;
  /** Only Pods on nodes with these labels and taints; left out for all. */
  readonly nodeSelector?: string | undefined;
  readonly nodeTaints?: string | undefined;
}

/** Which labels of Pods or nodes are shown. */
export interface LabelColumns {
  /** One for each key (-L). */
  readonly keys: readonly string[];
  /** All of them in one (--show-labels). */
  readonly all: boolean;
}

/** All that a summary of many Pods says. */
export interface TotalsReport {
  readonly totals: Totals;
  /** The rows that are wanted, in their order. */
  readonly shown: readonly TotalsRow[];
  readonly scope: TotalsScope;
  /** Undefined where nodes were not wanted or may not be read. */
  readonly nodes: ReadonlyMap<string, NodeFacts> | undefined;
  /** The shown rows with what is below them; left out where Pods are put together by one thing. */
  readonly tree?: readonly TreeNode[];
  /** Of the one namespace that was asked for. */
  readonly quotas: readonly ResourceQuota[];
  readonly isWaste: boolean;
  readonly hasUsage: boolean;
  /**
   * Why the server would refuse the patches of rows, undefined where it takes one; left out where it
   * was not asked.
   */
  readonly trials?: ReadonlyMap<TotalsRow, string | undefined>;
  /** The amounts that decide which rows are shown and in what order; left out for none. */
  readonly deciding?: readonly AmountKey[];
  /** The only resources that tables are to have columns of; left out for all. */
  readonly only?: readonly string[];
  /** Left out for none. */
  readonly labels?: LabelColumns;
  /** Whether the Pods come from a file: then nothing is known of who else runs. */
  readonly isManifest: boolean;
}

/** Whether every Pod of the cluster was counted, so that what is left of a node is free. */
export function isWholeCluster({ scope }: Pick<TotalsReport, 'scope'>): boolean {
  const { namespace, namespaceSelector, selector, fieldSelector } = scope;
  const filters = [namespace, namespaceSelector, selector, fieldSelector];
  return filters.every((filter) => filter === undefined);
}

/** The same totals by node, with a row for each node without Pods. */
export function withEmptyNodes(totals: Totals, nodes: Iterable<NodeFacts>): Totals {
  const used = new Set(totals.rows.map(({ name }) => name));
  const empty = [...nodes]
    .filter(({ name }) => !used.has(name))
    .map(({ name }) => new GroupRow(name));
  const withName = [...totals.rows.filter(({ name }) => name !== undefined), ...empty];
  const others = totals.rows.filter(({ name }) => name === undefined);
  return { ...totals, rows: [...withName.sort(byNodeName), ...others] };
}

/** What all nodes together have to give. */
export function allAllocatable(nodes: ReadonlyMap<string, NodeFacts>): Amounts {
  return compactAmounts(sumOf(...[...nodes.values()].map(({ allocatable }) => allocatable)));
}

function byNodeName({ name: one = '' }: TotalsRow, { name: other = '' }: TotalsRow): number {
  return one < other ? -1 : 1;
}

/**
 * Of some resources those that are to have columns; `gpu` stands for `example.com/gpu`. What was asked
 * for by its name has a column also where nobody requests it.
 */
export function resourcesShown(
  { only }: Pick<TotalsReport, 'only'>,
  resources: readonly string[],
): readonly string[] {
  if (only === undefined) return resources;
  const shown = only.flatMap((name) => {
    const found = resources.filter((each) => each === name || each.endsWith(`/${name}`));
    return found.length > 0 ? found : [name];
  });
  return [...new Set(shown)];
}

/** All rows that are shown, in their order. */
export function rowsShown({ shown, tree }: Pick<TotalsReport, 'shown' | 'tree'>) {
  return tree === undefined ? shown : nodesIn(tree).map(({ row }) => row);
}

/** The rows that are below others: what they are called says nothing about nodes. */
export function rowsBelow({ tree = [] }: Pick<TotalsReport, 'tree'>): ReadonlySet<TotalsRow> {
  const below = nodesIn(tree).filter(({ depth }) => depth > 0);
  return new Set(below.map(({ row }) => row));
}

/** The labels of a row's Pod or node; undefined where it is about neither, and for the total. */
export function labelsOf(
  { totals: { grouping }, nodes }: Pick<TotalsReport, 'totals' | 'nodes'>,
  { name = '', kind, labels }: TotalsRow,
): Labels | undefined {
  const isNode = grouping.kind === 'node' && kind === undefined && labels === undefined;
  return isNode ? nodes?.get(name)?.labels : labels;
}

/**
 * The lines of a table: the rows that are shown, then their total. Pods on no node, or on one that is
 * gone, stand below the total of the nodes: they take nothing of them.
 */
export function withTotalLine(report: TotalsReport): {
  readonly report: TotalsReport;
  readonly lines: readonly TotalsRow[];
} {
  const { totals, shown, nodes } = report;
  if (totals.rows.length < 2 || report.isWaste) return { report, lines: shown };
  if (totals.grouping.kind !== 'node') return { report, lines: [...shown, totals.total] };
  const isThere = ({ name }: TotalsRow) =>
    name !== undefined && (nodes === undefined || nodes.has(name));
  const counted = totals.rows.filter(isThere);
  const total = new GroupRow();
  for (const row of counted) total.addRow(row);
  const others = shown.filter((row) => !isThere(row));
  return {
    report: { ...report, totals: { ...totals, total } },
    lines: [...shown.filter(isThere), ...(counted.length < 2 ? [] : [total]), ...others],
  };
}

/** Whether anybody has measured what nodes use. */
export function areMeasured(nodes: ReadonlyMap<string, NodeFacts>): boolean {
  return [...nodes.values()].some(({ usage }) => usage !== undefined);
}
