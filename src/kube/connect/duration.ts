import { UserError } from '../../errors.ts';
import { parseGoDuration } from '../../model/kubernetes/go-duration.ts';

/**
 * Milliseconds of a --request-timeout as kubectl reads it: a Go duration (`1m30s`) or bare
 * seconds. `0` means no limit, hence undefined.
 */
export function parseRequestTimeout(text: string): number | undefined {
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : parseGoDuration(text);
  if (milliseconds === undefined) {
    throw new UserError(`Invalid timeout value "${text}"`, {
      hint: 'Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
      prefix: 'error: ',
    });
  }
  return milliseconds > 0 ? milliseconds : undefined;
}
