import type { ContainerStatus, Pod, TerminatedState } from '../../kubernetes/api.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import type { SessionExit, TargetEnd } from './session-end.ts';

/** The kernel kills all of a process namespace with its first process; times are whole seconds. */
const TOGETHER_MS = 2000;
const KILLED = 137;

/** How a container of any kind has ended; undefined while it has not. */
export function containerExit(pod: Pod, container: string): SessionExit | undefined {
  const { state, lastState, restartCount = 0 } = statusOf(pod, container) ?? {};
  // Containers of a copied Pod may be restarted at once; what was attached to has ended all the same.
  const terminated = state?.terminated ?? (restartCount > 0 ? lastState?.terminated : undefined);
  if (!terminated) return undefined;
  const { exitCode, reason, message } = terminated;
  const target = targetEnd(pod, container, terminated);
  return {
    kind: 'exited',
    exitCode,
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    ...(target !== undefined && { target }),
    ...(pod.metadata.deletionTimestamp && { podIsDeleted: true }),
  };
}

/** Whether the kubelet has said that the container runs. */
export function isContainerRunning(pod: Pod, container: string): boolean {
  return Boolean(statusOf(pod, container)?.state?.running);
}

function statusOf({ status = {} }: Pod, container: string): ContainerStatus | undefined {
  return [
    ...(status.ephemeralContainerStatuses ?? []),
    ...(status.containerStatuses ?? []),
    ...(status.initContainerStatuses ?? []),
  ].find(({ name }) => name === container);
}

/**
 * The target that took its debug container with it: without a process namespace of the whole Pod,
 * the target's main process is process 1 of both.
 */
function targetEnd(pod: Pod, container: string, ended: TerminatedState): TargetEnd | undefined {
  const debuggers = pod.spec.ephemeralContainers ?? [];
  const target = debuggers.find(({ name }) => name === container)?.targetContainerName;
  const isShared = pod.spec.shareProcessNamespace === true || pod.spec.hostPID === true;
  if (target === undefined || isShared || ended.exitCode !== KILLED) return undefined;
  const { state, lastState } = statusOf(pod, target) ?? {};
  const end = state?.terminated ?? lastState?.terminated;
  const at = parseTimestamp(end?.finishedAt);
  const endedAt = parseTimestamp(ended.finishedAt);
  if (!end || at === undefined || endedAt === undefined) return undefined;
  if (Math.abs(endedAt - at) > TOGETHER_MS) return undefined;
  return { container: target, exitCode: end.exitCode, reason: end.reason ?? '' };
}
