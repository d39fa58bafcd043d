import { EXIT } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { readExplainedPods } from '../../kube/explain/pod-list.ts';
import { readWorkloadPods } from '../../kube/explain/workload-pods.ts';
import type { ReadOptions } from '../../kube/reads/list.ts';
import { readPod } from '../../kube/reads/pods.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { troubledOwners } from '../../model/explain/many/pod-summary.ts';
import {
  isMadeGood,
  type RankedReport,
  rankedReport,
} from '../../model/explain/many/ranked-report.ts';
import { type WorkloadReport, workloadReport } from '../../model/explain/many/workload-report.ts';
import { readUnlessInterrupted } from '../interruptible.ts';
import { type Answers, answersOf, type Outcome } from '../outcome.ts';
import type { PodSelection } from '../selection/selection.ts';
import type { Target } from '../selection/targets.ts';
import { exitCodeOf, outcomeOf } from './exit-code.ts';
import { explainLivePod } from './explanations.ts';
import { type JudgedPods, podJudge } from './judged-pods.ts';
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
  const { pods, workloads, withoutEvents, problems, notes } = found;
  const report = rankedReport(pods, workloads, io.now(), withoutEvents);
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

interface Found extends JudgedPods {
  readonly workloads: readonly WorkloadReport[];
  readonly problems: Answers<unknown>['problems'];
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
  const judge = podJudge(client, io.now);
  const scope = { namespace, labelSelector: selector, fieldSelector };
  await readExplainedPods(client, scope, judge.take, options);
  return { ...(await judge.judged(options.signal)), workloads: [], problems: [] };
}

/** Each Pod and workload by itself: one that is not there does not hide the others. */
async function readTargets(
  targets: readonly Target[],
  client: KubeClient,
  io: Io,
  options: ReadOptions,
): Promise<Found> {
  const { namespace } = client.connection;
  const judge = podJudge(client, io.now);
  const { values, problems } = await answersOf(
    targets.map(async ({ workload, name }) => {
      if (workload !== undefined) {
        return readWorkloadPods(client, workload, namespace, name, judge.take, options);
      }
      judge.take((await readPod(client, namespace, name)).pod);
      return undefined;
    }),
  );
  const { notes, ...judged } = await judge.judged(options.signal);
  const troubled = troubledOwners(judged.pods);
  const workloads = values.flatMap((story) =>
    story === undefined ? [] : [workloadReport({ ...story, troubled })],
  );
  const unread = workloads.flatMap(({ eventsUnreadable }) =>
    eventsUnreadable === undefined ? [] : [`Events could not be read: ${eventsUnreadable}`],
  );
  return { ...judged, workloads, problems, notes: [...notes, ...unread] };
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
