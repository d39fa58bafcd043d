import type { Pod } from '../kubernetes/api.ts';
import { hasNeverRun, lastStateOf, stateOf } from '../kubernetes/container-state.ts';
import { containersOf, type PodContainer } from '../kubernetes/containers.ts';
import { conditionOf } from '../kubernetes/pod-status.ts';
import { initRunFailed, shouldRestart } from '../kubernetes/restart-policy.ts';
import { nearNames } from '../kubernetes/similar-names.ts';
import { sharedNamespace } from './process-namespace.ts';
import type { Refusal } from './refusal.ts';

/** Which container is looked into, and why this one. */
export interface Target {
  readonly container: PodContainer;
  readonly by: 'flag' | 'annotation' | 'init' | 'only' | 'not-ready' | 'first';
  /** Whether its processes can be joined: only those of a running container can. */
  readonly isJoined: boolean;
}

/**
 * The container to look into: the one asked for; else, while an init container holds the Pod back
 * and its default container with it, that one; else the default container; else the first that is
 * not Ready, unless it is done; else the first. Only a running one can be joined: the runtime
 * refuses others, and the kubelet would try again for ever (containerd
 * internal/cri/server/helpers.go, validateTargetContainer).
 */
export function chooseTarget(pod: Pod, wanted: string | undefined): Target | Refusal {
  const all = containersOf(pod);
  if (wanted !== undefined) return wantedTarget(pod, all, wanted);
  const [container, by] = defaultContainer(pod, all);
  return { container, by, isJoined: isRunning(container) };
}

/**
 * Containers of which a person may choose one: app containers that run, if there are several and
 * the Pod itself does not say which one matters. Empty if there is nothing to choose.
 */
export function choices(pod: Pod): readonly PodContainer[] {
  const all = containersOf(pod);
  if (annotated(pod, all) || isInitialising(pod)) return [];
  const apps = all.filter((each) => each.role === 'app' && isRunning(each));
  return apps.length > 1 ? apps : [];
}

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

function wantedTarget(pod: Pod, all: readonly PodContainer[], wanted: string): Target | Refusal {
  const container = all.find(({ name }) => name === wanted);
  const targets = all.filter(({ role }) => role !== 'ephemeral').map(({ name }) => name);
  if (container === undefined || container.role === 'ephemeral') {
    return {
      code: 'UnknownTarget',
      wanted,
      isPodName: wanted === pod.metadata.name,
      isEphemeral: container !== undefined,
      near: nearNames(targets, wanted),
      names: targets,
    };
  }
  if (!isRunning(container) && sharedNamespace(pod) === undefined) {
    const { reason, exitCode, isStartError } = reasonOf(container);
    return {
      code: 'TargetNotRunning',
      container: wanted,
      reason,
      ...(exitCode !== undefined && !isStartError && { exitCode }),
    };
  }
  return { container, by: 'flag', isJoined: isRunning(container) };
}

function defaultContainer(
  pod: Pod,
  all: readonly PodContainer[],
): readonly [PodContainer, Target['by']] {
  const named = annotated(pod, all);
  const apps = all.filter(({ role }) => role === 'app');
  const init = isInitialising(pod) ? all.find(holdsBack) : undefined;
  if (named && (isRunning(named) || init === undefined)) return [named, 'annotation'];
  if (init) return [init, 'init'];
  const [first] = apps;
  // The API server lets no Pod be without a container.
  if (first === undefined) throw new Error('a Pod without containers');
  if (apps.length === 1) return [first, 'only'];
  const due = apps.filter((each) => !isDone(pod, each));
  const sick = due.find(({ status }) => status?.ready !== true);
  return sick ? [sick, 'not-ready'] : [due[0] ?? first, 'first'];
}

/** An init container that has not done its part: the first such is what the Pod waits for. */
export function holdsBack({ role, status }: PodContainer): boolean {
  if (role === 'sidecar') return status?.started !== true;
  const state = stateOf(status);
  return role === 'init' && !(state.kind === 'terminated' && !initRunFailed(state));
}

/** It has ended as it should, and is never Ready again. */
function isDone(pod: Pod, container: PodContainer): boolean {
  const state = stateOf(container.status);
  return (
    state.kind === 'terminated' &&
    state.exitCode === 0 &&
    !shouldRestart(container, pod.spec.restartPolicy, state)
  );
}

function annotated(pod: Pod, all: readonly PodContainer[]): PodContainer | undefined {
  const name = pod.metadata.annotations?.[DEFAULT_CONTAINER];
  return all.find((each) => each.name === name && each.role !== 'ephemeral');
}

function isInitialising(pod: Pod): boolean {
  return conditionOf(pod, 'Initialized')?.status === 'False';
}

/** Whether it has processes now. */
export function isRunning({ status }: PodContainer): boolean {
  return stateOf(status).kind === 'running';
}

/** Why a container does not run, as the API has it, and how it ended before. */
export function reasonOf({ status }: PodContainer): {
  readonly reason: string;
  readonly exitCode?: number;
  /** The exit code is that of the run before, and another one is to come. */
  readonly isPrevious: boolean;
  /** The exit code is the runtime's, which could not start it: there is no log. */
  readonly isStartError: boolean;
} {
  const state = stateOf(status);
  const ended = state.kind === 'terminated' ? state : lastStateOf(status);
  const reason = state.kind === 'waiting' || state.kind === 'terminated' ? state.reason : '';
  const isPrevious = state.kind !== 'terminated';
  if (ended?.kind !== 'terminated') return { reason, isPrevious, isStartError: false };
  const isStartError = hasNeverRun(ended.reason);
  return { reason, isPrevious, isStartError, exitCode: ended.exitCode };
}
