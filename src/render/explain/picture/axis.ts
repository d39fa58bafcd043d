import type { Timeline } from '../../../model/explain/timeline/segments.ts';
import { humanDuration } from '../../../model/kubernetes/human-duration.ts';
import { CHARACTER } from './page.ts';
import { element, type Markup, textLine } from './svg.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances of ticks that people count in. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((days) => days * DAY),
];
const MOST_TICKS = 6;

/** Where bars are drawn, in pixels. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The pixel of an instant. */
export function placeOf(at: number, { start, end }: Timeline, { left, width }: Plot): number {
  const share = (at - start) / Math.max(end - start, 1);
  return left + Math.min(Math.max(share, 0), 1) * width;
}

/** Lines through the bars with the time since the Pod's creation above them. */
export function timeAxis(timeline: Timeline, plot: Plot): readonly Markup[] {
  const length = Math.max(timeline.end - timeline.start, 1);
  const step =
    STEPS.find((each) => length / each <= MOST_TICKS) ?? Math.ceil(length / MOST_TICKS / DAY) * DAY;
  const count = Math.floor(length / step);
  return Array.from({ length: count + 1 }, (_, index) => {
    const x = placeOf(timeline.start + index * step, timeline, plot);
    const bottom = plot.top + plot.height;
    const text = humanDuration(index * step);
    // The last one must not hang over the edge.
    const left = Math.min(x, plot.left + plot.width - text.length * CHARACTER);
    return [
      element('line', { class: 'grid', x1: x, x2: x, y1: plot.top, y2: bottom }),
      textLine(left, plot.top - 6, text, 'faint'),
    ];
  }).flat();
}
