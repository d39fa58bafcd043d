import type { Pod } from '../kubernetes/api.ts';
import { stateOf } from '../kubernetes/container-state.ts';
import { containersOf, type PodContainer } from '../kubernetes/containers.ts';
import { conditionOf, hasFinalPhase } from '../kubernetes/pod-status.ts';
import { initFailureFailsPod, initRunFailed, shouldRestart } from '../kubernetes/restart-policy.ts';
import type { StatusColumns } from '../kubernetes/status-column.ts';
import type { MisleadingStatus } from './explanation.ts';

/**
 * The truth behind the STATUS word where the word hides it
 * (pkg/printers/internalversion/printers.go, printPod).
 */
export function misleadingStatus(pod: Pod, columns: StatusColumns): MisleadingStatus | undefined {
  const { status: word } = columns;
  if (!pod.status) return undefined;
  if (pod.metadata.deletionTimestamp) return heldByFinalizer(pod);
  if (pod.status.reason && pod.status.reason !== word) {
    if (pod.status.reason === 'Evicted') return { code: 'evicted' };
    if (pod.status.reason === 'DeadlineExceeded') return { code: 'deadline-exceeded' };
  }
  const containers = containersOf(pod);
  return (
    initFailedForGood(pod, containers, word) ??
    (hasFinalPhase(pod) ? undefined : whileAlive(pod, containers, word))
  );
}

function whileAlive(
  pod: Pod,
  containers: readonly PodContainer[],
  word: string,
): MisleadingStatus | undefined {
  return (
    reinitializing(containers, pod, word) ??
    sidecarAfterStart(containers, word) ??
    initNotRunning(containers, word) ??
    waitsForImage(containers, word) ??
    completedButSidecarsRun(pod, containers) ??
    someAppsFinished(containers, word)
  );
}

/** The kubelet writes the terminal phase before it deletes the Pod (status_manager.go). */
function heldByFinalizer(pod: Pod): MisleadingStatus | undefined {
  const { finalizers = [] } = pod.metadata;
  const isHeld = hasFinalPhase(pod) && finalizers.length > 0;
  return isHeld ? { code: 'held-by-finalizer', finalizers } : undefined;
}

/**
 * `Init:Error` reads as if a restart came, and OOMKilled with exit code 0 as if all went well:
 * kubectl passes over exit code 0, the kubelet does not (pkg/kubelet/kuberuntime/helpers.go).
 */
function initFailedForGood(
  pod: Pod,
  containers: readonly PodContainer[],
  word: string,
): MisleadingStatus | undefined {
  const failed = containers.find((container) => {
    const state = stateOf(container.status);
    const { restartPolicy } = pod.spec;
    return state.kind === 'terminated' && initFailureFailsPod(container, restartPolicy, state);
  });
  const isSaid = word === 'Failed';
  return failed && !isSaid ? { code: 'init-failed-for-good', container: failed.name } : undefined;
}

/**
 * Init containers run again after apps have run: the sandbox was replaced. STATUS shows the apps'
 * old ends, as Initialized stays true (pkg/kubelet/status/generate.go).
 */
function reinitializing(
  containers: readonly PodContainer[],
  pod: Pod,
  word: string,
): MisleadingStatus | undefined {
  if (word.startsWith('Init:')) return undefined;
  const apps = containers.filter(({ role }) => role === 'app');
  const haveStopped = apps.some(hasRun) && !apps.some(isRunning);
  const inits = containers.filter(({ role, status }) => role === 'init' && status);
  const isWithoutSandbox = conditionOf(pod, 'PodReadyToStartContainers')?.status === 'False';
  const startsOver =
    inits.some((init) => !isTerminated(init)) ||
    (inits.length > 0 && isWithoutSandbox && pod.status?.phase === 'Pending');
  return haveStopped && startsOver ? { code: 'reinitializing' } : undefined;
}

/**
 * A gate once passed stays passed: the word is about a sidecar that holds nobody
 * (kuberuntime_container.go, computeInitContainerActions).
 */
