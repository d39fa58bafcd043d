import type { Pod } from '../../kubernetes/api.ts';
import { newestOf } from '../../kubernetes/events.ts';
import {
  conditionOf,
  deadlineOf,
  deletedAt,
  graceSecondsOf,
  hasFinalPhase,
} from '../../kubernetes/pod-status.ts';
import { shouldRestart } from '../../kubernetes/restart-policy.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { nextPastDeadline } from '../kubelet/next-start.ts';
import { firstGrace, hookInSync, isInHook, shutdownOf, stopBeganAt } from '../kubelet/shutdown.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import type { Verdict } from '../verdict/codes.ts';
import { nodeSilentSince } from '../verdict/node-silent.ts';
import { looksLikeHelper } from '../verdict/serving-container.ts';
import { newestEvent, type Situation } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';
import { recentRestart } from './ready-causes.ts';
import { runCauses } from './run-causes.ts';

/** R12: who used up the time, and whose turn never came. */
export function deadlineCauses({ pod, containers }: Situation): readonly Cause[] {
  const seconds = pod.spec.activeDeadlineSeconds;
  if (seconds === undefined) return [];
  const end = deadlineOf(pod) ?? 0;
  const spent = containers
    .filter(({ container }) => container.role === 'init' || container.role === 'app')
    .map((each) => ({ name: each.container.name, ms: timeOf(each, pod, end) }))
    .toSorted((one, other) => other.ms - one.ms)[0];
  const neverRan = containers
    .filter(({ container, runs, restartCount, latest, neverStarted }) => {
      if (container.role === 'ephemeral') return false;
      return neverStarted ?? (latest.kind === 'none' && runs.length === 0 && restartCount === 0);
    })
    .map(({ container }) => container.name);
  const isKnown = spent !== undefined && spent.ms > 0;
  return [
    {
      code: 'deadline-spent',
      seconds,
      ...(isKnown && { container: spent.name, spentMs: spent.ms }),
      neverRan,
    },
  ];
}

/** R12: a restart that comes too late. */
export function deadlineFirst(
  { pod, view, now }: Situation,
  { outcome }: Verdict,
): readonly Cause[] {
  const at = deadlineOf(pod);
  if (at === undefined || outcome === 'failed' || outcome === 'complete') return [];
  const late = nextPastDeadline(view, now);
  return late ? [{ code: 'deadline-first', container: late.container, at }] : [];
}

/** From its turn on, as waiting and back-off cost the deadline too. */
function timeOf(
  { runs, turn = 0, firstSign, state, restartCount }: ContainerHistory,
  pod: Pod,
  end: number,
): number {
  // An ended Pod does not tell any more when it got its sandbox, which is no container's doing.
  const isSandboxKnown = turn > (parseTimestamp(pod.status?.startTime) ?? 0);
  const from = (isSandboxKnown ? turn : undefined) ?? firstSign ?? runs[0]?.start;
  // One that was still in its back-off has used all of it.
  const isKnown = state.kind === 'terminated' && state.reason !== 'ContainerStatusUnknown';
  const isWaiting = restartCount > 0 && !isKnown;
  const to = isWaiting ? end : Math.min(runs.at(-1)?.end ?? end, end);
  return from === undefined || runs.length === 0 ? 0 : Math.max(0, to - from);
}

/** Of a deleted Pod: the time that its containers have, and what may use it up. */
export function deletionCauses(situation: Situation, { code }: Verdict): readonly Cause[] {
  const { pod, events } = situation;
  const until = parseTimestamp(pod.metadata.deletionTimestamp);
  const causes: Cause[] = [...disruptionCauses(pod)];
  if (until === undefined || code === 'FinalizerHeld') return causes;
  const hook = hookInSync(situation.containers, events);
  if (hook) {
    const hasReturned = !situation.containers.some(isInHook);
    const { name } = hook.container;
    return [
      ...causes,
      { code: 'hook-holds-stop', container: name, ...(hasReturned && { hasReturned }) },
    ];
  }
  const began = stopBeganAt(situation.containers, events);
  const first = firstGrace(pod, began);
  // Where the deletion is not known, what is left is counted from the last request.
  const grace = gracePeriod(situation, Math.max(began ?? 0, deletedAt(pod) ?? until));
  causes.push(...grace.map((each) => (first ? { ...each, until: first.until, first } : each)));
  const newest = newestOf(events.all.filter(({ source }) => source === 'kubelet'));
  const isOverdue = code === 'TerminatingOverdue';
  if (isOverdue && newest?.last !== undefined && newest.last > until) {
    const { reason, last, message } = newest;
    causes.push({ code: 'kubelet-answers', event: reason, at: last, ...(message && { message }) });
  }
  return isOverdue ? [...causes, ...silentNode(situation)] : causes;
}

/**
 * What the containers that still run have left since the kubelet was to stop them; nothing where
 * none does. Hooks and turns may make it longer than the grace period itself.
 */
function gracePeriod(
  { pod, containers, events }: Situation,
  since: number,
): readonly Extract<Cause, { code: 'grace-period' }>[] {
  const running = containers.filter(({ latest }) => latest.kind === 'running');
  if (running.length === 0) return [];
  const hooked = running.filter(({ container }) => container.spec.lifecycle?.preStop);
  const hasFailed = ({ container }: ContainerHistory) =>
    (newestEvent({ events }, ['FailedPreStopHook'], container)?.last ?? 0) >= since - CLOCK_MS;
  const names = (all: readonly ContainerHistory[]) => all.map(({ container }) => container.name);
  const failed = names(hooked.filter(hasFailed));
  const preStop = names(hooked.filter((each) => !hasFailed(each)));
  const until = since + shutdownOf(pod, containers, events).worstSeconds * 1000;
  return [
    {
      code: 'grace-period',
      seconds: graceSecondsOf(pod),
      until,
      preStop,
      ...(failed.length > 0 && { failedHooks: failed }),
    },
  ];
}

