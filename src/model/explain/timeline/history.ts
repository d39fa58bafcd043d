import type { Pod } from '../../kubernetes/api.ts';
import type { EventIndex } from '../../kubernetes/events.ts';
import { conditionOf, hasFinalPhase, trueSince } from '../../kubernetes/pod-status.ts';
import { shouldRestart } from '../../kubernetes/restart-policy.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';
import { type ContainerRuns, withRuns } from './container-runs.ts';
import { startTurns } from './start-turns.ts';

/** A container with its past, and since when nothing before it held it back. */
export interface ContainerHistory extends ContainerRuns {
  /** Milliseconds since the epoch; absent while something still holds it back. */
  readonly turn?: number;
}

/**
 * What is known of each container's past, in start order. Runs come from the status, which keeps
 * the last two of each; events, which get lost, add when it first ran and when the kubelet began
 * to work on it.
 */
export function historiesOf(
  pod: Pod,
  containers: readonly ExplainedContainer[],
  events: EventIndex,
): readonly ContainerHistory[] {
  const isOver = isWorkOver(pod, containers);
  const past = containers.map((each) => withRuns(each, events, isOver));
  const turns = startTurns(past, firstTurn(pod, past));
  return past.map((each, index) => {
    const turn = turns[index];
    return turn === undefined ? each : { ...each, turn };
  });
}

/** Nothing starts any more: the app containers have ended for good, or all of the Pod has. */
export function isWorkOver(pod: Pod, containers: readonly ExplainedContainer[]): boolean {
  const apps = containers.filter(({ container }) => container.role === 'app');
  const areAppsDone = apps.every(
    ({ container, state, stale }) =>
      state.kind === 'terminated' &&
      !stale &&
      !shouldRestart(container, pod.spec.restartPolicy, state),
  );
  return (apps.length > 0 && areAppsDone) || hasFinalPhase(pod);
}

/**
 * The first container's turn comes with the sandbox. Kubelets before 1.29 do not report it, and
 * it is no longer true of a finished Pod: then the kubelet's taking note of the Pod must do.
 */
function firstTurn(pod: Pod, past: readonly ContainerRuns[]): number | undefined {
  const isReported = conditionOf(pod, 'PodReadyToStartContainers') !== undefined;
  const hasRun = past.some(({ firstSign }) => firstSign !== undefined);
  const acknowledged = isReported && !hasRun ? undefined : parseTimestamp(pod.status?.startTime);
  const withSandbox = trueSince(pod, 'PodReadyToStartContainers') ?? acknowledged;
  const removedAt = allRemovedAt(pod, past);
  return removedAt === undefined ? withSandbox : Math.max(withSandbox ?? removedAt, removedAt);
}

/**
 * When RestartAllContainers had removed them all, after which the first one's turn comes again in
 * the same sandbox (pkg/kubelet/kubelet.go). The condition is false before it is ever true.
 */
function allRemovedAt(pod: Pod, past: readonly ContainerRuns[]): number | undefined {
  const isRemoved = past.some(
    ({ lastState }) =>
      lastState?.kind === 'terminated' && lastState.reason === 'RestartingAllContainers',
  );
  const condition = conditionOf(pod, 'AllContainersRestarting');
  const isOver = isRemoved && condition?.status === 'False';
  return isOver ? parseTimestamp(condition.lastTransitionTime) : undefined;
}
