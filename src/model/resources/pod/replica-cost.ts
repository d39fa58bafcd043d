import type { Pod } from '../../kubernetes/api.ts';
import { containersOf } from '../../kubernetes/containers.ts';
import { type QuotaVerdict, roomOfQuotas } from '../admission/quota.ts';
import type { FitExplanation } from '../nodes/fit-explanation.ts';
import type { Blocker } from '../rollout/place.ts';
import { type Bounds, boundsOf, type Strategy } from '../rollout/strategy.ts';
import type { PodSource, ScaledBy } from './pod-context.ts';

/** How many Pods of a workload there are to be, and how many of them come to be. */
export interface ReplicaCost {
  readonly wanted: number;
  /** Undefined where nobody has looked, as for a file. */
  readonly existing: number | undefined;
  /** How many are still to be made. */
  readonly missing: number;
  /** How many of the missing ones every quota has room for; undefined if none limits them. */
  readonly admitted: number | undefined;
  /** How many of the missing ones the nodes have room for; undefined where none was read. */
  readonly placed: number | undefined;
  readonly refusal: string | undefined;
  /** How many an autoscaler may make of them, and how many of these come; undefined without one. */
  readonly most: Most | undefined;
  /** What an autoscaler cannot measure, as these containers request none of it. */
  readonly unscalable: readonly Unscalable[];
  /** Why a rolling update, once all are there, cannot begin with one more; undefined where it can. */
  readonly surge: (Bounds & { readonly blocker: Blocker }) | undefined;
}

interface Unscalable {
  readonly resource: string;
  readonly containers: readonly string[];
}

interface Most {
  readonly replicas: number;
  /** Undefined if nothing is known to limit them. */
  readonly admitted: number | undefined;
  readonly placed: number | undefined;
}

/** What was said of one Pod, which says how many more there can be. */
interface JudgedPod {
  readonly stored: Pod;
  readonly quotas: readonly QuotaVerdict[];
  readonly fit: FitExplanation | undefined;
  /** Whether each of them is refused as it is: then neither quotas nor nodes are asked. */
  readonly isRefused: boolean;
}

/**
 * What quotas, and the room on the nodes, say to the Pods that a workload still wants (R21).
 */
export function replicaCost(
  { kind, existing, refusal, mostReplicas, strategy, update, ...source }: PodSource,
  { stored, quotas, fit, isRefused }: JudgedPod,
): ReplicaCost | undefined {
  // A DaemonSet runs one on each node that is open to it.
  const isOnePerNode = kind === 'DaemonSet' && fit !== undefined;
  const replicas = isOnePerNode ? fit.open : source.replicas;
  if (kind === 'Pod' || replicas === undefined) return undefined;
  const there = update?.old.length ?? existing ?? 0;
  const missing = Math.max(replicas - there, 0);
  const quotaRoom = isRefused ? undefined : roomOfQuotas(quotas);
  const nodeRoom = isRefused ? undefined : isOnePerNode ? fit.fit.nodes.length : fit?.room;
  // What comes of an update is told by itself.
  const isNew = update === undefined;
  const isMore = mostReplicas !== undefined && mostReplicas > replicas;
  return {
    wanted: replicas,
    existing: update?.old.length ?? existing,
    missing,
    admitted: isNew ? upTo(missing, quotaRoom) : undefined,
    placed: isNew ? upTo(missing, nodeRoom) : undefined,
    // An old refusal is of no interest once all are there.
    refusal: missing > 0 ? refusal : undefined,
    most: isMore
      ? {
          replicas: mostReplicas,
          admitted: upTo(mostReplicas, quotaRoom, there),
          placed: upTo(mostReplicas, nodeRoom, there),
        }
      : undefined,
    unscalable: (source.scaledBy ?? []).flatMap((each) => unscalableBy(stored, each)),
    surge: isNew ? blockedSurge(strategy, replicas, { quotaRoom, nodeRoom, missing }) : undefined,
  };
}

/** How many of them there is room for, beside those that are there. */
function upTo(count: number, room: number | undefined, there = 0): number | undefined {
  return room === undefined ? undefined : Math.min(count, there + room);
}

/** Where not even all of the missing ones come, nobody thinks of updates. */
function blockedSurge(
  strategy: Strategy | undefined,
  replicas: number,
  room: {
    readonly quotaRoom: number | undefined;
    readonly nodeRoom: number | undefined;
    readonly missing: number;
  },
): ReplicaCost['surge'] {
  if (strategy?.kind !== 'rolling' || replicas === 0) return undefined;
  const bounds = boundsOf(strategy, replicas);
  if (bounds.surge <= 0) return undefined;
  if (room.quotaRoom === room.missing) return { ...bounds, blocker: 'quota' };
  return room.nodeRoom === room.missing ? { ...bounds, blocker: 'nodes' } : undefined;
}

/**
 * The autoscaler wants a request of every container that runs on, if the Pod itself has none
 * (pkg/controller/podautoscaler/replica_calculator.go).
 */
function unscalableBy(pod: Pod, { resource, container }: ScaledBy): readonly Unscalable[] {
  const isOfPod = Object.keys(pod.spec.resources?.requests ?? {}).length > 0;
  if (isOfPod && container === undefined) return [];
  const without = containersOf(pod)
    .filter(({ role, name }) => role !== 'init' && name === (container ?? name))
    .filter(({ spec }) => !('resources' in spec && spec.resources?.requests?.[resource]));
  return without.length === 0 ? [] : [{ resource, containers: without.map(({ name }) => name) }];
}
