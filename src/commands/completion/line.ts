import type { CommandSpec } from '../command.ts';
import { CONNECTION_FLAGS } from '../flags/connection.ts';
import { type Completion, type Flag, namesOf, optionName } from '../flags/flag.ts';

/** A command line that somebody is still typing. */
export interface UnfinishedLine {
  /** The values of the flags so far, by their names in camel case. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The words after the command. */
  readonly words: readonly string[];
  readonly wanted: Wanted;
  /** As much as there is of what is wanted. */
  readonly typed: string;
}

/** What can stand where the cursor is. */
type Wanted =
  | { readonly kind: 'command' }
  | { readonly kind: 'flag'; readonly flags: readonly Flag[] }
  | { readonly kind: 'value'; readonly flag: Flag }
  | {
      readonly kind: 'word';
      readonly completes: Completion | undefined;
      /** Words of the command's own that can stand there too. */
      readonly verbs: readonly string[];
    }
  /** What follows `--` is the business of another program. */
  | { readonly kind: 'nothing' };

const ROOT_FLAGS: readonly Flag[] = [
  ...CONNECTION_FLAGS,
  { flags: '--version', description: 'print the version' },
];
const HELP_FLAG: Flag = { flags: '-h, --help', description: 'show help' };

/** Reads the words of a shell, the last of which is to be completed; nothing is an error. */
export function readLine(
  typedWords: readonly string[],
  commands: readonly CommandSpec[],
): UnfinishedLine {
  const before = typedWords.slice(0, -1);
  const last = typedWords.at(-1) ?? '';
  const options: Record<string, unknown> = {};
  const words: string[] = [];
  let command: CommandSpec | undefined;
  let isHelp = false;
  let open: Flag | undefined;
  for (const word of before) {
    if (open !== undefined) {
      note(options, open, word);
      open = undefined;
    } else if (word === '--') {
      return { options, words, wanted: { kind: 'nothing' }, typed: last };
    } else if (isFlag(word)) {
      const { flag, value } = flagOf(word, flagsOf(command));
      if (flag !== undefined && value === undefined && takesValue(flag)) open = flag;
      else if (flag !== undefined) note(options, flag, value ?? true);
    } else if (command !== undefined || isHelp) words.push(word);
    else if (word === 'help') isHelp = true;
    else {
      command = commands.find(({ name }) => name === word);
      if (command === undefined)
        return { options, words, wanted: { kind: 'nothing' }, typed: last };
    }
  }
  const line = { options, words };
  if (open !== undefined) return { ...line, wanted: { kind: 'value', flag: open }, typed: last };
  if (last.startsWith('-')) return { ...line, ...flagWanted(last, command, options) };
  if (command === undefined) {
    const wanted: Wanted = isHelp && words.length > 0 ? { kind: 'nothing' } : { kind: 'command' };
    return { ...line, wanted, typed: last };
  }
  return { ...line, wanted: wordWanted(command, words), typed: last };
}

function flagWanted(
  last: string,
  command: CommandSpec | undefined,
  options: Readonly<Record<string, unknown>>,
): Pick<UnfinishedLine, 'wanted' | 'typed'> {
  const flags = flagsOf(command);
  const { flag, value } = flagOf(last, flags);
  if (flag !== undefined && value !== undefined) {
    return { wanted: { kind: 'value', flag }, typed: value };
  }
  const left = [...flags, HELP_FLAG].filter(
    (each) => each.repeatable || options[optionName(each)] === undefined,
  );
  return { wanted: { kind: 'flag', flags: left }, typed: last };
}

function wordWanted({ words: spec }: CommandSpec, words: readonly string[]): Wanted {
  if (spec === undefined) return { kind: 'nothing' };
  const [first] = words;
  const after = first === undefined ? undefined : spec.verbs?.[first];
  if (after !== undefined) {
    return { kind: 'word', completes: after[words.length - 1], verbs: [] };
  }
  const isFull = words.length > 0 && !spec.name.includes('...');
  const verbs = words.length === 0 ? Object.keys(spec.verbs ?? {}) : [];
  return { kind: 'word', completes: isFull ? undefined : spec.completes, verbs };
}

function flagsOf(command: CommandSpec | undefined): readonly Flag[] {
  return command?.flags ?? ROOT_FLAGS;
}

function isFlag(word: string): boolean {
  return word.startsWith('-') && word !== '-';
}

/** The flag that a word is, and the value in the same word: `-nshop`, `-n=shop`, `--output=json`. */
function flagOf(
  word: string,
  flags: readonly Flag[],
): { readonly flag: Flag | undefined; readonly value: string | undefined } {
  const [, name = word, sign, value = ''] = /^(--[^=]*|-[^-])(=?)(.*)$/s.exec(word) ?? [];
  const flag = flags.find((each) => namesOf(each).includes(name));
  const hasValue = sign === '=' || value !== '';
  return { flag, value: hasValue ? value : undefined };
}

function takesValue({ flags }: Flag): boolean {
  return flags.includes('<');
}

function note(options: Record<string, unknown>, flag: Flag, value: string | true): void {
  const name = optionName(flag);
  const before = options[name];
  if (!flag.repeatable) options[name] = value;
  else options[name] = [...(Array.isArray(before) ? before : []), value];
}
