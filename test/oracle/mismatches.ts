import type { Pod } from '../../src/model/kubernetes/api.ts';
import { readQuantity } from '../../src/model/resources/quantity/quantity.ts';
import type { ResourceList } from '../../src/model/resources/quantity/resource-list.ts';
import { differences } from './comparison.ts';
import { findMismatch, type Mismatch } from './find-mismatch.ts';
import type { Oracle } from './oracle.ts';
import { ourAnswers, type PodAnswers, type TheirAmounts } from './pod-answers.ts';
import { quantityDifferences } from './quantity-differences.ts';
import { randomFrom } from './random.ts';
import { randomPod } from './random-pod.ts';
import { randomQuantityText, shorterTexts } from './random-quantity.ts';
import { smallerPods } from './shrink.ts';

export interface Run {
  readonly seed: number;
  readonly count: number;
}

/** A minimal Pod for which the answers are not Kubernetes', if there is one among so many. */
export async function podMismatch(
  oracle: Oracle,
  { seed, count }: Run,
  answersTo: (pod: Pod) => PodAnswers<ResourceList> = ourAnswers,
): Promise<Mismatch<Pod> | undefined> {
  const random = randomFrom(seed);
  return findMismatch(oracle, {
    count,
    next: () => randomPod(random),
    differences: (pod, answer) => {
      try {
        return differences(answersTo(pod), JSON.parse(answer) as PodAnswers<TheirAmounts>);
      } catch (error) {
        return [`ours fails: ${error}, Kubernetes answers ${answer}`];
      }
    },
    smallerThan: smallerPods,
  });
}

/** A minimal text that Kubernetes reads or prints otherwise, if there is one among so many. */
export async function textMismatch(
  oracle: Oracle,
  { seed, count }: Run,
  read = readQuantity,
): Promise<Mismatch<string> | undefined> {
  const random = randomFrom(seed);
  return findMismatch(oracle, {
    count,
    next: () => randomQuantityText(random),
    differences: (text, answer) => quantityDifferences(text, answer, read),
    smallerThan: shorterTexts,
  });
}
