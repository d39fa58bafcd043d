import type { Segment, SegmentKind, Timeline } from '../../model/explain/timeline/segments.ts';
import { flowed } from '../text/layout.ts';
import type { Style } from '../text/style.ts';

/** What a bar is made of. */
export type Drawn = SegmentKind | 'failed-end';
type Cell = Drawn | undefined;

type ColorName = 'dim' | 'blue' | 'green' | 'cyan' | 'yellow' | 'red';

const MARKS: Readonly<Record<Drawn, readonly [unicode: string, ascii: string, ColorName]>> = {
  queued: ['·', '.', 'dim'],
  pulling: ['▒', 'v', 'blue'],
  running: ['█', '#', 'green'],
  probing: ['▓', '?', 'cyan'],
  backoff: ['░', '~', 'yellow'],
  failing: ['×', 'x', 'red'],
  unknown: ['┄', '-', 'dim'],
  'failed-end': ['✗', 'X', 'red'],
};

function painted(cell: Drawn, { chalk, mark }: Style): string {
  const [unicode, ascii, color] = MARKS[cell];
  const paint = cell === 'failed-end' ? chalk.bold[color] : chalk[color];
  return paint(mark(unicode, ascii));
}

/** What matters more is painted later, over what matters less, where they share a cell. */
const PAINT_ORDER: readonly SegmentKind[] = [
  'unknown',
  'queued',
  'backoff',
  'pulling',
  'probing',
  'running',
  'failing',
];

/**
 * One container's segments as `width` cells on the Pod's time axis. Each segment gets a cell at
 * least: a run of a second in an hour is what one looks for.
 */
export function barCells(
  segments: readonly Segment[],
  { start, end }: Pick<Timeline, 'start' | 'end'>,
  width: number,
): readonly Cell[] {
  const cells = new Array<Cell>(width).fill(undefined);
  const scale = width / Math.max(end - start, 1);
  const inOrder = PAINT_ORDER.flatMap((kind) => segments.filter((each) => each.kind === kind));
  for (const segment of inOrder) {
    const from = Math.min(Math.floor((segment.start - start) * scale), width - 1);
    const until = Math.round(((segment.end ?? end) - start) * scale);
    const to = Math.min(Math.max(until, from + 1), width);
    cells.fill(segment.kind, from, to);
  }
  for (const cell of failedEnds(segments, start, scale, width)) cells[cell] = 'failed-end';
  return cells;
}

const IS_RUN: ReadonlySet<SegmentKind> = new Set(['running', 'probing']);

/**
 * Ends with an error come last, so that nothing hides one. Where a later run has only that cell,
 * the mark gives way to the left.
 */
function failedEnds(segments: readonly Segment[], start: number, scale: number, width: number) {
  const cellOf = (at: number) => Math.min(Math.floor((at - start) * scale), width - 1);
  const open = segments.findLast(({ kind, end }) => end === undefined && IS_RUN.has(kind));
  const taken = open && cellOf(open.start) === width - 1 ? width - 1 : undefined;
  return segments
    .filter((each) => each.failed)
    .map(({ start: from, end = from }) => {
      const until = Math.round((end - start) * scale);
      const cell = Math.min(Math.max(until, cellOf(from) + 1), width) - 1;
      return cell === taken && cell > 0 ? cell - 1 : cell;
    });
}

/** A bar as text, one character a cell. */
export function renderCells(cells: readonly Cell[], style: Style): string {
  return cells.map((cell) => (cell === undefined ? ' ' : painted(cell, style))).join('');
}

export const LEGEND: Readonly<Record<Drawn, string>> = {
  queued: 'waiting for its turn',
  pulling: 'pulling its image',
  running: 'running',
  probing: 'running, startup probe not passed',
  backoff: 'back-off',
  unknown: 'earlier runs and back-offs, not kept',
  failing: 'cannot be started',
  'failed-end': 'ended with an error',
};

/** Explains the marks that the bars have, in the order of a container's life. */
export function legend(cells: readonly Cell[], style: Style): string {
  const used = new Set(cells);
  const kinds = [
    'queued',
    'pulling',
    'failing',
    'probing',
    'running',
    'backoff',
    'unknown',
    'failed-end',
  ] as const;
  return flowed(
    kinds.filter((kind) => used.has(kind)).map((kind) => `${painted(kind, style)} ${LEGEND[kind]}`),
    style.width,
  );
}
