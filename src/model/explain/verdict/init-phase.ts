import { parseTimestamp } from '../../kubernetes/time.ts';
import { waitingPatternOf } from '../command/waiting-pattern.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';
import { isPulling } from '../kubelet/pull.ts';
import { historyOf } from '../timeline/container-runs.ts';
import { pullsOf } from '../timeline/pulls.ts';
import { startTurns } from '../timeline/start-turns.ts';
import type { Outcome, Verdict, VerdictCode } from './codes.ts';
import { eventField, stateField, statusField } from './evidence.ts';
import { PATIENCE } from './patience.ts';
import { isRepeatedRun } from './repeated-run.ts';
import { runningEvidence, runningSince } from './running.ts';
import { condition, newestEvent, outlasts, type Situation, verdict } from './situation.ts';
import { isRunning, type Trouble, troubleOf } from './trouble.ts';

/** The verdict on the init container or sidecar whose gate is the first one still shut (R1, R22). */
export function initPhaseVerdict(situation: Situation): Verdict | undefined {
  const blocking = situation.containers.find(
    ({ container, gate }) => container.role !== 'app' && gate.kind !== 'none' && !gate.passed,
  );
  if (!blocking) return undefined;
  const trouble = troubleOf(situation, blocking);
  if (trouble) return inTrouble(blocking, trouble);
  if (!isRunning(situation, blocking)) return starting(situation, blocking);
  return blocking.container.role === 'init'
    ? initRunning(situation, blocking)
    : sidecarStarting(situation, blocking);
}

function inTrouble({ container, holdsBack }: ExplainedContainer, trouble: Trouble): Verdict {
  const codes = {
    image: 'ImageFailing',
    config: 'ConfigError',
    create: 'CreateError',
    crash: container.role === 'init' ? 'InitBackoff' : 'SidecarCrashGating',
  } as const satisfies Record<Trouble['kind'], VerdictCode>;
  const { kind, since, reason, message, evidence } = trouble;
  return verdict({
    code: codes[kind],
    outcome: 'stuck',
    container: container.name,
    since,
    reason,
    message,
    holdsBack,
    evidence,
  });
}

/** Nothing is known to be wrong: the image is being pulled, or the kubelet is at it. */
function starting(situation: Situation, explained: ExplainedContainer): Verdict {
  const { container, state, holdsBack } = explained;
  const waiting = state.kind === 'waiting' ? state : undefined;
  const pulls = isPulling(container, situation.events);
  const starts = container.role === 'init' ? 'InitStarting' : 'SidecarStarting';
  return verdict({
    code: pulls ? 'ImagePulling' : starts,
    outcome: 'progressing',
    container: container.name,
    since: pulls ? pullSince(situation, explained) : turnOf(situation, explained),
    reason: waiting?.reason,
    message: waiting?.message,
    holdsBack,
    evidence: [
      ...stateField(container),
      ...(pulls ? eventField(newestEvent(situation, ['Pulling'], container)) : []),
    ],
  });
}

/**
 * A running init container is progress, however long it takes: only its author knows how long is
 * too long. Two cases are stuck: a loop that asks for something which has not come for a minute
 * (R15), and a retry that has not outlived the failed run before it.
 */
function initRunning(situation: Situation, explained: ExplainedContainer): Verdict {
  const { pod, now } = situation;
  const { container, holdsBack } = explained;
  const since = runningSince(situation, explained);
  const pattern = waitingPatternOf(container.spec, pod.metadata.namespace);
  const waitsInVain = pattern?.loops === true && outlasts(since, now, PATIENCE.waitingLoop);
  const outcome: Outcome =
    waitsInVain || isRepeatedRun(situation, explained) ? 'stuck' : 'progressing';
  return verdict({
    code: 'InitRunning',
    outcome,
    container: container.name,
    since,
    holdsBack,
    evidence: runningEvidence(situation, explained),
  });
}

/** Running, but its startup probe has not passed. */
function sidecarStarting(situation: Situation, explained: ExplainedContainer): Verdict {
  const { container, holdsBack } = explained;
  return verdict({
    code: 'SidecarStarting',
    outcome: isRepeatedRun(situation, explained) ? 'stuck' : 'progressing',
    container: container.name,
    since: runningSince(situation, explained),
    holdsBack,
    evidence: [
      ...runningEvidence(situation, explained),
      statusField(container, 'started', container.status?.started ?? false),
    ],
  });
}

export function pullSince(
  { events }: Situation,
  { container }: ExplainedContainer,
): number | undefined {
  return pullsOf(container, events).findLast(({ end }) => end === undefined)?.start;
}

/** Since when nothing before the container holds it back. */
export function turnOf(situation: Situation, { container }: ExplainedContainer) {
  const { events, containers } = situation;
  const sandbox = condition(situation, 'PodReadyToStartContainers');
  const base = parseTimestamp(sandbox?.lastTransitionTime);
  const histories = containers.map((each) => historyOf(each.container, events));
  const index = containers.findIndex((each) => each.container.name === container.name);
  return sandbox?.status === 'True' ? startTurns(histories, base)[index] : undefined;
}
