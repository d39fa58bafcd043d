import { type ContainerState, hasNeverRun } from '../kubernetes/container-state.ts';
import type { ExplainedContainer } from './kubelet/explained-container.ts';
import type { ContainerHistory } from './timeline/history.ts';
import { traitsOf, type Verdict } from './verdict/codes.ts';

/** The output of one run of a container, as far as the kubelet has it. */
export interface ContainerLog {
  readonly container: string;
  /** Of the run before the present one: `kubectl logs --previous`. */
  readonly previous: boolean;
  /** Its last lines, oldest first: untrusted text. Undefined where nobody has read them. */
  readonly lines?: readonly string[];
  /** When the last of them was written, by the clock of the node. */
  readonly writtenAt?: number;
  /** Why they could not be read. */
  readonly unreadable?: string;
}

/**
 * Whose output tells why the Pod is as it is: that of the container which the verdict blames. The
 * run is the one that goes on or has just ended; while the container waits for its next one, or is a
 * retry, the one before (pkg/kubelet/kubelet_pods.go, validateContainerLogStatus). Undefined where
 * no run has left any output.
 */
export function containerLogOf(
  { container: name, code, reason }: Verdict,
  containers: readonly ContainerHistory[],
  isRetry: (container: ContainerHistory) => boolean,
): ContainerLog | undefined {
  const named = containers.find(({ container }) => container.name === name);
  if (named === undefined || named.stale) return undefined;
  // While sidecars are stopped, the work that has failed tells more than they do.
  const isStopping = code === 'Completing' && named.container.role === 'sidecar';
  const failed = isStopping ? containers.find(hasFailed) : undefined;
  if (failed) return { container: failed.container.name, previous: false };
  return logOf(named, code, reason, isRetry(named));
}

function hasFailed({ container, state, stale }: ExplainedContainer): boolean {
  const isOwn = container.role === 'app' && !stale && hasRun(state);
  return isOwn && state.kind === 'terminated' && state.exitCode !== 0;
}

function logOf(
  { container: { name }, state, lastState }: ExplainedContainer,
  code: Verdict['code'],
  reason: string | undefined,
  isRetry: boolean,
): ContainerLog | undefined {
  if (state.kind === 'running') {
    // Why it failed is in the output of the run before, until this one is the longer.
    const isBetween = BETWEEN_CRASHES.has(code) && hasReason(lastState, reason);
    return { container: name, previous: (isBetween || isRetry) && hasRun(lastState) };
  }
  // What cannot start now did not fail by its last run, and what never ran has no output.
  if (!traitsOf(code).hasLogs || hasNeverRun(reason)) return undefined;
  if (hasRun(state)) return { container: name, previous: false };
  const isInBackoff = state.kind === 'waiting' && state.reason === 'CrashLoopBackOff';
  return isInBackoff && hasRun(lastState) ? { container: name, previous: true } : undefined;
}

/** With the reason of the last end, where that is what they are about. */
const BETWEEN_CRASHES: ReadonlySet<Verdict['code']> = new Set(['RestartedRecently', 'NotReady']);

function hasReason(state: ContainerState | undefined, reason: string | undefined): boolean {
  return state?.kind === 'terminated' && state.reason === reason;
}

function hasRun(state: ContainerState | undefined): boolean {
  return state?.kind === 'terminated' && !hasNeverRun(state.reason);
}
