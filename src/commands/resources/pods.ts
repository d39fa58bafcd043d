import { attempt, EXIT, known, type Read } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { type Autoscaler, scalingOf } from '../../kube/autoscalers/autoscaler.ts';
import { readAutoscalers } from '../../kube/autoscalers/read-autoscalers.ts';
import { readPod } from '../../kube/reads/pods.ts';
import { readWorkload } from '../../kube/reads/workloads.ts';
import { tryResize } from '../../kube/resize/try-resize.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { presentUpdate } from '../../kube/update/read-update.ts';
import {
  type AdmissionVerdict,
  admissionVerdict,
} from '../../model/resources/pod/admission-verdict.ts';
import type { PlacedCost } from '../../model/resources/pod/costs-in-order.ts';
import type { PodSource } from '../../model/resources/pod/pod-context.ts';
import { type PodCost, podCost } from '../../model/resources/pod/pod-cost.ts';
import { whatIf } from '../../model/resources/pod/what-if-cost.ts';
import type { Update } from '../../model/resources/rollout/update.ts';
import { type PodCostOutput, renderPodCost } from '../../render/resources/pod/pod-cost-output.ts';
import { structuredPodCost } from '../../render/resources/pod/pod-cost-structured.ts';
import { csvOfPodCosts } from '../../render/resources/pod/pod-csv.ts';
import { structuredPodResourcesList } from '../../render/resources/pod/pod-structured.ts';
import { objectName } from '../../render/text/object-name.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import { dataText, isData } from '../data-text.ts';
import { type Answers, answersOf, type Outcome } from '../outcome.ts';
import type { Target } from '../selection/targets.ts';
import { unknown } from '../unknown.ts';
import type { Shown } from './options.ts';
import type { PodReport } from './request.ts';
import { type SurroundingsReader, surroundingsReader } from './surroundings.ts';
import { changeError } from './what-if.ts';

/** Tells what each Pod or workload of the cluster costs. */
export async function reportPods(request: PodReport, client: KubeClient, io: Io): Promise<Outcome> {
  const { targets } = request;
  const surroundings = surroundingsReader(client, request);
  const scalers = autoscalersOnce(client);
  const answers = await answersOf(
    targets.map(async (target) => {
      // Asked for while the Pod itself is still being read.
      surroundings.prefetch(client.connection.namespace);
      const [read, found] = await Promise.all([readTarget(client, target), scalers(target)]);
      const source = { ...read, ...scalingOf(known(found) ?? [], read.kind, read.pod.metadata) };
      const replaced = await readReplaced(client, target, request);
      const update = known(replaced);
      const answer = await costOutput(
        update === undefined ? source : { ...source, update },
        surroundings,
        request,
        { replaced, scalers: found },
      );
      return request.check ? withTrials(answer, client) : answer;
    }),
  );
  return outcomeOf(answers, targets.length > 1, request, io);
}

/** What an autoscaler may scale. */
const SCALED = ['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet'];

/** Reads the autoscalers of the namespace for the first target that one may be for. */
function autoscalersOnce(client: KubeClient) {
  let reading: Promise<Read<readonly Autoscaler[]>> | undefined;
  return async ({ workload }: Target) => {
    if (workload === undefined || !SCALED.includes(workload.kind)) return undefined;
    reading ??= attempt(readAutoscalers(client, client.connection.namespace));
    return reading;
  };
}

/** The Pods that would go where another template is tried in thought. */
async function readReplaced(
  client: KubeClient,
  { workload, name }: Target,
  { check, changes }: Judged,
): Promise<Read<Update | undefined> | undefined> {
  if (!check || changes.length === 0 || workload === undefined) return undefined;
  return attempt(presentUpdate(client, workload, client.connection.namespace, name));
}

