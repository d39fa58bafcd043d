import type { Io } from '../../io/io.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { selectRows } from '../../model/resources/totals/totals-order.ts';
import { type TotalsReport, withEmptyNodes } from '../../model/resources/totals/totals-report.ts';
import { sanitiseMultiline } from '../../render/text/sanitise.ts';
import { startProgress } from '../progress.ts';
import { parseSortBy, type TotalsOptions } from './totals-options.ts';
import { writeTotals } from './totals-output.ts';
import { readTotals, type TotalsReading } from './totals-reading.ts';

const SUCCESS = 0;
/** What a shell says of a process that Ctrl-C has ended. */
const INTERRUPTED = 130;

/**
 * Lists or sums up the Pods of a namespace or of all. Nothing is written before everything has
 * been read, so Ctrl-C leaves nothing half-written. Returns the exit code.
 */
export async function runTotals(
  options: TotalsOptions,
  client: KubeClient,
  io: Io,
): Promise<number> {
  const sortBy = parseSortBy(options.sortBy);
  const reading = await readUnlessInterrupted(options, client, io);
  if (reading === undefined) return INTERRUPTED;
  const { by, namespace, selector, fieldSelector, top, min, waste } = options;
  const { nodes, quotas, hasUsage, notes } = reading;
  const totals =
    by.kind === 'node' && nodes ? withEmptyNodes(reading.totals, nodes.values()) : reading.totals;
  const report: TotalsReport = {
    totals,
    shown: selectRows(totals, { sortBy, top, min, waste }),
    scope: { namespace, selector, fieldSelector },
    nodes,
    quotas,
    isWaste: waste,
    hasUsage,
    isManifest: false,
  };
  await writeTotals(report, options, io);
  for (const note of notes) await io.writeError(`${sanitiseMultiline(`note: ${note}`)}\n`);
  return SUCCESS;
}

/** Undefined after Ctrl-C. */
async function readUnlessInterrupted(
  options: TotalsOptions,
  client: KubeClient,
  io: Io,
): Promise<TotalsReading | undefined> {
  const interruption = new AbortController();
  const { signal } = interruption;
  const stopListening = io.onInterrupt(() => interruption.abort());
  let count = '';
  const endProgress = startProgress(() => `Reading Pods${count}`, io);
  const progress = (read: number, total: number | undefined) => {
    count = total === undefined ? `: ${read}` : `: ${read} of ${total}`;
  };
  try {
    const reading = readTotals(options, client, { signal, progress });
    return await Promise.race([reading, abortOf(signal)]);
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
