/** What the place that text goes to can show. */
export interface Terminal {
  readonly width: number;
  readonly unicode: boolean;
  readonly color: boolean;
}

export type ColorChoice = 'auto' | 'always' | 'never';

const DEFAULT_WIDTH = 80;
/** Below this no table holds together; the terminal itself may wrap the lines then. */
const MIN_WIDTH = 40;

/** Judges by the flag, the environment and whether stdout is a terminal. */
export function terminalOf(
  choice: ColorChoice,
  surroundings: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly platform: string;
    readonly stdoutIsTerminal: boolean;
    readonly columns: number | undefined;
  },
): Terminal {
  const { env, platform, stdoutIsTerminal, columns } = surroundings;
  return {
    width: Math.max(MIN_WIDTH, columns || Number(env.COLUMNS) || DEFAULT_WIDTH),
    unicode: showsUnicode(env, platform),
    color: wantsColor(choice, env, stdoutIsTerminal),
  };
}

/** The flag, then NO_COLOR (no-color.org), then FORCE_COLOR, then what stdout is. */
function wantsColor(
  choice: ColorChoice,
  env: Readonly<Record<string, string | undefined>>,
  stdoutIsTerminal: boolean,
): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stdoutIsTerminal && env.TERM !== 'dumb';
}

/** The locale of POSIX; Windows has none, and its modern terminals tell themselves. */
function showsUnicode(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): boolean {
  if (platform === 'win32') return Boolean(env.WT_SESSION || env.TERM_PROGRAM);
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale) && env.TERM !== 'linux';
}
