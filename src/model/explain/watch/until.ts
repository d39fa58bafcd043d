import { initRunFailed } from '../../kubernetes/restart-policy.ts';
import type { LiveExplanation } from '../explanation.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';
import type { VerdictCode } from '../verdict/codes.ts';

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

/** What a wait for the first of several stages has come to. */
export type WaitEnd =
  | { readonly kind: 'reached'; readonly stage: Stage }
  /** None of them can come any more. */
  | { readonly kind: 'impossible' };

/** Undefined while it goes on. */
export function endOfWait(stages: readonly Stage[], seen: Seen): WaitEnd | undefined {
  const progress = stages.map((stage) => progressTo(stage, seen));
  const stage = stages[progress.indexOf('reached')];
  if (stage !== undefined) return { kind: 'reached', stage };
  const isOver = stages.length > 0 && progress.every((each) => each === 'impossible');
  return isOver ? { kind: 'impossible' } : undefined;
}

/** Whether a Pod has come to the stage that nobody hopes for: `stuck` beside others. */
export function isGivenUp(stages: readonly Stage[], end: WaitEnd | undefined): boolean {
  return end?.kind === 'reached' && end.stage.kind === 'stuck' && stages.length > 1;
}

/** The same of several Pods: all have to come there, and one that cannot is the end. */
export function endOfWaits(stages: readonly Stage[], pods: readonly Seen[]): WaitEnd | undefined {
  const ends = pods.map((seen) => endOfWait(stages, seen));
  const vain = ends.find((end) => end?.kind === 'impossible' || isGivenUp(stages, end));
  return vain ?? (ends.includes(undefined) ? undefined : ends[0]);
}

function hasCome(stage: Exclude<Stage, { kind: 'deleted' }>, explanation: LiveExplanation) {
  switch (stage.kind) {
    case 'initialized':
      return hasStage(explanation, 'initialized');
    case 'ready':
      // A Pod that is being deleted stays Ready for a while, but gets no more requests.
      return hasStage(explanation, 'ready') && !isBeingDeleted(explanation);
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
  return kind === 'completed' || kind === 'stuck' || !isBeingDeleted(explanation);
}

/** When its deletion was asked for may not be known. */
function isBeingDeleted({ verdict }: LiveExplanation): boolean {
  return OF_DELETION.has(verdict.code);
}

const OF_DELETION: ReadonlySet<VerdictCode> = new Set([
  'Terminating',
  'TerminatingOverdue',
  'FinalizerHeld',
]);

function hasStage({ timeline }: LiveExplanation, wanted: 'initialized' | 'ready') {
  return timeline.stages.some(({ stage }) => stage === wanted);
}
