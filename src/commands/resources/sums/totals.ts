import { EXIT } from '../../../errors.ts';
import type { Io } from '../../../io/io.ts';
import { tryResize } from '../../../kube/resize/try-resize.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import { rankedRows } from '../../../model/resources/totals/ranked-rows.ts';
import { rowsShown, type TotalsReport } from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import { readUnlessInterrupted } from '../../interruptible.ts';
import type { Outcome } from '../../outcome.ts';
import type { Sums } from '../request.ts';
import { readTotals } from './totals-reading.ts';
import { tellTotals } from './write-totals.ts';

/**
 * Lists or sums up the Pods of a namespace or of all. Nothing is written before everything has
 * been read, so Ctrl-C leaves nothing half-written.
 */
export async function sumUp(request: Sums, client: KubeClient, io: Io): Promise<Outcome> {
  const { allNamespaces, selector, fieldSelector } = request.pods;
  const namespace = allNamespaces ? undefined : client.connection.namespace;
  const { selector: nodeSelector, taints: nodeTaints } = request.onNodes ?? {};
  const { namespaceSelector } = request;
  const scope = {
    ...{ namespace, namespaceSelector, selector, fieldSelector },
    ...{ nodeSelector, nodeTaints },
  };
  const reading = await readUnlessInterrupted(
    (options) => readTotals(request, scope, client, options),
    io,
  );
  if (reading === undefined) return { text: '', exitCode: EXIT.interrupted };
  const { totals, nodes, quotas, hasUsage, notes } = reading;
  const ranked = rankedRows(totals, nodes, request);
  const trials = request.check ? await tryPatches(rowsShown(ranked), client) : undefined;
  const report: TotalsReport = {
    ...ranked,
    ...(trials && { trials }),
    scope,
    quotas,
    hasUsage,
    isManifest: false,
  };
  const isRefused = [...(trials?.values() ?? [])].some((refusal) => refusal !== undefined);
  const exitCode = isRefused ? EXIT.refused : EXIT.success;
  return { ...(await tellTotals(report, request, io)), notes, exitCode };
}

/** More rows than that nobody acts on; each takes a request. */
const MOST_TRIALS = 100;
const AT_A_TIME = 8;

/** What the server says to the patches of the first rows that have one. */
async function tryPatches(
  rows: readonly TotalsRow[],
  client: KubeClient,
): Promise<ReadonlyMap<TotalsRow, string | undefined>> {
  const resizable = rows.filter(({ patch }) => patch !== undefined).slice(0, MOST_TRIALS);
  const trials = new Map<TotalsRow, string | undefined>();
  const waiting = [...resizable];
  const worker = async () => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
      const { namespace = '', name = '', patch = {} } = row;
      trials.set(row, await tryResize(client, { namespace, name }, patch));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return trials;
}
