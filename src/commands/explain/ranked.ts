import { EXIT } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { readExplainedPods } from '../../kube/explain/pod-list.ts';
import { readWorkloadPods } from '../../kube/explain/workload-pods.ts';
import type { ReadOptions } from '../../kube/reads/list.ts';
import { readPod } from '../../kube/reads/pods.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import {
  type PodSummary,
  summarise,
  troubledOwners,
} from '../../model/explain/many/pod-summary.ts';
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
import { readPodsOfKinds } from './pods-of-kinds.ts';
import type { RankedPods } from './request.ts';
import { besideRows, rankedText } from './write-ranked.ts';

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
    remarks: [
      ...nothingFound(request, report, client, notes.length === 0),
      ...besideRows(report, request, io),
    ],
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
  list: PodSelection,
  client: KubeClient,
  io: Io,
  options: ReadOptions,
): Promise<Found> {
  if (list.workloads.length > 0) return readPodsOfKinds(list, client, io, options);
  const { allNamespaces, selector, fieldSelector } = list;
  const namespace = allNamespaces ? undefined : client.connection.namespace;
  const pods: PodSummary[] = [];
  await readExplainedPods(
    client,
    { namespace, labelSelector: selector, fieldSelector },
    (pod) => void pods.push(summarise(pod, io.now())),
    options,
  );
  return { pods, workloads: [], problems: [], notes: [] };
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
      const story = await readWorkloadPods(client, workload, namespace, name, take, options);
      return workloadReport({ ...story, troubled: troubledOwners(pods.values()) });
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
  const isToldInFull = output === 'table' || output === 'wide' || output === 'svg';
  const isOnly = of.kind === 'targets' && pods.length === 1 && isToldInFull;
  if (first === undefined || !(worst || isOnly)) return { values: [], problems: [] };
  const { namespace, name } = first;
  return answersOf([explainLivePod(name, { client, namespace, logLines }, io)]);
}

/** In kubectl's words, unless there may be workloads without Pods that nobody has looked at. */
function nothingFound(
  { of }: RankedPods,
  { pods, workloads }: RankedReport,
  { connection }: KubeClient,
  isAllKnown: boolean,
): readonly string[] {
  if (pods.length > 0 || workloads.length > 0 || of.kind === 'targets') return [];
  const { workloads: kinds, allNamespaces, selector, fieldSelector } = of.list;
  const isOfAll = selector === undefined && fieldSelector === undefined;
  const isNothing = kinds.length === 0 || (isOfAll && isAllKnown);
  const what = isNothing
    ? 'resources'
    : `Pods of any ${kinds.map(({ kind }) => kind).join(' or ')}`;
  const where = allNamespaces ? '' : ` in ${connection.namespace} namespace.`;
  const nothing = `No ${what} found${where}`;
  return isNothing ? [nothing] : [nothing, 'Give one as KIND/NAME to see why it has none.'];
}
