import { type Command, Option } from 'commander';
import { nearNames } from '../../model/kubernetes/similar-names.ts';

/** What a shell can offer for the value of a flag or for a word. */
export type Completion =
  | 'pod'
  | 'pod-or-workload'
  | 'container'
  | 'debug-container'
  | 'change'
  | 'namespace'
  | 'context'
  | 'cluster'
  | 'user'
  | 'file'
  | 'command'
  | 'rule'
  | 'shell';

/** A flag as data. */
export interface Flag {
  /** As the help shows it: `-n, --namespace <name>`; without `<…>` it is a switch. */
  readonly flags: string;
  readonly description: string;
  /** The only values it takes; a shell offers these. */
  readonly choices?: readonly string[];
  /** What a shell offers of the many values that it takes. */
  readonly suggests?: readonly string[];
  readonly completes?: Completion;
  readonly default?: string;
  /** Given several times, its values add up. */
  readonly repeatable?: true;
  /** Works, but the help leaves it to `kubectl options`. */
  readonly hidden?: true;
  /** Reads the value; throws commander's InvalidArgumentError for one that it cannot be. */
  readonly parse?: (text: string) => unknown;
}

/** Tells commander of the flags. */
export function addFlags(command: Command, flags: readonly Flag[]): Command {
  for (const flag of flags) command.addOption(optionOf(flag));
  return command;
}

/** `--profile` of `--profile <name>`. */
export function longName({ flags }: Flag): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags;
}

/** The names by which a switch is known, such as `-A` and `--all-namespaces`; none for the rest. */
export function switchNames({ flags }: Flag): readonly string[] {
  return flags.includes('<') ? [] : flags.split(', ');
}

/** The names of a flag: `-n` and `--namespace`. */
export function namesOf({ flags }: Flag): readonly string[] {
  return flags.split(/[ ,]+/).filter((word) => word.startsWith('-'));
}

/**
 * Tells of a flag whether the words of a command line may name it, or it has a value without: no
 * other matters to a run.
 */
export function written(words: readonly string[]): (flag: Flag) => boolean {
  const names = words.flatMap((word) => {
    if (word.startsWith('--')) return [word.split('=', 1).join()];
    // `-Aw` are two flags, and of `-nshop` the rest is none: one too many does no harm.
    return word.startsWith('-') ? Array.from(word.slice(1), (letter) => `-${letter}`) : [];
  });
  const distinct = [...new Set(names)];
  return (flag) => flag.default !== undefined || distinct.some((name) => flag.flags.includes(name));
}

/** What the values of a flag are called in a command's options: `allNamespaces`. */
export function optionName(flag: Flag): string {
  return longName(flag)
    .slice(2)
    .replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function optionOf({ flags, description, choices, parse, ...more }: Flag): Option {
  const option = new Option(flags, description);
  if (choices) option.choices(choices);
  if (parse) option.argParser(parse);
  if (more.repeatable) option.argParser(collect);
  if (more.default !== undefined) option.default(more.default);
  return option.hideHelp(more.hidden ?? false);
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** What commander says of an unknown flag, without those that are hardly like it. */
export function withNearFlags(complaint: string): string {
  const [, wanted = ''] = /unknown option '--([^'=]+)/.exec(complaint) ?? [];
  return complaint.replace(/\(Did you mean (?:one of )?(--.*)\?\)\n/, (_, flags: string) => {
    const near = nearNames(flags.replaceAll('--', '').split(', '), wanted);
    const words = near.map((name) => `--${name}`).join(' or ');
    return words === '' ? '' : `(Did you mean ${words}?)\n`;
  });
}
