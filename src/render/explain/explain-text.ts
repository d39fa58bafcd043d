import type {
  Explanation,
  Forecast,
  LiveExplanation,
  Note,
} from '../../model/explain/explanation.ts';
import { flowed, wrapped } from '../text/layout.ts';
import { sanitiseDeep } from '../text/sanitise.ts';
import { type Style, styleOf } from '../text/style.ts';
import type { Terminal } from '../text/terminal.ts';
import { containerTable } from './container-table.ts';
import { details } from './details.ts';
import { forecastTable } from './forecast-table.ts';
import { columnWords, headlineLines, momentWords, notesBelow, titleWords } from './headline.ts';
import { insideSection, logSection } from './log-section.ts';
import { outcomeWord, paintOutcome } from './outcome-style.ts';
import { shutdownSection } from './shutdown-section.ts';
import { rulesSentence } from './words/cited-rules.ts';
import { misleadingSentence, noteSentences } from './words/note.ts';
import { forecastSentence, verdictSentence } from './words/verdict.ts';

export interface TextOptions extends Terminal {
  readonly isWide: boolean;
}

/**
 * An explanation as text that ends with a newline: the Pod, the headline with what happens next,
 * the containers with their timeline, notes. Nothing from the cluster can control the terminal.
 */
export function renderExplanation(explanation: Explanation, options: TextOptions): string {
  const style = styleOf(options);
  const safe = sanitiseDeep(explanation, options.unicode);
  const sections = safe.kind === 'forecast' ? forecast(safe, style) : live(safe, style, options);
  const rules = options.isWide ? (rulesSentence(safe) ?? '') : '';
  return `${[...sections, wrapped(rules, style.width, 2)].filter(Boolean).join('\n\n')}\n`;
}

function forecast(explanation: Forecast, style: Style): readonly string[] {
  const first = `${paintOutcome('forecast', outcomeWord('forecast'), style)}  ${forecastSentence(explanation)}`;
  return [
    title(explanation, style),
    wrapped(first, style.width, 2),
    forecastTable(explanation, style),
    shutdown(explanation, style),
    notes(explanation.notes, explanation, style),
  ];
}

function live(
  explanation: LiveExplanation,
  style: Style,
  { isWide }: TextOptions,
): readonly string[] {
  return [
    heading(explanation, style),
    headline(explanation, style),
    containerTable(explanation, style, isWide),
    shutdown(explanation, style),
    notes(notesBelow(explanation), explanation, style),
    isWide ? details(explanation, style) : '',
  ];
}

function title(explanation: Explanation, style: Style): string {
  return wrapped(titleWords(explanation, style.strong), style.width);
}

function heading(explanation: LiveExplanation, style: Style): string {
  const { misleading } = explanation;
  const moment = momentWords(explanation);
  return [
    title(explanation, style),
    ...(moment === undefined ? [] : [wrapped(moment, style.width)]),
    // A status may be a word of any length.
    wrapped(flowed(columnWords(explanation, style.strong), style.width), style.width),
    ...(misleading
      ? [
          wrapped(
            `${style.warning('STATUS misleads:')} ${misleadingSentence(misleading)}`,
            style.width,
            2,
          ),
        ]
      : []),
  ].join('\n');
}

function headline(explanation: LiveExplanation, style: Style): string {
  const { verdict, log } = explanation;
  const { outcome } = verdict;
  const first = `${paintOutcome(outcome, outcomeWord(outcome), style)}  ${verdictSentence(explanation)}`;
  const room = style.width - 2;
  return [
    wrapped(first, style.width, 2),
    ...headlineLines(explanation, style.dash).map((line) => `  ${wrapped(line, room, 4)}`),
    ...(log ? logSection(explanation, log, style) : []),
    ...insideSection(explanation, explanation.lookInside),
  ].join('\n');
}

function shutdown({ shutdown }: Explanation, style: Style): string {
  return shutdown === undefined ? '' : shutdownSection(shutdown, style);
}

function notes(shown: readonly Note[], explanation: Explanation, style: Style): string {
  const lines = noteSentences(shown, explanation).map((sentence) =>
    wrapped(`- ${sentence}`, style.width, 2),
  );
  return lines.length > 0 ? [style.strong('Notes'), ...lines].join('\n') : '';
}
