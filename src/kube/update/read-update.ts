import { UserError } from '../../errors.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { hasFinalPhase } from '../../model/kubernetes/pod-status.ts';
import type { Update } from '../../model/resources/rollout/update.ts';
import { apiPath } from '../objects/api-path.ts';
import { fieldsOf, isJsonObject, itemsOf, type JsonObject, textOf } from '../objects/json-value.ts';
import { labelSelectorOf } from '../objects/label-selector.ts';
import { trusted } from '../objects/trusted.ts';
import { strategyOf } from '../objects/workload-strategy.ts';
import { findOwners } from '../reads/owners.ts';
import { podPath } from '../reads/pods.ts';
import {
  getWorkload,
  WORKLOAD_KINDS,
  type WorkloadKind,
  type WorkloadPod,
  workloadPodIn,
} from '../reads/workloads.ts';
import type { KubeClient } from '../transport/client.ts';
import { ApiError } from '../transport/errors.ts';
import { STRATEGIC_MERGE_PATCH } from '../transport/request.ts';
import { applyPatch } from './apply-patch.ts';

/** What becomes of an object of the cluster where a manifest is applied to it. */
export interface UpdateRead {
  readonly update: Update;
  /** As the server would store it; undefined where it was not asked, or refuses it. */
  readonly stored: Pick<WorkloadPod, 'pod' | 'replicas'> | undefined;
  /** Why the server could not be asked. */
  readonly problem: UserError | undefined;
}

/**
 * Looks for the object of a manifest on the cluster, and has the server try to change it so (dry
 * run). Undefined where it is not there, or is of a kind that is not Kubernetes' own. Throws
 * ApiError without the right to look.
 */
export async function readUpdate(
  client: KubeClient,
  kind: string,
  manifest: JsonObject,
  namespace: string,
): Promise<UpdateRead | undefined> {
  const name = textOf(fieldsOf(manifest.metadata).name);
  const where = kind === 'Pod' ? POD : WORKLOAD_KINDS.find((each) => each.kind === kind);
  if (name === undefined || where === undefined) return undefined;
  const path = apiPath({ ...where, namespace, name });
  const live = await readIfThere(client, path);
  if (live === undefined) return undefined;
  const [trial, old] = await Promise.all([
    tryPatch(client, path, applyPatch(manifest, live)),
    kind === 'Pod' ? [trusted<Pod>(live)] : podsOf(client, { ...live, kind }, namespace, name),
  ]);
  const after = 'object' in trial ? { ...trial.object, kind } : undefined;
  const isPod = kind === 'Pod';
  return {
    update: {
      refusal: 'refusal' in trial ? trial.refusal : undefined,
      isAsked: !('problem' in trial),
      strategy: strategyOf(after ?? { ...manifest, kind }),
      isChanged: !isPod && (after === undefined || templateText(after) !== templateText(live)),
      old,
    },
    stored:
      after === undefined
        ? undefined
        : isPod
          ? { pod: trusted<Pod>(after), replicas: undefined }
          : workloadPodIn(after),
    problem: 'problem' in trial ? trial.problem : undefined,
  };
}

/**
 * A workload of the cluster as what another template of it would replace: the server takes any amounts.
 * Undefined for kinds that replace none. Throws a UserError where its Pods cannot be told.
 */
export async function presentUpdate(
  client: KubeClient,
  kind: WorkloadKind,
  namespace: string,
  name: string,
): Promise<Update | undefined> {
  const workload = { ...(await getWorkload(client, kind, namespace, name)), kind: kind.kind };
  const strategy = strategyOf(workload);
  if (strategy.kind === 'never') return undefined;
  const old = await podsOf(client, workload, namespace, name);
  return { refusal: undefined, isAsked: true, isChanged: false, strategy, old };
}

const POD = { groupPath: '/api/v1', resource: 'pods' } as const;

async function readIfThere(client: KubeClient, path: string): Promise<JsonObject | undefined> {
  try {
    const { body } = await client.getJson(path);
    return isJsonObject(body) ? body : undefined;
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return undefined;
    throw error;
  }
}

type Trial =
  | { readonly object: JsonObject }
  | { readonly refusal: string }
  | { readonly problem: UserError };

async function tryPatch(client: KubeClient, path: string, patch: JsonObject): Promise<Trial> {
  try {
    const { body } = await client.sendJson('PATCH', path, patch, {
      contentType: STRATEGIC_MERGE_PATCH,
      query: { dryRun: 'All', fieldManager: 'kubectl-client-side-apply' },
    });
    return { object: fieldsOf(body) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Without the right to change it nothing is known of what the server would say.
    const isRight = error.code === 403 && /cannot patch resource/.test(error.serverMessage);
    if (isRight || error.code >= 500) return { problem: error };
    return { refusal: error.serverMessage };
  }
}

/** The template as the server stores it; both sides have its defaults. */
function templateText(workload: JsonObject): string {
  const { template } = fieldsOf(workload.spec);
  return JSON.stringify(sorted(template));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}

/**
 * Those of its Pods that count: neither over nor on their way out. Throws a UserError where nobody
 * can tell which are its own.
 */
async function podsOf(
  client: KubeClient,
  workload: JsonObject,
  namespace: string,
  name: string,
): Promise<readonly Pod[]> {
  const labelSelector = labelSelectorOf(workload);
  if (labelSelector === undefined) return [];
  const pods = await presentPods(client, namespace, labelSelector);
  const owners = findOwners(client, namespace);
  const own: Pod[] = [];
  for (const pod of pods) {
    await owners.prepare(pod);
    const owner = owners.ownerOf(pod);
    const isOwn = owner.kind === workload.kind && owner.name === name;
    if (isOwn && !hasFinalPhase(pod) && pod.metadata.deletionTimestamp === undefined) own.push(pod);
  }
  const [problem] = owners.problems;
  if (problem !== undefined) throw new UserError(problem);
  return own;
}

/** The Pods of a namespace, whole; throws an ApiError without the right to list them. */
export async function presentPods(
  client: KubeClient,
  namespace: string,
  labelSelector?: string,
): Promise<readonly Pod[]> {
  const { body } = await client.getJson(podPath(namespace), { query: { labelSelector } });
  return itemsOf(body).map((item) => trusted<Pod>(item));
}
