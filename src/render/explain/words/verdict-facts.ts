import type { LiveExplanation } from '../../../model/explain/explanation.ts';
import type { ExplainedContainer } from '../../../model/explain/kubelet/explained-container.ts';
import type { Verdict } from '../../../model/explain/verdict/codes.ts';

/** The parts that headlines are made of. */
export interface VerdictFacts {
  readonly explanation: LiveExplanation;
  readonly verdict: Verdict;
  /** ` for 3m`, or nothing where the beginning is not known. */
  readonly lasting: string;
  /** ` 3m ago`, or nothing. */
  readonly ago: string;
  /** ` (ImagePullBackOff)`, or nothing. */
  readonly reason: string;
}

export interface ContainerFacts extends VerdictFacts {
  /** `init container migrate`. */
  readonly subject: string;
  readonly explained: ExplainedContainer;
}
