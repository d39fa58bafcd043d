import { EXIT } from '../../../errors.ts';
import type { Io } from '../../../io/io.ts';
import { tryResize } from '../../../kube/resize/try-resize.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import type { Amounts } from '../../../model/resources/quantity/amounts.ts';
import { decidingAmounts, selectRows } from '../../../model/resources/totals/totals-order.ts';
import {
  rowsShown,
  type TotalsReport,
  withEmptyNodes,
} from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import { treeOf } from '../../../model/resources/totals/tree.ts';
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
  const { nodes, quotas, hasUsage, notes } = reading;
  const totals =
    request.by.kind === 'node' && nodes
      ? withEmptyNodes(reading.totals, nodes.values())
      : reading.totals;
  const ofNodes =
    request.by.kind === 'node' && nodes
      ? {
          usageOf: nodeUsageOf(nodes),
          wholeOf: ({ name = '' }: TotalsRow, resource: string) =>
            nodes.get(name)?.allocatable.get(resource),
        }
      : {};
  const shown = selectRows(totals, { ...request, ...ofNodes });
  const tree = request.thenBy.length > 0 ? treeOf(totals, shown, request) : undefined;
  const rows = rowsShown({ shown, ...(tree && { tree }) });
  const trials = request.check ? await tryPatches(rows, client) : undefined;
  const report: TotalsReport = {
    totals,
    shown,
    ...(tree && { tree }),
    ...(trials && { trials }),
    scope,
    nodes,
    quotas,
    isWaste: request.waste,
    deciding: decidingAmounts(request),
    labels: request.labels,
    ...(request.only && { only: request.only }),
    hasUsage,
    isManifest: false,
  };
  const isRefused = [...(trials?.values() ?? [])].some((refusal) => refusal !== undefined);
  const exitCode = isRefused ? EXIT.refused : EXIT.success;
  return { ...(await tellTotals(report, request, io)), notes, exitCode };
}

/** What nodes use in all, where that is known: the table tells it in place of what their Pods use. */
function nodeUsageOf(
  nodes: NonNullable<TotalsReport['nodes']>,
): ((row: TotalsRow) => Amounts | undefined) | undefined {
  const isMeasured = [...nodes.values()].some(({ usage }) => usage !== undefined);
  return isMeasured ? ({ name = '' }) => nodes.get(name)?.usage : undefined;
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
