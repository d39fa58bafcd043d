import type { QuotaVerdict } from '../admission/quota.ts';
import type { FitExplanation } from './fit-explanation.ts';
import type { PodSource } from './pod-context.ts';

/** How many Pods of a workload there are to be, and how many of them quotas let in. */
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
  /** How many an autoscaler may make of them; undefined without one. */
  readonly most: number | undefined;
}

/** What quotas, and the room on the nodes, say to the Pods that a workload still wants (R21). */
export function replicaCost(
  { kind, existing, refusal, mostReplicas: most, ...source }: PodSource,
  quotas: readonly QuotaVerdict[],
  fit: FitExplanation | undefined,
): ReplicaCost | undefined {
  // A DaemonSet runs one on each node that is open to it.
  const isOnePerNode = kind === 'DaemonSet' && fit !== undefined;
  const replicas = isOnePerNode ? fit.open : source.replicas;
  const room = isOnePerNode ? fit.fit.nodes.length : fit?.room;
  if (kind === 'Pod' || replicas === undefined) return undefined;
  const missing = Math.max(replicas - (existing ?? 0), 0);
  const rooms = quotas.flatMap(({ matches, room }) =>
    matches && room !== undefined ? [room] : [],
  );
  const admitted =
    rooms.length === 0 ? undefined : Math.min(missing, ...rooms.map((room) => Math.max(room, 0)));
  // An old refusal is of no interest once all are there.
  const refused = missing > 0 ? refusal : undefined;
  const placed = room === undefined ? undefined : Math.min(missing, room);
  return { wanted: replicas, existing, missing, admitted, placed, refusal: refused, most };
}
