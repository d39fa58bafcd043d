import { startsOf } from '../../kubernetes/events.ts';
import { conditionOf } from '../../kubernetes/pod-status.ts';
import { initRunFailed } from '../../kubernetes/restart-policy.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { endlessCommandOf } from '../command/never-ends.ts';
import { waitingPatternOf } from '../command/waiting-pattern.ts';
import { RESET_MS } from '../kubelet/backoff.ts';
import { killOf, probeFailure, probeKills, wasChanged } from '../kubelet/kills.ts';
import { probeGraceSeconds, startupBudget } from '../kubelet/probe-budget.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import { serviceFindings } from './awaited.ts';
import { waitsForLater } from './deadlock.ts';
import { eventField, stateField } from './evidence.ts';
import { likelyKill } from './likely-kill.ts';
import { PATIENCE } from './patience.ts';
import { newestEvent, outlasts, type Situation } from './situation.ts';
import { isRunningUnreported } from './trouble.ts';

/** Since when a running container runs: by its status, or by the event that is newer. */
export function runningSince(
  { events }: Situation,
  { container, state }: ContainerHistory,
): number | undefined {
  if (state.kind === 'running') return state.startedAt;
  return startsOf(container, events)?.last;
}

/** The fields and events by which a container runs. */
export function runningEvidence(
  situation: Situation,
  explained: ContainerHistory,
): readonly string[] {
  const { container } = explained;
  const isUnreported = isRunningUnreported(explained);
  const started = isUnreported ? newestEvent(situation, ['Started'], container) : undefined;
  return [...stateField(container), ...eventField(started)];
}

/**
 * Whether a running container is a retry that has not outlived the failed run before it. Until
 * then nothing speaks for a better end, and the verdict must not flip with every attempt. After a long
 * run the kubelet, too, forgets the failures before.
 */
export function isRepeatedRun(situation: Situation, explained: ContainerHistory): boolean {
  const { state, lastState, latest } = explained;
  // Where only an event tells that it runs, the state is still the end of the run before.
  const before = state.kind === 'terminated' ? state : lastState;
  if (latest.kind !== 'running' || before?.kind !== 'terminated') return false;
  const { startedAt, finishedAt } = before;
  const since = runningSince(situation, explained);
  if (startedAt === undefined || finishedAt === undefined || since === undefined) return false;
  // One that its startup probe had killed has failed, whatever it made of SIGTERM.
  const isProbeKill = killOf(explained.container, before, situation.events)?.by === 'startup';
  const hasFailed = initRunFailed(before) || isProbeKill || explained.container.role === 'sidecar';
  const length = finishedAt - startedAt;
  const age = situation.now - since;
  const isYoung = age <= length + CLOCK_MS;
  return hasFailed && length < RESET_MS && isYoung && isOfSandbox(situation, finishedAt);
}

/** Whether it is such a retry after an end that nobody but the container itself brought about. */
export function isOwnRetry(situation: Situation, explained: ContainerHistory): boolean {
  const { container, state, lastState } = explained;
  if (state.kind !== 'running' || lastState?.kind !== 'terminated') return false;
  const kill =
    killOf(container, lastState, situation.events) ?? likelyKill(situation, explained, lastState);
  return kill === undefined && isRepeatedRun(situation, explained);
}

/**
 * Whether a container of a Ready Pod is up between crashes. The kubelet, too, lets each failure count
 * until one run has lasted ten minutes; of a first one it is enough that this run is the longer.
 */
export function isBetweenCrashes(situation: Situation, explained: ContainerHistory): boolean {
  const { container, state, lastState, restartCount } = explained;
  if (state.kind !== 'running' || lastState?.kind !== 'terminated') return false;
  const { startedAt, finishedAt } = lastState;
  if (state.startedAt === undefined) return false;
  const age = situation.now - state.startedAt;
  if (restartsAllAgain(explained)) return age < RESET_MS;
  if (startedAt === undefined || finishedAt === undefined) return false;
  const length = Math.max(finishedAt - startedAt, SHORTEST_MS);
  const isShort = length < RESET_MS && age < RESET_MS;
  const isOwnEnd =
    isOfSandbox(situation, finishedAt) &&
    !hasInitRunSince(situation, finishedAt) &&
    !wasChanged(killOf(container, lastState, situation.events));
  return isShort && isOwnEnd && (restartCount > 1 || age <= length + CLOCK_MS);
}

/**
 * Whether a container has had all of the Pod restarted time and again by its restartPolicyRules. The
 * kubelet keeps nothing of such an exit and waits out no back-off, so the count alone tells.
 */
export function restartsAllAgain({ gate, ...explained }: ContainerHistory): boolean {
  const isDone = explained.container.role === 'init' && gate.passed;
  return !isDone && explained.restartCount > 1 && hasRestartedAll(explained);
}

