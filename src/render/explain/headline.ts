import type { Cause } from '../../model/explain/cause/cause.ts';
import type { Explanation, LiveExplanation, Note } from '../../model/explain/explanation.ts';
import type { MomentSource } from '../../model/explain/moment.ts';
import { traitsOf } from '../../model/explain/verdict/codes.ts';
import { humanDuration } from '../../model/kubernetes/human-duration.ts';
import { rfc3339 } from '../text/instant.ts';
import { isInLog } from './log-section.ts';
import { causeSentence } from './words/cause.ts';
import { nextSentence } from './words/next.ts';
import { noteSentence } from './words/note.ts';

type Mark = (text: string) => string;

/** `Pod shop/web on node n1`, with the name marked. */
export function titleWords(explanation: Explanation, mark: Mark): string {
  const { name, namespace, node, workload, isNameGenerated } = explanation;
  const what = workload === undefined ? 'Pod' : `Pod of ${workload.kind}`;
  return [
    `${what} ${mark(`${namespace}/${name || '(no name)'}`)}`,
    ...(isNameGenerated ? ['(generateName)'] : []),
    ...(workload?.part === undefined ? [] : [`template ${workload.part}`]),
    ...(node === undefined ? [] : [`on node ${node}`]),
  ].join(' ');
}

/** How the instant of a saved Pod is known. */
const MOMENT_WORDS: Readonly<Record<MomentSource, string>> = {
  given: 'as --at says',
  read: 'when it was read',
  written: 'when its file was written',
  newest: 'the newest moment it tells of',
};

/** Of which moment a saved Pod is; undefined for one that was just read from a cluster. */
export function momentWords({ observedAt, observedBy }: LiveExplanation): string | undefined {
  if (observedBy === undefined) return undefined;
  return `As of ${rfc3339(Math.trunc(observedAt / 1000) * 1000)}, ${MOMENT_WORDS[observedBy]}`;
}

/** What `kubectl get pod` says of it, each with its title. */
export function columnWords(
  { columns, timeline, observedAt }: LiveExplanation,
  mark: Mark,
): readonly string[] {
  const created = timeline.stages.find(({ stage }) => stage === 'created')?.at;
  return [
    `READY ${columns.ready}`,
    `STATUS ${mark(columns.status)}`,
    `RESTARTS ${columns.restarts}`,
    ...(created === undefined ? [] : [`AGE ${humanDuration(observedAt - created)}`]),
  ];
}

/** What stands below the verdict: causes, evidence, who is held back, and what happens next. */
export function headlineLines(explanation: LiveExplanation, dash: string): readonly string[] {
  const { verdict, next, log, observedAt } = explanation;
  return [
    // After the colon of `Readiness probe failed: ` stands what the probe printed, if it did.
    ...(verdict.message && !isInLog(verdict.message, log)
      ? [verdict.message.trim().replace(/:$/, '')]
      : []),
    ...causeSentences(explanation, dash),
    ...(traitsOf(verdict.code).showsEvidence ? verdict.evidence.flatMap(evidenceWords) : []),
    ...commandSentences(explanation),
    // Before the first container all are held back, which needs no saying.
    ...(verdict.container && verdict.holdsBack.length > 0
      ? [
          `${verdict.outcome === 'failed' ? 'Never started' : 'Held back'}: ${shortList(verdict.holdsBack)}`,
        ]
      : []),
    ...(next ? [`Next: ${nextSentence(next, observedAt, dash)}`] : []),
  ];
}

/** The names that only the evidence has; its other fields are said by the headline. */
const NAMED_FIELDS: ReadonlyMap<string, string> = new Map([
  ['spec.schedulingGates', 'Its scheduling gates'],
  ['spec.schedulerName', 'Its scheduler'],
  ['metadata.finalizers', 'Its finalizers'],
]);

function evidenceWords(evidence: string): readonly string[] {
  const [field = '', ...value] = evidence.split(' = ');
  const words = NAMED_FIELDS.get(field);
  const names = value.join(' = ');
  return words === undefined || names === '' ? [] : [`${words}: ${names}`];
}

/** What is behind trouble, where one line has to do: what was said, or what is known of it. */
export function whyLine(explanation: LiveExplanation, dash: string): string {
  const { message = '', outcome } = explanation.verdict;
  if (message.trim() !== '' || (outcome !== 'stuck' && outcome !== 'failed')) return message;
  // That a command sleeps is no reason for trouble.
  const isReason = (note: Note) =>
    note.code !== 'fails-too' && (note.code !== 'waiting-pattern' || note.pattern !== 'sleep');
  return causeSentences(explanation, dash)[0] ?? commandSentences(explanation, isReason)[0] ?? '';
}

function causeSentences(explanation: LiveExplanation, dash: string): readonly string[] {
  return explanation.causes
    .filter((cause) => !isToldAbove(cause, explanation))
    .map((cause) => causeSentence(cause, explanation.observedAt, dash));
}

/** What the command of the container to blame waits for, and how that stands. */
function commandSentences(
  explanation: LiveExplanation,
  isWanted: (note: Note) => boolean = () => true,
): readonly string[] {
  return explanation.notes
    .filter((note) => isAboutVerdict(note, explanation) && isWanted(note))
    .map((note) => noteSentence(note, explanation));
}

/** The sentence of a run that waits for its startup probe again tells of the kill before it. */
function isToldAbove(cause: Cause, { verdict, containers }: LiveExplanation): boolean {
  if (cause.code !== 'killed-by-probe' || cause.container !== verdict.container) return false;
  const isMore = cause.kills > 1 || cause.message || cause.inferred || cause.unseen;
  const blamed = containers.find(({ container }) => container.name === verdict.container);
  const isProbing = verdict.code === 'SidecarStarting' || verdict.code === 'AppStarting';
  if (isMore || !isProbing || !blamed?.container.spec.startupProbe) return false;
  return blamed.latest.kind === 'running' && blamed.restartCount > 0;
}

/** The notes that the headline has not told already. */
export function notesBelow(explanation: Explanation): readonly Note[] {
  if (explanation.kind === 'forecast') return explanation.notes;
  return explanation.notes.filter((note) => !isAboutVerdict(note, explanation));
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
  'probes-later',
]);

/** What the blocking container's command does belongs to the headline, and who fails beside it. */
function isAboutVerdict(note: Note, { verdict }: LiveExplanation): boolean {
  if (note.code === 'fails-too') return true;
  return (
    HEADLINE_NOTES.has(note.code) && 'container' in note && note.container === verdict.container
  );
}
