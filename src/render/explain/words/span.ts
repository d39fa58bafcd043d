import { humanDuration } from '../../../model/kubernetes/human-duration.ts';

/** What is less is told as 0s, which says nothing. */
const SECOND_MS = 1000;
/** Below this both ends of a span are one moment to a reader. */
const MOMENT_MS = 3000;

/** `in 10s–92s`, `in about 11s` or `within 5s`; empty once less than a second is left. */
export function spanWords(earliest: number, latest: number, now: number, dash: string): string {
  if (latest - now < SECOND_MS) return '';
  const to = humanDuration(latest - now);
  if (earliest - now < SECOND_MS) return `within ${to}`;
  if (latest - earliest <= MOMENT_MS) {
    return `in about ${humanDuration((earliest + latest) / 2 - now)}`;
  }
  const from = humanDuration(earliest - now);
  return from === to ? `in ${from}` : `in ${from}${dash}${to}`;
}
