import { isTrue } from '../../../kubernetes/pod-status.ts';
import { isPulling, pullsOf } from '../../kubelet/pulls.ts';
import type { ContainerHistory } from '../../timeline/history.ts';
import type { ContainerVerdictCode, Outcome, Verdict } from '../codes.ts';
import { eventField, stateField, statusField } from '../evidence.ts';
import { PATIENCE } from '../patience.ts';
import {
  isLongRun,
  isProbeErroring,
  isProbeLoop,
  isProbeOverdue,
  isRepeatedRun,
  isWaitingInVain,
  lastWords,
  runningEvidence,
  runningSince,
} from '../running.ts';
import { containerVerdict, newestEvent, outlasts, type Situation } from '../situation.ts';
import { isRunning, type Trouble, troubleOf } from '../trouble.ts';
import { probeKilling } from './probe-killing.ts';

/** The verdict on the init container or sidecar whose gate is the first one still shut (R1, R22). */
export function initPhaseVerdict(situation: Situation): Verdict | undefined {
  const blocking = situation.containers.find(
    ({ container, gate }) => container.role !== 'app' && gate.kind !== 'none' && !gate.passed,
  );
  if (!blocking) return undefined;
  const killing = probeKilling(situation, blocking);
  if (killing) return killing;
  const trouble = troubleOf(situation, blocking);
  if (trouble) return inTrouble(blocking, trouble);
  if (!isRunning(blocking)) return starting(situation, blocking);
  return blocking.container.role === 'init'
    ? initRunning(situation, blocking)
    : sidecarStarting(situation, blocking);
}

function inTrouble(blocking: ContainerHistory, trouble: Trouble): Verdict {
  const { container, holdsBack } = blocking;
  const codes = {
    image: 'ImageFailing',
    config: 'ConfigError',
    create: 'CreateError',
    crash: container.role === 'init' ? 'InitBackoff' : 'SidecarCrashGating',
  } as const satisfies Record<Trouble['kind'], ContainerVerdictCode>;
  const { kind, since, reason, message, evidence } = trouble;
  return containerVerdict(blocking, {
    code: codes[kind],
    since,
    reason,
    message,
    holdsBack,
    evidence,
  });
}

/** Nothing is known to be wrong: the image is being pulled, or the kubelet is at it. */
function starting(situation: Situation, explained: ContainerHistory): Verdict {
  const { container, state, holdsBack } = explained;
  const waiting = state.kind === 'waiting' ? state : undefined;
  const pulls = isPulling(container, situation.events);
  const starts = container.role === 'init' ? 'InitStarting' : 'SidecarStarting';
  const since = pulls ? pullSince(situation, explained) : turnOf(situation, explained);
  return containerVerdict(explained, {
    code: pulls ? 'ImagePulling' : starts,
    outcome: outcomeOfStart(situation, since),
    since,
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
 * A running init container is progress. Stuck are a loop that asks for something which has not
 * come for a minute (R15), or which only a later container of this Pod could bring; a command that
 * never ends; a retry that has not outlived the failed run before it; and a run that is long over
 * what init containers take.
 */
function initRunning(situation: Situation, explained: ContainerHistory): Verdict {
  const { holdsBack } = explained;
  const isVain =
    isWaitingInVain(situation, explained) ||
    isRepeatedRun(situation, explained) ||
    isLongRun(situation, explained);
  const outcome: Outcome = isVain ? 'stuck' : 'progressing';
  return containerVerdict(explained, {
    code: 'InitRunning',
    outcome,
    since: runningSince(situation, explained),
    message: lastWords(explained),
    holdsBack,
    evidence: runningEvidence(situation, explained),
  });
}

/** Running, but its startup probe has not passed. */
function sidecarStarting(situation: Situation, explained: ContainerHistory): Verdict {
  const { container, holdsBack } = explained;
  return containerVerdict(explained, {
    code: 'SidecarStarting',
    outcome: isHopeless(situation, explained) ? 'stuck' : 'progressing',
    since: runningSince(situation, explained),
    message: lastWords(explained),
    holdsBack,
    evidence: [
      ...runningEvidence(situation, explained),
      statusField(container, 'started', container.status?.started ?? false),
    ],
  });
}

/** A startup probe that has failed before, or that should have had an end long ago. */
export function isHopeless(situation: Situation, explained: ContainerHistory): boolean {
  return (
    isRepeatedRun(situation, explained) ||
    isProbeLoop(situation, explained) ||
    isProbeErroring(situation, explained) ||
    isProbeOverdue(situation, explained)
  );
}

/** Since when the image of the container is being pulled; undefined where it is not. */
export function pullSince(
  { events }: Situation,
  { container }: ContainerHistory,
): number | undefined {
  return pullsOf(container, events).findLast(({ end }) => end === undefined)?.start;
}

/** Of a step whose end nobody foretells, but which does not last that long. */
export function outcomeOfStart({ now }: Situation, since: number | undefined): Outcome {
  return outlasts(since, now, PATIENCE.start) ? 'stuck' : 'progressing';
}

/** Since when nothing before the container holds it back; not known without a sandbox. */
export function turnOf({ pod }: Situation, { turn }: ContainerHistory): number | undefined {
  return isTrue(pod, 'PodReadyToStartContainers') ? turn : undefined;
}
