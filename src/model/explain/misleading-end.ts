import { hasFinalPhase } from '../kubernetes/pod-status.ts';
import { initFailureFailsPod, initRunFailed } from '../kubernetes/restart-policy.ts';
import type { MisleadingStatus } from './explanation.ts';
import { newestEvent, type Situation } from './verdict/situation.ts';
import { deadlinePassed } from './verdict/stage/termination.ts';

/** What STATUS hides of a Pod that has ended, was ended, or will not end as it should. */
export function misleadingEnd(situation: Situation, word: string): MisleadingStatus | undefined {
  const { pod } = situation;
  const reason = pod.status?.reason;
  if (pod.metadata.deletionTimestamp) return heldByFinalizer(situation);
  if (reason === 'Evicted' && word !== reason) return { code: 'evicted' };
  // Only a failed Pod is told as evicted.
  const isEvicted = pod.status?.phase === 'Succeeded' && newestEvent(situation, ['Evicted']);
  if (isEvicted) return { code: 'evicted' };
  if (reason === 'DeadlineExceeded' && word !== reason) return { code: 'deadline-exceeded' };
  if (!hasFinalPhase(pod) && deadlinePassed(situation)) return { code: 'deadline-exceeded' };
  if (reason && word !== reason && hasFinalPhase(pod)) return { code: 'ended-by', reason };
  return initNotRestarted(situation, word) ?? succeededThough(situation, word);
}

/** The kubelet writes the terminal phase before it deletes the Pod (status_manager.go). */
function heldByFinalizer({ pod }: Situation): MisleadingStatus | undefined {
  const { finalizers = [] } = pod.metadata;
  const isHeld = hasFinalPhase(pod) && finalizers.length > 0;
  return isHeld ? { code: 'held-by-finalizer', finalizers } : undefined;
}

/**
 * `Init:Error` reads as if a restart came, and OOMKilled with exit code 0 as if all went well:
 * kubectl passes over exit code 0, the kubelet does not (pkg/kubelet/kuberuntime/helpers.go).
 */
function initNotRestarted(
  { pod, containers }: Situation,
  word: string,
): MisleadingStatus | undefined {
  const failed = containers.find(({ container, state, stale }) => {
    if (stale || state.kind !== 'terminated' || container.role !== 'init') return false;
    const isUnseen = state.exitCode === 0 && initRunFailed(state);
    return isUnseen || initFailureFailsPod(container, pod.spec.restartPolicy, state);
  });
  if (!failed || word === 'Failed') return undefined;
  const { container, state } = failed;
  // Where the phase does not see the failure, the Pod does not fail either.
  const isUnseen = state.kind === 'terminated' && state.exitCode === 0 && !hasFinalPhase(pod);
  return {
    code: isUnseen ? 'init-failed-unseen' : 'init-failed-for-good',
    container: container.name,
  };
}

/** The word is an app's reason, the phase looks at exit codes alone. */
function succeededThough(
  { pod, containers }: Situation,
  word: string,
): MisleadingStatus | undefined {
  if (pod.status?.phase !== 'Succeeded' || word !== 'OOMKilled') return undefined;
  const killed = containers
    .filter(({ container, state }) => {
      return container.role === 'app' && state.kind === 'terminated' && state.reason === word;
    })
    .map(({ container }) => container.name);
  return { code: 'succeeded-though-killed', containers: killed };
}