function hasRestartedAll({
  container,
  lastState,
}: Pick<ContainerHistory, 'container' | 'lastState'>) {
  const { restartPolicyRules = [] } = container.spec;
  const isAble = restartPolicyRules.some(({ action }) => action === 'RestartAllContainers');
  return isAble && lastState?.kind === 'terminated' && lastState.reason === RESTARTING_ALL;
}

/** Only in a new sandbox; older kubelets do not tell of it otherwise. */
function hasInitRunSince({ containers }: Situation, instant: number): boolean {
  return containers.some(
    ({ container, firstStart, runs }) =>
      container.role === 'init' &&
      [firstStart, ...runs.map(({ start }) => start)].some((start = 0) => start >= instant),
  );
}

/** An init container whose command will not end by itself, by all that the spec tells. */
export function isWaitingInVain(situation: Situation, explained: ContainerHistory): boolean {
  const { pod, now } = situation;
  const { spec } = explained.container;
  const pattern = waitingPatternOf(spec, pod.metadata.namespace);
  const loops = pattern?.loops === true;
  return (
    (loops && serviceFindings(situation, pattern).some(({ state }) => state === 'itself')) ||
    (loops && outlasts(runningSince(situation, explained), now, PATIENCE.waitingLoop)) ||
    endlessCommandOf(spec) !== undefined ||
    waitsForLater(situation, explained) !== undefined
  );
}

/** An init container that has run for longer than they do, and than the sleep in its command. */
export function isLongRun(situation: Situation, explained: ContainerHistory): boolean {
  const pattern = waitingPatternOf(explained.container.spec);
  const sleep = pattern?.pattern === 'sleep' ? (pattern.seconds ?? 0) * 1000 : 0;
  const since = runningSince(situation, explained);
  return outlasts(since, situation.now, sleep + PATIENCE.init);
}

/** One that has run for less says little: the kubelet reports an end only seconds later. */
const SHORTEST_MS = 5000;

/** Start and end are cut to whole seconds each, and the end takes a moment to be seen. */
const CLOCK_MS = 2000;

/** A run that a lost sandbox took along says nothing about the next. */
export function isOfSandbox(situation: Pick<Situation, 'pod'>, finishedAt: number): boolean {
  const sandbox = conditionOf(situation.pod, 'PodReadyToStartContainers');
  return finishedAt >= (parseTimestamp(sandbox?.lastTransitionTime) ?? 0);
}

const RESTARTING_ALL = 'RestartingAllContainers';

/** What the failed run before this one left as its termination message: untrusted text. */
export function lastWords({ lastState }: ContainerHistory): string | undefined {
  // What the kubelet writes of containers that it has removed are no words of theirs.
  const isMadeUp = lastState?.kind !== 'terminated' || lastState.reason === RESTARTING_ALL;
  return isMadeUp ? undefined : lastState.message;
}

/**
 * Whether its startup probe has had this container killed before and nothing has changed: after
 * the second kill it stays so, whatever the length of the run.
 */
export function isProbeLoop(situation: Situation, explained: ContainerHistory): boolean {
  const { container, restartCount, lastState } = explained;
  if (!container.spec.startupProbe || restartCount === 0) return false;
  if (probeKills(container, 'startup', situation.events) > 1) return true;
  const last = lastState?.kind === 'terminated' ? lastState : undefined;
  const kill =
    killOf(container, last ?? {}, situation.events) ??
    (last && likelyKill(situation, explained, last));
  return kill?.by === 'startup' && restartCount > 1;
}

/** Whether its startup probe cannot even be carried out in this run: it neither passes nor kills. */
export function isProbeErroring(situation: Situation, explained: ContainerHistory): boolean {
  const { container, started } = explained;
  if (!container.spec.startupProbe || started) return false;
  return isErroring(situation, explained, 'startup');
}

/** The newest result of the probe in this run is none: it could not be carried out. */
export function isErroring(
  situation: Situation,
  explained: ContainerHistory,
  probe: 'startup' | 'readiness',
): boolean {
  const failure = probeFailure(explained.container, probe, situation.events);
  const since = runningSince(situation, explained) ?? Infinity;
  return failure?.errored === true && (failure.at ?? 0) >= since;
}

/**
 * Whether the kubelet should long have killed the container for its startup probe: it does not
 * probe it (kubernetes/kubernetes#132826), or does not answer.
 */
export function isProbeOverdue(situation: Situation, explained: ContainerHistory): boolean {
  const { container, started } = explained;
  const since = runningSince(situation, explained);
  if (!container.spec.startupProbe || started || since === undefined) return false;
  const { latestSeconds } = startupBudget(container, situation.events);
  const grace = probeGraceSeconds(container, situation.pod);
  const budget = (latestSeconds + grace) * 1000 + PATIENCE.probeKill;
  return outlasts(since, situation.now, budget);
}
