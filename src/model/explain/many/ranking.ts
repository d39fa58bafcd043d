import { type Outcome, VERDICTS, type VerdictCode } from '../verdict/codes.ts';
import type { PodSummary } from './pod-summary.ts';

/** From the worst to the best, as the exit codes have it. */
const WORST_FIRST: readonly Outcome[] = ['failed', 'stuck', 'progressing', 'healthy', 'complete'];

const OUTCOME_RANK = rankOf(WORST_FIRST);
/** In the order of the stages of a Pod's life: the earlier, the less of it works. */
const CODE_RANK = rankOf(Object.keys(VERDICTS) as VerdictCode[]);

/**
 * Worst first: by outcome, then by verdict, so that Pods with one trouble stand together, the one
 * that has had it longest first. Pods that are alike stay by namespace and name.
 */
export function ranked(pods: readonly PodSummary[]): readonly PodSummary[] {
  return pods.toSorted(
    (one, other) =>
      OUTCOME_RANK[one.verdict.outcome] - OUTCOME_RANK[other.verdict.outcome] ||
      CODE_RANK[one.verdict.code] - CODE_RANK[other.verdict.code] ||
      (one.verdict.since ?? Number.MAX_VALUE) - (other.verdict.since ?? Number.MAX_VALUE) ||
      compare(one.namespace, other.namespace) ||
      compare(one.name, other.name),
  );
}

/** How many Pods there are of an outcome, and of each verdict in it. */
export interface OutcomeCount {
  readonly outcome: Outcome;
  readonly count: number;
  /** The commonest first. */
  readonly verdicts: readonly { readonly code: VerdictCode; readonly count: number }[];
}

/** Counts by outcome, the worst first; outcomes that no Pod has are left out. */
export function countOutcomes(pods: readonly PodSummary[]): readonly OutcomeCount[] {
  const counts = new Map<Outcome, Map<VerdictCode, number>>();
  for (const { verdict } of pods) {
    const codes = counts.get(verdict.outcome) ?? new Map<VerdictCode, number>();
    counts.set(verdict.outcome, codes);
    codes.set(verdict.code, (codes.get(verdict.code) ?? 0) + 1);
  }
  return WORST_FIRST.flatMap((outcome) => {
    const codes = counts.get(outcome);
    if (codes === undefined) return [];
    const verdicts = [...codes]
      .map(([code, count]) => ({ code, count }))
      .sort((one, other) => other.count - one.count || CODE_RANK[one.code] - CODE_RANK[other.code]);
    const count = verdicts.reduce((sum, each) => sum + each.count, 0);
    return [{ outcome, count, verdicts }];
  });
}

function rankOf<Word extends string>(words: readonly Word[]): Readonly<Record<Word, number>> {
  return Object.fromEntries(words.map((word, at) => [word, at])) as Record<Word, number>;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
