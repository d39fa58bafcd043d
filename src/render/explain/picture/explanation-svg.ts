import type { Explanation, Forecast, LiveExplanation } from '../../../model/explain/explanation.ts';
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
import { element, textLine, words } from './svg.ts';
import { STYLE_SHEET } from './theme.ts';
import { timelineChart } from './timeline-chart.ts';

const COLUMNS = Math.floor((WIDTH - 2 * MARGIN) / CHARACTER);
const plain = (text: string) => text;

/** Draws a part of the picture below what is there already; the next one begins at its bottom. */
type Part = (top: number) => Block;

/**
 * An explanation as a picture for a ticket or a report: one SVG file that needs nothing else, light
 * or dark as the reader prefers. Nothing from the cluster can be markup in it.
 */
export function explanationSvg(explanation: Explanation): string {
  const safe = sanitiseDeep(explanation);
  const title = titleWords(safe, plain);
  const sentence = safe.kind === 'live' ? verdictSentence(safe) : forecastSentence(safe);
  const notes = noteSentences(notesBelow(safe), safe).map((note) => `- ${note}`);
  const { markup, bottom } = stacked([
    lines([title], 'title'),
    ...(safe.kind === 'live' ? live(safe, sentence) : forecast(safe, sentence)),
    ...(safe.shutdown ? [lines([shutdownSection(safe.shutdown, SECTION)]), gap(LINE / 2)] : []),
    lines(notes, undefined, 2),
  ])(MARGIN + 14);
  const height = bottom - LINE + MARGIN;
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
    ...markup,
  );
  return `${drawing}\n`;
}

const SECTION = { width: COLUMNS, strong: plain, ellipsis: '…' };

function live(explanation: LiveExplanation, sentence: string): readonly Part[] {
  const { misleading, verdict } = explanation;
  return [
    lines(standing(explanation), 'faint'),
    ...(misleading
      ? [lines([`STATUS misleads: ${misleadingSentence(misleading)}`], 'warning', 2)]
      : []),
    (top) => headline(verdict.outcome, sentence, top),
    lines(headlineLines(explanation, '–'), undefined, 2),
    lines(output(explanation), 'faint'),
    gap(LINE / 2),
    chart((top) => timelineChart(explanation, top)),
  ];
}

function forecast(explanation: Forecast, sentence: string): readonly Part[] {
  return [
    (top) => headline('forecast', sentence, top),
    gap(LINE),
    chart((top) => forecastChart(explanation, top)),
  ];
}

/** The parts one below the other. */
function stacked(parts: readonly Part[]): Part {
  return (top) =>
    parts.reduce<Block>(
      (above, part) => {
        const { markup, bottom } = part(above.bottom);
        return { markup: [...above.markup, ...markup], bottom };
      },
      { markup: [], bottom: top },
    );
}

/** Sentences, wrapped; later lines of one are indented by `hang` letters. */
function lines(texts: readonly string[], style?: string, hang = 0): Part {
  const wrappedLines = texts.flatMap((text) => linesOf(text, COLUMNS, hang));
  return (top) => ({
    markup: wrappedLines.map((line, index) => textLine(MARGIN, top + index * LINE, line, style)),
    bottom: top + wrappedLines.length * LINE,
  });
}

function gap(height: number): Part {
  return (top) => ({ markup: [], bottom: top + height });
}

/** A chart begins where letters do, and not at their baseline. */
function chart(draw: Part): Part {
  return (top) => {
    const { markup, bottom } = draw(top - LINE);
    return { markup, bottom: bottom + LINE };
  };
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
