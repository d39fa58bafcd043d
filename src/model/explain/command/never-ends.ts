import type { Container } from '../../kubernetes/api.ts';
import { basename, scriptOf } from './script.ts';
import { shellCommands } from './shell-commands.ts';

/** Why a command goes on for ever. */
export type EndlessCommand = 'sleep' | 'tail' | 'loop';

/**
 * Whether a container's command certainly never ends by itself: `sleep infinity`, `tail -f`, or a
 * `while true` loop that nothing leaves. Undefined where it may end, or where one cannot tell.
 */
export function endlessCommandOf({
  command = [],
  args = [],
}: Container): EndlessCommand | undefined {
  const words = [...command, ...args];
  const script = scriptOf(words);
  if (script === undefined) return endlessProgram(words);
  if (WAITS_FOR_SLEEP.test(script)) return 'sleep';
  if (MAY_BRANCH.test(script)) return undefined;
  if (hasEndlessLoop(script)) return 'loop';
  const last = shellCommands(script).at(-1);
  return last && !last.inLoop ? endlessProgram(last.words) : undefined;
}

/** `trap : TERM; sleep infinity & wait`, which ends only when it is told to. */
const WAITS_FOR_SLEEP = /(?:^|[\s;])sleep\s+inf(?:inity)?\s*&\s*wait\b[^\n;]*\s*;?\s*$/;

/**
 * What runs in the background, is run with a time limit, or only under a condition proves nothing;
 * neither does a script with a trap or functions of its own.
 */
const MAY_BRANCH = /[^&>]&(?![&>])|\|\||\b(?:timeout|if|case|trap|kill|function)\b|\(\)\s*\{/;

function endlessProgram(words: readonly string[]): EndlessCommand | undefined {
  const [program = '', ...args] = words;
  const name = basename(program);
  if (name === 'busybox') return endlessProgram(args);
  if (name === 'sleep' && /^inf(inity)?$/i.test(args[0] ?? '')) return 'sleep';
  const follows = args.some((word) => /^-\w*[fF]\w*$|^--follow/.test(word));
  return name === 'tail' && follows ? 'tail' : undefined;
}

/** The loop's own test never fails, and no command in the script leaves it. */
function hasEndlessLoop(script: string): boolean {
  return ENDLESS_LOOP.test(script) && !/\b(?:break|exit|return|exec)\b/.test(script);
}

const ENDLESS_LOOP =
  /(?:^|[\s;])(?:while\s+(?:true|:|\/bin\/true|\[{1,2}\s+(?:1|true)\s+\]{1,2}|sleep\s+[\d.]+[smhd]?)|until\s+false)\s*(?:;|\n)\s*do\b|(?:^|[\s;])for\s*\(\(\s*;\s*;\s*\)\)/;
