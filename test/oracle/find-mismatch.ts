import type { Oracle } from './oracle.ts';
import { shrink } from './shrink.ts';

/** Something for which ours is not Kubernetes' answer, made as small as it can be. */
export interface Mismatch<T> {
  readonly minimal: T;
  /** One line for each answer that differs. */
  readonly differences: readonly string[];
}

export interface Comparison<T> {
  /** How many to compare, each made by `next`. */
  readonly count: number;
  readonly next: () => T;
  /** What differs between our answer and this one of the oracle's. */
  readonly differences: (subject: T, answer: string) => readonly string[];
  readonly smallerThan: (subject: T) => readonly T[];
}

/** About what a pipe takes at once, so that the oracle has all of it while ours are computed. */
const BATCH = 80;

/** Compares one batch while the oracle works on the next, and keeps nothing of what was equal. */
export async function findMismatch<T>(
  oracle: Oracle,
  comparison: Comparison<T>,
): Promise<Mismatch<T> | undefined> {
  const isWrong = (subject: T, answer: string | undefined) =>
    comparison.differences(subject, answer ?? '').length > 0;
  const stillFails = async (candidates: readonly T[]) => {
    const answers = await answersTo(oracle, candidates);
    return candidates.map((candidate, index) => isWrong(candidate, answers[index]));
  };
  let remaining = comparison.count;
  const askForBatch = () => {
    const subjects = Array.from({ length: Math.min(BATCH, remaining) }, comparison.next);
    remaining -= subjects.length;
    return { subjects, answered: answersTo(oracle, subjects) };
  };
  for (let batch = askForBatch(); batch.subjects.length > 0; ) {
    const answers = await batch.answered;
    const following = askForBatch();
    const failing = batch.subjects.find((subject, index) => isWrong(subject, answers[index]));
    if (failing !== undefined) {
      await following.answered;
      const minimal = await shrink(failing, comparison.smallerThan, stillFails);
      const [answer = ''] = await answersTo(oracle, [minimal]);
      return { minimal, differences: comparison.differences(minimal, answer) };
    }
    batch = following;
  }
  return undefined;
}

async function answersTo(oracle: Oracle, subjects: readonly unknown[]): Promise<readonly string[]> {
  if (subjects.length === 0) return [];
  return oracle.ask(subjects.map((subject) => JSON.stringify(subject)));
}
