import { UserError } from '../../errors.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import type { Strategy } from '../../model/resources/rollout/strategy.ts';
import { apiPath } from '../objects/api-path.ts';
import { fieldsOf, isJsonObject, type JsonObject, textOf } from '../objects/json-value.ts';
import { POD_SHAPE } from '../objects/pod-shape.ts';
import { trusted } from '../objects/trusted.ts';
import { WORKLOAD_SHAPE } from '../objects/workload-replicas.ts';
import { strategyOf } from '../objects/workload-strategy.ts';
import { podsOfTemplates } from '../objects/workload-template.ts';
import type { KubeClient } from '../transport/client.ts';
import { isNotFound } from '../transport/errors.ts';
import { expectedObject } from './expected-object.ts';
import { withNameHint } from './table.ts';

/** A kind with a pod template, and where the API has it. */
export interface WorkloadKind {
  readonly kind: string;
  /** The plural, as paths and kubectl have it. */
  readonly resource: string;
  readonly groupPath: string;
  /** What kubectl takes for it beside the kind and the plural. */
  readonly shortNames: readonly string[];
}

const APPS = '/apis/apps/v1';
const BATCH = '/apis/batch/v1';

export const WORKLOAD_KINDS: readonly WorkloadKind[] = [
  { kind: 'Deployment', resource: 'deployments', groupPath: APPS, shortNames: ['deploy'] },
  { kind: 'StatefulSet', resource: 'statefulsets', groupPath: APPS, shortNames: ['sts'] },
  { kind: 'DaemonSet', resource: 'daemonsets', groupPath: APPS, shortNames: ['ds'] },
  { kind: 'ReplicaSet', resource: 'replicasets', groupPath: APPS, shortNames: ['rs'] },
  {
    kind: 'ReplicationController',
    resource: 'replicationcontrollers',
    groupPath: '/api/v1',
    shortNames: ['rc'],
  },
  { kind: 'Job', resource: 'jobs', groupPath: BATCH, shortNames: [] },
  { kind: 'CronJob', resource: 'cronjobs', groupPath: BATCH, shortNames: ['cj'] },
];

/** The workload kind that a word of the command line means: `deploy`, `deployments.apps`, … */
export function workloadKindOf(word: string): WorkloadKind | undefined {
  const [name = ''] = word.toLowerCase().split('.');
  return WORKLOAD_KINDS.find(({ kind, resource, shortNames }) =>
    [kind.toLowerCase(), resource, ...shortNames].includes(name),
  );
}

/** The Pod that a workload's template makes, and how many of it the workload wants. */
export interface WorkloadPod {
  readonly pod: Pod;
  /** Undefined for one Pod per node. */
  readonly replicas: number | undefined;
  readonly strategy: Strategy;
  /** How many there are; undefined where the workload does not say. */
  readonly existing: number | undefined;
  /** Why the others could not be made (condition ReplicaFailure), in the server's words. */
  readonly refusal: string | undefined;
}

/**
 * The object of a workload. Throws an ApiError where it is not there, which says what others of the
 * kind are called almost so.
 */
export async function getWorkload(
  client: KubeClient,
  { resource, groupPath, kind }: WorkloadKind,
  namespace: string,
  name: string,
): Promise<JsonObject> {
  const all = { groupPath, namespace, resource };
  try {
    const { body } = await client.getJson(apiPath({ ...all, name }));
    return expectedObject<JsonObject>(client, body, { kind, name, namespace }, WORKLOAD_SHAPE);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw await withNameHint(client, all, name, error);
  }
}

/** Reads what a workload's template makes; throws an ApiError where it is not there. */
export async function readWorkload(
  client: KubeClient,
  workloadKind: WorkloadKind,
  namespace: string,
  name: string,
): Promise<WorkloadPod> {
  const workload = await getWorkload(client, workloadKind, namespace, name);
  const { kind } = workloadKind;
  const found = workloadPodIn(workload);
  if (found === undefined) throw new UserError(`${kind} ${name} has no pod template`);
  const expected = { kind: 'Pod', name, namespace };
  const pod = expectedObject<Pod>(client, found.pod, expected, POD_SHAPE);
  return { ...found, pod, ...progressOf(workload) };
}

/** The Pod of a workload's template, how many are wanted, and how others take their place. */
export function workloadPodIn(
  workload: JsonObject,
): Pick<WorkloadPod, 'pod' | 'replicas' | 'strategy'> | undefined {
  const [found] = podsOfTemplates(workload);
  if (found === undefined) return undefined;
  const { pod, replicas } = found;
  return { pod: trusted<Pod>(pod), replicas, strategy: strategyOf(workload) };
}

/** Jobs and CronJobs count their Pods otherwise: nothing is said of theirs. */
function progressOf({ status }: JsonObject): Pick<WorkloadPod, 'existing' | 'refusal'> {
  const fields = fieldsOf(status);
  const conditions = Array.isArray(fields.conditions) ? fields.conditions.filter(isJsonObject) : [];
  const failure = conditions.find(
    (each) => each.type === 'ReplicaFailure' && each.status === 'True',
  );
  const replicas = fields.replicas ?? fields.currentNumberScheduled;
  return {
    existing: typeof replicas === 'number' ? replicas : undefined,
    refusal: failure && textOf(failure.message),
  };
}
