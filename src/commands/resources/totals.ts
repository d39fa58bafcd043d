import { EXIT } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { selectRows } from '../../model/resources/totals/totals-order.ts';
import {
  type TotalsReport,
  type TotalsScope,
  withEmptyNodes,
} from '../../model/resources/totals/totals-report.ts';
import type { Outcome } from '../outcome.ts';
import { startProgress } from '../progress.ts';
import type { Sums } from './request.ts';
import { readTotals, type TotalsReading } from './totals-reading.ts';
import { tellTotals } from './write-totals.ts';

/**
 * Lists or sums up the Pods of a namespace or of all. Nothing is written before everything has
 * been read, so Ctrl-C leaves nothing half-written.
 */
export async function sumUp(request: Sums, client: KubeClient, io: Io): Promise<Outcome> {
  const { allNamespaces, selector, fieldSelector } = request.pods;
  const namespace = allNamespaces ? undefined : client.connection.namespace;
  const scope = { namespace, selector, fieldSelector };
  const reading = await readUnlessInterrupted(request, scope, client, io);
  if (reading === undefined) return { text: '', exitCode: EXIT.interrupted };
  const { nodes, quotas, hasUsage, notes } = reading;
  const totals =
    request.by.kind === 'node' && nodes
      ? withEmptyNodes(reading.totals, nodes.values())
      : reading.totals;
  const report: TotalsReport = {
    totals,
    shown: selectRows(totals, request),
    scope,
    nodes,
    quotas,
    isWaste: request.waste,
    hasUsage,
    isManifest: false,
  };
  return { ...(await tellTotals(report, request, io)), notes };
}

/** Undefined after Ctrl-C. */
async function readUnlessInterrupted(
  request: Sums,
  scope: TotalsScope,
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
    const reading = readTotals(request, scope, client, { signal, progress });
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
