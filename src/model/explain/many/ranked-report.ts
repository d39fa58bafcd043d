import type { PodSummary } from './pod-summary.ts';
import { countOutcomes, type OutcomeCount, ranked } from './ranking.ts';
import type { WorkloadReport } from './workload-report.ts';
import type { WorkloadOutcome } from './workload-story.ts';

/** What is told of many Pods and of the workloads that they were looked for by. */
export interface RankedReport {
  /** In milliseconds since the epoch. */
  readonly observedAt: number;
  /** Worst first. */
  readonly pods: readonly PodSummary[];
  readonly counts: readonly OutcomeCount[];
  /** How many of the Pods in trouble were judged without their Events. */
  readonly withoutEvents: number;
  readonly workloads: readonly WorkloadReport[];
  /** Of everything in it that counts. */
  readonly outcomes: readonly WorkloadOutcome[];
}

/** The report on Pods that were read at `observedAt`, in milliseconds since the epoch. */
export function rankedReport(
  pods: readonly PodSummary[],
  workloads: readonly WorkloadReport[],
  observedAt: number,
  withoutEvents = 0,
): RankedReport {
  const counts = countOutcomes(pods);
  const thatCount = countOutcomes(pods.filter((pod) => !isMadeGood(pod, workloads)));
  // That a Job has a deadline makes its Pods neither better nor worse.
  const ofWorkloads = workloads.flatMap(({ verdict }) =>
    verdict && verdict.code !== 'UnderDeadline' ? [verdict.outcome] : [],
  );
  return {
    observedAt,
    pods: ranked(pods),
    counts,
    withoutEvents,
    workloads,
    outcomes: [...thatCount.map(({ outcome }) => outcome), ...ofWorkloads],
  };
}

/** Whether it is a failed Pod of a Job that has made another one since, or will. */
export function isMadeGood(
  { owner, verdict }: PodSummary,
  workloads: readonly WorkloadReport[],
): boolean {
  if (owner === undefined || verdict.outcome !== 'failed') return false;
  const code = workloads.find(({ uid }) => uid === owner)?.verdict?.code;
  return code === 'JobRetrying' || code === 'Finished';
}
