import { initRunFailed } from '../../kubernetes/restart-policy.ts';
import type { LiveExplanation } from '../explanation.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';

/** What somebody can wait for. */
export type Stage =
  | { readonly kind: 'initialized' | 'ready' | 'completed' | 'stuck' | 'deleted' }
  | { readonly kind: 'started'; readonly container: string };

/** A Pod as it was seen, or as it was last seen before it was gone. */
export interface Seen {
  readonly explanation: LiveExplanation;
  readonly isDeleted: boolean;
}

/** Whether a stage has come, may still come, or can come no more. */
export type StageProgress = 'reached' | 'pending' | 'impossible';

/** How far a Pod is on its way to a stage. */
export function progressTo(stage: Stage, { explanation, isDeleted }: Seen): StageProgress {
  if (stage.kind === 'deleted') return isDeleted ? 'reached' : 'pending';
  if (isDeleted) return 'impossible';
  if (hasCome(stage, explanation)) return 'reached';
  return mayCome(stage, explanation) ? 'pending' : 'impossible';
}

function hasCome(stage: Exclude<Stage, { kind: 'deleted' }>, explanation: LiveExplanation) {
  switch (stage.kind) {
    case 'initialized':
      return hasStage(explanation, 'initialized');
    case 'ready':
      // A Pod that is being deleted stays Ready for a while, but gets no more requests.
      return hasStage(explanation, 'ready') && !hasStage(explanation, 'deleted');
    case 'completed':
      return explanation.phase === 'Succeeded';
    case 'stuck':
      return explanation.verdict.outcome === 'stuck';
    case 'started':
      return explanation.containers.some(
        (each) => each.container.name === stage.container && hasStarted(each),
      );
  }
}

/** It runs and its startup probe, if there is one, has passed; or it is through with its work. */
function hasStarted({ active }: ExplainedContainer): boolean {
  if (active.kind === 'running') return active.started && !active.hookRuns;
  return active.kind === 'exited' && !initRunFailed(active);
}

/** Nothing starts any more in a Pod that has ended or is being deleted. */
function mayCome({ kind }: Stage, explanation: LiveExplanation): boolean {
  const { outcome } = explanation.verdict;
  if (outcome === 'failed' || outcome === 'complete') return false;
  return kind === 'completed' || kind === 'stuck' || !hasStage(explanation, 'deleted');
}

function hasStage({ timeline }: LiveExplanation, wanted: 'initialized' | 'ready' | 'deleted') {
  return timeline.stages.some(({ stage }) => stage === wanted);
}
