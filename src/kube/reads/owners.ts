import { attempt } from '../../errors.ts';
import { controllerOf } from '../../model/kubernetes/pod-status.ts';
import type { CountedPod } from '../../model/resources/effective/counted-pod.ts';
import type { Workload } from '../../model/resources/totals/totals.ts';
import { apiPath } from '../objects/api-path.ts';
import { trusted } from '../objects/trusted.ts';
import type { KubeClient } from '../transport/client.ts';
import { problemOf } from '../transport/errors.ts';
import { METADATA_LIST, type ReadOptions, readList } from './list.ts';

/** Kinds that are themselves made by another one, and what the API calls them. */
const BETWEEN = {
  ReplicaSet: { group: 'apps', resource: 'replicasets' },
  Job: { group: 'batch', resource: 'jobs' },
} as const;
type BetweenKind = keyof typeof BETWEEN;

/** Finds the workloads of Pods: through a ReplicaSet its Deployment, through a Job its CronJob. */
export interface Owners {
  /**
   * Reads what `ownerOf` needs for this Pod: all ReplicaSets, or all Jobs, of the scope, when the
   * first Pod of one comes. Undefined when there is nothing to wait for.
   */
  prepare(pod: Pick<CountedPod, 'metadata'>): Promise<void> | undefined;
  /** The outermost owner that is known; the Pod itself if it has none. */
  ownerOf(pod: Pick<CountedPod, 'metadata'>): Workload;
  /** Why owners may not be the outermost ones, in the server's words. */
  readonly problems: readonly string[];
}

/**
 * Owners of the Pods in a namespace, or with undefined in all. Two requests (of a thousand objects
 * each) at most, never one for a Pod. Who may not list them is told the ReplicaSet or Job itself.
 */
export function findOwners(
  client: KubeClient,
  namespace: string | undefined,
  options: Pick<ReadOptions, 'signal'> = {},
): Owners {
  const owners = new Map<string, Workload>();
  const reads = new Map<BetweenKind, Promise<void> | undefined>();
  const problems: string[] = [];
  const take = (uid: string, owner: Workload) => owners.set(uid, owner);
  const start = async (kind: BetweenKind) => {
    const read = await attempt(readOwned(client, kind, namespace, take, options));
    if ('problem' in read) problems.push(problemOf(read.problem));
    reads.set(kind, undefined);
  };
  return {
    problems,
    prepare: (pod) => {
      const kind = controllerOf(pod.metadata)?.kind;
      if (!isBetween(kind)) return undefined;
      if (!reads.has(kind)) reads.set(kind, start(kind));
      return reads.get(kind);
    },
    ownerOf: ({ metadata }) => {
      const controller = controllerOf(metadata);
      if (controller === undefined) return { kind: 'Pod', name: metadata.name ?? '' };
      const { kind, name, uid = '' } = controller;
      return owners.get(uid) ?? { kind, name };
    },
  };
}

function isBetween(kind: string | undefined): kind is BetweenKind {
  return kind !== undefined && Object.hasOwn(BETWEEN, kind);
}

async function readOwned(
  client: KubeClient,
  kind: BetweenKind,
  namespace: string | undefined,
  take: (uid: string, owner: Workload) => void,
  options: ReadOptions,
): Promise<void> {
  const { group, resource } = BETWEEN[kind];
  const list = {
    path: apiPath({ groupPath: `/apis/${group}/v1`, namespace, resource }),
    ...METADATA_LIST,
  };
  await readList(
    client,
    list,
    (item) => {
      const metadata = trusted<Partial<Pick<CountedPod, 'metadata'>>>(item).metadata ?? {};
      const controller = controllerOf(metadata);
      const { uid } = metadata;
      if (uid === undefined || controller === undefined) return;
      take(uid, { kind: controller.kind, name: controller.name });
    },
    options,
  );
}
