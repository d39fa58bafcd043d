import { type ExplainInput, explainPod } from '../../src/model/explain/explain.ts';
import type { LiveExplanation } from '../../src/model/explain/explanation.ts';

/** The explanation of a Pod that has a status. */
export function explainLive(input: ExplainInput): LiveExplanation {
  const explanation = explainPod(input);
  if (explanation.kind !== 'live') throw new Error(`${explanation.name} has no status`);
  return explanation;
}
