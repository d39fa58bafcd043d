import type { LiveExplanation } from '../../../model/explain/explanation.ts';
import type { Stage } from '../../../model/explain/watch/until.ts';
import { cut } from '../../text/layout.ts';
import { type Style, styleOf } from '../../text/style.ts';
import type { Terminal } from '../../text/terminal.ts';
import { renderExplanation } from '../explain-text.ts';
import { stageWords } from './end-words.ts';

/** What a screen shows of a Pod that is watched. */
export interface View {
  readonly explanation: LiveExplanation;
  /** Lines about what has changed, the newest last. */
  readonly changes: readonly string[];
  readonly stages: readonly Stage[];
}

export interface FrameOptions extends Omit<Terminal, 'width'> {
  readonly columns: number;
  readonly rows: number;
  readonly isWide: boolean;
  /** How many lines of a text that is too long are above the screen. */
  readonly scroll: number;
}

/** All lines of a screen, none longer than it is wide. */
export interface Frame {
  readonly lines: readonly string[];
  /** The largest scroll that shows something new. */
  readonly maxScroll: number;
}

/** Below this the table does not hold together: it is cut then. */
const MIN_WIDTH = 40;

/**
 * The explanation, below it as many of the last changes as there is room for, and a line about the
 * keys. One row stays free: a full screen would have to be cleared to be drawn.
 */
export function watchFrame(view: View, options: FrameOptions): Frame {
  const { columns, rows, scroll } = options;
  const width = Math.max(columns, MIN_WIDTH);
  const style = styleOf({ ...options, width });
  const body = renderExplanation(view.explanation, { ...options, width })
    .trimEnd()
    .split('\n');
  const room = Math.max(rows - 2, 1);
  const maxScroll = Math.max(body.length - room, 0);
  const from = Math.min(scroll, maxScroll);
  const shown = body.slice(from, from + room);
  const lines = [...shown, ...newest(view.changes, room - shown.length, style)];
  const below = [...lines, ...Array.from({ length: room - lines.length }, () => '')];
  return {
    lines: [...below, style.faint(footer(view.stages, maxScroll > 0))].map((line) =>
      cutStyled(line, columns, style),
    ),
    maxScroll,
  };
}

/** With a line of their own above them, and a title; nothing where that is all there is room for. */
function newest(changes: readonly string[], room: number, style: Style): readonly string[] {
  const count = room - 2;
  return count < 1 ? [] : ['', style.strong('Changes'), ...changes.slice(-count)];
}

function footer(stages: readonly Stage[], canScroll: boolean): string {
  return [
    ...(stages.length > 0 ? [`Waiting for it to ${stages.map(stageWords).join(' or ')}`] : []),
    'q quits',
    ...(canScroll ? ['arrow keys scroll'] : []),
  ].join('   ');
}

/** Lines with colours are cut by whoever draws them; where there are none it is done here. */
function cutStyled(line: string, columns: number, style: Style): string {
  return line.includes('\u001b') ? line : cut(line, columns, style.ellipsis);
}
