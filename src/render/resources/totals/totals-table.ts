import { amountOf } from '../../../model/resources/quantity/amounts.ts';
import { type TotalsReport, withTotalLine } from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import { nodesIn } from '../../../model/resources/totals/tree.ts';
import { wrapped } from '../../text/layout.ts';
import { listed } from '../../text/listed.ts';
import { type Style, styleOf } from '../../text/style.ts';
import { layOut } from '../../text/table.ts';
import type { TableRoom } from '../../text/table-columns.ts';
import type { Terminal } from '../../text/terminal.ts';
import { type AmountColumn, GOES } from './amount-columns.ts';
import { quotaTable } from './quota-table.ts';
import { resizeCommands } from './resize-commands.ts';
import { totalsColumns } from './totals-columns.ts';
import { totalsNotes } from './totals-notes.ts';
import { whoColumns } from './who-columns.ts';

/** Where a table goes to. */
export interface TableTarget extends Terminal {
  /** Names are shortened to fit a terminal, never for a file or a pipe. */
  readonly isTerminal: boolean;
  readonly isWide: boolean;
  /** Whether more than the rows is wanted: titles, the total and the notes below (`--no-headers`). */
  readonly hasTitles: boolean;
}

/** A summary as text, in pieces to be written one after another. */
export function* totalsTable(given: TotalsReport, target: TableTarget): Generator<string> {
  const style = styleOf(target);
  const { report, lines } = target.hasTitles
    ? withTotalLine(given)
    : { report: given, lines: [...given.shown] };
  const room: TableRoom = {
    width: target.isWide ? undefined : target.width,
    shortensNames: target.isTerminal,
    hasTitles: target.hasTitles,
  };
  const columns = totalsColumns(report, target.isWide);
  const rows = withParts(lines, report);
  const { text, leftOut: gone } = layOut(columns, rows, style, room);
  yield* text;
  const titles = new Set(columns.map(({ title }) => title));
  for (const title of gone) titles.delete(title);
  if (!target.hasTitles) return;
  const below = wasteBelow(report, { columns, rows, gone }, style, room);
  yield* below.text;
  const { leftOut } = below;
  const quotas = report.isWaste ? '' : quotaTable(report.quotas, style, room);
  if (quotas !== '') yield `\n${quotas}`;
  const notes = [...leftOutNote(leftOut), ...totalsNotes(report, lines, titles)];
  if (notes.length > 0) yield `\n${notes.map((note) => noteText(note, style)).join('\n')}\n`;
  const commands = resizeCommands(given, style);
  if (commands !== '') yield `\n${commands}`;
}

interface Wanting {
  readonly columns: readonly AmountColumn[];
  readonly rows: readonly TotalsRow[];
  /** The titles of the columns that had no room. */
  readonly gone: readonly string[];
}

/**
 * What is wasted is seen: where it has no room in the table it stands below, of the rows that waste
 * it, with what is requested of the same; in as many tables as it takes.
 */
function wasteBelow(
  report: TotalsReport,
  { columns, rows, gone }: Wanting,
  style: Style,
  room: TableRoom,
): { readonly text: readonly string[]; readonly leftOut: readonly string[] } {
  const missing = columns.filter(({ title }) => gone.includes(title));
  const wasted = missing.flatMap(({ amount }) => (amount?.of === 'unused' ? amount.resource : []));
  const isOfWasted = ({ amount }: AmountColumn) =>
    amount !== undefined && amount.of !== 'limits' && wasted.includes(amount.resource);
  const isStaying = ({ amount }: AmountColumn) =>
    amount?.of === 'unused' && amount.resource === wasted[0];
  const amounts = missing.filter(isOfWasted).map(({ goes = 0, ...column }) => ({
    ...column,
    ...(!isStaying(column) && { goes: goes + (column.amount?.of === 'unused' ? 0 : GOES.below) }),
  }));
  if (amounts.length === 0) return { text: [], leftOut: gone };
  const isWasting = ({ unused }: TotalsRow) => wasted.some((name) => amountOf(unused, name));
  const table = layOut([...whoColumns(report), ...amounts], rows.filter(isWasting), style, room);
  const others = gone.filter((title) => amounts.every((column) => column.title !== title));
  const next = wasteBelow(report, { columns, rows, gone: table.leftOut }, style, room);
  return {
    text: ['\n', ...table.text, ...next.text],
    leftOut: [...others, ...next.leftOut],
  };
}

/** Each row of a tree with those below it. */
function withParts(
  lines: readonly TotalsRow[],
  { tree }: Pick<TotalsReport, 'tree'>,
): readonly TotalsRow[] {
  if (tree === undefined) return lines;
  const nodes = new Map(tree.map((node) => [node.row, node]));
  return lines.flatMap((line) => {
    const node = nodes.get(line);
    return node === undefined ? [line] : nodesIn([node]).map(({ row }) => row);
  });
}

function leftOutNote(titles: readonly string[]): readonly string[] {
  if (titles.length === 0) return [];
  return [`No room for ${listed(titles)}: -o wide has ${titles.length === 1 ? 'it' : 'them'}.`];
}

function noteText(note: string, style: Style): string {
  const text = note.trimStart();
  const indent = note.slice(0, note.length - text.length);
  return indent + wrapped(text, style.width - indent.length, 2);
}
