import {
  milliValue,
  type readQuantity,
  wholeValue,
} from '../../src/model/resources/quantity/quantity.ts';
import { isSameAmount } from './comparison.ts';

/** The oracle's answer to one text: either error or the rest. */
interface TheirQuantity {
  readonly error?: string;
  readonly text: string;
  readonly format: string;
  /** Absent where Go's int64 cannot hold it. */
  readonly milli?: string;
  readonly value?: string;
}

/** One line for each thing that Kubernetes says otherwise about the text. */
export function quantityDifferences(
  text: string,
  answer: string,
  read: typeof readQuantity,
): readonly string[] {
  const theirs = JSON.parse(answer) as TheirQuantity;
  const ours = read(text);
  if (theirs.error !== undefined || 'problem' in ours) {
    const problem = 'problem' in ours ? ours.problem : undefined;
    return problem === theirs.error ? [] : [`ours ${problem}, Kubernetes ${theirs.error}`];
  }
  const isSameFormat = ours.nano === 0n || ours.format === theirs.format;
  const checks: Record<string, boolean> = {
    text: isSameAmount(ours, theirs.text),
    format: isSameFormat,
    milli: theirs.milli === undefined || String(milliValue(ours)) === theirs.milli,
    value: theirs.value === undefined || String(wholeValue(ours)) === theirs.value,
  };
  const wrong = Object.keys(checks).filter((name) => !checks[name]);
  return wrong.map(
    (name) => `${name}: ours ${ours.nano} nanos ${ours.format}, Kubernetes ${answer}`,
  );
}
