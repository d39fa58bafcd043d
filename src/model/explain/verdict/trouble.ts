import type { TerminatedState } from '../../kubernetes/api.ts';
import {
  isCreateFailure,
  isImageFailure,
  isStartFailure,
} from '../../kubernetes/container-state.ts';
import { eventsOf, newestOf, tally } from '../../kubernetes/events.ts';
import { initRunFailed, shouldRestart } from '../../kubernetes/restart-policy.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';
import { pullFailedSinceCrash } from '../kubelet/pulls.ts';
import { PULL_FAILED, untoldFailure } from '../kubelet/untold-failure.ts';
import { eventField, lastStateField, stateField } from './evidence.ts';
import { newestEvent, type Situation } from './situation.ts';

/** What keeps a container from running although it is its turn. */
export interface Trouble {
  /** `crash` covers the moment of the failed run, the back-off after it, and failed starts. */
  readonly kind: 'image' | 'config' | 'create' | 'crash';
  readonly since?: number | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly evidence: readonly string[];
}

/**
 * The kubelet alternates between several words for one trouble: ErrImagePull and
 * ImagePullBackOff, `terminated` and CrashLoopBackOff and RunContainerError. They are one here.
 */
export function troubleOf(
  situation: Situation,
  explained: ExplainedContainer,
): Trouble | undefined {
  const { container, state, stale } = explained;
  if (stale || isRunning(explained)) return undefined;
  if (state.kind === 'terminated') {
    return isFailure(situation, explained) ? crash(explained) : undefined;
  }
  const waiting = state.kind === 'waiting' ? state : undefined;
  const reason = waiting?.reason;
  const unpulled = pullFailedSinceCrash(container, situation.events);
  if (unpulled) {
    const { first } = unpulled;
    const message = unpulled.message.replace(PULL_FAILED, '');
    const evidence = [...stateField(container), ...eventField(unpulled)];
    return { kind: 'image', since: first, reason: 'ErrImagePull', message, evidence };
  }
  if (reason === 'CrashLoopBackOff' || isStartFailure(reason)) return crash(explained);
  const told = waiting && waitingKind(waiting.reason);
  const failures = eventsOf(situation.events, container).filter((each) => each.reason === 'Failed');
  const since = tally(failures)?.first;
  const evidence = [
    ...stateField(container),
    ...eventField(newestEvent(situation, ['Failed'], container)),
  ];
  if (told) {
    const message = pullError(situation, explained) ?? waiting?.message;
    return { kind: told, since, reason, message, evidence };
  }
  const untold = untoldFailure(container, situation.events);
  if (!untold) return undefined;
  const kind = untold.kind === 'start' ? 'create' : untold.kind;
  return { ...untold, kind, since, evidence };
}

/**
 * Older kubelets say only that they back off; what the registry answered is in the event of
 * the pull that failed.
 */
function pullError({ events }: Situation, { container, state }: ExplainedContainer) {
  const isBare =
    state.kind === 'waiting' &&
    state.reason === 'ImagePullBackOff' &&
    /^Back-off pulling image "[^"]*"$/.test(state.message ?? '');
  if (!isBare) return undefined;
  const failures = eventsOf(events, container).filter(
    ({ reason, message }) => reason === 'Failed' && message.startsWith('Failed to pull image'),
  );
  return newestOf(failures)?.message;
}

function waitingKind(reason: string): 'image' | 'config' | 'create' | undefined {
  if (isImageFailure(reason)) return 'image';
  if (reason === 'CreateContainerConfigError') return 'config';
  return isCreateFailure(reason) ? 'create' : undefined;
}

/** By the status, or by a Started event that is newer than the status. */
export function isRunning({ latest }: ExplainedContainer): boolean {
  return latest.kind === 'running';
}

/**
 * Only an event tells that it runs: the kubelet writes no status while it starts containers
 * (pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer).
 */
export function isRunningUnreported({ latest }: ExplainedContainer): boolean {
  return latest.kind === 'running' && !latest.reported;
}

/** A run that ended where the container should be up, or be done: exit 0 too, if it must stay. */
function isFailure({ pod }: Situation, { container }: ExplainedContainer): boolean {
  const end = container.status?.state?.terminated;
  if (!end || container.role === 'ephemeral') return false;
  if (container.role === 'init') return initRunFailed(end);
  return shouldRestart(container, pod.spec.restartPolicy, end);
}

/**
 * The failed run says why; the back-off's own message says only how long. A start that failed is
 * told by the waiting state.
 */
function crash({ container }: ExplainedContainer): Trouble {
  const { waiting, terminated } = container.status?.state ?? {};
  const run: TerminatedState | undefined | null =
    terminated ?? container.status?.lastState?.terminated;
  const startFailure = waiting?.reason === 'CrashLoopBackOff' ? undefined : waiting;
  return {
    kind: 'crash',
    since: parseTimestamp(run?.finishedAt),
    reason: startFailure?.reason ?? run?.reason ?? waiting?.reason,
    message: startFailure?.message ?? run?.message ?? (run ? undefined : waiting?.message),
    evidence: [...stateField(container), ...(terminated ? [] : lastStateField(container))],
  };
}
