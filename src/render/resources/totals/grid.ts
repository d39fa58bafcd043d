import { shortened } from '../../text/layout.ts';
import { sanitise } from '../../text/sanitise.ts';
import type { Style } from '../../text/style.ts';

/** One column of a table of many rows. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** Colours the cell; every fact stands in its text too. */
  readonly paint?: (row: Row, style: Style) => ((text: string) => string) | undefined;
  /** From a cluster or file: it may be anything, and may be shortened on a terminal. */
  readonly isName?: boolean;
  /** Left out on a terminal that has no room for it. */
  readonly isOptional?: boolean;
}

/** What a name can be shortened to while an optional column still has its place. */
const COMFORTABLE_NAME = 24;
const MIN_NAME = 16;
const GAP = '  ';
/** Characters that are written at once. */
const CHUNK = 256 * 1024;

/**
 * A table in pieces to be written one after another, so that the text of 100,000 rows is never
 * whole in memory. `width` is undefined where no terminal limits it.
 */
export function* grid<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  style: Style,
  width: number | undefined,
): Generator<string> {
  const cells = cellsOf(columns, rows);
  const widths = columns.map((column, index) => widthOf(column, index, cells, columns.length));
  const places = fit(columns, widths, width);
  let chunk = '';
  const titles = places.map(({ column, width }) => column.title.padEnd(width));
  chunk += `${titles.join(GAP).trimEnd()}\n`;
  const isColored = style.warning('x') !== 'x';
  const last = places.at(-1);
  let start = 0;
  for (const row of rows) {
    let line = '';
    for (const place of places) {
      const { column, at, width } = place;
      const text = padded(cells[start + at] ?? '', column, width, style);
      // Colours would keep the spaces at the end of the line.
      const cell = place === last ? text.trimEnd() : text;
      line += at === 0 ? '' : GAP;
      line += (isColored && column.paint?.(row, style)?.(cell)) || cell;
    }
    start += columns.length;
    chunk += `${line.trimEnd()}\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** The texts of all cells, row after row; names made harmless. */
function cellsOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly string[] {
  const cells: string[] = [];
  for (const row of rows) {
    for (const { text, isName } of columns) {
      const cell = text(row);
      cells.push(isName && NOT_PLAIN.test(cell) ? sanitise(cell) : cell);
    }
  }
  return cells;
}

/** The names that an API server lets through are plain; those of manifests may be anything. */
const NOT_PLAIN = /[^ -~]/;

function widthOf<Row>(
  { title, isName }: Column<Row>,
  at: number,
  cells: readonly string[],
  step: number,
): number {
  let width = title.length;
  for (let index = at; index < cells.length; index += step) {
    const cell = cells[index] ?? '';
    if (cell.length > width || isName) width = Math.max(width, displayWidth(cell, isName));
  }
  return width;
}

function displayWidth(cell: string, isName: boolean | undefined): number {
  return isName && NOT_PLAIN.test(cell) ? Bun.stringWidth(cell) : cell.length;
}

function padded<Row>(cell: string, { isName }: Column<Row>, width: number, style: Style): string {
  if (!isName) return cell.padEnd(width);
  const name = cell.length > width ? shortened(cell, width, style.ellipsis) : cell;
  return name + ' '.repeat(Math.max(width - displayWidth(name, isName), 0));
}

/** A column, where its cells are in a row, and how wide it is. */
interface Place<Row> {
  readonly column: Column<Row>;
  readonly at: number;
  width: number;
}

/** Takes room from names, then from optional columns, then again from names. */
function fit<Row>(
  columns: readonly Column<Row>[],
  widths: readonly number[],
  limit = Number.POSITIVE_INFINITY,
): readonly Place<Row>[] {
  let places = columns.map((column, at): Place<Row> => ({ column, at, width: widths[at] ?? 0 }));
  const excess = () => {
    const gaps = GAP.length * (places.length - 1);
    return places.reduce((sum, { width }) => sum + width, gaps) - limit;
  };
  const shortenNames = (least: number) => {
    for (const place of places.toReversed()) {
      if (!place.column.isName || excess() <= 0) continue;
      place.width = Math.max(Math.min(place.width, least), place.width - excess());
    }
  };
  shortenNames(COMFORTABLE_NAME);
  while (excess() > 0) {
    const last = places.findLast(({ column }) => column.isOptional);
    if (last === undefined) break;
    places = places.filter((place) => place !== last);
  }
  shortenNames(MIN_NAME);
  return places;
}
