import { known, UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { Manifests } from '../../kube/files/manifest-files.ts';
import { readNamespacePolicies } from '../../kube/reads/namespace-policies.ts';
import { readOverhead } from '../../kube/reads/runtime-classes.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { type Comparison, compare } from '../../model/resources/comparison/comparison.ts';
import { limitRangesFor } from '../../model/resources/pod/file-context.ts';
import type { PodSource } from '../../model/resources/pod/pod-context.ts';
import { storedForm } from '../../model/resources/pod/pod-cost.ts';
import { type PodResources, podResources } from '../../model/resources/pod/pod-resources.ts';
import {
  csvOfComparison,
  structuredComparison,
} from '../../render/resources/comparison/comparison-structured.ts';
import { renderComparison } from '../../render/resources/comparison/comparison-text.ts';
import { objectName } from '../../render/text/object-name.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import { dataText, isData } from '../data-text.ts';
import { answersOf, type Outcome } from '../outcome.ts';
import type { FileSelection } from '../selection/selection.ts';
import type { Target } from '../selection/targets.ts';
import { unknown } from '../unknown.ts';
import { readResourceManifests, sourcesOf } from './manifests.ts';
import type { Shown } from './options.ts';
import { readTarget } from './pods.ts';
import type { ComparisonOfFiles, ComparisonWithFiles } from './request.ts';
import { DAEMON_SETS } from './sums/totals-of-files.ts';

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
  const [live, now, policies] = await Promise.all([
    answersOf(targets.map((target) => readTarget(client, target))),
    readResourceManifests(against, io),
    readNamespacePolicies(client, namespace),
  ]);
  const all = sourcesOf(now);
  const meant = targets.map((target) => all.filter((each) => isMeant(each, target, namespace)));
  const absent = targets.filter((_, index) => meant[index]?.length === 0);
  const problems = [
    ...live.problems,
    ...now.problems,
    ...(now.problems.length > 0 ? [] : absent.map((target) => notIn(against, target, namespace))),
  ];
  const notes = [...now.notes, ...unknown('its LimitRanges are', policies.limitRanges)];
  if (problems.length > 0) return { text: '', notes, problems };
  // What the cluster fills in belongs to both sides, or all of it would seem to be taken away.
  const costIn = async (source: PodSource) => {
    const { overhead } = source.isStored
      ? { overhead: undefined }
      : await readOverhead(client, source.pod);
    const limitRanges = known(policies.limitRanges);
    const { pod } = storedForm(source, { limitRanges, overhead });
    return podResources(pod, source, namespace);
  };
  const [before, after] = await Promise.all([
    Promise.all(live.values.map(costIn)),
    Promise.all(meant.flat().map(costIn)),
  ]);
  return { ...(await outcomeOf(compare(before, after), shown, io)), notes };
}

function isMeant(
  { kind, pod: { metadata } }: PodSource,
  { workload, name }: Target,
  namespace: string,
): boolean {
  const isThere = (metadata.namespace ?? namespace) === namespace;
  return isThere && kind === (workload?.kind ?? 'Pod') && metadata.name === name;
}

function notIn({ names }: FileSelection, { workload, name }: Target, namespace: string): UserError {
  return new UserError(
    `${names.join(', ')}: there is no ${workload?.kind ?? 'Pod'} ${name} of namespace ${namespace}`,
    { hint: 'It is compared with the object of the same kind, name and namespace.' },
  );
}

/** What the Pods of files cost as an API server would store them. */
function costsOf(manifests: Manifests): readonly PodResources[] {
  return sourcesOf(manifests).map((source) => {
    const limitRanges = limitRangesFor(source.pod, manifests.limitRanges);
    const { pod } = storedForm(source, { limitRanges, overhead: undefined });
    return podResources(pod, source);
  });
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
