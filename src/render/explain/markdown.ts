import type { Explanation, LiveExplanation } from '../../model/explain/explanation.ts';
import { sanitiseDeep } from '../text/sanitise.ts';
import { styleOf } from '../text/style.ts';
import { containerTable } from './container-table.ts';
import { forecastTable } from './forecast-table.ts';
import { columnWords, headlineLines, momentWords, notesBelow, titleWords } from './headline.ts';
import { logCommand, shownLines } from './log-section.ts';
import { outcomeWord } from './outcome-style.ts';
import { shutdownSection } from './shutdown-section.ts';
import { misleadingSentence, noteSentences } from './words/note.ts';
import { forecastSentence, verdictSentence } from './words/verdict.ts';

/** As wide as a code block may be in an issue before it must be scrolled. */
const STYLE = styleOf({ width: 80, unicode: true, color: false });

/**
 * An explanation to be pasted into an issue or a chat. Tables are in code blocks, which Slack shows
 * too; whatever a cluster says can be no markup, link or mention in it.
 */
export function explanationMarkdown(explanation: Explanation): string {
  const safe = sanitiseDeep(explanation);
  return `${[
    ...(safe.kind === 'live'
      ? live(safe)
      : [
          heading(safe),
          `**${outcomeWord('forecast')}** ${prose(forecastSentence(safe))}`,
          codeBlock(forecastTable(safe, STYLE)),
        ]),
    ...(safe.shutdown ? [codeBlock(shutdownSection(safe.shutdown, STYLE))] : []),
    ...notes(safe),
  ].join('\n\n')}\n`;
}

const plain = (text: string) => text;

function heading(explanation: Explanation): string {
  return `**${code(titleWords(explanation, plain))}**`;
}

function live(explanation: LiveExplanation): readonly string[] {
  const { verdict, misleading } = explanation;
  const moment = momentWords(explanation);
  const words = [...columnWords(explanation, plain), ...(moment ? [moment] : [])];
  const standing = words.map(prose).join(' · ');
  const lines = headlineLines(explanation, STYLE.dash);
  return [
    `${heading(explanation)}\n${standing}`,
    ...(misleading ? [`STATUS misleads: ${prose(misleadingSentence(misleading))}`] : []),
    `**${outcomeWord(verdict.outcome)}** ${prose(verdictSentence(explanation))}`,
    ...(lines.length > 0 ? [listOf(lines)] : []),
    ...output(explanation),
    codeBlock(containerTable(explanation, STYLE, false)),
  ];
}

function output(explanation: LiveExplanation): readonly string[] {
  const { log } = explanation;
  if (log === undefined) return [];
  const command = logCommand(explanation, log);
  const shown = shownLines(log);
  return [
    ...(command === '' ? [] : [`Its output: ${code(command)}`]),
    ...(shown.length === 0 ? [] : [codeBlock(shown.join('\n'))]),
  ];
}

function notes(explanation: Explanation): readonly string[] {
  const sentences = noteSentences(notesBelow(explanation), explanation);
  return sentences.length === 0 ? [] : [`Notes\n\n${listOf(sentences)}`];
}

function listOf(lines: readonly string[]): string {
  return lines.map((line) => `- ${prose(line)}`).join('\n');
}

/** Letters, digits and the signs of plain sentences: no word of them means anything in Markdown. */
const PLAIN_WORD = /^["'(]*[\p{L}\p{N}](?:[\p{L}\p{N}.,/%'=–…+-]|:(?!\/\/))*[)"'.,:;?!]*$/u;
const SIGN = /^[-–+=:.,;]$/;
/** What becomes a link by itself. */
const LINK = /^\W*(?:www\.|\w+:\/\/)|\.\w{2,}\//i;

/** A sentence in which every word that could be markup is shown as code. */
function prose(text: string): string {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const isPlain = SIGN.test(word) || (PLAIN_WORD.test(word) && !LINK.test(word));
      if (isPlain) return word;
      const [, inner = word, end = ''] = /^(.+?)([.,:;?!]*)$/u.exec(word) ?? [];
      return code(inner) + end;
    })
    .join(' ');
}

/** A code span: its fence is longer than any row of backticks in it. */
function code(text: string): string {
  const fence = '`'.repeat(longestFence(text) + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${space}${text.replaceAll('\n', ' ')}${space}${fence}`;
}

/** Text as it is; the fence is longer than any in it. */
export function codeBlock(text: string): string {
  const fence = '`'.repeat(Math.max(longestFence(text) + 1, 3));
  return `${fence}\n${text}\n${fence}`;
}

function longestFence(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
