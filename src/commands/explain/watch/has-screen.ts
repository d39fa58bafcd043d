import type { Io } from '../../../io/io.ts';
import type { Shown } from '../request.ts';

/** A terminal that can be drawn on, for what is meant to be looked at. */
export function hasScreen(
  { output }: Pick<Shown, 'output'>,
  { stdoutIsTerminal, env }: Io,
): boolean {
  return stdoutIsTerminal && env.TERM !== 'dumb' && (output === 'table' || output === 'wide');
}
