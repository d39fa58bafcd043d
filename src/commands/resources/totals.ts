import { EXIT } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { selectRows } from '../../model/resources/totals/totals-order.ts';
import { type TotalsReport, withEmptyNodes } from '../../model/resources/totals/totals-report.ts';
import { readUnlessInterrupted } from '../interruptible.ts';
import type { Outcome } from '../outcome.ts';
import type { Sums } from './request.ts';
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
  const scope = { namespace, selector, fieldSelector, nodeSelector, nodeTaints };
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
  const report: TotalsReport = {
    totals,
    shown: selectRows(totals, request),
    scope,
    nodes,
    quotas,
    isWaste: request.waste,
    labels: request.labels,
    hasUsage,
    isManifest: false,
  };
  return { ...(await tellTotals(report, request, io)), notes };
}
