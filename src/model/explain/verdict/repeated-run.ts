import { parseTimestamp } from '../../kubernetes/time.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';
import { condition, type Situation } from './situation.ts';

/** After a run this long the kubelet, too, forgets the failures before (pkg/kubelet/kubelet.go). */
const LONG_RUN_MS = 600_000;

/**
 * Whether a running container is a retry that has not outlived the failed run before it. Until
 * then nothing speaks for a better end, and the verdict must not flip with every attempt.
 */
export function isRepeatedRun(situation: Situation, explained: ExplainedContainer): boolean {
  const { state, lastState } = explained;
  if (state.kind !== 'running' || lastState?.kind !== 'terminated') return false;
  const { exitCode, startedAt, finishedAt } = lastState;
  if (startedAt === undefined || finishedAt === undefined || state.startedAt === undefined) {
    return false;
  }
  const hasFailed = exitCode !== 0 || explained.container.role === 'sidecar';
  const length = finishedAt - startedAt;
  const age = situation.now - state.startedAt;
  return hasFailed && length < LONG_RUN_MS && age <= length && isOfSandbox(situation, finishedAt);
}

/** A run that a lost sandbox took along says nothing about the next. */
function isOfSandbox(situation: Situation, finishedAt: number): boolean {
  const sandbox = condition(situation, 'PodReadyToStartContainers');
  return finishedAt >= (parseTimestamp(sandbox?.lastTransitionTime) ?? 0);
}
