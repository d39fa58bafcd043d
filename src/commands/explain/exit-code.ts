import { EXIT } from '../../errors.ts';
import type { Explanation } from '../../model/explain/explanation.ts';
import type { WorkloadOutcome } from '../../model/explain/many/workload-story.ts';
import type { Outcome } from '../../model/explain/verdict/codes.ts';

const EXIT_CODES = {
  healthy: EXIT.success,
  complete: EXIT.success,
  stopped: EXIT.success,
  progressing: EXIT.progressing,
  stuck: EXIT.stuck,
  failed: EXIT.failed,
} as const satisfies Record<WorkloadOutcome, number>;

/** That of the worst one; 0 where there is none. */
export function exitCodeOf(outcomes: readonly WorkloadOutcome[]): number {
  return outcomes.reduce<number>(
    (worst, outcome) => Math.max(worst, EXIT_CODES[outcome]),
    EXIT.success,
  );
}

/** A forecast says nothing bad of a Pod. */
export function outcomeOf(explanation: Explanation): Outcome {
  return explanation.kind === 'forecast' ? 'healthy' : explanation.verdict.outcome;
}
