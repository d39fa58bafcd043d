import type { Container } from '../../kubernetes/api.ts';
import { basename, scriptOf } from './script.ts';
import { shellCommands } from './shell-commands.ts';

/** A command that does something else, or fails, when it finds what it left the last time. */
export interface UnrepeatableCommand {
  /** As it is written, shortened to what matters: `mkdir /data/db`. */
  readonly command: string;
  /** What the second time does: it fails, or adds to what is there. */
  readonly effect: 'fails' | 'adds';
  readonly path: string;
}

/**
 * The first command of a container that cannot be repeated on paths below one of `directories`:
 * `mkdir` without `-p`, `git clone`, `ln -s` without `-f`, `>>`. Undefined where there is none for
 * certain: a script that tests, clears or ignores failures may well take care.
 */
export function unrepeatableCommandOf(
  { command = [], args = [] }: Container,
  directories: readonly string[],
): UnrepeatableCommand | undefined {
  const words = [...command, ...args];
  const script = scriptOf(words);
  if (script !== undefined && TAKES_CARE.test(script)) return undefined;
  const commands = script === undefined ? [words] : shellCommands(script).map((each) => each.words);
  for (const each of commands) {
    const found = unrepeatable(each);
    if (found && directories.some((directory) => isBelow(found.path, directory))) return found;
  }
  return undefined;
}

const TAKES_CARE = /\|\||\b(?:if|case|trap|test)\b|\[ |\brm\b|set \+e|--delete/;

function unrepeatable(words: readonly string[]): UnrepeatableCommand | undefined {
  const [program = '', ...args] = words;
  const operands = args.filter((word) => !/^-|[<>]/.test(word));
  const has = (letter: string, long: string) =>
    args.some((word) => word === long || new RegExp(`^-\\w*${letter}`).test(word));
  const name = basename(program);
  const last = operands.at(-1);
  if (name === 'mkdir' && !has('p', '--parents') && last !== undefined) {
    return { command: `mkdir ${last}`, effect: 'fails', path: last };
  }
  if (name === 'git' && operands[0] === 'clone' && operands.length > 2 && last !== undefined) {
    return { command: `git clone … ${last}`, effect: 'fails', path: last };
  }
  if (name === 'ln' && has('s', '--symbolic') && !has('f', '--force') && operands.length > 1) {
    return { command: `ln -s … ${last}`, effect: 'fails', path: last ?? '' };
  }
  const at = words.findIndex((word) => word.startsWith('>>'));
  const target = words[at]?.slice(2) || words[at + 1];
  if (at < 0 || target === undefined) return undefined;
  return { command: `${name} … >> ${target}`, effect: 'adds', path: target };
}

function isBelow(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.replace(/\/*$/, '/'));
}
