import { eventText } from '../../kubernetes/events.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { rollout } from './rollout.ts';
import {
  conditionOf,
  lastSeen,
  newest,
  newestAbout,
  type WorkloadObject,
  type WorkloadStory,
  type WorkloadVerdict,
  wordsOf,
} from './workload-story.ts';

/** What a workload with Pods does beyond what each of them shows; undefined if that is nothing. */
export function workloadProgress(story: WorkloadStory): WorkloadVerdict | undefined {
  switch (story.workload.kind) {
    case 'Job':
      return jobProgress(story);
    case 'Deployment':
    case 'DaemonSet':
      return rollout(story);
    case 'StatefulSet':
      return podByPod(story) ?? rollout(story);
    case 'CronJob':
      return story.workload.spec?.suspend ? SUSPENDED : (jobNotStarted(story) ?? lastRun(story));
    default:
      return undefined;
  }
}

export const SUSPENDED = { code: 'Suspended', outcome: 'stopped' } as const;

/** A failed Pod of a Job is no end: pkg/controller/job/job_controller.go makes others. */
function jobProgress({ workload: job, troubled }: WorkloadStory): WorkloadVerdict | undefined {
  const { active = 0, succeeded = 0, uncountedTerminatedPods: uncounted } = job.status ?? {};
  const failed = (job.status?.failed ?? 0) + (uncounted?.failed?.length ?? 0);
  const hasFailed = conditionOf(job, 'Failed');
  if (hasFailed) return { code: 'JobFailed', outcome: 'failed', ...wordsOf(hasFailed, job) };
  if (conditionOf(job, 'Complete')) {
    return failed === 0 ? undefined : { code: 'Finished', outcome: 'complete', failed };
  }
  if (job.spec?.suspend) return SUSPENDED;
  const deadline = jobDeadline(job);
  if (deletesPods(job) && troubled?.has(job.metadata.uid ?? '')) {
    const { backoffLimit } = job.spec ?? {};
    const limit = backoffLimit === undefined ? {} : { backoffLimit };
    return { code: 'JobRestarting', outcome: 'stuck', ...limit, ...deadline };
  }
  if (failed === 0) {
    return deadline && { code: 'UnderDeadline', outcome: 'progressing', ...deadline };
  }
  const { backoffLimit, backoffLimitPerIndex } = job.spec ?? {};
  const isCounted = backoffLimit !== undefined && backoffLimitPerIndex === undefined;
  return {
    code: 'JobRetrying',
    outcome: active === 0 ? 'stuck' : 'progressing',
    failed,
    ...(isCounted && { backoffLimit }),
    // A success among the failures sets it back, and Jobs of many Pods count by index.
    ...(isCounted && active + succeeded === 0 && { delaySeconds: retryDelay(failed) }),
    ...deadline,
  };
}

/**
 * Where the kubelet retries, restarts count against backoffLimit; the Job fails at the last of them
 * and deletes the Pod, with its log (pkg/controller/job/job_controller.go, pastBackoffLimitOnFailure).
 */
export function deletesPods({ spec }: WorkloadObject): boolean {
  return spec?.template?.spec?.restartPolicy === 'OnFailure';
}

/** pkg/controller/job/job_controller.go, pastActiveDeadline: it counts from the last resumption. */
function jobDeadline({ spec, status }: WorkloadObject) {
  const startedAt = parseTimestamp(status?.startTime);
  const seconds = spec?.activeDeadlineSeconds;
  if (startedAt === undefined || seconds === undefined) return undefined;
  return { deadline: startedAt + seconds * 1000, deadlineSeconds: seconds };
}

/**
 * A CronJob that has not started the last Job that was due: an earlier one still runs, it was too late, or
 * its schedule has no such moment. Its controller says so (pkg/controller/cronjob).
 */
export function jobNotStarted({
  workload,
  owned,
  events,
  troubled,
}: WorkloadStory): WorkloadVerdict | undefined {
  const { metadata, spec, status } = workload;
  const startedAt = parseTimestamp(status?.lastScheduleTime) ?? 0;
  const event = newestAbout(events, metadata, NOT_STARTED);
  const isBad = event?.reason !== undefined && BAD_SCHEDULE.has(event.reason);
  const isPast = event === undefined || lastSeen(event) <= startedAt;
  // It may have been put right since.
  const isOfOther = isBad && !event.message?.includes(spec?.timeZone ?? spec?.schedule ?? '');
  if (isPast || isOfOther) return undefined;
  const isHeld = owned.some((job) => troubled?.has(job.metadata.uid ?? ''));
  return {
    code: isBad ? 'BadSchedule' : 'JobNotStarted',
    outcome: isHeld || event.reason !== 'JobAlreadyActive' ? 'stuck' : 'progressing',
    ...wordsOf({ ...event, message: eventText(event) }, workload),
    ...(spec?.schedule !== undefined && { schedule: spec.schedule }),
  };
}

const BAD_SCHEDULE: ReadonlySet<string> = new Set([
  'InvalidSchedule',
  'UnparseableSchedule',
  'UnknownTimeZone',
]);

const NOT_STARTED: ReadonlySet<string> = new Set([
  ...BAD_SCHEDULE,
  'JobAlreadyActive',
  'MissSchedule',
  'TooManyMissedTimes',
]);

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

/** pkg/controller/statefulset/stateful_set_control.go, unless podManagementPolicy is Parallel. */
function podByPod({ workload, pods, troubled }: WorkloadStory): WorkloadVerdict | undefined {
  const { replicas: wanted = 1, podManagementPolicy, updateStrategy } = workload.spec ?? {};
  if (podManagementPolicy === 'Parallel') return undefined;
  const { currentRevision, updateRevision, updatedReplicas = 0 } = workload.status ?? {};
  // Where no Pod has the new template, the one in trouble has an older one.
  const isOld = currentRevision !== updateRevision && updatedReplicas === 0;
  const isReplaced = updateStrategy?.type !== 'OnDelete';
  const isTroubled = troubled?.has(workload.metadata.uid ?? '') === true;
  if (isOld && isReplaced && pods > 0 && isTroubled) {
    return { code: 'HeldByOldPod', outcome: 'stuck', wanted };
  }
  if (pods >= wanted) return undefined;
  const outcome = isTroubled ? 'stuck' : 'progressing';
  return { code: 'AwaitingPodBefore', outcome, wanted };
}
