import type { WorkloadOutcome } from '../../model/explain/many/workload-story.ts';
import type { Style } from '../text/style.ts';

/** The outcome as every view writes it, such as `STUCK`; `forecast` is that of a manifest. */
export function outcomeWord(outcome: WorkloadOutcome | 'forecast'): string {
  return outcome.toUpperCase();
}

/** Gives a text about an outcome the outcome's colour. */
export function paintOutcome(
  outcome: WorkloadOutcome | 'forecast',
  text: string,
  style: Style,
): string {
  const { bold } = style.chalk;
  switch (outcome) {
    case 'healthy':
    case 'complete':
      return bold.green(text);
    case 'progressing':
      return bold.cyan(text);
    case 'stuck':
      return bold.yellow(text);
    case 'failed':
      return bold.red(text);
    case 'stopped':
    case 'forecast':
      return bold(text);
  }
}
