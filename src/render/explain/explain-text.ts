import type { Explanation, Note } from '../../model/explain/explanation.ts';
import type { VerdictCode } from '../../model/explain/verdict/codes.ts';
import { humanDuration } from '../../model/kubernetes/human-duration.ts';
import { rfc3339 } from '../text/instant.ts';
import { wrapped } from '../text/layout.ts';
import { sanitiseDeep } from '../text/sanitise.ts';
import { type Style, styleOf } from '../text/style.ts';
import type { Terminal } from '../text/terminal.ts';
import { containerTable } from './container-table.ts';
import { details } from './details.ts';
import { forecastTable } from './forecast-table.ts';
import { containerNamed, hasNeverRun, isWaitingToStart } from './words/containers.ts';
import { nextSentence } from './words/next.ts';
import { misleadingSentence, noteSentence, noteSentences } from './words/note.ts';
import { verdictSentence } from './words/verdict.ts';

export interface TextOptions extends Terminal {
  readonly isWide: boolean;
  /** False for what a file tells, which may be long ago. */
  readonly isLive: boolean;
}

/**
 * An explanation as text that ends with a newline: the Pod, the headline with what happens next,
 * the containers with their timeline, notes. Nothing from the cluster can control the terminal.
 */
export function renderExplanation(explanation: Explanation, options: TextOptions): string {
  const style = styleOf(options);
  const safe = sanitiseDeep(explanation);
  const { hasStatus } = safe;
  const sections = [
    heading(safe, style, options.isLive),
    headline(safe, style),
    hasStatus ? containerTable(safe, style, options.isWide) : forecastTable(safe, style),
    notes(safe, style),
    options.isWide ? details(safe, style) : '',
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function heading(explanation: Explanation, style: Style, isLive: boolean): string {
  const { name, namespace, node, columns, misleading, timeline, observedAt } = explanation;
  const pod = `Pod ${style.strong(`${namespace}/${name || '(no name)'}`)}`;
  const where = node === undefined ? '' : ` on node ${node}`;
  const title = wrapped(pod + where, style.width);
  if (!explanation.hasStatus) return title;
  const created = timeline.stages.find(({ stage }) => stage === 'created')?.at;
  const words = [
    `READY ${columns.ready}`,
    `STATUS ${style.strong(columns.status)}`,
    `RESTARTS ${columns.restarts}`,
    ...(created === undefined ? [] : [`AGE ${humanDuration(observedAt - created)}`]),
  ];
  return [
    title,
    ...(isLive
      ? []
      : [wrapped(`As of ${rfc3339(observedAt)}, the newest moment it tells of`, style.width)]),
    wrapped(words.join('   '), style.width),
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

/** Where names that are in no other field stand in the evidence. */
const SHOWS_EVIDENCE: ReadonlySet<VerdictCode> = new Set([
  'SchedulingGated',
  'AwaitingScheduler',
  'ReadinessGate',
  'FinalizerHeld',
]);

function headline(explanation: Explanation, style: Style): string {
  const { verdict, next, observedAt } = explanation;
  const outcome = verdict.code === 'Forecast' ? 'forecast' : verdict.outcome;
  const first = `${style.outcome[outcome](outcome.toUpperCase())}  ${verdictSentence(explanation)}`;
  const more = [
    ...(verdict.message ? [verdict.message.trim()] : []),
    ...(SHOWS_EVIDENCE.has(verdict.code) ? verdict.evidence : []),
    ...explanation.notes
      .filter((note) => isAboutVerdict(note, explanation))
      .map((note) => noteSentence(note, explanation)),
    // Before the first container all are held back, which needs no saying.
    ...(verdict.container && verdict.holdsBack.length > 0
      ? [`Held back: ${shortList(verdict.holdsBack)}`]
      : []),
    ...(next && verdict.code !== 'Forecast'
      ? [`Next: ${nextSentence(next, observedAt, style.dash)}`]
      : []),
  ];
  const room = style.width - 2;
  return [
    wrapped(first, style.width, 2),
    ...more.map((line) => `  ${wrapped(line, room, 4)}`),
    ...logsHint(explanation),
  ].join('\n');
}

const MANY = 8;

/** The names, or the first of very many. */
function shortList(names: readonly string[]): string {
  if (names.length <= MANY + 1) return names.join(', ');
  return `${names.slice(0, MANY).join(', ')} and ${names.length - MANY} more`;
}

/** What the blocking container's command waits for belongs to the headline. */
function isAboutVerdict(note: Note, { verdict }: Explanation): boolean {
  return note.code === 'waiting-pattern' && note.container === verdict.container;
}

const HAS_LOGS: ReadonlySet<VerdictCode> = new Set([
  'InitBackoff',
  'InitFailedTerminal',
  'SidecarCrashGating',
  'SidecarDegraded',
  'AppBackoff',
  'Failed',
]);

/** The command that shows what the failed run said, unbroken for the clipboard. */
function logsHint(explanation: Explanation): readonly string[] {
  const { verdict, name, namespace } = explanation;
  const explained = containerNamed(explanation, verdict.container);
  if (!explained || !name || !HAS_LOGS.has(verdict.code)) return [];
  const { state, lastState, container } = explained;
  if (state.kind !== 'terminated' && lastState?.kind !== 'terminated') return [];
  // What never ran has no output, and what cannot start now did not fail by its last run.
  if (isWaitingToStart(explained) || hasNeverRun(verdict.reason)) return [];
  const previous = state.kind === 'terminated' ? '' : ' --previous';
  return [`  Its output: kubectl logs ${name} -n ${namespace} -c ${container.name}${previous}`];
}

function notes(explanation: Explanation, style: Style): string {
  const others = explanation.notes.filter((note) => !isAboutVerdict(note, explanation));
  const lines = noteSentences(others, explanation).map((sentence) =>
    wrapped(`- ${sentence}`, style.width, 2),
  );
  return lines.length > 0 ? [style.strong('Notes'), ...lines].join('\n') : '';
}
