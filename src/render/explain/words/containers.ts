import type { Explanation } from '../../../model/explain/explanation.ts';
import type { ExplainedContainer } from '../../../model/explain/kubelet/explained-container.ts';
import type { ContainerState } from '../../../model/kubernetes/container-state.ts';
import { isAbsentReason } from '../../../model/kubernetes/container-state.ts';
import type { ContainerRole } from '../../../model/kubernetes/containers.ts';

const ROLE_WORDS: Readonly<Record<ContainerRole, string>> = {
  init: 'init container',
  sidecar: 'sidecar',
  app: 'container',
  ephemeral: 'ephemeral container',
};

/** The container of that name; undefined where the Pod has none. */
export function containerNamed(
  { containers }: Explanation,
  name: string | undefined,
): ExplainedContainer | undefined {
  return containers.find(({ container }) => container.name === name);
}

/** `init container migrate`; just the name where the Pod has no such container. */
export function withRole(explanation: Explanation, name: string): string {
  const found = containerNamed(explanation, name);
  return found ? `${ROLE_WORDS[found.container.role]} ${name}` : name;
}

/** The STATE cell. */
export function stateWord(explained: ExplainedContainer): string {
  const { container, state, ready, stale, skipped, latest } = explained;
  if (stale) return 'to run again';
  if (skipped) return 'not run again';
  // An event is newer than the status, which stands still meanwhile.
  if (latest.kind === 'running' && !latest.reported) return 'Running';
  switch (state.kind) {
    case 'unknown':
      return 'Waiting';
    case 'waiting':
      return waitsForOthers(state.reason) ? 'Waiting' : state.reason;
    case 'running': {
      const counts = container.role === 'app' || container.role === 'sidecar';
      return counts && !ready ? 'Running, unready' : 'Running';
    }
    case 'terminated':
      return state.exitCode === 0 && state.reason === 'Completed' ? 'Completed' : endWord(state);
  }
}

/** The STATE cell of a sidecar that was stopped when the work was over. */
export function stoppedWord({ state }: ExplainedContainer): string {
  return state.kind === 'terminated' ? `Stopped (${state.exitCode})` : 'Stopped';
}

/** The reason is said of every container that has not been started, whatever holds it back. */
export function waitsForOthers(reason: string): boolean {
  return reason === '' || isAbsentReason(reason);
}

/** Its image or its configuration keeps it from starting, whatever became of an earlier run. */
export function isWaitingToStart({ state }: ExplainedContainer): boolean {
  return state.kind === 'waiting' && state.reason !== 'CrashLoopBackOff';
}

type Terminated = Extract<ContainerState, { kind: 'terminated' }>;

/** `Error (1)`. */
function endWord({ reason, exitCode }: Terminated): string {
  return `${reason || 'Terminated'} (${exitCode})`;
}

/** The last run that ended. */
export function lastRun({ state, lastState }: ExplainedContainer): Terminated | undefined {
  const end = state.kind === 'terminated' ? state : lastState;
  return end?.kind === 'terminated' ? end : undefined;
}

/** `exit code 137 (OOMKilled)` of the last run that ended; empty where none is known. */
export function lastEnd(explained: ExplainedContainer): string {
  const end = lastRun(explained);
  return end ? `exit code ${end.exitCode}${end.reason ? ` (${end.reason})` : ''}` : '';
}
