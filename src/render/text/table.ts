import { shortened } from './layout.ts';
import type { Style } from './style.ts';
import {
  type Column,
  cellsOf,
  displayWidth,
  GAP,
  type Place,
  placesFor,
  type TableRoom,
} from './table-columns.ts';

/** Lists of rows as kubectl prints them: no lines, columns two spaces apart. */

/** A list, in pieces to be written one after another. */
export interface LaidOut {
  readonly text: Iterable<string>;
  /** The titles of the columns for which there was no room. */
  readonly leftOut: readonly string[];
}

/** cli-table3 looks at every cell for every other one of the same table, so tables are kept small. */
const BATCH = 20;
/**
 * cli-table3 needs 70 µs for a row, about as long as reading the Pod that it is about. So a list of
 * thousands is padded to its columns here, and does not load it at all.
 */
const SET_BY_LIBRARY = 100;
/** Characters that are written at once. */
const CHUNK = 256 * 1024;

/** Lays out rows. The text of 100,000 of them is never whole in memory. */
export function layOut<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  style: Style,
  room: TableRoom,
): LaidOut {
  const cells = cellsOf(columns, rows);
  const places = placesFor(columns, cells, room);
  const leftOut = columns.filter((each) => places.every(({ column }) => column !== each));
  return {
    text: linesOf({ places, rows, cells, step: columns.length, style }, room.hasTitles),
    leftOut: leftOut.map(({ title }) => title),
  };
}

interface Grid<Row> {
  readonly places: readonly Place<Row>[];
  readonly rows: readonly Row[];
  /** Of all columns, row after row: `step` of them are a row. */
  readonly cells: readonly string[];
  readonly step: number;
  readonly style: Style;
}

function* linesOf<Row>(grid: Grid<Row>, hasTitles: boolean): Generator<string> {
  const { places, rows } = grid;
  const cellOf = cellReader(grid);
  if (rows.length <= SET_BY_LIBRARY) {
    const titles = places.map(({ column }) => column.title);
    const cells = rows.map((_, index) => places.map((place) => cellOf(place, index)));
    yield setRows(hasTitles ? [titles, ...cells] : cells, places);
    return;
  }
  let chunk = hasTitles ? padded(places, ({ column }) => column.title) : '';
  for (let index = 0; index < rows.length; index++) {
    chunk += padded(places, (place) => cellOf(place, index));
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** The text of a cell, shortened and coloured. */
function cellReader<Row>({ places, rows, cells, step, style }: Grid<Row>) {
  const paints = places.some(({ column }) => column.paint) && style.warning('x') !== 'x';
  return ({ column, at, width }: Place<Row>, index: number): string => {
    const cell = cells[index * step + at] ?? '';
    const text = cell.length > width ? shortened(cell, width, style.ellipsis) : cell;
    const row = rows[index];
    if (!paints || column.paint === undefined || text === '' || row === undefined) return text;
    return column.paint(row, style)?.(text) ?? text;
  };
}

const NO_LINES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' },
} as const;

function setRows<Row>(rows: readonly string[][], places: readonly Place<Row>[]): string {
  // Loading it takes as long as all the rest of a start: only whoever comes here pays for it.
  const Table: typeof import('cli-table3') = require('cli-table3');
  let text = '';
  for (let index = 0; index < rows.length; index += BATCH) {
    const table = new Table({
      chars: { ...NO_LINES, middle: GAP },
      style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
      colWidths: places.map(({ width }) => width),
    });
    table.push(...rows.slice(index, index + BATCH));
    const lines = table.toString().split('\n');
    text += lines.map((line) => `${line.trimEnd()}\n`).join('');
  }
  return text;
}

function padded<Row>(places: readonly Place<Row>[], cellOf: (place: Place<Row>) => string): string {
  let line = '';
  for (const place of places) {
    const { width, column } = place;
    const cell = cellOf(place);
    // Names alone may have wide letters, and painted cells the codes of their colour.
    const isPlain = !column.isName && column.paint === undefined;
    const taken = isPlain ? cell.length : displayWidth(cell);
    line += place === places[0] ? cell : GAP + cell;
    if (taken < width) line += ' '.repeat(width - taken);
  }
  return `${line.trimEnd()}\n`;
}