function sidecarAfterStart(
  containers: readonly PodContainer[],
  word: string,
): MisleadingStatus | undefined {
  const isAppUp = containers.some((container) => container.role === 'app' && hasRun(container));
  if (!isAppUp) return undefined;
  if (word.startsWith('Init:')) {
    const held = firstHeld(containers);
    return held?.role === 'sidecar'
      ? { code: 'sidecar-fails-after-start', container: held.name }
      : undefined;
  }
  const between = containers.find(
    (container) => container.role === 'sidecar' && exitCodeOf(container) === 0,
  );
  return between && word === 'Running'
    ? { code: 'sidecar-between-restarts', container: between.name }
    : undefined;
}

/** `Init:0/1` counts what has finished; it does not say that the next one runs. */
function initNotRunning(
  containers: readonly PodContainer[],
  word: string,
): MisleadingStatus | undefined {
  if (!/^Init:\d+\/\d+$/.test(word)) return undefined;
  const held = firstHeld(containers);
  return held && !isRunning(held)
    ? { code: 'init-not-running-yet', container: held.name }
    : undefined;
}

/** PodInitializing stays the apps' reason until the kubelet is through with starting them. */
function waitsForImage(
  containers: readonly PodContainer[],
  word: string,
): MisleadingStatus | undefined {
  if (word !== 'PodInitializing' || firstHeld(containers)) return undefined;
  // OOMKilled with exit code 0 is success to kubectl alone.
  const hasFailedInit = containers.some((container) => {
    const state = stateOf(container.status);
    return container.role === 'init' && state.kind === 'terminated' && initRunFailed(state);
  });
  if (hasFailedInit) return undefined;
  const waiting = containers.find(
    ({ role, status }) => role === 'app' && status?.state?.waiting?.reason === word,
  );
  return waiting && { code: 'waits-for-image', container: waiting.name };
}

/**
 * The phase stays Running until the sidecars have stopped, though apps are done
 * (pkg/kubelet/status/status_manager.go, mergePodStatus).
 */
function completedButSidecarsRun(
  pod: Pod,
  containers: readonly PodContainer[],
): MisleadingStatus | undefined {
  const areDone = containers
    .filter(({ role }) => role === 'app')
    .every((container) => {
      const state = stateOf(container.status);
      const { restartPolicy } = pod.spec;
      return state.kind === 'terminated' && !shouldRestart(container, restartPolicy, state);
    });
  const sidecars = containers
    .filter((container) => container.role === 'sidecar' && isRunning(container))
    .map(({ name }) => name);
  return areDone && sidecars.length > 0
    ? { code: 'completed-but-sidecars-run', sidecars }
    : undefined;
}

function someAppsFinished(
  containers: readonly PodContainer[],
  word: string,
): MisleadingStatus | undefined {
  if (word !== 'NotReady') return undefined;
  const finished = containers.filter(
    (container) => container.role === 'app' && exitCodeOf(container) === 0,
  );
  return { code: 'some-apps-finished', containers: finished.map(({ name }) => name) };
}

/** The init container or sidecar whose state kubectl prints after `Init:`. */
function firstHeld(containers: readonly PodContainer[]): PodContainer | undefined {
  return containers.find((container) => {
    const { role, status } = container;
    if (role === 'app' || role === 'ephemeral' || !status) return false;
    return exitCodeOf(container) !== 0 && !(role === 'sidecar' && status.started === true);
  });
}

function exitCodeOf({ status }: PodContainer): number | undefined {
  return status?.state?.terminated?.exitCode;
}

function isTerminated({ status }: PodContainer): boolean {
  return Boolean(status?.state?.terminated);
}

function isRunning({ status }: PodContainer): boolean {
  return Boolean(status?.state?.running);
}

function hasRun({ status }: PodContainer): boolean {
  return Boolean(
    status?.state?.running ?? status?.state?.terminated ?? status?.lastState?.terminated,
  );
}
