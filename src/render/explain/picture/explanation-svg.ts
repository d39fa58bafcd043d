import type { Explanation, LiveExplanation } from '../../../model/explain/explanation.ts';
import type { Outcome } from '../../../model/explain/verdict/codes.ts';
import { wrapped } from '../../text/layout.ts';
import { sanitiseDeep } from '../../text/sanitise.ts';
import { columnWords, headlineLines, momentWords, notesBelow, titleWords } from '../headline.ts';
import { logCommand, shownLines } from '../log-section.ts';
import { outcomeWord } from '../outcome-style.ts';
import { shutdownSection } from '../shutdown-section.ts';
import { misleadingSentence, noteSentences } from '../words/note.ts';
import { forecastSentence, verdictSentence } from '../words/verdict.ts';
import { forecastChart } from './forecast-chart.ts';
import { type Block, CHARACTER, LINE, MARGIN, ROW, WIDTH } from './page.ts';
import { element, type Markup, textLine, words } from './svg.ts';
import { STYLE_SHEET } from './theme.ts';
import { timelineChart } from './timeline-chart.ts';

const COLUMNS = Math.floor((WIDTH - 2 * MARGIN) / CHARACTER);
const plain = (text: string) => text;

/**
 * An explanation as a picture for a ticket or a report: one SVG file that needs nothing else, light
 * or dark as the reader prefers. Nothing from the cluster can be markup in it.
 */
export function explanationSvg(explanation: Explanation): string {
  const safe = sanitiseDeep(explanation);
  const title = titleWords(safe, plain);
  const sentence = safe.kind === 'live' ? verdictSentence(safe) : forecastSentence(safe);
  const blocks: Markup[] = [];
  let y = MARGIN + 14;
  const lines = (texts: readonly string[], style?: string, hang = 0) => {
    for (const line of texts.flatMap((text) => linesOf(text, COLUMNS, hang))) {
      blocks.push(textLine(MARGIN, y, line, style));
      y += LINE;
    }
  };
  const block = ({ markup, bottom }: Block) => {
    blocks.push(...markup);
    y = bottom + LINE;
  };
  lines([title], 'title');
  if (safe.kind === 'live') lines(standing(safe), 'faint');
  if (safe.kind === 'live' && safe.misleading) {
    lines([`STATUS misleads: ${misleadingSentence(safe.misleading)}`], 'warning', 2);
  }
  block(headline(safe.kind === 'live' ? safe.verdict.outcome : 'forecast', sentence, y));
  if (safe.kind === 'live') {
    y -= LINE;
    lines(headlineLines(safe, '–'), undefined, 2);
    lines(output(safe), 'faint');
    y += LINE / 2;
    block(timelineChart(safe, y - LINE));
  } else {
    block(forecastChart(safe, y - LINE));
  }
  if (safe.shutdown) {
    lines([shutdownSection(safe.shutdown, { width: COLUMNS, strong: plain, ellipsis: '…' })]);
    y += LINE / 2;
  }
  const notes = noteSentences(notesBelow(safe), safe).map((note) => `- ${note}`);
  lines(notes, undefined, 2);
  const height = y - LINE + MARGIN;
  const page = { class: 'page', x: 0.5, y: 0.5, width: WIDTH - 1, height: height - 1, rx: 8 };
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    width: WIDTH,
    height,
    viewBox: `0 0 ${WIDTH} ${Math.round(height)}`,
    role: 'img',
    'aria-label': `${title}: ${sentence}`,
    'xml:space': 'preserve',
  };
  const drawing = element(
    'svg',
    root,
    element('title', {}, words(title)),
    element('style', {}, words(STYLE_SHEET)),
    element('rect', page),
    ...blocks,
  );
  return `${drawing}\n`;
}

function standing(explanation: LiveExplanation): readonly string[] {
  const moment = momentWords(explanation);
  const columns = columnWords(explanation, plain).join('   ');
  return moment === undefined ? [columns] : [moment, columns];
}

/** The outcome on its colour, and what it means beside it. */
function headline(outcome: Outcome | 'forecast', sentence: string, top: number): Block {
  const word = outcomeWord(outcome);
  const width = (word.length + 2) * CHARACTER;
  const y = top + LINE / 2;
  const badge = { class: outcome, x: MARGIN, y: y - 15, width, height: ROW - 4, rx: 4 };
  const left = MARGIN + width + CHARACTER;
  const texts = linesOf(sentence, COLUMNS - word.length - 3, 0);
  return {
    markup: [
      element('rect', badge),
      textLine(MARGIN + CHARACTER, y, word, 'badge'),
      ...texts.map((text, index) => textLine(left, y + index * LINE, text)),
    ],
    bottom: y + texts.length * LINE + LINE / 4,
  };
}

/** The last lines of the log, and how to read the rest. */
function output(explanation: LiveExplanation): readonly string[] {
  const { log } = explanation;
  if (log === undefined) return [];
  const command = logCommand(explanation, log);
  return [
    ...(command === '' ? [] : [`Its output: ${command}`]),
    ...shownLines(log).map((line) => `| ${line}`),
  ];
}

function linesOf(text: string, columns: number, hang: number): readonly string[] {
  return wrapped(text, columns, hang).split('\n');
}
