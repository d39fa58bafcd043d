/** A program on a pseudo-terminal, and what its user sees and does. */
export interface OnTerminal {
  /** All that has come on the screen. */
  readonly screen: () => string;
  /** Resolves once the screen shows the text; throws with what it shows if the program ends first. */
  readonly shows: (text: string | RegExp) => Promise<void>;
  readonly type: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** The terminal's settings, to be compared with those before. */
  readonly settings: () => string;
  readonly set: (settings: string) => void;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** The exit code, or the signal that ended the program. */
  readonly exited: Promise<number | string>;
  readonly close: () => void;
}

const FLAGS = ['inputFlags', 'outputFlags', 'localFlags', 'controlFlags'] as const;

/** Starts a program on a pseudo-terminal of 80 columns and 24 rows. */
export function startOnTerminal(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): OnTerminal {
  let screen = '';
  const watchers = new Set<() => void>();
  const decoder = new TextDecoder();
  const child = Bun.spawn([...command], {
    env,
    // Given as options: a Bun.Terminal made before would not control the program (no Ctrl-C).
    terminal: {
      cols: 80,
      rows: 24,
      data: (_terminal, data) => {
        screen += decoder.decode(data, { stream: true });
        for (const watch of watchers) watch();
      },
    },
  });
  const { terminal } = child;
  if (terminal === undefined) throw new Error('there are no pseudo-terminals on this machine');
  const exited = child.exited.then(() => child.signalCode ?? child.exitCode ?? 'unknown');
  const has = (text: string | RegExp) =>
    typeof text === 'string' ? screen.includes(text) : text.test(screen);
  return {
    screen: () => screen,
    shows: (text) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (!has(text)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        exited.then((code) => {
          if (has(text)) resolve();
          else reject(new Error(`ended with ${code}, without ${text}: ${JSON.stringify(screen)}`));
        });
      }),
    type: (keys) => void terminal.write(keys),
    resize: (columns, rows) => terminal.resize(columns, rows),
    settings: () => FLAGS.map((name) => terminal[name]).join(),
    set: (settings) => {
      for (const [index, value] of settings.split(',').entries()) {
        terminal[FLAGS[index] ?? 'localFlags'] = Number(value);
      }
    },
    kill: (signal) => void child.kill(signal),
    exited,
    close: () => terminal.close(),
  };
}

/** Resolves once a program has taken the keys: what is typed before may get lost. */
export async function untilRaw({ settings, exited }: OnTerminal, before: string): Promise<void> {
  let hasEnded = false;
  exited.then(() => {
    hasEnded = true;
  });
  while (settings() === before && !hasEnded) await Bun.sleep(5);
}
