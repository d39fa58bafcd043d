import { UserError } from '../errors.ts';

/** The flag of an option, as it is written: `copyTo` is --copy-to. */
export function flagOf(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The first of these flags that was given, as it is written. */
export function firstGiven<Options extends object>(
  given: Options,
  flags: readonly (keyof Options & string)[],
): string | undefined {
  const option = flags.find((name) => given[name] !== undefined);
  return option === undefined ? undefined : flagOf(option);
}

/** Throws a UserError for a flag that was given although it means nothing for what is asked. */
export function refuseFlags<Options extends object>(
  given: Options,
  flags: readonly (keyof Options & string)[],
  reason: string,
  hint?: string,
): void {
  const flag = firstGiven(given, flags);
  if (flag !== undefined) throw new UserError(`${flag} ${reason}`, { hint });
}
