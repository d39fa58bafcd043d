import type { Pod } from '../../kubernetes/api.ts';
import type { ContainerState } from '../../kubernetes/container-state.ts';
import {
  containerState,
  isAbsentReason,
  isStartFailure,
  lastStateOf,
  stateOf,
} from '../../kubernetes/container-state.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import { type EventIndex, killsOf, startsOf } from '../../kubernetes/events.ts';
import { initRunFailed } from '../../kubernetes/restart-policy.ts';
import { probeBehindStop } from './kills.ts';

/** A container as the runtime has it, read back from what the API says about it. */
export type Instance =
  /** Never created, or removed since. */
  | { readonly kind: 'none' }
  /** Created, but its process did not start. */
  | { readonly kind: 'created' }
  | {
      readonly kind: 'running';
      readonly startedAt?: number;
      /** The startup probe succeeded, or there is none. */
      readonly started: boolean;
      /** Why the kubelet is killing it, if it does so for this container alone. */
      readonly replaced: false | 'probe' | 'definition' | 'post-start';
      /** Since when it is being killed. */
      readonly killedAt?: number;
      /** Its postStart hook has not returned: the kubelet does nothing else in this Pod. */
      readonly hookRuns?: true;
      /** False when only a Started event tells: the kubelet has not written the status since. */
      readonly reported: boolean;
    }
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly reason: string;
      readonly startedAt?: number;
      readonly finishedAt?: number;
      /** The kubelet has already decided to start it again: it says `waiting`. */
      readonly retried: boolean;
    }
  /** The runtime lost track of it. */
  | { readonly kind: 'unknown' };

/** Inverse of convertToAPIContainerStatuses (pkg/kubelet/kubelet_pods.go), helped by events. */
export function instanceOf(container: PodContainer, pod: Pod, events: EventIndex): Instance {
  const { status } = container;
  const state = stateOf(status);
  if (state.kind === 'running') return running(container, pod, state.startedAt, events);
  if (wasStartedSince(container, events)) return startedUnreported(container);
  if (state.kind === 'terminated') return exited(state, false);
  if (state.kind === 'unknown' || isAbsentReason(state.reason)) return { kind: 'none' };
  const last = containerState(status?.lastState);
  if (last.kind === 'terminated' && !isFinishedInit(container, last)) return exited(last, true);
  const wasCreated = state.reason === 'CrashLoopBackOff' || state.reason === 'RunContainerError';
  return { kind: wasCreated ? 'created' : 'none' };
}

type Terminated = Extract<ContainerState, { kind: 'terminated' }>;

function running(
  container: PodContainer,
  pod: Pod,
  startedAt: number | undefined,
  events: EventIndex,
): Instance {
  const kills = killsOf(container, events);
  const isKilledSince = kills?.last !== undefined && kills.last > (startedAt ?? Infinity);
  if (isKilledSince && isStartAfter(kills.last, container, events)) {
    return startedUnreported(container);
  }
  const replaced =
    isKilledSince &&
    (replacementOf(kills.message) ||
      (probeBehindStop(container, pod, kills.last, events) !== undefined && 'probe'));
  return {
    kind: 'running',
    ...(startedAt !== undefined && { startedAt }),
    started: container.spec.startupProbe === undefined || container.status?.started === true,
    replaced,
    ...(replaced && kills?.last !== undefined && { killedAt: kills.last }),
    reported: true,
  };
}

/** A startup probe is watched only once the status says running, so it cannot have succeeded. */
function startedUnreported({ spec }: PodContainer): Instance {
  const started = spec.startupProbe === undefined;
  return { kind: 'running', started, replaced: false, reported: false };
}

/**
 * Whether the newest Started event is later than the end of a run. Both are whole seconds: within
 * one, more starts than the status has counted give it away.
 */
function isStartAfter(
  end: number | undefined,
  container: PodContainer,
  events: EventIndex,
): boolean {
  const { last, count = 0 } = startsOf(container, events) ?? {};
  if (last === undefined || end === undefined) return false;
  return last > end || (last === end && count > (container.status?.restartCount ?? 0) + 1);
}

/** Texts of computePodActions and computeInitContainerActions; other kills restart nothing. */
function replacementOf(message: string): false | 'probe' | 'definition' {
  if (/definition changed|resize requires restart/.test(message)) return 'definition';
  return /failed (startup|liveness) probe/.test(message) && 'probe';
}

/**
 * The status stands still while the kubelet pulls another image or waits for a postStart hook;
 * only the event tells that the container runs already.
 */
function wasStartedSince(container: PodContainer, events: EventIndex): boolean {
  const started = startsOf(container, events);
  if (started?.last === undefined || hasFailedToStart(container, started.count)) return false;
  const { status } = container;
  if (wasLost(container)) return started.count > (status?.restartCount ?? 0);
  const ends = [stateOf(status), lastStateOf(status)]
    .filter((state) => state?.kind === 'terminated')
    // Where an end has no known time, the event may be of the very run that ended.
    .map(({ finishedAt = Infinity }) => finishedAt);
  return ends.every((end) => isStartAfter(end, container, events));
}

/**
 * The runtime no longer had the container: the kubelet then makes up an end without a time and
 * counts the restart before it happens (pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses).
 */
function wasLost({ status }: PodContainer): boolean {
  const state = stateOf(status);
  const last = lastStateOf(status);
  const isMadeUp = last?.kind === 'terminated' && last.finishedAt === undefined;
  return state.kind === 'waiting' && isAbsentReason(state.reason) && isMadeUp;
}

/** While the kubelet waits for the next postStart hook, the status still tells that one failed. */
function hasFailedToStart({ status }: PodContainer, starts: number): boolean {
  const reason = status?.state?.waiting?.reason;
  const isStartedAgain =
    reason === 'PostStartHookError' && starts > (status?.restartCount ?? 0) + 1;
  return isStartFailure(reason) && !isStartedAgain;
}

function exited(state: Terminated, retried: boolean): Instance {
  if (state.reason === 'ContainerStatusUnknown') return { kind: 'unknown' };
  const { exitCode, reason, startedAt, finishedAt } = state;
  return {
    kind: 'exited',
    exitCode,
    reason,
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
    retried,
  };
}

/** A finished init container says `terminated`: if it waits, that run was in another sandbox. */
function isFinishedInit({ role }: PodContainer, run: Terminated): boolean {
  return role === 'init' && !initRunFailed(run);
}
