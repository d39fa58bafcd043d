import { UserError } from '../../errors.ts';

const TRUE = new Set(['1', 't', 'T', 'true', 'True', 'TRUE']);
const FALSE = new Set(['0', 'f', 'F', 'false', 'False', 'FALSE']);

/** A command line, cut where `--` ends the flags. */
export interface CommandLine {
  readonly flags: readonly string[];
  /** What follows `--`; undefined without one. */
  readonly rest: readonly string[] | undefined;
}

/**
 * The command line as commander reads it. kubectl's parser also takes `-n=NAME` and, for a switch,
 * `--SWITCH=true`; people and scripts write them so. The values of a switch are those of Go's
 * strconv.ParseBool.
 */
export function kubectlArguments(
  args: readonly string[],
  isSwitch: (name: string) => boolean,
): CommandLine {
  const end = args.indexOf('--');
  const flags = end === -1 ? args : args.slice(0, end);
  return {
    flags: flags.flatMap((word) => plainWords(word, isSwitch)),
    rest: end === -1 ? undefined : args.slice(end + 1),
  };
}

function plainWords(word: string, isSwitch: (name: string) => boolean): readonly string[] {
  const [, name, value = ''] = /^(-[a-zA-Z]|--[a-z-]+)=(.*)$/s.exec(word) ?? [];
  if (name === undefined) return [word];
  if (isSwitch(name)) {
    if (TRUE.has(value)) return [name];
    if (FALSE.has(value)) return [];
    throw new UserError(
      `invalid argument "${value}" for "${name}" flag: strconv.ParseBool: parsing "${value}": invalid syntax`,
    );
  }
  return /^-[a-zA-Z]$/.test(name) ? [name, value] : [word];
}
