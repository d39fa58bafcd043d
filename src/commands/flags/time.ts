import { InvalidArgumentError } from 'commander';
import type { Flag } from './flag.ts';

/** `--at`, of a command that tells of saved Pods; milliseconds since the epoch. */
export const AT_FLAG: Flag = {
  flags: '--at <time>',
  description: 'with -f: when the Pods were saved, such as 2026-01-31T12:00:00Z',
  parse: parseInstant,
};

/** A time of RFC 3339, as the API writes it, or seconds since 1970, as `date +%s` does. */
function parseInstant(text: string): number {
  if (/^\d{1,11}(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const isWhole = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i.test(
    text,
  );
  const instant = isWhole ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  throw new InvalidArgumentError(
    'It must be a time with its zone, such as 2026-01-31T12:00:00Z, or seconds since 1970.',
  );
}
