import type { Rollout, RolloutOutcome } from './rollout.ts';

/** The object of the cluster that another version takes the place of. */
export interface Update extends Rollout {
  /** Why the API server refuses to change it so, in its words. */
  readonly refusal: string | undefined;
  /** Whether it was asked. */
  readonly isAsked: boolean;
}

/** What comes of it. */
export interface UpdateCost extends Omit<Update, 'old'> {
  readonly existing: number;
  /** Undefined where there are too many Pods to play it through. */
  readonly outcome: RolloutOutcome | undefined;
}