/** Events are cut to whole seconds. */
const CLOCK_MS = 1000;

/** Of a Pod that has failed: the kubelet stops what still runs before it writes the final phase. */
export function failingCauses(situation: Situation, { since }: Verdict): readonly Cause[] {
  const { pod } = situation;
  const isEnding = !hasFinalPhase(pod) && since !== undefined;
  return isEnding ? gracePeriod(situation, since) : [];
}

/** The node of the Pod does not answer: what becomes of it then. */
export function silentNode(situation: Situation): readonly Cause[] {
  const since = nodeSilentSince(situation);
  const node = situation.pod.spec.nodeName;
  return since === undefined || node === undefined ? [] : [{ code: 'node-silent', node, since }];
}

/** Who ended the Pod from outside (pkg/apis/core/v1/types.go, DisruptionTarget). */
export function disruptionCauses(pod: Pod): readonly Cause[] {
  const condition = conditionOf(pod, 'DisruptionTarget');
  if (condition?.status !== 'True' || !condition.reason) return [];
  const { reason, message } = condition;
  return [{ code: 'disruption', reason, ...(message && { message }) }];
}

/** App containers that have failed and that nothing restarts. */
function failedForGood({ pod, containers }: Situation): readonly ContainerHistory[] {
  return containers.filter(
    ({ container, state, stale }) =>
      container.role === 'app' &&
      !stale &&
      state.kind === 'terminated' &&
      state.exitCode !== 0 &&
      !shouldRestart(container, pod.spec.restartPolicy, state),
  );
}

/**
 * What ended the work, though it counts as success: the phase looks at exit codes alone, and a
 * program that ends with 0 when it is told to stop has one. That the kubelet evicted such a Pod
 * only its event tells: reason and condition are written to a failed Pod only.
 */
export function endsFromOutside(situation: Situation): readonly Cause[] {
  const evicted = newestEvent(situation, ['Evicted']);
  const apps = situation.containers.filter(({ container }) => container.role === 'app');
  return [
    ...(evicted
      ? [{ code: 'disruption', reason: 'Evicted', message: evicted.message } as const]
      : []),
    ...apps.flatMap((each) => runCauses(situation, each)).filter(({ code }) => OUTSIDE.has(code)),
  ];
}

const OUTSIDE: ReadonlySet<Cause['code']> = new Set([
  'killed-by-probe',
  'out-of-memory',
  'milli-bytes',
]);

/** A program may well end with 0 when the kubelet stops it for its hook; OnFailure lets that be. */
function stoppedByHook(situation: Situation, explained: ContainerHistory): readonly Cause[] {
  const { container, state } = explained;
  const isSuccess = container.role === 'app' && state.kind === 'terminated' && state.exitCode === 0;
  const causes = isSuccess ? runCauses(situation, explained) : [];
  return causes.filter(({ code }) => code === 'post-start-failed');
}

/** R25: what keeps a Pod whose work is done from being complete. */
export function completingCauses(
  situation: Situation,
  { since, container: name }: Verdict,
): readonly Cause[] {
  const { pod, containers } = situation;
  const isJob = Boolean(pod.metadata.ownerReferences?.some(({ kind }) => kind === 'Job'));
  const held = containers.find(({ container }) => container.name === name);
  if (held?.container.role === 'app') {
    const failed = failedForGood(situation);
    // A Pod of Always is not meant to complete, nor does one with a failure complete well.
    const isMeantTo = (pod.spec.restartPolicy ?? 'Always') !== 'Always';
    const isHelper = looksLikeHelper(held);
    const later: readonly Cause[] =
      isMeantTo && failed.length > 0
        ? [
            {
              code: 'will-fail',
              failed: failed.map(({ container }) => container.name),
              container: held.container.name,
            },
          ]
        : [];
    const stopped = containers.flatMap((each) => stoppedByHook(situation, each));
    // One that is tried again is work, and no helper.
    const retried = isMeantTo ? recentRestart(situation, held) : [];
    const ends = failed.flatMap((each) => runCauses(situation, each));
    const causes = [...ends, ...later, ...stopped, ...retried];
    // What has ended there was not the work but what should have served it.
    const isServed = stopped.length > 0;
    if (isServed || (!isHelper && (!isMeantTo || failed.length > 0 || retried.length > 0))) {
      return causes;
    }
    return [...causes, { code: 'helper-holds', container: held.container.name, isJob }];
  }
  // Between the end of the last container and the final phase nothing is left to be stopped.
  if (containers.every(({ latest: { kind } }) => kind !== 'running')) {
    return endsFromOutside(situation);
  }
  const isSidecarLeft = containers.some(
    ({ container, latest }) => container.role === 'sidecar' && latest.kind === 'running',
  );
  if (!isSidecarLeft) return since === undefined ? [] : gracePeriod(situation, since);
  // The end that began it is cut to whole seconds.
  const seconds = shutdownOf(pod, containers, situation.events).worstSeconds + 1;
  const latest = since === undefined ? undefined : since + seconds * 1000;
  const failed = failedForGood(situation);
  const isFailure = failed.length > 0;
  return [
    ...failed.flatMap((each) => runCauses(situation, each)),
    {
      code: 'sidecar-stops',
      ...(latest !== undefined && { latest }),
      isJob,
      ...(isFailure && { isFailure }),
    },
  ];
}
