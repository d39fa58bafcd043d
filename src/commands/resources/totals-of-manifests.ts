import type { Io } from '../../io/io.ts';
import type { ManifestPod } from '../../kube/files/manifest-files.ts';
import { countTotals, type Workload } from '../../model/resources/totals/totals.ts';
import { selectRows } from '../../model/resources/totals/totals-order.ts';
import { parseSortBy, type TotalsOptions } from './totals-options.ts';
import { writeTotals } from './totals-output.ts';

/** Sums up what files say, each Pod as often as its workload runs it. Needs no cluster. */
export async function totalsOfManifests(
  pods: readonly ManifestPod[],
  options: TotalsOptions,
  io: Io,
): Promise<number> {
  const { by, top, min, waste } = options;
  const sortBy = parseSortBy(options.sortBy);
  const workloads = new Map(pods.map((each) => [each.pod, workloadOf(each)]));
  const counter = countTotals(by, {
    ownerOf: (pod) => workloads.get(pod) ?? { kind: 'Pod', name: pod.metadata.name ?? '' },
    usageOf: () => undefined,
  });
  for (const { pod, replicas = 1 } of pods) counter.take(pod, replicas);
  const totals = counter.finish();
  const report = {
    totals,
    shown: selectRows(totals, { sortBy, top, min, waste }),
    scope: { namespace: undefined, selector: undefined, fieldSelector: undefined },
    nodes: undefined,
    quotas: [],
    isWaste: waste,
    hasUsage: false,
    isManifest: true,
  };
  await writeTotals(report, options, io);
  const daemonSets = pods.filter(({ kind }) => kind === 'DaemonSet').length;
  if (daemonSets > 0) {
    await io.writeError(
      'A DaemonSet is counted as one Pod: no file says how many nodes it is on.\n',
    );
  }
  return 0;
}

/** A saved Pod belongs to its controller; a template to the workload that it stands in. */
function workloadOf({ pod, kind }: ManifestPod): Workload {
  const { name = '', ownerReferences = [] } = pod.metadata;
  const controller = kind === 'Pod' ? ownerReferences.find((each) => each.controller) : undefined;
  return controller ? { kind: controller.kind, name: controller.name } : { kind, name };
}
