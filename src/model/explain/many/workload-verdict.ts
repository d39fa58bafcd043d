import { eventText } from '../../kubernetes/events.ts';

import {
  deletesPods,
  jobNotStarted,
  lastRun,
  SUSPENDED,
  workloadProgress,
} from './workload-progress.ts';
import {
  conditionOf,
  newest,
  newestAbout,
  type WorkloadObject,
  type WorkloadStory,
  type WorkloadVerdict,
  wordsOf,
} from './workload-story.ts';

/**
 * Why there is no Pod of a workload. What somebody has asked for (no replicas, suspend, paused) is
 * no fault; that Pods are refused is, whatever the workload itself says of it. Of a workload with
 * Pods only such a refusal is told, and what its Pods do not show; undefined if there is neither.
 */
export function workloadVerdict(story: WorkloadStory): WorkloadVerdict | undefined {
  const { workload, owned } = story;
  if (story.pods === 0) return withoutPods(story);
  // An Event may be older than the Pods are.
  return refusal({ ...story, events: [] }, [...owned, workload]) ?? workloadProgress(story);
}

function withoutPods(story: WorkloadStory): WorkloadVerdict {
  const { workload, owned } = story;
  const { kind, spec = {}, status = {} } = workload;
  if (spec.replicas === 0) return { code: 'ScaledToZero', outcome: 'stopped' };
  if (kind === 'CronJob' && spec.suspend) return SUSPENDED;
  const notStarted = kind === 'CronJob' ? jobNotStarted(story) : undefined;
  if (notStarted) return notStarted;
  if (kind === 'CronJob' && owned.length > 0) {
    return lastRun(story) ?? jobVerdict(story, newest(owned)) ?? UNKNOWN;
  }
  return (
    jobVerdict(story, workload) ??
    refusal(story, [newest(owned), workload]) ??
    (spec.paused ? { code: 'Paused', outcome: 'stopped' } : undefined) ??
    (kind === 'CronJob' && status.lastScheduleTime === undefined
      ? { code: 'NotDue', outcome: 'healthy' }
      : undefined) ??
    notObserved(workload) ??
    (kind === 'DaemonSet' && status.desiredNumberScheduled === 0
      ? noMatchingNode(workload)
      : undefined) ??
    notProgressing(workload) ??
    UNKNOWN
  );
}

const UNKNOWN: WorkloadVerdict = { code: 'Unknown', outcome: 'progressing' };

/** pkg/controller/job/job_controller.go: a finished Job may have lost its Pods; none is made again. */
function jobVerdict(
  story: WorkloadStory,
  job: WorkloadObject | undefined,
): WorkloadVerdict | undefined {
  if (job?.kind !== 'Job') return undefined;
  const failed = conditionOf(job, 'Failed');
  if (failed) {
    const isOfLimit = failed.reason === 'BackoffLimitExceeded' && deletesPods(job);
    const loss = isOfLimit ? { deletesPods: true } : {};
    return { code: 'JobFailed', outcome: 'failed', ...wordsOf(failed, job), ...loss };
  }
  if (conditionOf(job, 'Complete')) return { code: 'Finished', outcome: 'complete' };
  if (job.spec?.suspend) return SUSPENDED;
  return refusal(story, [job]);
}

/**
 * The condition ReplicaFailure of a ReplicaSet and its Deployment, or the Event FailedCreate that
 * every controller writes (pkg/controller/controller_utils.go, RealPodControl.createPods).
 */
function refusal(
  { events }: WorkloadStory,
  objects: readonly (WorkloadObject | undefined)[],
): WorkloadVerdict | undefined {
  const failed = { code: 'FailedCreate', outcome: 'stuck' } as const;
  for (const object of objects) {
    const condition = object && conditionOf(object, 'ReplicaFailure');
    if (condition) return { ...failed, ...wordsOf(condition, object) };
  }
  for (const object of objects) {
    const event = object && newestAbout(events, object.metadata, REFUSED);
    if (event) return { ...failed, ...wordsOf({ ...event, message: eventText(event) }, object) };
  }
  return undefined;
}

const REFUSED: ReadonlySet<string> = new Set(['FailedCreate']);

/** The controllers write the generation that they have acted upon. */
function notObserved({ metadata, status }: WorkloadObject): WorkloadVerdict | undefined {
  const seen = status?.observedGeneration ?? 0;
  const counts = metadata.generation !== undefined && status !== undefined;
  return counts && seen < (metadata.generation ?? 0)
    ? { code: 'NotObserved', outcome: 'progressing' }
    : undefined;
}

/** Mostly a slip in a label, or nodes of a kind that there are none of yet. */
function noMatchingNode({ spec }: WorkloadObject): WorkloadVerdict {
  const { nodeSelector = {}, affinity } = spec?.template?.spec ?? {};
  return {
    code: 'NoMatchingNode',
    outcome: 'stopped',
    nodeLabels: Object.entries(nodeSelector).map(([key, value]) => `${key}=${value}`),
    hasNodeAffinity: affinity?.nodeAffinity !== undefined,
  };
}

function notProgressing(workload: WorkloadObject): WorkloadVerdict | undefined {
  const progressing = (workload.status?.conditions ?? []).find(
    ({ type, status }) => type === 'Progressing' && status === 'False',
  );
  return progressing && { code: 'Unknown', outcome: 'stuck', ...wordsOf(progressing, workload) };
}
