import type { PodSummary } from '../../../model/explain/many/pod-summary.ts';
import type { RankedReport } from '../../../model/explain/many/ranked-report.ts';
import type { Stage } from '../../../model/explain/watch/until.ts';
import { wrapped } from '../../text/layout.ts';
import { sanitise } from '../../text/sanitise.ts';
import type { Style } from '../../text/style.ts';
import { layOut } from '../../text/table.ts';
import { columnsOf, countsSentence } from '../many/ranked-list.ts';
import { type FrameOptions, filled, footerOf, frameStyle, roomOf, waitWords } from './frame.ts';
import type { Outage } from './outage-words.ts';

/** What a screen shows of several Pods that are watched. */
export interface ListView {
  readonly report: RankedReport;
  /** The place of the Pod that a key opens. */
  readonly selected: number;
  /** Lines about what has changed, the newest last. */
  readonly changes: readonly string[];
  /** Undefined where the Pods are of all namespaces. */
  readonly namespace: string | undefined;
  /** What is waited for. */
  readonly stages: readonly Stage[];
  readonly outage?: Outage | undefined;
  /** Why there are none, in words. */
  readonly whyNone?: string | undefined;
}

/** Before each row: a mark on the one that is selected. */
const GUTTER = 2;

/** One line a Pod, the worst first, around the one that is selected; how many there are of each. */
export function listFrame(view: ListView, options: FrameOptions): readonly string[] {
  const style = frameStyle(options);
  const { pods } = view.report;
  const keys = [
    ...waitWords(view.stages),
    'q quits',
    ...(pods.length > 0 ? ['arrow keys choose', 'Enter opens a Pod'] : []),
  ];
  const none = wrapped(sanitise(view.whyNone ?? 'No Pods.'), style.width, 2).split('\n');
  const body = pods.length === 0 ? none : listOf(view, options, style);
  const footer = footerOf(keys, view.outage, options, style);
  return filled(body, view.changes, footer, options, style);
}

function listOf(
  { report, selected, namespace }: ListView,
  { rows, isWide }: FrameOptions,
  style: Style,
): readonly string[] {
  const counts = wrapped(countsSentence(report, style), style.width, 2).split('\n');
  // Around the rows stand the counts, an empty line and the titles.
  const room = Math.max(roomOf(rows) - counts.length - 2, 1);
  const last = Math.max(report.pods.length - room, 0);
  const from = Math.min(Math.max(selected - Math.floor(room / 2), 0), last);
  const shown = report.pods.slice(from, from + room);
  const width = style.width - GUTTER;
  const options = { isWide, namespace };
  const { text } = layOut<PodSummary>(
    columnsOf(report, { ...options, isTerminal: true }),
    shown,
    style,
    {
      width,
      shortensNames: true,
      hasTitles: true,
    },
  );
  const [titles = '', ...lines] = [...text].join('').trimEnd().split('\n');
  const marked = lines.map((line, index) =>
    index + from === selected ? style.chalk.inverse(`> ${line}`) : `  ${line}`,
  );
  return [...counts, '', `  ${titles}`, ...marked];
}
