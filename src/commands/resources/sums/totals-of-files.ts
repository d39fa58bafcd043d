import { UserError } from '../../../errors.ts';
import type { Io } from '../../../io/io.ts';
import type { ManifestPod } from '../../../kube/files/manifest-pod.ts';
import type { Node } from '../../../model/kubernetes/node.ts';
import type { CountedPod } from '../../../model/resources/effective/counted-pod.ts';
import { factsOfFile } from '../../../model/resources/totals/node-facts.ts';
import { rankedRows } from '../../../model/resources/totals/ranked-rows.ts';
import { countTotals, type Workload } from '../../../model/resources/totals/totals.ts';
import type { Outcome } from '../../outcome.ts';
import { readStoredForms } from '../manifests.ts';
import type { SumsOfFiles } from '../request.ts';
import { hasLabels, labelSelectorOf, type NodeFilter } from '../sum-options.ts';
import { tellTotals } from './write-totals.ts';

export const DAEMON_SETS =
  'A DaemonSet is counted as one Pod: no file says how many nodes it is on.';

/** Sums up what files say, each Pod as often as its workload runs it. Needs no cluster. */
export async function sumUpFiles(request: SumsOfFiles, io: Io): Promise<Outcome> {
  const manifests = await readStoredForms(request.files, io);
  const { pods: all, problems, notes } = manifests;
  const chosen = request.onNodes && nodesChosen(manifests.nodes, request.onNodes);
  const isOn = chosen && new Set(chosen.map(({ metadata }) => metadata.name));
  const pods = all.filter(
    ({ pod }) =>
      request.isSelected(pod.metadata.labels ?? {}) &&
      (isOn === undefined || isOn.has(pod.spec.nodeName)),
  );
  if (all.length === 0) return { text: '', notes, problems };
  const workloads = new Map<CountedPod, Workload>(pods.map((each) => [each.pod, workloadOf(each)]));
  const templates = new Map<CountedPod, string>(
    pods.flatMap(({ pod, kind }) => (kind === 'Pod' ? [] : [[pod, kind] as const])),
  );
  const counter = countTotals(
    request.by,
    {
      ownerOf: (pod) => workloads.get(pod) ?? { kind: 'Pod', name: pod.metadata.name ?? '' },
      usageOf: () => undefined,
      keepsLabels: hasLabels(request.labels),
      templateKindOf: (pod) => templates.get(pod),
    },
    request.thenBy,
  );
  for (const { pod, replicas = 1 } of pods) counter.take(pod, replicas);
  const nodes =
    request.by.kind === 'node' && manifests.nodes.length > 0
      ? factsOfFile(chosen ?? manifests.nodes)
      : undefined;
  const report = {
    ...rankedRows(counter.finish(), nodes, request),
    scope: {
      ...{ namespace: undefined, selector: request.selector, fieldSelector: undefined },
      ...{ nodeSelector: request.onNodes?.selector, nodeTaints: request.onNodes?.taints },
    },
    quotas: [],
    hasUsage: false,
    isManifest: true,
  };
  const { text, remarks = [] } = await tellTotals(report, request, io);
  const hasDaemonSets = pods.some(({ kind }) => kind === 'DaemonSet');
  const more = [...(hasDaemonSets ? [DAEMON_SETS] : []), ...unknownCounts(pods)];
  return { text, remarks: [...remarks, ...more], notes, problems };
}

/** The nodes of the files that are meant. */
function nodesChosen(nodes: readonly Node[], { selector, hasTaints }: NodeFilter): readonly Node[] {
  if (nodes.length === 0) {
    throw new UserError('--node-selector and --node-taints: the files have no Node', {
      hint: 'kubectl get pods,nodes -A -o yaml saves both.',
    });
  }
  const isSelected = labelSelectorOf('--node-selector', selector);
  return nodes.filter(
    ({ metadata, spec }) => isSelected(metadata.labels ?? {}) && hasTaints(spec?.taints ?? []),
  );
}

/** Kinds of others do not always say how many Pods they run. */
function unknownCounts(pods: readonly ManifestPod[]): readonly string[] {
  const kinds = pods
    .filter(({ kind, replicas }) => replicas === undefined && !COUNTED.has(kind))
    .map(({ kind, pod }) => `${kind} ${pod.metadata.name ?? ''}`);
  return kinds.map(
    (name) => `${name} is counted as one Pod: the file does not say how many it runs.`,
  );
}

const COUNTED: ReadonlySet<string> = new Set(['Pod', 'DaemonSet']);

/** A template belongs to the workload that it stands in, or to what has made that. */
function workloadOf({ pod, kind, owner }: ManifestPod): Workload {
  return owner ?? { kind, name: pod.metadata.name ?? '' };
}
