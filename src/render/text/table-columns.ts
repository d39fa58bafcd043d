import { sanitise } from './sanitise.ts';
import type { Style } from './style.ts';

/** One column of a list of rows. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** Colours the cell; every fact stands in its text too. */
  readonly paint?: (row: Row, style: Style) => ((text: string) => string) | undefined;
  /** From a cluster or file: it may be anything, and may be shortened on a terminal. */
  readonly isName?: boolean;
  /** Where there is no room the column with the greatest number goes first; without one it stays. */
  readonly goes?: number;
}

/** What a list has to keep to. */
export interface TableRoom {
  /** Columns of text that there are; undefined: as many as the list needs. */
  readonly width: number | undefined;
  /** Whether a long name may be shortened, as on a terminal: whoever reads a pipe needs it whole. */
  readonly shortensNames: boolean;
  /** Whether the titles are wanted (`--no-headers`). */
  readonly hasTitles: boolean;
}

/** A column, where its cells are in a row, and how wide it is. */
export interface Place<Row> {
  readonly column: Column<Row>;
  readonly at: number;
  width: number;
}

export const GAP = '  ';

/** What a name can be shortened to while a column that may go still has its place. */
const COMFORTABLE_NAME = 24;
const MIN_NAME = 16;

/** The texts of all cells, row after row; names made harmless. */
export function cellsOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): readonly string[] {
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

/** How many columns of a terminal the cell takes. */
export function displayWidth(cell: string): number {
  return NOT_PLAIN.test(cell) ? Bun.stringWidth(cell) : cell.length;
}

/**
 * The columns that stay, with their widths: takes room from names, then from columns that may go,
 * then again from names. Where the last that went leaves room for others, these are back.
 */
export function placesFor<Row>(
  columns: readonly Column<Row>[],
  cells: readonly string[],
  { width: limit = Number.POSITIVE_INFINITY, shortensNames, hasTitles }: TableRoom,
): readonly Place<Row>[] {
  let places = columns.map(
    (column, at): Place<Row> => ({
      column,
      at,
      width: widest(column, hasTitles, at, cells, columns.length),
    }),
  );
  const excess = () => {
    const gaps = GAP.length * (places.length - 1);
    return places.reduce((sum, { width }) => sum + width, gaps) - limit;
  };
  const shortenNames = (least: number) => {
    for (const place of shortensNames ? places.toReversed() : []) {
      if (!place.column.isName || excess() <= 0) continue;
      place.width = Math.max(Math.min(place.width, least), place.width - excess());
    }
  };
  shortenNames(COMFORTABLE_NAME);
  const gone: (readonly Place<Row>[])[] = [];
  while (excess() > 0) {
    const going = places.filter(({ column }) => column.goes !== undefined);
    const first = going.toSorted((one, other) => rank(other) - rank(one))[0];
    if (first === undefined) break;
    gone.push(places.filter((place) => rank(place) === rank(first)));
    places = places.filter((place) => rank(place) !== rank(first));
  }
  for (const group of gone.toReversed()) {
    const taken = group.reduce((sum, { width }) => sum + GAP.length + width, 0);
    if (taken + excess() > 0) continue;
    places = [...places, ...group].sort((one, other) => one.at - other.at);
  }
  shortenNames(MIN_NAME);
  return places;
}

/** Columns of one number go together, such as an amount and its share. */
function rank({ column }: Place<never> | { readonly column: { readonly goes?: number } }): number {
  return column.goes ?? Number.NEGATIVE_INFINITY;
}

function widest<Row>(
  { title, isName }: Column<Row>,
  hasTitles: boolean,
  at: number,
  cells: readonly string[],
  step: number,
): number {
  let width = hasTitles ? title.length : 0;
  for (let index = at; index < cells.length; index += step) {
    const cell = cells[index] ?? '';
    if (cell.length > width || isName) width = Math.max(width, displayWidth(cell));
  }
  return width;
}
