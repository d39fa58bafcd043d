import type { Pod } from '../../kubernetes/api.ts';
import type { EventIndex } from '../../kubernetes/events.ts';
import { deletedAt, hasFinalPhase, trueSince } from '../../kubernetes/pod-status.ts';
import { shouldRestart } from '../../kubernetes/restart-policy.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { type ContainerHistory, isWorkOver } from './history.ts';
import type { Segment, StageName, Timeline } from './segments.ts';
import { timelineRow } from './timeline-row.ts';

type Stage = Timeline['stages'][number];

/**
 * How the Pod came to where it is, on one axis of epoch milliseconds. Order and runs come from
 * the spec and the status; events, which get lost, only refine
 * (client-go tools/record/events_cache.go).
 */
export function buildTimeline(
  pod: Pod,
  histories: readonly ContainerHistory[],
  events: EventIndex,
  now: number,
): Timeline {
  const stages = stagesOf(pod);
  const isOver = isWorkOver(pod, histories) || pod.metadata.deletionTimestamp !== undefined;
  const rows = histories.map((history, index) => {
    const next = histories[index + 1];
    const nextSign = next?.isFirstKnown ? next.firstSign : undefined;
    const context = {
      history,
      startsAgain: !isOver && startsAgain(pod, history),
      ...(nextSign !== undefined && { nextSign }),
    };
    return { container: history.container.name, segments: timelineRow(context, events) };
  });
  const segments = rows.flatMap((row) => row.segments);
  const isKilling = histories.some(({ latest }) => latest.kind === 'running' && latest.replaced);
  const ended = isKilling ? [now] : endOf(pod, events);
  return { ...axis(pod, stages, segments, ended, now), stages, rows };
}

/** Pod condition and the stage its becoming true ends (pkg/kubelet/status/generate.go). */
const CONDITION_STAGES = [
  ['scheduled', 'PodScheduled'],
  ['sandbox', 'PodReadyToStartContainers'],
  ['initialized', 'Initialized'],
  ['containersReady', 'ContainersReady'],
  ['ready', 'Ready'],
] as const;

function stagesOf(pod: Pod): readonly Stage[] {
  const { metadata, status } = pod;
  const instants: Partial<Record<StageName, number | undefined>> = {
    created: parseTimestamp(metadata.creationTimestamp),
    acknowledged: parseTimestamp(status?.startTime),
    deleted: deletedAt(pod),
  };
  for (const [stage, type] of CONDITION_STAGES) instants[stage] = trueSince(pod, type);
  return STAGES.flatMap((stage) => {
    const at = instants[stage];
    return at === undefined ? [] : [{ stage, at }];
  });
}

const STAGES: readonly StageName[] = [
  'created',
  'scheduled',
  'acknowledged',
  'sandbox',
  'initialized',
  'containersReady',
  'ready',
  'deleted',
];

function startsAgain(pod: Pod, { container, state }: ContainerHistory): boolean {
  const { restartPolicy } = pod.spec;
  return state.kind !== 'terminated' || shouldRestart(container, restartPolicy, state);
}

/**
 * A start-up long past would be squeezed into the first column if the axis went on to now, so
 * once all is settled it ends a tenth after the last thing that happened.
 */
function axis(
  pod: Pod,
  stages: readonly Stage[],
  segments: readonly Segment[],
  ended: readonly number[],
  now: number,
) {
  const instants = [
    ...ended,
    ...stages.map(({ at }) => at),
    ...segments.flatMap(({ start, end }) => [start, end ?? start]),
  ];
  const start = Math.min(...instants, now);
  const last = Math.max(...instants, start);
  if (instants.length === 0) return { start: now, end: now };
  if (hasFinalPhase(pod) && !pod.metadata.deletionTimestamp) return { start, end: last };
  const isSettled =
    trueSince(pod, 'Ready') !== undefined &&
    segments.every(({ kind, end }) => end !== undefined || kind === 'running');
  const margin = Math.max(MIN_MARGIN, (last - start) / 10);
  return { start, end: Math.max(last, isSettled ? Math.min(now, last + margin) : now) };
}

/** Events that end a Pod, whose containers may not tell when they ended. */
function endOf(pod: Pod, events: EventIndex): readonly number[] {
  if (!hasFinalPhase(pod)) return [];
  return events.all.flatMap(({ reason, last }) =>
    ENDS.has(reason) && last !== undefined ? [last] : [],
  );
}

const ENDS: ReadonlySet<string> = new Set(['Evicted', 'Preempting', 'DeadlineExceeded', 'Killing']);

const MIN_MARGIN = 1000;
