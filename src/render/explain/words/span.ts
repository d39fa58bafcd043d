import { humanDuration } from '../../../model/kubernetes/human-duration.ts';

/** Below this both ends of a span are one moment to a reader. */
const MOMENT_MS = 3000;

/** `in 10s–92s`, `in about 11s` or `within 5s`; empty once the span is over. */
export function spanWords(earliest: number, latest: number, now: number, dash: string): string {
  if (latest <= now) return '';
  const to = humanDuration(latest - now);
  if (earliest <= now) return `within ${to}`;
  if (latest - earliest <= MOMENT_MS) {
    return `in about ${humanDuration((earliest + latest) / 2 - now)}`;
  }
  const from = humanDuration(earliest - now);
  return from === to ? `in ${from}` : `in ${from}${dash}${to}`;
}
