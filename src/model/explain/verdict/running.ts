import { startsOf } from '../../kubernetes/events.ts';
import { conditionOf } from '../../kubernetes/pod-status.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { RESET_MS } from '../kubelet/backoff.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';
import { eventField, stateField } from './evidence.ts';
import { newestEvent, type Situation } from './situation.ts';
import { isRunningUnreported } from './trouble.ts';

/** Since when a running container runs: by its status, or by the event that is newer. */
export function runningSince(
  { events }: Situation,
  { container, state }: ExplainedContainer,
): number | undefined {
  if (state.kind === 'running') return state.startedAt;
  return startsOf(container, events)?.last;
}

export function runningEvidence(
  situation: Situation,
  explained: ExplainedContainer,
): readonly string[] {
  const { container } = explained;
  const isUnreported = isRunningUnreported(explained);
  const started = isUnreported ? newestEvent(situation, ['Started'], container) : undefined;
  return [...stateField(container), ...eventField(started)];
}

/**
 * Whether a running container is a retry that has not outlived the failed run before it. Until
 * then nothing speaks for a better end, and the verdict must not flip with every attempt. After a long
 * run the kubelet, too, forgets the failures before.
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
  return hasFailed && length < RESET_MS && age <= length && isOfSandbox(situation, finishedAt);
}

/** A run that a lost sandbox took along says nothing about the next. */
function isOfSandbox(situation: Situation, finishedAt: number): boolean {
  const sandbox = conditionOf(situation.pod, 'PodReadyToStartContainers');
  return finishedAt >= (parseTimestamp(sandbox?.lastTransitionTime) ?? 0);
}
