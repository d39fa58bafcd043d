import type { ContainerState } from '../../kubernetes/container-state.ts';
import { type EventIndex, eventsOf, startsOf } from '../../kubernetes/events.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';

/** A stretch of time in which a container ran: instants in milliseconds since the epoch. */
export interface Run {
  readonly start: number;
  /** Absent while it runs. */
  readonly end?: number;
  readonly exitCode?: number;
  /**
   * An end that is an error: not that of a sidecar which was stopped when the work was over, but
   * also an OOM kill that left the exit code 0.
   */
  readonly failed?: true;
}

/** A container with what the API and the events tell of its past. */
export interface ContainerRuns extends ExplainedContainer {
  /** The runs the API keeps, the last and the current, in order of time. */
  readonly runs: readonly Run[];
  /** When the container first ran: before `runs` if that run is no longer kept. */
  readonly firstStart?: number;
  /** Lost, says the status, but by its events it never came to run. */
  readonly neverStarted?: true;
  /** The earliest trace of the kubelet working on the container: a pull, an event, a run. */
  readonly firstSign?: number;
  /** The status keeps two runs; of earlier ones only events tell, if they are all still there. */
  readonly isFirstKnown: boolean;
}

/**
 * The container's record, with its past added to it. `isWorkOver`: the app containers or the
 * whole Pod have ended for good, so that the kubelet stops the sidecars.
 */
export function withRuns(
  explained: ExplainedContainer,
  events: EventIndex,
  isWorkOver: boolean,
): ContainerRuns {
  const { container, state, lastState } = explained;
  const started = startsOf(container, events);
  const isHelper = container.role === 'sidecar' || container.role === 'ephemeral';
  const isStopped = isWorkOver && isHelper;
  const known = [lastState, state].flatMap((past) =>
    past ? runsOf(past, started?.last, isStopped && past === state) : [],
  );
  const runs = closed([...known, ...unreportedRun(explained, started?.last)]);
  const firstStart = earliest([started?.first, ...runs.map(({ start }) => start)]);
  const traces = eventsOf(events, container).filter(({ reason }) => WORKING.has(reason));
  const firstSign = earliest([firstStart, ...traces.map(({ first }) => first)]);
  return {
    ...explained,
    runs,
    ...(firstStart !== undefined && { firstStart }),
    ...(firstSign !== undefined && { firstSign }),
    isFirstKnown: isFirstKnown(Math.max(runs.length, started?.count ?? 0), explained),
    ...(isNeverStarted(explained, events) && { neverStarted: true }),
  };
}

function isFirstKnown(runs: number, { restartCount }: ExplainedContainer): boolean {
  return runs > restartCount || (runs === 0 && restartCount === 0);
}

/**
 * At the end of a Pod the kubelet makes up an end of what has none, also of a container whose image
 * never came (pkg/kubelet/status/status_manager.go, TerminatePod).
 */
function isNeverStarted(explained: ExplainedContainer, events: EventIndex): boolean {
  const { container, state, lastState, restartCount } = explained;
  const isLost = state.kind === 'terminated' && state.reason === 'ContainerStatusUnknown';
  if (!isLost || lastState || restartCount > 0) return false;
  const own = eventsOf(events, container);
  return own.length > 0 && own.every(({ reason }) => reason !== 'Created' && reason !== 'Started');
}

/** In order of time. A run that the status still tells of as a newer one starts has been killed. */
function closed(runs: readonly Run[]): readonly Run[] {
  const inOrder = runs.toSorted((one, other) => one.start - other.start);
  return inOrder.map((run, index) => {
    const next = inOrder[index + 1];
    return run.end === undefined && next ? { ...run, end: next.start } : run;
  });
}

const WORKING: ReadonlySet<string> = new Set(['Pulling', 'Pulled', 'Created', 'Started']);

/**
 * A run of unknown start (StartError has none) is an instant at its end; one without an end, such
 * as the kubelet's made-up `Completed` of a container it no longer has, cannot be placed
 * (pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses).
 */
function runsOf(
  state: ContainerState,
  startedEvent: number | undefined,
  isStopped: boolean,
): readonly Run[] {
  if (state.kind === 'running') {
    const start = state.startedAt ?? startedEvent;
    return start === undefined ? [] : [{ start }];
  }
  if (state.kind !== 'terminated' || state.finishedAt === undefined) return [];
  const { startedAt = state.finishedAt, finishedAt, exitCode } = state;
  const isError = (exitCode !== 0 && !(isStopped && isSignalEnd(exitCode))) || isOomKill(state);
  const run = { start: Math.min(startedAt, finishedAt), end: finishedAt, exitCode };
  return [{ ...run, ...(isError && { failed: true }) }];
}

/** 128 and SIGKILL or SIGTERM. */
function isSignalEnd(exitCode: number): boolean {
  return exitCode === 137 || exitCode === 143;
}

function isOomKill({ reason }: Extract<ContainerState, { kind: 'terminated' }>): boolean {
  return reason === 'OOMKilled';
}

/**
 * While a postStart hook or the next container's pull blocks the kubelet, only the Started event
 * tells that a container runs (pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer).
 */
function unreportedRun(
  { latest }: ExplainedContainer,
  startedEvent: number | undefined,
): readonly Run[] {
  const isUnreported = latest.kind === 'running' && !latest.reported;
  return isUnreported && startedEvent !== undefined ? [{ start: startedEvent }] : [];
}

function earliest(instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
