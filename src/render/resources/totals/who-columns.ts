import { type Grouping, groupingsOf } from '../../../model/resources/totals/totals.ts';
import type { TotalsReport } from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import { nodesIn, type TreeNode } from '../../../model/resources/totals/tree.ts';
import { counted } from '../../text/listed.ts';
import type { Column } from '../../text/table-columns.ts';
import { labelTitle } from './label-columns.ts';

type Columns = readonly Column<TotalsRow>[];

/** Whom a row is about: the namespace where there may be several, and the name. */
export function whoColumns(report: TotalsReport): Columns {
  const { totals, tree } = report;
  if (tree !== undefined) return [treeColumn(report, tree)];
  const { grouping, total, rows } = totals;
  const label = totalLabel(report);
  const isNamespaced = grouping.kind === 'pod' || grouping.kind === 'workload';
  const name: Column<TotalsRow> = {
    title: nameTitle(grouping),
    text: (row) => (row === total ? label : nameText(row, grouping)),
    isName: true,
  };
  if (!isNamespaced || hasOneNamespace(report)) return [name];
  const namespace: Column<TotalsRow> = {
    title: 'NAMESPACE',
    text: (row) => (row === total ? 'TOTAL' : (row.namespace ?? '')),
    isName: true,
  };
  const count =
    grouping.kind === 'pod' ? counted(total.pods, 'Pod') : counted(rows.length, 'workload');
  return [namespace, { ...name, text: (row) => (row === total ? count : name.text(row)) }];
}

/** The names of a tree, those below a row indented; with their namespace where it is not clear. */
function treeColumn(report: TotalsReport, tree: readonly TreeNode[]): Column<TotalsRow> {
  const { total } = report.totals;
  const label = totalLabel(report);
  const places = new Map(nodesIn(tree).map((node) => [node.row, node]));
  const keys = groupingsOf(report.totals);
  const isOne = hasOneNamespace(report);
  return {
    title: keys.map(nameTitle).join('/'),
    text: (row) => {
      if (row === total) return label;
      const { grouping, depth } = places.get(row) ?? { grouping: report.totals.grouping, depth: 0 };
      const isNamespaced = grouping.kind === 'pod' || grouping.kind === 'workload';
      const isBelow = keys.slice(0, depth).some(({ kind }) => kind === 'namespace');
      const where = isNamespaced && !isOne && !isBelow ? `${row.namespace}/` : '';
      return `${'  '.repeat(depth)}${where}${nameText(row, grouping)}`;
    },
    isName: true,
  };
}

function hasOneNamespace({ scope, isManifest, totals: { rows } }: TotalsReport): boolean {
  if (!isManifest) return scope.namespace !== undefined;
  return rows.every(({ namespace }) => namespace === rows[0]?.namespace);
}

function totalLabel({ totals: { grouping, total } }: TotalsReport): string {
  return grouping.kind === 'pod' ? `TOTAL (${counted(total.pods, 'Pod')})` : 'TOTAL';
}

/** The title of a label's column is that of `kubectl get -L`. */
function nameTitle(grouping: Grouping): string {
  if (grouping.kind !== 'label') return grouping.kind.toUpperCase();
  return labelTitle(grouping.key);
}

/** No name, label value or kind has parentheses, so nothing is taken for what it is not. */
function nameText({ kind, name }: TotalsRow, grouping: Grouping): string {
  if (name === undefined) return grouping.kind === 'node' ? '(no node)' : '(none)';
  if (name === '') return '(empty)';
  return kind === undefined ? name : `${kind}/${name}`;
}
