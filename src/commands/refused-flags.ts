import { UserError } from '../errors.ts';

/** The flag of an option, as it is written: `copyTo` is --copy-to. */
export function flagOf(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Throws a UserError for a flag that was given although it means nothing for what is asked. As for
 * kubectl, `-l ""` gives none: scripts write it so.
 */
export function refuseFlags<Options extends object>(
  given: Options,
  flags: readonly (keyof Options & string)[],
  reason: string,
  hint?: string,
): void {
  const option = flags.find((name) => (given[name] ?? '') !== '');
  if (option !== undefined) throw new UserError(`${flagOf(option)} ${reason}`, { hint });
}
