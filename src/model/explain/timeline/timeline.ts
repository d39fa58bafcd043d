import type { Pod, PodEvent } from '../../kubernetes/api.ts';
import { containersOf } from '../../kubernetes/containers.ts';
import { conditionOf, deletedAt, hasFinalPhase } from '../../kubernetes/pod-status.ts';
import { shouldRestart } from '../../kubernetes/restart-policy.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { type ContainerHistory, historyOf } from './container-runs.ts';
import type { Segment, StageName, Timeline } from './segments.ts';
import { startTurns } from './start-turns.ts';
import { timelineRow } from './timeline-row.ts';

type Stage = Timeline['stages'][number];

/**
 * How the Pod came to where it is, on one axis of epoch milliseconds. Order and runs come from
 * the spec and the status; events, which get lost, only refine
 * (client-go tools/record/events_cache.go).
 */
export function buildTimeline(pod: Pod, events: readonly PodEvent[], now: number): Timeline {
  const stages = stagesOf(pod);
  const histories = pod.status
    ? containersOf(pod).map((container) => historyOf(container, events))
    : [];
  const turns = startTurns(histories, firstTurn(pod, histories));
  const rows = histories.map((history, index) => {
    const turn = turns[index];
    const nextSign = histories[index + 1]?.firstSign;
    const context = {
      history,
      startsAgain: startsAgain(pod, history),
      ...(turn !== undefined && { turn }),
      ...(nextSign !== undefined && { nextSign }),
    };
    return { container: history.container.name, segments: timelineRow(context, events) };
  });
  const segments = rows.flatMap((row) => row.segments);
  const unstarted = containersOf(pod).map(({ name }) => ({ container: name, segments: [] }));
  return { ...axis(pod, stages, segments, now), stages, rows: pod.status ? rows : unstarted };
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

function trueSince(pod: Pod, type: string): number | undefined {
  const condition = conditionOf(pod, type);
  return condition?.status === 'True' ? parseTimestamp(condition.lastTransitionTime) : undefined;
}

/**
 * The first container's turn comes with the sandbox. Kubelets before 1.29 do not report it, and
 * it is no longer true of a finished Pod: then the kubelet's taking note of the Pod must do.
 */
function firstTurn(pod: Pod, histories: readonly ContainerHistory[]): number | undefined {
  const isReported = conditionOf(pod, 'PodReadyToStartContainers') !== undefined;
  const hasRun = histories.some(({ firstSign }) => firstSign !== undefined);
  const acknowledged = isReported && !hasRun ? undefined : parseTimestamp(pod.status?.startTime);
  return trueSince(pod, 'PodReadyToStartContainers') ?? acknowledged;
}

function startsAgain(pod: Pod, { container, state }: ContainerHistory): boolean {
  const { metadata, spec } = pod;
  if (hasFinalPhase(pod) || metadata.deletionTimestamp) return false;
  return state.kind !== 'terminated' || shouldRestart(container, spec.restartPolicy, state);
}

/**
 * A start-up long past would be squeezed into the first column if the axis went on to now, so
 * once all is settled it ends a tenth after the last thing that happened.
 */
function axis(pod: Pod, stages: readonly Stage[], segments: readonly Segment[], now: number) {
  const instants = [
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

const MIN_MARGIN = 1000;
