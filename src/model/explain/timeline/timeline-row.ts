import { isCreateFailure, isImageFailure } from '../../kubernetes/container-state.ts';
import { type EventIndex, eventsOf } from '../../kubernetes/events.ts';
import { killOf, probeKills } from '../kubelet/kills.ts';
import { type ImagePull, isPullFailure, pullsOf } from '../kubelet/pulls.ts';
import type { Run } from './container-runs.ts';
import type { ContainerHistory } from './history.ts';
import type { Segment, SegmentKind } from './segments.ts';

export interface RowContext {
  readonly history: ContainerHistory;
  /** The first trace of the container after this one in start order. */
  readonly nextSign?: number;
  /** Whether the kubelet will start the container (again), as far as the Pod's end goes. */
  readonly startsAgain: boolean;
}

interface Gap {
  readonly from?: number;
  /** Absent while it lasts. */
  readonly to?: number;
  readonly kind: SegmentKind;
}

/** Runs as the API tells them, and between them what kept the container from running. */
export function timelineRow(context: RowContext, events: EventIndex): readonly Segment[] {
  const { history } = context;
  const pulls = pullsOf(history.container, events).filter(({ cached }) => !cached);
  const fill = (gap: Gap) => fillGap(gap, pulls, failureIn(gap, history, events));

  const segments: Segment[] = [];
  for (const [index, run] of history.runs.entries()) {
    const previous = history.runs[index - 1];
    segments.push(...gapsBefore(run, previous, context).flatMap(fill));
    segments.push(...runSegments(run, context, events));
  }
  return withoutOverlaps([...segments, ...fill(openGap(context, pulls)), ...lostRun(history)]);
}

function gapsBefore(run: Run, previous: Run | undefined, context: RowContext): readonly Gap[] {
  const { history } = context;
  const { turn } = history;
  const to = run.start;
  if (previous) return [{ ...gapAfter(previous, turn), to }];
  if (hasOnlyKnownRuns(history)) return [gap('queued', turn, to)];
  // Earlier runs are known by their number alone: they and their back-offs took turns.
  const firstStart = history.firstStart === to ? turn : history.firstStart;
  return [gap('queued', turn, firstStart), gap('unknown', firstStart, to)];
}

/** If its turn came after a run's end, the whole Pod began anew and this is no back-off. */
function gapAfter({ end }: Run, turn: number | undefined): Gap {
  const isNewTurn = turn !== undefined && end !== undefined && turn > end;
  return isNewTurn ? gap('queued', turn) : gap('backoff', end);
}

/** A plain init container that exited with 0 runs anew only with the whole Pod. */
function hasOnlyKnownRuns({ container, runs }: ContainerHistory): boolean {
  const attempts = (container.status?.restartCount ?? 0) + 1;
  const [first] = runs;
  const hasSucceeded = first?.exitCode === 0 && !first.failed;
  return attempts <= runs.length || (container.role === 'init' && hasSucceeded);
}

function openGap(context: RowContext, pulls: readonly ImagePull[]): Gap {
  const { history, startsAgain } = context;
  const { turn } = history;
  const last = history.runs.at(-1);
  const isRunning = last !== undefined && last.end === undefined;
  // Without a turn it waits for others to run anew, which is no back-off of its own.
  if (!startsAgain || isRunning || (last && turn === undefined)) return { kind: 'queued' };
  if (last) return gapAfter(last, turn);
  return gap('queued', turn ?? pulls[0]?.start);
}

/** The kubelet lost the container before it could read how it ended, and when it ran. */
function lostRun({
  runs,
  state,
  firstStart,
  turn,
  neverStarted,
}: ContainerHistory): readonly Segment[] {
  const since = firstStart ?? turn;
  const isLost = state.kind === 'terminated' && state.reason === 'ContainerStatusUnknown';
  if (!isLost || neverStarted || runs.length > 0 || since === undefined) return [];
  return [{ kind: 'unknown', start: since }];
}

