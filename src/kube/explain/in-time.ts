/** The answer is worth a moment, not a wait. */
const PATIENCE_MS = 2000;

/** What a read gives that may be done without; undefined where it does not come in time. */
export async function inTime<Found>(
  read: (signal: AbortSignal) => Promise<Found>,
): Promise<Found | undefined> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await read(signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
