import type { PodSummary } from '../../../model/explain/many/pod-summary.ts';
import type { RankedReport } from '../../../model/explain/many/ranked-report.ts';
import type { OutcomeCount } from '../../../model/explain/many/ranking.ts';
import { humanDuration } from '../../../model/kubernetes/human-duration.ts';
import { wrapped } from '../../text/layout.ts';
import { type Style, styleOf } from '../../text/style.ts';
import { layOut } from '../../text/table.ts';
import type { Column } from '../../text/table-columns.ts';
import type { Terminal } from '../../text/terminal.ts';
import { outcomeWord, paintOutcome } from '../outcome-style.ts';
import { workloadTexts } from './workload-words.ts';

/** Where the list goes to. */
export interface ListTarget extends Terminal {
  readonly isWide: boolean;
  /** Whether more than the rows is wanted: titles, and the sentences below (`--no-headers`). */
  readonly hasTitles: boolean;
  /** Names are shortened to fit a terminal, never for a file or a pipe. */
  readonly isTerminal: boolean;
  /** Undefined where the Pods are of all namespaces. */
  readonly namespace: string | undefined;
}

/** One line a Pod, the worst first, how many there are of each kind, then one Pod in full. */
export function* rankedList(
  report: RankedReport,
  inFull: string | undefined,
  target: ListTarget,
): Generator<string> {
  const style = styleOf(target);
  let separator = '';
  for (const text of target.hasTitles ? workloadTexts(report, style) : []) {
    yield separator + text;
    separator = '\n';
  }
  if (report.pods.length > (inFull === undefined ? 0 : 1)) {
    yield separator;
    const columns = columnsOf(report, target);
    yield* layOut(columns, report.pods, style, {
      width: target.isWide ? undefined : target.width,
      shortensNames: target.isTerminal,
      hasTitles: target.hasTitles,
    }).text;
    if (target.hasTitles) yield* sentencesBelow(report, inFull !== undefined, style);
    separator = '\n';
  }
  if (inFull !== undefined) yield separator + inFull;
}

function* sentencesBelow(
  report: RankedReport,
  hasOneInFull: boolean,
  style: Style,
): Generator<string> {
  yield `\n${wrapped(countsSentence(report, style), style.width, 2)}\n`;
  if (!hasTrouble(report)) return;
  const { withoutEvents } = report;
  const untold =
    withoutEvents === 0
      ? ''
      : `, and here the Events of ${withoutEvents === 1 ? 'one Pod' : `${withoutEvents} Pods`}`;
  const more = hasOneInFull ? '' : ', --worst those of the first';
  const sentence = `A list leaves out Services and logs${untold}: explain POD shows them${more}.`;
  yield `${wrapped(sentence, style.width, 2)}\n`;
}

/** The columns of a list of Pods; which of them have room is decided with the rows. */
export function columnsOf(
  { observedAt }: RankedReport,
  { isWide, isTerminal, namespace }: Pick<ListTarget, 'isWide' | 'isTerminal' | 'namespace'>,
): readonly Column<PodSummary>[] {
  const since = (at: number | undefined) =>
    at === undefined ? '' : humanDuration(Math.max(observedAt - at, 0));
  const always: Column<PodSummary>[] = [
    { title: 'POD', text: ({ name }) => name, isName: true },
    {
      title: 'OUTCOME',
      text: ({ verdict }) => outcomeWord(verdict.outcome),
      paint:
        ({ verdict }, style) =>
        (text) =>
          paintOutcome(verdict.outcome, text, style),
      // The verdict says it too, to who knows them; grep STUCK does not.
      ...(isTerminal && { goes: 1 }),
    },
    { title: 'VERDICT', text: ({ verdict }) => verdict.code },
    { title: 'CONTAINER', text: ({ verdict }) => verdict.container ?? '', isName: true, goes: 2 },
    { title: 'FOR', text: ({ verdict }) => since(verdict.since), goes: 3 },
    { title: 'READY', text: ({ columns }) => columns.ready, goes: 4 },
    { title: 'RESTARTS', text: ({ columns }) => columns.restarts, goes: 6 },
    { title: 'STATUS', text: ({ columns }) => columns.status, isName: true, goes: 5 },
  ];
  return [
    ...(namespace === undefined
      ? [{ title: 'NAMESPACE', text: (pod: PodSummary) => pod.namespace, isName: true }]
      : []),
    ...always,
    ...(isWide
      ? [
          { title: 'AGE', text: ({ createdAt }: PodSummary) => since(createdAt) },
          { title: 'NODE', text: ({ node }: PodSummary) => node ?? '', isName: true },
        ]
      : []),
  ];
}

/** `12 Pods: 1 failed (Evicted), 3 stuck (2 InitBackoff, 1 ImageFailing), 8 healthy.` */
export function countsSentence({ pods, counts }: RankedReport, style: Style): string {
  const total = pods.length === 1 ? '1 Pod' : `${pods.length} Pods`;
  return `${style.strong(total)}: ${counts.map(countWords).join(', ')}.`;
}

function countWords({ outcome, count, verdicts }: OutcomeCount): string {
  const [first, ...others] = verdicts;
  const isPlain = outcome === 'healthy' || outcome === 'complete' || first === undefined;
  if (isPlain) return `${count} ${outcome}`;
  const codes = others.length === 0 ? first.code : verdicts.map(codeWords).join(', ');
  return `${count} ${outcome} (${codes})`;
}

function codeWords({ code, count }: OutcomeCount['verdicts'][number]): string {
  return `${count} ${code}`;
}

function hasTrouble({ counts }: RankedReport): boolean {
  return counts.some(({ outcome }) => outcome === 'stuck' || outcome === 'progressing');
}
