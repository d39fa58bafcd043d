import type { Io } from '../../../io/io.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import type { Press, Size } from '../../../live/watch-screen.tsx';
import type { PodChange } from '../../../model/explain/watch/changes.ts';
import type { Seen, Stage } from '../../../model/explain/watch/until.ts';
import { changeLines } from '../../../render/explain/watch/change-line.ts';
import { podFrame } from '../../../render/explain/watch/frame.ts';
import type { Outage } from '../../../render/explain/watch/outage-words.ts';
import { terminalOf } from '../../../render/text/terminal.ts';
import type { Shown } from '../request.ts';
import { logReader } from './log-reader.ts';

/** What a screen shows, and what keys do to it. */
export interface Page {
  readonly draw: (size: Size) => readonly string[];
  readonly press: (press: Press) => void;
}

/** How a page is left. */
export type Leaving = 'back' | 'quit' | 'interrupt';

/** What a page about Pods is made from. */
export interface PageContext {
  readonly client: KubeClient;
  readonly io: Io;
  readonly request: Pick<Shown, 'output' | 'color'> & { readonly logLines: number };
  /** Draws the screen anew. */
  readonly redraw: () => void;
  readonly leave: (how: Leaving) => void;
}

/** More than any screen is high. */
export const MOST_CHANGES = 200;

/** One Pod in full, with the end of its log and its last changes. */
export function podPage(
  { client, io, request, redraw, leave }: PageContext,
  { stages, hasList }: { readonly stages: readonly Stage[]; readonly hasList: boolean },
) {
  const terminal = terminalOf(request.color, io);
  const isWide = request.output === 'wide';
  const logs = logReader(client, request.logLines, io);
  let changes: readonly string[] = [];
  let latest: Seen | undefined;
  let outage: Outage | undefined;
  let scroll = 0;
  let maxScroll = 0;
  let page = 1;
  const steps: Readonly<Partial<Record<Press, () => number>>> = {
    up: () => -1,
    down: () => 1,
    pageUp: () => -page,
    pageDown: () => page,
  };
  return {
    draw: (size: Size): readonly string[] => {
      if (latest === undefined) return [];
      const explanation = logs.withTail(latest.explanation);
      const view = { explanation, changes, stages, scroll, hasList, outage };
      const frame = podFrame(view, { ...terminal, ...size, isWide });
      maxScroll = frame.maxScroll;
      page = Math.max(size.rows - 3, 1);
      return frame.lines;
    },
    press: (press: Press) => {
      if (press === 'quit' || press === 'interrupt') leave(press);
      else if (press === 'back') leave(hasList ? 'back' : 'quit');
      else scroll = Math.min(Math.max(scroll + (steps[press]?.() ?? 0), 0), maxScroll);
    },
    show: (newer: readonly PodChange[], seen: Seen) => {
      const lines = changeLines(newer, seen, { ...terminal, isClock: true });
      changes = [...changes, ...lines.trimEnd().split('\n')].slice(-MOST_CHANGES);
    },
    outage: (now: Outage | undefined) => {
      outage = now;
      redraw();
    },
    look: (seen: Seen) => {
      latest = seen;
      redraw();
      if (outage !== undefined) return;
      logs.read(seen.explanation, redraw);
    },
  };
}
