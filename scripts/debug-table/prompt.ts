import { startOnTerminal } from '../../test/support/pseudo-terminal.ts';
import { median } from '../bench/compare.ts';

const PROMPT = '/ # ';
/** Both say that one may have to press Enter. */
const ENTER_AFTER_MS = 300;

/** Milliseconds until a shell on a terminal shows its prompt. */
export async function timeToPrompt(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const began = performance.now();
  const terminal = startOnTerminal(command, env);
  const typist = setInterval(() => {
    if (/prompt, try pressing enter/.test(terminal.screen())) terminal.type('\r');
  }, ENTER_AFTER_MS);
  try {
    await terminal.shows(PROMPT);
    return performance.now() - began;
  } finally {
    clearInterval(typist);
    terminal.type('exit\r');
    await terminal.exited;
    terminal.close();
  }
}

/** Medians of as many runs of each, by turns. */
export async function medians(
  one: () => Promise<number>,
  other: () => Promise<number>,
  runs: number,
): Promise<readonly [number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    times[0].push(await one());
    times[1].push(await other());
  }
  return [median(times[0]), median(times[1])];
}
