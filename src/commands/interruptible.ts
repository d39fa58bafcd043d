import type { Io } from '../io/io.ts';
import type { ReadOptions } from '../kube/reads/list.ts';
import { startProgress } from './progress.ts';

/**
 * Reads many Pods, telling on a terminal how far it has come. Undefined after Ctrl-C, which also
 * ends the requests.
 */
export async function readUnlessInterrupted<Result>(
  read: (options: ReadOptions) => Promise<Result>,
  io: Io,
): Promise<Result | undefined> {
  const interruption = new AbortController();
  const { signal } = interruption;
  const stopListening = io.onInterrupt(() => interruption.abort());
  let count = '';
  const endProgress = startProgress(() => `Reading Pods${count}`, io);
  const progress = (done: number, total: number | undefined) => {
    count = total === undefined ? `: ${done}` : `: ${done} of ${total}`;
  };
  try {
    return await Promise.race([read({ signal, progress }), abortOf(signal)]);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    stopListening();
    await endProgress();
    // Where one request has failed the others are of no use.
    interruption.abort();
  }
}

/** Rejects at once, also while something waits that does not heed the signal. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
