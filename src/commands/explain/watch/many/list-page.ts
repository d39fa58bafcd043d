import type { Press, Size } from '../../../../live/watch-screen.tsx';
import type { PodSummary } from '../../../../model/explain/many/pod-summary.ts';
import { rankedReport } from '../../../../model/explain/many/ranked-report.ts';
import type { Stage } from '../../../../model/explain/watch/until.ts';
import { listFrame } from '../../../../render/explain/watch/list-frame.ts';
import type { Outage } from '../../../../render/explain/watch/outage-words.ts';
import { terminalOf } from '../../../../render/text/terminal.ts';
import { MOST_CHANGES, type PageContext } from '../pod-page.ts';
import type { TrackedPods } from './tracked-pods.ts';

export interface ListPageOptions {
  readonly pods: Pick<TrackedPods, 'all' | 'withoutEvents'>;
  /** Undefined where the Pods are of all namespaces. */
  readonly namespace: string | undefined;
  readonly open: (pod: PodSummary) => void;
  readonly stages: readonly Stage[];
}

/** Several Pods, one line each, of which keys open one. */
export function listPage(
  { io, request, redraw, leave }: PageContext,
  { pods, namespace, open, stages }: ListPageOptions,
) {
  const terminal = terminalOf(request.color, io);
  const isWide = request.output === 'wide';
  let changes: readonly string[] = [];
  let chosen: PodSummary | undefined;
  let page = 1;
  let outage: Outage | undefined;
  let whyNone: string | undefined;
  const reportNow = () => rankedReport(pods.all(), [], io.now(), pods.withoutEvents());
  /** The one that was chosen, wherever it is by now; the worst one until somebody chooses. */
  const placeOf = (ranked: readonly PodSummary[]) =>
    Math.max(
      ranked.findIndex((each) => chosen !== undefined && isSamePod(each, chosen)),
      0,
    );
  const move = (by: number) => {
    const ranked = reportNow().pods;
    const place = Math.min(Math.max(placeOf(ranked) + by, 0), ranked.length - 1);
    chosen = ranked[place];
  };
  const acts: Readonly<Record<Press, () => void>> = {
    up: () => move(-1),
    down: () => move(1),
    pageUp: () => move(-page),
    pageDown: () => move(page),
    open: () => {
      const ranked = reportNow().pods;
      chosen = ranked[placeOf(ranked)];
      if (chosen) open(chosen);
    },
    back: () => undefined,
    quit: () => leave('quit'),
    interrupt: () => leave('interrupt'),
  };
  return {
    draw: (size: Size): readonly string[] => {
      page = Math.max(size.rows - 6, 1);
      const report = reportNow();
      // It was the reason of the moment: nobody has asked again since.
      if (report.pods.length > 0) whyNone = undefined;
      const selected = placeOf(report.pods);
      const view = { report, selected, changes, namespace, stages, outage, whyNone };
      return listFrame(view, { ...terminal, ...size, isWide });
    },
    press: (press: Press) => acts[press](),
    outage: (now: Outage | undefined) => {
      outage = now;
      redraw();
    },
    whyNone: (text: string) => {
      whyNone = text;
      redraw();
    },
    show: (lines: readonly string[]) => {
      changes = [...changes, ...lines].slice(-MOST_CHANGES);
      redraw();
    },
  };
}

function isSamePod(one: PodSummary, other: PodSummary): boolean {
  return one.uid === other.uid && one.name === other.name && one.namespace === other.namespace;
}
