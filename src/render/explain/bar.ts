import type { Segment, SegmentKind, Timeline } from '../../model/explain/timeline/segments.ts';
import { flowed } from '../text/layout.ts';
import type { Style } from '../text/style.ts';

type Cell = SegmentKind | 'failed-end' | undefined;

/** What matters more is painted later, over what matters less, where they share a cell. */
const PAINT_ORDER: readonly SegmentKind[] = [
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
    if (segment.exitCode) cells[to - 1] = 'failed-end';
  }
  return cells;
}

export function renderCells(cells: readonly Cell[], style: Style): string {
  return cells
    .map((cell) => {
      if (cell === undefined) return ' ';
      const { mark, paint } = cell === 'failed-end' ? style.failedEnd : style.segment[cell];
      return paint(mark);
    })
    .join('');
}

const LEGEND: Readonly<Record<SegmentKind, string>> = {
  queued: 'waiting for its turn',
  pulling: 'pulling its image',
  running: 'running',
  probing: 'running, startup probe not passed',
  backoff: 'back-off',
  failing: 'cannot be started',
};

/** Explains the marks that the bars have, in the order of a container's life. */
export function legend(cells: readonly Cell[], style: Style): string {
  const used = new Set(cells);
  const kinds = ['queued', 'pulling', 'failing', 'probing', 'running', 'backoff'] as const;
  const entries = kinds
    .filter((kind) => used.has(kind))
    .map((kind) => ({ ...style.segment[kind], text: LEGEND[kind] }));
  if (used.has('failed-end')) entries.push({ ...style.failedEnd, text: 'ended with an error' });
  return flowed(
    entries.map(({ mark, paint, text }) => `${paint(mark)} ${text}`),
    style.width,
  );
}
