import type { Pod } from '../../model/kubernetes/api.ts';
import { controllerOf } from '../../model/kubernetes/pod-status.ts';
import { apiPath } from '../objects/api-path.ts';
import { DamagedMessage } from '../protobuf/wire.ts';
import { type FollowOptions, follow } from '../reads/follow.ts';
import type { PodScope } from '../reads/pod-list.ts';
import type { WorkloadKind } from '../reads/workloads.ts';
import type { KubeClient } from '../transport/client.ts';
import { ConnectionError } from '../transport/errors.ts';
import { explainedPodOf, readExplainedPods } from './pod-list.ts';
import { isOwned, readOwned, readSelecting } from './workload-pods.ts';

/** All Pods as they are at the beginning and after a gap, or one that has changed. */
export type PodsChange =
  | { readonly kind: 'listed'; readonly pods: readonly Pod[] }
  | { readonly kind: 'changed'; readonly pod: Pod }
  | { readonly kind: 'deleted'; readonly pod: Pod };

export interface PodsFollowing {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** As of `follow`. */
  readonly outage?: FollowOptions['outage'];
}

/** A cluster may be upgraded meanwhile: its API server is then away for some minutes. */
const PATIENCE_MS = 5 * 60_000;
/** Between lists where the right to watch is missing. */
const POLL_MS = 5000;

/**
 * Follows all Pods of a scope, as far as a verdict looks at them, until `signal` ends it. The list
 * is read in pages. Throws ApiError or ConnectionError.
 */
export async function* followPods(
  client: KubeClient,
  { namespace, labelSelector, fieldSelector }: PodScope,
  { signal, outage }: PodsFollowing,
): AsyncGenerator<PodsChange> {
  const readList = async (stop: AbortSignal | undefined) => {
    let resourceVersion: string | undefined;
    const objects: Pod[] = [];
    const version = (first: string) => {
      resourceVersion = first;
    };
    const scope = { namespace, labelSelector, fieldSelector };
    const options = { signal: stop, version };
    await readExplainedPods(client, scope, (pod) => void objects.push(pod), options);
    return { resourceVersion, objects };
  };
  const path = apiPath({ groupPath: '/api/v1', namespace, resource: 'pods' });
  const followed = { path, labelSelector, fieldSelector, readList };
  const options = { signal, outage, patienceMs: PATIENCE_MS, pollMs: POLL_MS };
  for await (const change of follow(client, followed, options)) {
    if (change.kind === 'listed') yield { kind: 'listed', pods: change.objects as Pod[] };
    else yield { kind: change.kind, pod: podOf(client, change.object) };
  }
}

/** Follows the Pods of a workload, also those of ReplicaSets and Jobs that it makes meanwhile. */
export async function* followWorkloadPods(
  client: KubeClient,
  kind: WorkloadKind,
  namespace: string,
  name: string,
  { signal, outage }: PodsFollowing,
): AsyncGenerator<PodsChange> {
  const { workload, labelSelector } = await readSelecting(client, kind, namespace, name);
  const owners = new Set<string | undefined>([workload.metadata.uid]);
  const strangers = new Set<string | undefined>();
  const isOurs = async (pod: Pod): Promise<boolean> => {
    if (isOwned(pod, owners)) return true;
    const uid = controllerOf(pod.metadata)?.uid;
    if (uid === undefined || strangers.has(uid)) return false;
    const owned = await readOwned(client, workload, namespace, labelSelector);
    for (const { metadata } of owned) owners.add(metadata.uid);
    if (!owners.has(uid)) strangers.add(uid);
    return owners.has(uid);
  };
  // A CronJob selects by itself; the Job controller labels each Pod so.
  const scope = { namespace, labelSelector: labelSelector ?? 'batch.kubernetes.io/controller-uid' };
  for await (const change of followPods(client, scope, { signal, outage })) {
    if (change.kind !== 'listed') {
      if (await isOurs(change.pod)) yield change;
      continue;
    }
    const pods: Pod[] = [];
    for (const pod of change.pods) if (await isOurs(pod)) pods.push(pod);
    yield { kind: 'listed', pods };
  }
}

function podOf({ connection }: KubeClient, object: unknown): Pod {
  try {
    return explainedPodOf(object);
  } catch (cause) {
    if (!(cause instanceof DamagedMessage)) throw cause;
    const what = `${connection.server} sent a Pod that cannot be read: ${cause.message}`;
    throw new ConnectionError(what, { cause });
  }
}
