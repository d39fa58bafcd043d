import type { Segment } from '../../../src/model/explain/timeline/segments.ts';
import type { Pod, PodEvent } from '../../../src/model/kubernetes/api.ts';
import { explainLive } from '../../support/explain-live.ts';
import { at } from './small-pods.ts';

/** Rows as text in seconds: `queued 2-4, running 4-6=0`; what goes on ends with a dash. */
export function rowsOf(pod: Pod, now: number, events: readonly PodEvent[] = []) {
  const { rows } = explainLive({ pod, events, now: at(now) }).timeline;
  return Object.fromEntries(
    rows.map(({ container, segments }) => [container, segments.map(write).join(', ')]),
  );
}

function write({ kind, start, end, exitCode }: Segment): string {
  const code = exitCode === undefined ? '' : `=${exitCode}`;
  return `${kind} ${second(start)}-${end === undefined ? '' : second(end)}${code}`;
}

export function second(instant: number): number {
  return (instant - at(0)) / 1000;
}
