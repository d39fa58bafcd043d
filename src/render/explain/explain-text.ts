import type {
  Explanation,
  Forecast,
  LiveExplanation,
  Note,
} from '../../model/explain/explanation.ts';
import type { MomentSource } from '../../model/explain/moment.ts';
import { traitsOf } from '../../model/explain/verdict/codes.ts';
import { humanDuration } from '../../model/kubernetes/human-duration.ts';
import { rfc3339 } from '../text/instant.ts';
import { flowed, wrapped } from '../text/layout.ts';
import { sanitiseDeep } from '../text/sanitise.ts';
import { type Style, styleOf } from '../text/style.ts';
import type { Terminal } from '../text/terminal.ts';
import { containerTable } from './container-table.ts';
import { details } from './details.ts';
import { forecastTable } from './forecast-table.ts';
import { isInLog, logSection } from './log-section.ts';
import { causeSentence } from './words/cause.ts';
import { nextSentence } from './words/next.ts';
import { misleadingSentence, noteSentence, noteSentences } from './words/note.ts';
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
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function forecast(explanation: Forecast, style: Style): readonly string[] {
  const first = `${style.outcome.forecast('FORECAST')}  ${forecastSentence(explanation)}`;
  return [
    title(explanation, style),
    wrapped(first, style.width, 2),
    forecastTable(explanation, style),
    notes(explanation.notes, explanation, style),
  ];
}

function live(
  explanation: LiveExplanation,
  style: Style,
  { isWide }: TextOptions,
): readonly string[] {
  const others = explanation.notes.filter((note) => !isAboutVerdict(note, explanation));
  return [
    heading(explanation, style),
    headline(explanation, style),
    containerTable(explanation, style, isWide),
    notes(others, explanation, style),
    isWide ? details(explanation, style) : '',
  ];
}

function title(explanation: Explanation, style: Style): string {
  const { name, namespace, node, workload, isNameGenerated } = explanation;
  const what = workload === undefined ? 'Pod' : `Pod of ${workload.kind}`;
  const words = [
    `${what} ${style.strong(`${namespace}/${name || '(no name)'}`)}`,
    ...(isNameGenerated ? ['(generateName)'] : []),
    ...(workload?.part === undefined ? [] : [`template ${workload.part}`]),
    ...(node === undefined ? [] : [`on node ${node}`]),
  ];
  return wrapped(words.join(' '), style.width);
}

/** How the instant of a saved Pod is known. */
const MOMENT_WORDS: Readonly<Record<MomentSource, string>> = {
  given: 'as --at says',
  read: 'when it was read',
  written: 'when its file was written',
  newest: 'the newest moment it tells of',
};

function heading(explanation: LiveExplanation, style: Style): string {
  const { columns, misleading, timeline, observedAt, observedBy } = explanation;
  const created = timeline.stages.find(({ stage }) => stage === 'created')?.at;
  const words = [
    `READY ${columns.ready}`,
    `STATUS ${style.strong(columns.status)}`,
    `RESTARTS ${columns.restarts}`,
    ...(created === undefined ? [] : [`AGE ${humanDuration(observedAt - created)}`]),
  ];
  return [
    title(explanation, style),
    ...(observedBy === undefined
      ? []
      : [wrapped(`As of ${rfc3339(observedAt)}, ${MOMENT_WORDS[observedBy]}`, style.width)]),
    flowed(words, style.width),
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
  const { verdict, causes, next, log, observedAt } = explanation;
  const { outcome } = verdict;
  const first = `${style.outcome[outcome](outcome.toUpperCase())}  ${verdictSentence(explanation)}`;
  const more = [
    ...(verdict.message && !isInLog(verdict.message, log) ? [verdict.message.trim()] : []),
    ...causes.map((cause) => causeSentence(cause, observedAt, style.dash)),
    ...(traitsOf(verdict.code).showsEvidence ? verdict.evidence : []),
    ...explanation.notes
      .filter((note) => isAboutVerdict(note, explanation))
      .map((note) => noteSentence(note, explanation)),
    // Before the first container all are held back, which needs no saying.
    ...(verdict.container && verdict.holdsBack.length > 0
      ? [`Held back: ${shortList(verdict.holdsBack)}`]
      : []),
    ...(next ? [`Next: ${nextSentence(next, observedAt, style.dash)}`] : []),
  ];
  const room = style.width - 2;
  return [
    wrapped(first, style.width, 2),
    ...more.map((line) => `  ${wrapped(line, room, 4)}`),
    ...(log ? logSection(explanation, log, style) : []),
  ].join('\n');
}

const MANY = 8;

/** The names, or the first of very many. */
function shortList(names: readonly string[]): string {
  if (names.length <= MANY + 1) return names.join(', ');
  return `${names.slice(0, MANY).join(', ')} and ${names.length - MANY} more`;
}

const HEADLINE_NOTES: ReadonlySet<Note['code']> = new Set([
  'waiting-pattern',
  'never-ends',
  'waits-for-later',
]);

/** What the blocking container's command does belongs to the headline. */
function isAboutVerdict(note: Note, { verdict }: LiveExplanation): boolean {
  return (
    HEADLINE_NOTES.has(note.code) && 'container' in note && note.container === verdict.container
  );
}

function notes(shown: readonly Note[], explanation: Explanation, style: Style): string {
  const lines = noteSentences(shown, explanation).map((sentence) =>
    wrapped(`- ${sentence}`, style.width, 2),
  );
  return lines.length > 0 ? [style.strong('Notes'), ...lines].join('\n') : '';
}
