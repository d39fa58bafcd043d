import { describeUserError, UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { readPod } from '../../kube/reads/pods.ts';
import { readWorkload } from '../../kube/reads/workloads.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import {
  podCost,
  type Subject,
  type Surroundings,
  storedForm,
} from '../../model/resources/pod/pod-cost.ts';
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
import { sanitiseMultiline } from '../../render/text/sanitise.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import type { Target } from '../selection/targets.ts';
import { surroundingsReader } from './pod-surroundings.ts';
import type { ResourcesOptions } from './request.ts';
import { isStored, readResourceManifests } from './resource-manifests.ts';
import { withChanges } from './what-if-flag.ts';

/** What is asked about single Pods and workloads. */
export interface PodResourcesRequest extends ResourcesOptions {
  readonly targets: readonly Target[];
  readonly files: readonly string[];
  readonly changes: readonly Change[];
}

const ERROR = 1;

/**
 * Tells what each Pod or workload costs. Without a client nothing but the files is looked at.
 * Returns 1 if one of them could not be read, which does not hide the others.
 */
export async function runPodResources(
  request: PodResourcesRequest,
  client: KubeClient | undefined,
  io: Io,
): Promise<number> {
  const { files, targets, changes } = request;
  const look = surroundingsReader(client, request);
  const namespace = client?.connection.namespace ?? '';
  const subjects =
    files.length > 0 || client === undefined
      ? await subjectsOfFiles(files, io)
      : targets.map((target) => {
          // Asked for while the Pod itself is still being read.
          look.ahead(namespace);
          return readTarget(client, target);
        });
  const outputs = await Promise.allSettled(
    subjects.map(async (reading) => {
      const subject = await reading;
      const around = await look.around(subject);
      return { ...costOutput(subject, around, changes), problems: around.problems };
    }),
  );
  const problems: UserError[] = [];
  const found = outputs.flatMap((output) => {
    if (output.status === 'fulfilled') return [output.value];
    if (!(output.reason instanceof UserError)) throw output.reason;
    problems.push(output.reason);
    return [];
  });
  const isList = targets.length > 1 || found.length > 1;
  if (found.length > 0) await io.writeOut(format(found, isList, request, io));
  const notes = new Set(found.flatMap((each) => each.problems));
  for (const note of notes) await io.writeError(`${sanitiseMultiline(`note: ${note}`)}\n`);
  for (const problem of problems) {
    await io.writeError(`${sanitiseMultiline(describeUserError(problem))}\n`);
  }
  return problems.length > 0 ? ERROR : 0;
}

async function subjectsOfFiles(files: readonly string[], io: Io): Promise<readonly Subject[]> {
  const pods = await readResourceManifests(files, io);
  return pods.map((each) => ({
    pod: each.pod,
    kind: each.kind,
    replicas: each.replicas,
    isStored: isStored(each),
  }));
}

async function readTarget(client: KubeClient, { workload, name }: Target): Promise<Subject> {
  const { namespace } = client.connection;
  if (workload === undefined) {
    const { pod } = await readPod(client, namespace, name);
    return { pod, kind: 'Pod', replicas: undefined, isStored: true };
  }
  const { pod, replicas } = await readWorkload(client, workload, namespace, name);
  return { pod, kind: workload.kind, replicas, isStored: false };
}

function costOutput(
  subject: Subject,
  surroundings: Surroundings,
  changes: readonly Change[],
): PodCostOutput {
  const cost = podCost(subject, surroundings);
  if (changes.length === 0) return { cost, whatIf: undefined };
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
  };
}

function format(
  outputs: readonly PodCostOutput[],
  isList: boolean,
  { output, color }: PodResourcesRequest,
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
