import { startsOf } from '../../kubernetes/events.ts';
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
  const isUnreported = isRunningUnreported(situation, explained);
  const started = isUnreported ? newestEvent(situation, ['Started'], container) : undefined;
  return [...stateField(container), ...eventField(started)];
}
