import { displayOrder } from '../../../model/resources/effective/terms.ts';
import { type Amounts, amountOf, listAmounts } from '../../../model/resources/quantity/amounts.ts';
import { formatQuantity, type Quantity } from '../../../model/resources/quantity/quantity.ts';
import { nodeBalances, nodeResources } from '../../../model/resources/totals/node-balance.ts';
import { groupingsOf } from '../../../model/resources/totals/totals.ts';
import {
  isWholeCluster,
  type TotalsReport,
} from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import type { TreeNode } from '../../../model/resources/totals/tree.ts';
import { csvLine, csvName } from '../../text/csv.ts';
import { labelFields, labelsText } from './label-columns.ts';

interface CsvColumn {
  readonly title: string;
  readonly text: (row: TotalsRow) => string;
}

const CHUNK = 256 * 1024;

/**
 * The rows of a summary for spreadsheets and scripts (RFC 4180, lines ended as Unix does): exact
 * amounts in the API server's canonical form, empty where there is none. The total is not in it,
 * so that sums over a column are right.
 */
export function* totalsCsv(report: TotalsReport): Generator<string> {
  const { tree } = report;
  const who = tree === undefined ? whoColumns(report) : [];
  const keys = tree === undefined ? [] : pathColumns(report);
  const columns = [...who, ...csvColumns(report)];
  const lines =
    tree === undefined
      ? report.shown.map((row): Path => [{ row }])
      : tree.flatMap((node) => pathsTo(node, []));
  let chunk = csvLine([...keys, ...columns].map(({ title }) => title));
  for (const path of lines) {
    const row = path.at(-1)?.row;
    if (row === undefined) continue;
    chunk += csvLine([
      ...keys.map(({ text }) => text(path)),
      ...columns.map(({ text }) => text(row)),
    ]);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** A row with those above it, the outermost first. */
type Path = readonly Pick<TreeNode, 'row'>[];

/** The innermost rows: only over these a sum is right. */
function pathsTo(node: TreeNode, above: Path): readonly Path[] {
  const path = [...above, node];
  return node.parts.length === 0 ? [path] : node.parts.flatMap((part) => pathsTo(part, path));
}

interface PathColumn {
  readonly title: string;
  readonly text: (path: Path) => string;
}

/** The names of a row and of those above it. */
function pathColumns({ totals }: TotalsReport): readonly PathColumn[] {
  return groupingsOf(totals).flatMap((grouping, depth): readonly PathColumn[] => {
    const column = (title: string, of: (row: TotalsRow) => string | undefined): PathColumn => ({
      title: csvName(title),
      text: (path) => {
        const row = path[depth]?.row;
        return row === undefined ? '' : csvName(of(row));
      },
    });
    const key = grouping.kind === 'label' ? grouping.key : grouping.kind;
    return [
      ...(grouping.kind === 'pod' || grouping.kind === 'workload'
        ? [column(`${key}.namespace`, ({ namespace }) => namespace)]
        : []),
      ...(grouping.kind === 'workload' ? [column('workload.kind', ({ kind }) => kind)] : []),
      ...(grouping.kind === 'container' ? [column('role', ({ kind }) => kind)] : []),
      column(key, (row) => row.name),
    ];
  });
}

function whoColumns({ totals }: TotalsReport): readonly CsvColumn[] {
  const { grouping } = totals;
  const isByPod = grouping.kind === 'pod';
  const hasKind =
    grouping.kind === 'workload' || totals.rows.some(({ kind }) => kind !== undefined);
  const isNamespaced = isByPod || grouping.kind === 'workload';
  return [
    ...(isNamespaced ? [name('namespace', ({ namespace }) => namespace)] : []),
    ...(hasKind ? [name('kind', ({ kind }) => kind)] : []),
    name(grouping.kind === 'label' ? grouping.key : grouping.kind, (row) => row.name),
    ...(isByPod
      ? [name('node', ({ node }) => node), name('qosClass', ({ qosClass }) => qosClass)]
      : []),
  ];
}

function csvColumns(report: TotalsReport): readonly CsvColumn[] {
  const { totals, nodes, hasUsage, isWaste, tree } = report;
  const { grouping, total } = totals;
  return [
    { title: 'pods', text: ({ pods }) => String(pods) },
    ...amountColumns('requests', total.requests, (row) => row.requests),
    ...amountColumns('limits', total.limits, (row) => row.limits),
    ...amountColumns('unused', total.unused, (row) => row.unused),
    ...(isWaste ? amountColumns('now', total.now, (row) => row.now) : []),
    { title: 'podsWithoutLimit.cpu', text: ({ withoutLimit }) => String(withoutLimit.cpu) },
    { title: 'podsWithoutLimit.memory', text: ({ withoutLimit }) => String(withoutLimit.memory) },
    ...COUNTS.map((count) => ({
      title: `counts.${count}`,
      text: ({ counts }: TotalsRow) => String(counts[count]),
    })),
    ...(grouping.kind === 'workload' ? amountColumns('each', total.each, (row) => row.each) : []),
    ...occurring('heldBack', total.heldBack, (row) => row.heldBack),
    ...occurring('beyondSpec', total.beyondSpec, (row) => row.beyondSpec),
    ...(isWaste && grouping.kind === 'pod'
      ? [name('patch', ({ patch }) => (patch === undefined ? '' : JSON.stringify(patch)))]
      : []),
    ...(hasUsage ? amountColumns('usage', total.usage, (row) => row.usage) : []),
    ...(grouping.kind === 'node' && nodes && !tree ? nodeColumns(report, nodes) : []),
    ...labelColumnsOf(report),
  ];
}

const COUNTS = ['daemonSet', 'static', 'unscheduled', 'deleting'] as const;

/** What is rare has columns only where there is any. */
function occurring(
  title: string,
  total: Amounts,
  of: (row: TotalsRow) => Amounts,
): readonly CsvColumn[] {
  return listAmounts(total).length === 0 ? [] : amountColumns(title, total, of);
}

function labelColumnsOf(report: TotalsReport): readonly CsvColumn[] {
  const { keys, all } = report.labels ?? { keys: [], all: false };
  const of = (row: TotalsRow) => labelFields(report, row) ?? {};
  return [
    ...keys.map((key) => name(`label.${key}`, (row) => of(row)[key])),
    ...(all ? [name('labels', (row) => labelsText(of(row)))] : []),
  ];
}

function nodeColumns(
  report: TotalsReport,
  nodes: NonNullable<TotalsReport['nodes']>,
): readonly CsvColumn[] {
  const balanceOf = nodeBalances(report, nodes);
  const resources = nodeResources(report, nodes);
  const text = (quantity: Quantity | undefined) => (quantity ? formatQuantity(quantity) : '');
  const nodeOf = ({ name }: TotalsRow) => nodes.get(name ?? '');
  const column = (title: string, of: (row: TotalsRow) => string) => ({ title, text: of });
  return [
    ...[...resources, 'pods'].map((resource) =>
      column(csvName(`allocatable.${resource}`), (row) =>
        text(nodeOf(row)?.allocatable.get(resource)),
      ),
    ),
    ...(isWholeCluster(report)
      ? resources.map((resource) =>
          column(csvName(`free.${resource}`), (row) => text(balanceOf(row, resource).free)),
        )
      : []),
    ...(report.hasUsage
      ? (['cpu', 'memory'] as const).map((resource) =>
          column(`nodeUsage.${resource}`, (row) => text(nodeOf(row)?.usage?.[resource])),
        )
      : []),
    column('overcommitted', (row) =>
      csvName(resources.filter((each) => balanceOf(row, each).isOvercommitted).join(' ')),
    ),
    column('ready', (row) => String(nodeOf(row)?.isReady ?? '')),
    column('cordoned', (row) => String(nodeOf(row)?.isCordoned ?? '')),
  ];
}

function name(title: string, of: (row: TotalsRow) => string | undefined): CsvColumn {
  return { title: csvName(title), text: (row) => csvName(of(row)) };
}

/** cpu and memory always, others where there are any. */
function amountColumns(
  title: string,
  total: Amounts | undefined,
  of: (row: TotalsRow) => Amounts | undefined,
): readonly CsvColumn[] {
  const others = total === undefined ? [] : listAmounts(total).map(([resource]) => resource);
  return displayOrder([...new Set(['cpu', 'memory', ...others])]).map((resource) => ({
    title: csvName(`${title}.${resource}`),
    text: (row) => {
      const amounts = of(row);
      const quantity = amounts && amountOf(amounts, resource);
      return quantity ? formatQuantity(quantity) : '';
    },
  }));
}
