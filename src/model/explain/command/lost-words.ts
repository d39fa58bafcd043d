import type { Container } from '../../kubernetes/api.ts';
import { scriptOf } from './script.ts';

/** Words of a command that do not do what whoever wrote them is likely to have meant. */
export type LostWords =
  /** A whole command line as the name of one program. */
  | { readonly kind: 'one-string'; readonly words: readonly string[] }
  /** What stands after the script of `sh -c` is only $0, $1, … of it. */
  | { readonly kind: 'shell-arguments'; readonly words: readonly string[] };

/** Windows has such names of programs, and its paths backslashes. */
const COMMAND_LINE = /^[^\s\\]+\s+\S/;

/** What is lost of the command of a container; undefined for nothing. */
export function lostWordsOf({ command = [], args = [] }: Container): LostWords | undefined {
  const [program = ''] = command;
  if (command.length === 1 && COMMAND_LINE.test(program)) {
    return { kind: 'one-string', words: [program] };
  }
  const all = [...command, ...args];
  const script = scriptOf(all);
  if (!script || /\$[\d@*#{]/.test(script)) return undefined;
  const unused = all.slice(all.indexOf(script) + 1);
  // By custom the first one is a name for the script.
  const isName = unused.length === 1 && /^(?:-+|_|\w*sh|\w+\.sh)$/.test(unused[0] ?? '');
  return unused.length === 0 || isName ? undefined : { kind: 'shell-arguments', words: unused };
}
