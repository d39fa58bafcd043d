/** Beyond 24.8 days a timer of the runtime goes off at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** A signal that ends what takes too long. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** The time is no longer counted. */
  clear(): void;
}

/** Starts to count; undefined, or longer than a timer can be, is no limit. */
export function startTimeLimit(milliseconds: number | undefined): TimeLimit {
  const controller = new AbortController();
  const { signal } = controller;
  if (milliseconds === undefined || milliseconds > LONGEST_MS) return { signal, clear: () => {} };
  const timer = setTimeout(
    () => controller.abort(new DOMException('timed out', 'TimeoutError')),
    milliseconds,
  );
  // A program that has its answer does not wait for the end of the time.
  timer.unref();
  return { signal, clear: () => clearTimeout(timer) };
}
