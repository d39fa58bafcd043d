import type { WorkloadStory, WorkloadVerdict } from './workload-story.ts';
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
