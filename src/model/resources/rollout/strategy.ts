/**
 * How a workload brings in the Pods of a changed template:
 * - `rolling`: new ones come while old ones go (Deployment)
 * - `recreate`: all old ones go first (Deployment)
 * - `ordered`: one after another goes and comes again (StatefulSet)
 * - `per-node`: on each node the old one goes before the new one comes, or after (DaemonSet)
 * - `never`: those that are there stay (ReplicaSet, Job, OnDelete, a Pod by itself)
 */
export type Strategy =
  | { readonly kind: 'rolling'; readonly maxSurge: Share; readonly maxUnavailable: Share }
  | { readonly kind: 'recreate' }
  | { readonly kind: 'ordered'; readonly partition: number }
  | { readonly kind: 'per-node'; readonly maxSurge: Share }
  | { readonly kind: 'never' };

/** A number, or a percentage such as `25%`. */
export type Share = number | string;

/** How many Pods there may be too many and too few of while a Deployment is updated. */
export interface Bounds {
  readonly surge: number;
  readonly unavailable: number;
}

/** Of nothing too many and nothing too few nothing would come (deployment_util.go, ResolveFenceposts). */
export function boundsOf(
  { maxSurge, maxUnavailable }: Extract<Strategy, { kind: 'rolling' }>,
  wanted: number,
): Bounds {
  const surge = countOf(maxSurge, wanted, Math.ceil);
  const unavailable = countOf(maxUnavailable, wanted, Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** Whole Pods; what is no number counts as none. */
export function countOf(share: Share, of: number, round: (count: number) => number): number {
  if (typeof share === 'number') return Math.max(share, 0);
  const [, percent] = /^(\d{1,9})%$/.exec(share) ?? [];
  return percent === undefined ? 0 : round((Number(percent) * of) / 100);
}
