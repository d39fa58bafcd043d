import type { QuotaVerdict } from '../admission/quota.ts';
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
  readonly refusal: string | undefined;
  /** How many an autoscaler may make of them; undefined without one. */
  readonly most: number | undefined;
}

/** What quotas say to the Pods that a workload still wants (R21). */
export function replicaCost(
  { kind, replicas, existing, refusal, mostReplicas: most }: PodSource,
  quotas: readonly QuotaVerdict[],
): ReplicaCost | undefined {
  if (kind === 'Pod' || replicas === undefined) return undefined;
  const missing = Math.max(replicas - (existing ?? 0), 0);
  const rooms = quotas.flatMap(({ matches, room }) =>
    matches && room !== undefined ? [room] : [],
  );
  const admitted =
    rooms.length === 0 ? undefined : Math.min(missing, ...rooms.map((room) => Math.max(room, 0)));
  // An old refusal is of no interest once all are there.
  const refused = missing > 0 ? refusal : undefined;
  return { wanted: replicas, existing, missing, admitted, refusal: refused, most };
}
