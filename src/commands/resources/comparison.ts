import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { Manifests } from '../../kube/files/manifest-files.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { type Comparison, compare } from '../../model/resources/comparison/comparison.ts';
import { fileContext } from '../../model/resources/pod/file-context.ts';
import type { PodSource } from '../../model/resources/pod/pod-context.ts';
import { storedForm } from '../../model/resources/pod/pod-cost.ts';
import { type PodResources, podResources } from '../../model/resources/pod/pod-resources.ts';
import {
  csvOfComparison,
  structuredComparison,
} from '../../render/resources/comparison/comparison-structured.ts';
import { renderComparison } from '../../render/resources/comparison/comparison-text.ts';
import { objectName } from '../../render/resources/object-name.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import { dataText, isData } from '../data-text.ts';
import { answersOf, type Outcome } from '../outcome.ts';
import type { FileSelection } from '../selection/selection.ts';
import type { Target } from '../selection/targets.ts';
import { readResourceManifests, sourcesOf } from './manifests.ts';
import type { Shown } from './options.ts';
import { readTarget } from './pods.ts';
import type { ComparisonOfFiles, ComparisonWithFiles } from './request.ts';
import { DAEMON_SETS } from './totals-of-files.ts';

/** What would change if the new files took the place of the old ones. Needs no cluster. */
export async function compareFiles(request: ComparisonOfFiles, io: Io): Promise<Outcome> {
  const [old, now] = await Promise.all([
    readResourceManifests(request.files, io),
    readResourceManifests(request.against, io),
  ]);
  const comparison = compare(costsOf(old), costsOf(now));
  const problems = [...old.problems, ...now.problems];
  const notes = [...old.notes, ...now.notes];
  // Half a comparison would tell of things that are gone although they are only misspelt.
  if (problems.length > 0) return { text: '', notes, problems };
  return { ...(await outcomeOf(comparison, request, io)), notes };
}

/** What would change if files were applied to Pods and workloads of the cluster. */
export async function compareWithFiles(
  { targets, against, ...shown }: ComparisonWithFiles,
  client: KubeClient,
  io: Io,
): Promise<Outcome> {
  const { namespace } = client.connection;
  const [live, now] = await Promise.all([
    answersOf(targets.map((target) => readTarget(client, target))),
    readResourceManifests(against, io),
  ]);
  const all = costsOf(now, namespace);
  const meant = targets.map((target) => all.filter((each) => isMeant(each, target, namespace)));
  const absent = targets.filter((_, index) => meant[index]?.length === 0);
  const problems = [
    ...live.problems,
    ...now.problems,
    ...(now.problems.length > 0 ? [] : absent.map((target) => notIn(against, target, namespace))),
  ];
  if (problems.length > 0) return { text: '', notes: now.notes, problems };
  const before = live.values.map((source) => podResources(source.pod, source, namespace));
  return { ...(await outcomeOf(compare(before, meant.flat()), shown, io)), notes: now.notes };
}

function isMeant(
  { kind, name, namespace }: PodResources,
  { workload, name: meant }: Target,
  of: string,
): boolean {
  return kind === (workload?.kind ?? 'Pod') && name === meant && namespace === of;
}

function notIn({ names }: FileSelection, { workload, name }: Target, namespace: string): UserError {
  return new UserError(
    `${names.join(', ')}: there is no ${workload?.kind ?? 'Pod'} ${name} of namespace ${namespace}`,
    { hint: 'It is compared with the object of the same kind, name and namespace.' },
  );
}

/** What the Pods of files cost as an API server would store them. */
function costsOf(manifests: Manifests, namespace?: string): readonly PodResources[] {
  const sources = sourcesOf(manifests);
  return sources.map((source) => costOf(source, sources, manifests, namespace));
}

function costOf(
  source: PodSource,
  all: readonly PodSource[],
  manifests: Manifests,
  namespace: string | undefined,
): PodResources {
  const { limitRanges } = fileContext(source, all, manifests, namespace);
  const { pod } = storedForm(source, { limitRanges, overhead: undefined });
  return podResources(pod, source, namespace);
}

async function outcomeOf(comparison: Comparison, shown: Shown, io: Io): Promise<Outcome> {
  const hasDaemonSets = comparison.pods.some(({ kind }) => kind === 'DaemonSet');
  return {
    text: await textOf(comparison, shown, io),
    remarks: hasDaemonSets ? [DAEMON_SETS] : [],
  };
}

async function textOf(
  comparison: Comparison,
  { output, color, hasTitles }: Shown,
  io: Io,
): Promise<string> {
  if (isData(output)) return dataText(structuredComparison(comparison), output, hasTitles);
  switch (output) {
    case 'csv':
      return csvOfComparison(comparison);
    case 'name':
      return comparison.pods
        .filter(({ change }) => change !== 'same')
        .map(({ kind, name }) => `${objectName(kind, name)}\n`)
        .join('');
    default:
      return renderComparison(comparison, {
        ...terminalOf(color, io),
        isWide: output === 'wide',
      });
  }
}
