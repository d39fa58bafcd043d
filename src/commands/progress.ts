import type { Io } from '../io/io.ts';

const QUICK_MS = 1000;
const REDRAW_MS = 200;

/**
 * Tells on a terminal how far something has come, once it takes longer than a second. Returns what
 * ends that and takes the line away. `text` is asked for whenever the line is drawn.
 */
export function startProgress(text: () => string, io: Io): () => Promise<void> {
  if (!io.stderrIsTerminal) return async () => {};
  let waited = 0;
  let shown = '';
  let written: Promise<void> = Promise.resolve();
  const stop = io.every(REDRAW_MS, () => {
    waited += REDRAW_MS;
    const next = text();
    if (waited < QUICK_MS || next === shown) return;
    written = io.writeError(`\r${next.padEnd(shown.length)}`);
    shown = next;
  });
  return async () => {
    stop();
    await written;
    if (shown !== '') await io.writeError(`\r${' '.repeat(shown.length)}\r`);
  };
}
