import { EXIT } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { readExplainedPods } from '../../kube/explain/pod-list.ts';
import { readWorkloadPods } from '../../kube/explain/workload-pods.ts';
import type { ReadOptions } from '../../kube/reads/list.ts';
import { findOwners } from '../../kube/reads/owners.ts';
import { readPod } from '../../kube/reads/pods.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { type PodSummary, summarise } from '../../model/explain/many/pod-summary.ts';
import {
  isMadeGood,
  type RankedReport,
  rankedReport,
} from '../../model/explain/many/ranked-report.ts';
import { type WorkloadReport, workloadReport } from '../../model/explain/many/workload-report.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { readUnlessInterrupted } from '../interruptible.ts';
import { type Answers, answersOf, type Outcome } from '../outcome.ts';
import type { PodSelection } from '../selection/selection.ts';
import type { Target } from '../selection/targets.ts';
import { exitCodeOf, outcomeOf } from './exit-code.ts';
import { explainLivePod } from './explanations.ts';
import type { RankedPods } from './request.ts';
import { rankedText } from './write-ranked.ts';

/** Tells many Pods, one line each, the worst first; nothing is written before all are read. */
export async function explainRanked(
  request: RankedPods,
  client: KubeClient,
  io: Io,
): Promise<Outcome> {
  const found = await readUnlessInterrupted(
    (options) =>
      request.of.kind === 'list'
        ? readList(request.of.list, client, io, options)
        : readTargets(request.of.targets, client, io, options),
    io,
  );
  if (found === undefined) return { text: '', exitCode: EXIT.interrupted };
  const { pods, workloads, problems, notes } = found;
  const report = rankedReport(pods, workloads, io.now());
  const worst = await worstInFull(request, report, client, io);
  // Told in full, with Events, it may come out worse than in the list.
  const [first] = report.pods;
  const inFull = first && isMadeGood(first, workloads) ? [] : worst.values.map(outcomeOf);
  const outcomes = [...report.outcomes, ...inFull];
  return {
    text: await rankedText(report, worst.values[0], request, client.connection.namespace, io),
    remarks: nothingFound(request, report, client),
    notes,
    problems: [...problems, ...worst.problems],
    exitCode: exitCodeOf(outcomes),
  };
}

interface Found {
  readonly pods: readonly PodSummary[];
  readonly workloads: readonly WorkloadReport[];
  readonly problems: Answers<unknown>['problems'];
  readonly notes: readonly string[];
}

async function readList(
  { workloads, allNamespaces, selector, fieldSelector }: PodSelection,
  client: KubeClient,
  io: Io,
  options: ReadOptions,
): Promise<Found> {
  const namespace = allNamespaces ? undefined : client.connection.namespace;
  const kinds = new Set(workloads.map(({ kind }) => kind));
  const owners = findOwners(client, namespace, options);
  const pods: PodSummary[] = [];
  const takeOwned = (pod: Pod) => {
    const isMeant = kinds.has(owners.ownerOf(pod).kind) || kinds.has(makerOf(pod) ?? '');
    if (isMeant) pods.push(summarise(pod, io.now()));
  };
  await readExplainedPods(
    client,
    { namespace, labelSelector: selector, fieldSelector },
    (pod) => {
      if (kinds.size === 0) pods.push(summarise(pod, io.now()));
      else return Promise.resolve(owners.prepare(pod)).then(() => takeOwned(pod));
    },
    options,
  );
  const notes = owners.problems.map(
    (problem) => `owners of ReplicaSets or Jobs are not known: ${problem}`,
  );
  return { pods, workloads: [], problems: [], notes };
}

/** What made the Pod itself: of a Deployment's the ReplicaSet. */
function makerOf({ metadata }: Pod): string | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true)?.kind;
}

/** Each Pod and workload by itself: one that is not there does not hide the others. */
async function readTargets(
  targets: readonly Target[],
  client: KubeClient,
  io: Io,
  options: ReadOptions,
): Promise<Found> {
  const { namespace } = client.connection;
  const pods = new Map<string, PodSummary>();
  const take = (pod: Pod) => {
    const { uid, name = '' } = pod.metadata;
    pods.set(uid ?? name, summarise(pod, io.now()));
  };
  const { values, problems } = await answersOf(
    targets.map(async ({ workload, name }) => {
      if (workload === undefined) {
        take((await readPod(client, namespace, name)).pod);
        return undefined;
      }
      return workloadReport(
        await readWorkloadPods(client, workload, namespace, name, take, options),
      );
    }),
  );
  const workloads = values.filter((each) => each !== undefined);
  const notes = workloads.flatMap(({ eventsUnreadable }) =>
    eventsUnreadable === undefined ? [] : [`Events could not be read: ${eventsUnreadable}`],
  );
  return { pods: [...pods.values()], workloads, problems, notes };
}

/** With `--worst` the worst Pod; of a workload's only Pod everything is told anyway. */
function worstInFull(
  { worst, of, output, logLines }: RankedPods,
  { pods }: RankedReport,
  client: KubeClient,
  io: Io,
) {
  const [first] = pods;
  const isTable = output === 'table' || output === 'wide';
  const isOnly = of.kind === 'targets' && pods.length === 1 && isTable;
  if (first === undefined || !(worst || isOnly)) return { values: [], problems: [] };
  const { namespace, name } = first;
  return answersOf([explainLivePod(name, { client, namespace, logLines }, io)]);
}

/** In kubectl's words, unless Pods of some kinds of workloads are meant: those may be there. */
function nothingFound(
  { of }: RankedPods,
  { pods, workloads }: RankedReport,
  { connection }: KubeClient,
): readonly string[] {
  if (pods.length > 0 || workloads.length > 0 || of.kind === 'targets') return [];
  const { workloads: kinds, allNamespaces } = of.list;
  const what =
    kinds.length === 0 ? 'resources' : `Pods of any ${kinds.map(({ kind }) => kind).join(' or ')}`;
  const where = allNamespaces ? '' : ` in ${connection.namespace} namespace.`;
  const nothing = `No ${what} found${where}`;
  return kinds.length === 0
    ? [nothing]
    : [nothing, 'Give one as KIND/NAME to see why it has none.'];
}