/** A Pod of the cluster, or the Pod that a workload's template makes. */
export async function readTarget(
  client: KubeClient,
  { workload, name }: Target,
): Promise<PodSource> {
  const { namespace } = client.connection;
  if (workload === undefined) {
    const { pod } = await readPod(client, namespace, name);
    return { pod, kind: 'Pod', replicas: undefined, isStored: true };
  }
  const found = await readWorkload(client, workload, namespace, name);
  return { ...found, kind: workload.kind, isStored: false };
}

/** One Pod's costs, and what around it could not be read. */
export type Answer = PodCostOutput & { readonly notes: readonly string[] };

async function costOutput(
  source: PodSource,
  reader: SurroundingsReader,
  request: Judged,
  { replaced, scalers }: Readonly<Record<'replaced' | 'scalers', Read<unknown> | undefined>>,
): Promise<Answer> {
  const { notes, ...found } = await reader.read(source);
  const isUpdateUnknown = replaced !== undefined && 'problem' in replaced;
  const context = { ...found, isUpdateUnknown };
  const unseen = [
    ...unknown('which Pods it has is', replaced),
    ...unknown('how far an autoscaler may scale it is', scalers),
  ];
  const placed = { source, context, cost: podCost(source, context) };
  return { ...judge(placed, request), notes: [...notes, ...unseen] };
}

type Judged = Pick<PodReport, 'changes' | 'check'>;

/** What a Pod costs where it is, or would be, and what changes would make of that. */
export function judge(
  { source, context, cost }: PlacedCost,
  { changes, check }: Judged,
): PodCostOutput {
  const verdictOf = (of: PodCost) => (check ? admissionVerdict(of, context) : undefined);
  if (changes.length === 0) return { cost, whatIf: undefined, verdict: verdictOf(cost) };
  const thought = whatIf(source, context, changes);
  if ('problem' in thought) throw changeError(thought.problem, source);
  return { cost, whatIf: thought, verdict: verdictOf(thought.after) };
}

/** With what the server says to each saving that could be had now. */
async function withTrials(answer: Answer, client: KubeClient): Promise<Answer> {
  const { cost } = answer;
  const savings = await Promise.all(
    cost.savings.map(async (saving) => {
      if (saving.patch === undefined) return saving;
      return {
        ...saving,
        trial: { refusal: await tryResize(client, cost.resources, saving.patch) },
      };
    }),
  );
  return { ...answer, cost: { ...cost, savings } };
}

/** The answers as they are printed, with the worst verdict as exit code. */
export async function outcomeOf(
  { values, problems }: Answers<Answer>,
  isList: boolean,
  shown: Shown & { readonly check: boolean },
  io: Io,
): Promise<Outcome> {
  const isOne = values.length === 1 && !isList;
  const text = values.length === 0 ? '' : await textOf(values, !isOne, shown, io);
  const exitCode = shown.check ? checkCode(values) : EXIT.success;
  return { text, notes: values.flatMap(({ notes }) => notes), problems, exitCode };
}

/** The worst of all counts; refused is worse than unknown, for it is certain. */
function checkCode(answers: readonly Answer[]): number {
  const has = (verdict: AdmissionVerdict) => answers.some((each) => each.verdict === verdict);
  if (has('refused')) return EXIT.refused;
  return has('unknown') ? EXIT.unknown : EXIT.success;
}

async function textOf(
  outputs: readonly PodCostOutput[],
  isList: boolean,
  { output, color, hasTitles }: Shown,
  io: Io,
): Promise<string> {
  if (output === 'csv') return csvOfPodCosts(outputs);
  if (output === 'name') {
    const names = outputs.map(({ cost: { resources } }) =>
      objectName(resources.kind, resources.name),
    );
    return names.map((name) => `${name}\n`).join('');
  }
  if (isData(output)) {
    const items = outputs.map(structuredPodCost);
    const [first] = items;
    const value = isList || first === undefined ? structuredPodResourcesList(items) : first;
    return dataText(value, output, hasTitles);
  }
  const options = { ...terminalOf(color, io), isWide: output === 'wide' };
  return outputs.map((each) => renderPodCost(each, options)).join('\n');
}
