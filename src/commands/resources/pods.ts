import type { Io } from '../../io/io.ts';
import { readPod } from '../../kube/reads/pods.ts';
import { readWorkload } from '../../kube/reads/workloads.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { type PodSource, podCost, storedForm } from '../../model/resources/pod/pod-cost.ts';
import { podResources } from '../../model/resources/pod/pod-resources.ts';
import type { Change } from '../../model/resources/pod/what-if.ts';
import {
  type PodCostOutput,
  renderPodCost,
  structuredPodCost,
} from '../../render/resources/pod/pod-cost-output.ts';
import { csvOfPodCosts } from '../../render/resources/pod/pod-csv.ts';
import { structuredPodResourcesList } from '../../render/resources/pod/pod-structured.ts';
import { toJson, toYaml } from '../../render/text/json-yaml.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import { type Answers, answersOf, type Outcome } from '../outcome.ts';
import type { Target } from '../selection/targets.ts';
import { isStored, readResourceManifests } from './manifests.ts';
import type { FileReport, PodReport, Shown } from './request.ts';
import { NOTHING_AROUND, type SurroundingsReader, surroundingsReader } from './surroundings.ts';
import { withChanges } from './what-if.ts';

/** Tells what each Pod or workload of the cluster costs. */
export async function reportPods(request: PodReport, client: KubeClient, io: Io): Promise<Outcome> {
  const { targets } = request;
  const surroundings = surroundingsReader(client, request);
  const answers = await answersOf(
    targets.map(async (target) => {
      // Asked for while the Pod itself is still being read.
      surroundings.prefetch(client.connection.namespace);
      return costOutput(await readTarget(client, target), surroundings, request.changes);
    }),
  );
  return outcomeOf(answers, targets.length > 1, request, io);
}

/** Tells what each Pod and workload of files costs; without a client by the files alone. */
export async function reportFiles(
  request: FileReport,
  client: KubeClient | undefined,
  io: Io,
): Promise<Outcome> {
  const pods = await readResourceManifests(request.files, io);
  const surroundings = client && surroundingsReader(client, { check: request.check, usage: false });
  const answers = await answersOf(
    pods.map((each) => {
      const { pod, kind, replicas } = each;
      const subject = { pod, kind, replicas, isStored: isStored(each) };
      return costOutput(subject, surroundings, request.changes);
    }),
  );
  return outcomeOf(answers, false, request, io);
}

async function readTarget(client: KubeClient, { workload, name }: Target): Promise<PodSource> {
  const { namespace } = client.connection;
  if (workload === undefined) {
    const { pod } = await readPod(client, namespace, name);
    return { pod, kind: 'Pod', replicas: undefined, isStored: true };
  }
  const { pod, replicas } = await readWorkload(client, workload, namespace, name);
  return { pod, kind: workload.kind, replicas, isStored: false };
}

/** One Pod's costs, and what around it could not be read. */
type Answer = PodCostOutput & { readonly notes: readonly string[] };

async function costOutput(
  subject: PodSource,
  reader: SurroundingsReader | undefined,
  changes: readonly Change[],
): Promise<Answer> {
  const { notes, ...surroundings } = (await reader?.read(subject)) ?? NOTHING_AROUND;
  const cost = podCost(subject, surroundings);
  if (changes.length === 0) return { cost, whatIf: undefined, notes };
  // What is thought of is a new Pod: the kubelet has promised nothing for it.
  const { metadata, spec } = storedForm(subject, surroundings).pod;
  const fresh = { metadata, spec };
  return {
    cost,
    whatIf: {
      changes,
      before: podResources(fresh, subject),
      after: podResources(withChanges(fresh, changes), subject),
    },
    notes,
  };
}

function outcomeOf(
  { values, problems }: Answers<Answer>,
  isList: boolean,
  shown: Shown,
  io: Io,
): Outcome {
  const text = values.length === 0 ? '' : textOf(values, isList || values.length > 1, shown, io);
  return { text, notes: values.flatMap(({ notes }) => notes), problems };
}

function textOf(
  outputs: readonly PodCostOutput[],
  isList: boolean,
  { output, color }: Shown,
  io: Io,
): string {
  if (output === 'csv') return csvOfPodCosts(outputs.map(({ cost }) => cost.resources));
  if (output === 'json' || output === 'yaml') {
    const items = outputs.map(structuredPodCost);
    const [first] = items;
    const value = isList || first === undefined ? structuredPodResourcesList(items) : first;
    return output === 'json' ? toJson(value) : toYaml(value);
  }
  const options = { ...terminalOf(color, io), isWide: output === 'wide' };
  return outputs.map((each) => renderPodCost(each, options)).join('\n');
}
