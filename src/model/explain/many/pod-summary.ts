import type { Pod, PodEvent } from '../../kubernetes/api.ts';
import { controllerOf } from '../../kubernetes/pod-status.ts';
import { type StatusColumns, statusColumns } from '../../kubernetes/status-column.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { situationOf } from '../explain.ts';
import type { Verdict } from '../verdict/codes.ts';
import { verdictOf } from '../verdict/stage/verdict.ts';

/** One line of a list of Pods. Instants are milliseconds since the epoch. */
export interface PodSummary {
  readonly name: string;
  readonly namespace: string;
  readonly uid?: string;
  /** The uid of its controller. */
  readonly owner?: string;
  readonly node?: string;
  readonly createdAt?: number;
  readonly columns: StatusColumns;
  readonly verdict: SummaryVerdict;
}

/** The verdict without what only the explanation in full has room for. */
export type SummaryVerdict = Pick<
  Verdict,
  'code' | 'outcome' | 'container' | 'since' | 'reason' | 'message'
>;

/** Whether its Events may tell more than its status. */
export function isInTrouble({ verdict: { outcome } }: PodSummary): boolean {
  return outcome === 'stuck' || outcome === 'progressing';
}

/** The uids of the controllers of Pods that are stuck or have failed. */
export function troubledOwners(pods: Iterable<PodSummary>): ReadonlySet<string> {
  const uids = new Set<string>();
  for (const { owner, verdict } of pods) {
    const isTroubled = verdict.outcome === 'stuck' || verdict.outcome === 'failed';
    if (owner !== undefined && isTroubled) uids.add(owner);
  }
  return uids;
}

/**
 * The verdict on one Pod of many. Without its Events, what only they tell (volumes that fail, probes
 * that kill) shows as the stage that it holds up.
 */
export function summarise(pod: Pod, now: number, events: readonly PodEvent[] = []): PodSummary {
  const { name = '', namespace = 'default', uid, creationTimestamp } = pod.metadata;
  const owner = controllerOf(pod.metadata)?.uid;
  const { nodeName } = pod.spec;
  const createdAt = parseTimestamp(creationTimestamp);
  const { code, outcome, container, since, reason, message } = verdictOf(
    situationOf(pod, events, now),
  );
  const verdict = {
    code,
    outcome,
    ...(container !== undefined && { container }),
    ...(since !== undefined && { since }),
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
  };
  return {
    name,
    namespace,
    ...(uid !== undefined && { uid }),
    ...(owner !== undefined && { owner }),
    ...(nodeName !== undefined && { node: nodeName }),
    ...(createdAt !== undefined && { createdAt }),
    columns: statusColumns(pod, now),
    // Its two shapes differ in what is left out here.
    verdict: verdict as SummaryVerdict,
  };
}
