import type { LiveExplanation } from '../../../model/explain/explanation.ts';
import type { PodChange } from '../../../model/explain/watch/changes.ts';
import type { Seen } from '../../../model/explain/watch/until.ts';
import { rfc3339 } from '../../text/instant.ts';
import type { Structured } from '../../text/json-yaml.ts';
import { cut } from '../../text/layout.ts';
import { sanitise, sanitiseDeep } from '../../text/sanitise.ts';
import { type Style, styleOf } from '../../text/style.ts';
import type { Terminal } from '../../text/terminal.ts';
import { whyLine } from '../headline.ts';
import { outcomeWord, paintOutcome } from '../outcome-style.ts';
import { structuredExplanation } from '../structured.ts';
import { containerNamed, stateWord } from '../words/containers.ts';
import { verdictSentence } from '../words/verdict.ts';

/** The length of `PROGRESSING`. */
const OUTCOME_WIDTH = 11;
/** The kubelet lets a termination message be 4 KiB long. */
const LONGEST_MESSAGE = 300;

export interface LineOptions extends Terminal {
  /** Without the date, for a screen that one looks at while it happens. */
  readonly isClock?: boolean;
  /** Which of several Pods it is about. */
  readonly subject?: string;
}

/** One line for each change: when it was seen, and the headline or how a container is now. */
export function changeLines(
  changes: readonly PodChange[],
  { explanation }: Seen,
  options: LineOptions,
): string {
  const style = styleOf(options);
  const safe = sanitiseDeep(explanation, options.unicode);
  const instant = rfc3339(Math.trunc(safe.observedAt / 1000) * 1000);
  const at = options.isClock ? instant.slice(11) : instant;
  const subject =
    options.subject === undefined ? '' : `${style.strong(sanitise(options.subject))}  `;
  const isVerdictNew = changes.some(({ code }) => code === 'verdict');
  return changes
    .filter(
      // The headline says it already.
      (change) =>
        change.code !== 'container' ||
        !isVerdictNew ||
        change.container !== explanation.verdict.container,
    )
    .map((change) => `${at}  ${changeWords(change, safe, subject, style)}\n`)
    .join('');
}

function changeWords(
  change: PodChange,
  explanation: LiveExplanation,
  subject: string,
  style: Style,
): string {
  const { outcome } = explanation.verdict;
  switch (change.code) {
    case 'verdict': {
      const word = paintOutcome(outcome, outcomeWord(outcome).padEnd(OUTCOME_WIDTH), style);
      const line = sanitise(whyLine(explanation, style.dash).trim().replaceAll('\n', ' '));
      const tail =
        line === '' ? '' : ` ${style.dash} ${cut(line, LONGEST_MESSAGE, style.ellipsis)}`;
      return `${word}  ${subject}${verdictSentence(explanation)}${tail}`;
    }
    case 'container':
      return `${' '.repeat(OUTCOME_WIDTH)}  ${subject}${containerWords(change.container, explanation, style)}`;
    case 'deleted':
      return `${' '.repeat(OUTCOME_WIDTH)}  ${subject}The Pod is gone.`;
  }
}

function containerWords(name: string, explanation: LiveExplanation, style: Style): string {
  const explained = containerNamed(explanation, name);
  if (explained === undefined) return name;
  const { gate, restartCount } = explained;
  const words = [
    stateWord(explained),
    ...(gate.kind === 'startup-probe' && gate.passed ? [`${style.mark('✓', '+')} probe`] : []),
    ...(restartCount > 0 ? [`restarts ${restartCount}`] : []),
  ];
  return `${name}: ${words.join(', ')}`;
}

/** What `-o json` has of a change: the whole explanation, and what in it is new. */
export function structuredChange(changes: readonly PodChange[], { explanation }: Seen): Structured {
  return { ...structuredExplanation(explanation), changes };
}
