import { controllerOf } from '../../kubernetes/pod-status.ts';
import type { WorkloadOutcome, WorkloadStory, WorkloadVerdict } from './workload-story.ts';
import { workloadVerdict } from './workload-verdict.ts';

/** A workload by name, how many Pods it has, and why it has not more where that is known. */
export interface WorkloadReport {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid?: string;
  readonly pods: number;
  readonly verdict?: WorkloadVerdict;
  readonly eventsUnreadable?: string;
}

/** The report on a workload that was asked for. */
export function workloadReport(story: WorkloadStory): WorkloadReport {
  const { workload, pods, eventsUnreadable } = story;
  const { kind, metadata } = workload;
  const verdict = workloadVerdict(story);
  return {
    kind,
    namespace: metadata.namespace ?? 'default',
    name: metadata.name ?? '',
    ...(metadata.uid !== undefined && { uid: metadata.uid }),
    pods,
    ...(verdict && { verdict }),
    ...(eventsUnreadable !== undefined && { eventsUnreadable }),
  };
}

/**
 * The report on one workload of many, where there is something to be said. One that another workload
 * has made and is through with, such as the ReplicaSet of an earlier rollout, is nobody's concern.
 */
export function reportInList(story: WorkloadStory): readonly WorkloadReport[] {
  const report = workloadReport(story);
  const outcome = report.verdict?.outcome;
  const isMade = controllerOf(story.workload.metadata) !== undefined;
  const isOver = outcome === 'stopped' || outcome === 'complete';
  return outcome === undefined || (isMade && isOver) ? [] : [report];
}

/** By outcome; of the same outcome in the order that they have. */
export function worstReportsFirst(reports: readonly WorkloadReport[]): readonly WorkloadReport[] {
  return reports.toSorted((one, other) => rankOf(one) - rankOf(other));
}

const WORST_FIRST: readonly (WorkloadOutcome | undefined)[] = ['failed', 'stuck', 'progressing'];

function rankOf({ verdict }: WorkloadReport): number {
  const at = WORST_FIRST.indexOf(verdict?.outcome);
  return at < 0 ? WORST_FIRST.length : at;
}
