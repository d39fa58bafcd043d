/** The Date header has whole seconds, and the answer takes its way. */
const INEXACT_MS = 2000;

/**
 * The server's clock, by what it said when it answered: where ours may be the same it is, for a
 * header tells less exactly. `now` is ours, in milliseconds since the epoch.
 */
export function serverClock(serverDate: Date | undefined, now: () => number): () => number {
  const ahead = (serverDate?.getTime() ?? now()) - now();
  const skew = ahead > 0 || ahead < -INEXACT_MS ? ahead : 0;
  return () => now() + skew;
}