function runSegments(
  run: Run,
  { history, nextSign }: RowContext,
  events: EventIndex,
): readonly Segment[] {
  const { spec, role, status } = history.container;
  if (!spec.startupProbe) return [{ kind: 'running', ...run }];
  if (run.end !== undefined) {
    // A run that this probe had killed has never passed it.
    const past = { startedAt: run.start, finishedAt: run.end };
    // Of a kill under way the event has the newest time alone; with it they are one more than runs.
    const isProbed =
      killOf(history.container, past, events)?.by === 'startup' ||
      probeKills(history.container, 'startup', events) > history.restartCount;
    return [{ kind: isProbed ? 'probing' : 'running', ...run }];
  }
  if (status?.started !== true) return [{ kind: 'probing', start: run.start }];
  // The probe had passed when the next container's turn came (R8).
  const passed = role === 'sidecar' ? nextSign : undefined;
  if (passed === undefined || passed <= run.start) return [{ kind: 'running', start: run.start }];
  return [
    { kind: 'probing', start: run.start, end: passed },
    { kind: 'running', start: passed },
  ];
}

/** From the first to the last time that a start was seen to fail. */
interface Failure {
  readonly first: number;
  readonly last: number;
}

/**
 * Failed starts in a gap. After a run only those count that are about the image: a start that
 * fails otherwise is put off as a crash is.
 */
function failureIn(
  { from = 0, to = Infinity, kind }: Gap,
  { state, container }: ContainerHistory,
  events: EventIndex,
): Failure | undefined {
  const failures = eventsOf(events, container).filter(
    (each) => each.reason === 'Failed' && (kind === 'queued' || isPullFailure(each)),
  );
  const times = failures
    .flatMap(({ first = 0, last = 0 }) => [first, last])
    .filter((at) => at >= from && at <= to);
  if (times.length > 0) return { first: Math.min(...times), last: Math.max(...times) };
  // Without events the failure fills the gap from its beginning.
  const isFailing =
    state.kind === 'waiting' && (isImageFailure(state.reason) || isCreateFailure(state.reason));
  return to === Infinity && isFailing ? { first: from, last: from } : undefined;
}

/** Cuts a gap where pulls begin and end and where the failing begins. */
function fillGap(
  { from, to, kind }: Gap,
  pulls: readonly ImagePull[],
  failure: Failure | undefined,
): readonly Segment[] {
  if (from === undefined) return [];
  const until = to ?? Infinity;
  const success = pulls.find((pull) => !pull.failed && (pull.start ?? 0) > (failure?.last ?? 0));
  const kindAt = (at: number): SegmentKind => {
    const isFailing = failure !== undefined && at >= failure.first;
    if (isFailing && at < (success?.start ?? Infinity)) return 'failing';
    const isPulling = pulls.some(({ start = Infinity, end = Infinity }) => start <= at && at < end);
    return isPulling ? 'pulling' : kind;
  };
  const cuts = [from, failure?.first, ...pulls.flatMap(({ start, end }) => [start, end])]
    .filter((cut) => cut !== undefined)
    .filter((cut) => from <= cut && cut < until)
    .sort((one, other) => one - other);
  const starts = cuts.filter(
    (cut, index) => index === 0 || kindAt(cut) !== kindAt(cuts[index - 1] ?? cut),
  );
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? to;
    return { kind: kindAt(start), start, ...(end !== undefined && { end }) };
  });
}

function gap(kind: SegmentKind, from: number | undefined, to?: number): Gap {
  return { kind, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Whole seconds and two clocks can put one segment's end behind the next one's start. */
function withoutOverlaps(segments: readonly Segment[]): readonly Segment[] {
  const kept: Segment[] = [];
  let free = -Infinity;
  for (const segment of segments) {
    const start = Math.max(segment.start, free);
    const end = segment.end === undefined ? undefined : Math.max(segment.end, start);
    // A run of less than a second has no length either, yet it was one.
    if (end === start && segment.kind !== 'running' && segment.exitCode === undefined) continue;
    kept.push({ ...segment, start, ...(end !== undefined && { end }) });
    free = end ?? Infinity;
  }
  return kept;
}
