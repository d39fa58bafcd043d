import type { LiveExplanation } from '../../../model/explain/explanation.ts';
import type { Stage } from '../../../model/explain/watch/until.ts';
import { cut } from '../../text/layout.ts';
import { type Style, styleOf } from '../../text/style.ts';
import type { Terminal } from '../../text/terminal.ts';
import { renderExplanation } from '../explain-text.ts';
import { stageWords } from './end-words.ts';
import { type Outage, staleWords } from './outage-words.ts';

/** Where a frame is drawn. */
export interface FrameOptions extends Omit<Terminal, 'width'> {
  readonly columns: number;
  readonly rows: number;
  readonly isWide: boolean;
}

/** Below this no table holds together: it is cut then. */
const MIN_WIDTH = 40;

/** The style of a frame, for a terminal that may be narrower than any text of ours. */
export function frameStyle(options: FrameOptions): Style {
  return styleOf({ ...options, width: Math.max(options.columns, MIN_WIDTH) });
}

/**
 * As many lines as a screen has rows but for one, for a full one would have to be cleared to be
 * drawn: the body, below it as many of the last changes as there is room for, and the footer.
 */
export function filled(
  body: readonly string[],
  changes: readonly string[],
  footer: string,
  { columns, rows }: FrameOptions,
  style: Style,
): readonly string[] {
  const room = roomOf(rows);
  const above = [...body, ...newest(changes, room - body.length, style)].slice(0, room);
  const gap = Array.from({ length: room - above.length }, () => '');
  return [...above, ...gap, footer].map((line) => cutPlain(line, columns, style));
}

/** What a footer begins with while something is waited for. */
export function waitWords(stages: readonly Stage[]): readonly string[] {
  return stages.length > 0 ? [`Waiting to ${stages.map(stageWords).join(' or ')}`] : [];
}

/** What keys do; while nothing new can come, that. */
export function footerOf(
  keys: readonly string[],
  outage: Outage | undefined,
  { columns }: FrameOptions,
  style: Style,
): string {
  if (outage === undefined) return style.faint(keys.join('   '));
  return style.warning(cut(staleWords(outage), columns, style.ellipsis));
}

/** How many lines a body can have. */
export function roomOf(rows: number): number {
  return Math.max(rows - 2, 1);
}

/** With a line of their own above them, and a title; nothing where that is all there is room for. */
function newest(changes: readonly string[], room: number, style: Style): readonly string[] {
  const count = room - 2;
  if (count < 1 || changes.length === 0) return [];
  return ['', style.strong('Changes'), ...changes.slice(-count)];
}

/** Lines with colours are cut by whoever draws them; where there are none it is done here. */
function cutPlain(line: string, columns: number, style: Style): string {
  return line.includes('\u001b') ? line : cut(line, columns, style.ellipsis);
}

/** What a screen shows of a Pod that is watched. */
export interface PodView {
  readonly explanation: LiveExplanation;
  /** Lines about what has changed, the newest last. */
  readonly changes: readonly string[];
  readonly stages: readonly Stage[];
  /** How many lines of a text that is too long are above the screen. */
  readonly scroll: number;
  /** Whether it was opened from a list of Pods. */
  readonly hasList: boolean;
  readonly outage?: Outage | undefined;
}

/** The explanation of a Pod, and what has changed. */
export function podFrame(
  { explanation, changes, stages, scroll, hasList, outage }: PodView,
  options: FrameOptions,
): { readonly lines: readonly string[]; readonly maxScroll: number } {
  const style = frameStyle(options);
  const text = renderExplanation(explanation, { ...options, width: style.width });
  const body = text.trimEnd().split('\n');
  const room = roomOf(options.rows);
  const maxScroll = Math.max(body.length - room, 0);
  const from = Math.min(scroll, maxScroll);
  const keys = [
    ...waitWords(stages),
    'q quits',
    ...(hasList ? ['Esc goes back to the list'] : []),
    ...(maxScroll > 0 ? ['arrow keys scroll'] : []),
  ];
  const shown = body.slice(from, from + room);
  const footer = footerOf(keys, outage, options, style);
  return { lines: filled(shown, changes, footer, options, style), maxScroll };
}
