import {
  conditionOf,
  newest,
  type WorkloadObject,
  type WorkloadStory,
  type WorkloadVerdict,
  wordsOf,
} from './workload-story.ts';

/** What a workload with Pods does beyond what each of them shows; undefined if that is nothing. */
export function workloadProgress(story: WorkloadStory): WorkloadVerdict | undefined {
  switch (story.workload.kind) {
    case 'Job':
      return jobProgress(story.workload);
    case 'Deployment':
      return rollout(story);
    case 'StatefulSet':
      return podByPod(story);
    case 'CronJob':
      return story.workload.spec?.suspend ? SUSPENDED : lastRun(story);
    default:
      return undefined;
  }
}

export const SUSPENDED = { code: 'Suspended', outcome: 'stopped' } as const;

/** A failed Pod of a Job is no end: pkg/controller/job/job_controller.go makes others. */
function jobProgress(job: WorkloadObject): WorkloadVerdict | undefined {
  const { active = 0, succeeded = 0, uncountedTerminatedPods: uncounted } = job.status ?? {};
  const failed = (job.status?.failed ?? 0) + (uncounted?.failed?.length ?? 0);
  const hasFailed = conditionOf(job, 'Failed');
  if (hasFailed) return { code: 'JobFailed', outcome: 'failed', ...wordsOf(hasFailed, job) };
  if (conditionOf(job, 'Complete')) {
    return failed === 0 ? undefined : { code: 'Finished', outcome: 'complete', failed };
  }
  if (job.spec?.suspend) return SUSPENDED;
  if (failed === 0) return undefined;
  const { backoffLimit, backoffLimitPerIndex } = job.spec ?? {};
  const isCounted = backoffLimit !== undefined && backoffLimitPerIndex === undefined;
  return {
    code: 'JobRetrying',
    outcome: active === 0 ? 'stuck' : 'progressing',
    failed,
    ...(isCounted && { backoffLimit }),
    // A success among the failures sets it back, and Jobs of many Pods count by index.
    ...(isCounted && active + succeeded === 0 && { delaySeconds: retryDelay(failed) }),
  };
}

/** A CronJob goes on after a Job that has failed, and its Pods do not say whose turn it was. */
export function lastRun({ workload, owned }: WorkloadStory): WorkloadVerdict | undefined {
  const { spec, status } = workload;
  const ended = owned.filter((job) => conditionOf(job, 'Failed') ?? conditionOf(job, 'Complete'));
  const last = newest(ended);
  const failed = last && conditionOf(last, 'Failed');
  if (last === undefined || failed === undefined) return undefined;
  return {
    code: 'LastRunFailed',
    outcome: 'failed',
    ...wordsOf(failed, last),
    ...(spec?.schedule !== undefined && { schedule: spec.schedule }),
    ...(status?.lastSuccessfulTime !== undefined && { lastSuccess: status.lastSuccessfulTime }),
  };
}

/** pkg/controller/job/backoff_utils.go: 10 s, doubled with each failure, at most 10 minutes. */
function retryDelay(failed: number): number {
  return Math.min(10 * 2 ** (failed - 1), 600);
}

/** While no Pod of an older template is left, the Pods themselves tell how it goes. */
function rollout({ workload, owned, troubled }: WorkloadStory): WorkloadVerdict | undefined {
  const { replicas = 0, updatedReplicas = 0, conditions = [] } = workload.status ?? {};
  const { availableReplicas: available = 0 } = workload.status ?? {};
  const stalled = conditions.find(
    ({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );
  const outdated = replicas - updatedReplicas;
  const isObserved =
    (workload.status?.observedGeneration ?? 0) >= (workload.metadata.generation ?? 0);
  const { paused = false } = workload.spec ?? {};
  if (!isObserved || (outdated <= 0 && !stalled && !paused)) return undefined;
  const { name: newestName, uid = '' } = newest(owned)?.metadata ?? {};
  const counts = {
    wanted: workload.spec?.replicas ?? 1,
    updated: updatedReplicas,
    outdated: Math.max(outdated, 0),
    available,
    ...(newestName !== undefined && { newest: newestName }),
  };
  // While it is paused the controller only scales (pkg/controller/deployment/sync.go).
  if (paused) return { code: 'Paused', outcome: 'stopped', ...counts };
  if (stalled) {
    return { code: 'RolloutStalled', outcome: 'stuck', ...wordsOf(stalled, workload), ...counts };
  }
  // The condition says so only when progressDeadlineSeconds are over, by default 10 minutes later.
  return troubled?.has(uid)
    ? { code: 'RolloutBlocked', outcome: 'stuck', ...counts }
    : { code: 'RollingOut', outcome: 'progressing', ...counts };
}

/** pkg/controller/statefulset/stateful_set_control.go, unless podManagementPolicy is Parallel. */
function podByPod({ workload, pods, troubled }: WorkloadStory): WorkloadVerdict | undefined {
  const { replicas: wanted = 1, podManagementPolicy, updateStrategy } = workload.spec ?? {};
  if (podManagementPolicy === 'Parallel') return undefined;
  const { currentRevision, updateRevision, updatedReplicas = 0 } = workload.status ?? {};
  // Where no Pod has the new template, the one in trouble has an older one.
  const isOld = currentRevision !== updateRevision && updatedReplicas === 0;
  const isReplaced = updateStrategy?.type !== 'OnDelete';
  if (isOld && isReplaced && pods > 0 && troubled?.has(workload.metadata.uid ?? '')) {
    return { code: 'HeldByOldPod', outcome: 'stuck', wanted };
  }
  return pods >= wanted ? undefined : { code: 'AwaitingPodBefore', outcome: 'progressing', wanted };
}
