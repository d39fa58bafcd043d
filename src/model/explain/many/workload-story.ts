import type { ObjectMeta, PodEvent, PodSpec } from '../../kubernetes/api.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import type { Outcome } from '../verdict/codes.ts';

/** As much of a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or CronJob as is looked at. */
export interface WorkloadObject {
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly suspend?: boolean;
    readonly schedule?: string;
    readonly timeZone?: string;
    readonly backoffLimit?: number;
    readonly backoffLimitPerIndex?: number;
    readonly podManagementPolicy?: string;
    readonly updateStrategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly partition?: number };
    };
    readonly progressDeadlineSeconds?: number;
    /** Of a Job. */
    readonly activeDeadlineSeconds?: number;
    readonly template?: {
      readonly spec?: Pick<PodSpec, 'nodeSelector' | 'affinity' | 'restartPolicy'>;
    };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly desiredNumberScheduled?: number;
    readonly currentNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
    /** Of a Job. */
    readonly startTime?: string;
    readonly lastScheduleTime?: string;
    readonly lastSuccessfulTime?: string;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    /** Of a StatefulSet: the template that its Pods had before, and the one that they are to have. */
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    /** Of a Job: Pods that have not ended, that have failed, that have succeeded. */
    readonly active?: number;
    readonly failed?: number;
    readonly succeeded?: number;
    /** Pods that have ended and are not yet in those numbers, by uid. */
    readonly uncountedTerminatedPods?: { readonly failed?: readonly string[] };
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
      readonly lastUpdateTime?: string;
    }[];
  };
}

/** A workload, with what it owns and, where it has no Pod, the Events about either. */
export interface WorkloadStory {
  readonly workload: WorkloadObject;
  /** Its ReplicaSets or Jobs. */
  readonly owned: readonly WorkloadObject[];
  /** How many Pods it has. */
  readonly pods: number;
  /** The uids of the controllers of Pods that are stuck or have failed; left out where not known. */
  readonly troubled?: ReadonlySet<string>;
  readonly events: readonly PodEvent[];
  /** Why the Events could not be read, if they could not. */
  readonly eventsUnreadable?: string;
}

export type WorkloadCode =
  /** The API server refuses the Pods: quota, PodSecurity, a webhook. */
  | 'FailedCreate'
  | 'ScaledToZero'
  | 'Paused'
  | 'Suspended'
  /** No node suits the Pods of a DaemonSet. */
  | 'NoMatchingNode'
  | 'Finished'
  | 'JobFailed'
  /** A Job that will be ended by its activeDeadlineSeconds, if nothing else ends it before. */
  | 'UnderDeadline'
  /** Pods of a Job have failed, and it makes others. */
  | 'JobRetrying'
  /** Containers of a Job are restarted in place until there were too many restarts. */
  | 'JobRestarting'
  /** A StatefulSet makes the next Pod when those before it are Ready. */
  | 'AwaitingPodBefore'
  /** It replaces no Pod as long as one of an older template is not Ready. */
  | 'HeldByOldPod'
  /** It replaces a Pod of an older template only once somebody deletes it. */
  | 'AwaitingDeletion'
  /** Nothing is rolled out, and none of several Pods is available. */
  | 'NoneAvailable'
  /** Pods of an older template are still there, or not all new ones have been available. */
  | 'RollingOut'
  /** So they are, and Pods of the newest template are stuck or have failed. */
  | 'RolloutBlocked'
  /** The progressDeadlineSeconds of a Deployment are over. */
  | 'RolloutStalled'
  /** The last Job of a CronJob that has ended has failed. */
  | 'LastRunFailed'
  /** A CronJob has not started the last Job that was due. */
  | 'JobNotStarted'
  /** There is no moment in the schedule of a CronJob, or no such time zone. */
  | 'BadSchedule'
  /** A CronJob has not started a Job yet. */
  | 'NotDue'
  /** Its controller has not looked at it. */
  | 'NotObserved'
  | 'Unknown';

/**
 * That of a workload; `stopped`: it makes no Pods, by what somebody has written: no fault, no
 * success.
 */
export type WorkloadOutcome = Outcome | 'stopped';

/** Why a workload has no Pod or too few, or what it does beyond what its Pods show. */
export interface WorkloadVerdict {
  readonly code: WorkloadCode;
  readonly outcome: WorkloadOutcome;
  /** The API's own word and words: untrusted text. */
  readonly reason?: string;
  readonly message?: string;
  /** The object that says so, such as `ReplicaSet/web-5d8f`. */
  readonly saidBy?: string;
  /** How many Pods are wanted. */
  readonly wanted?: number;
  /** How many of them have the newest template, the ReplicaSet of those, and how many have not. */
  readonly updated?: number;
  readonly newest?: string;
  readonly outdated?: number;
  /** There has been no other template. */
  readonly isFirst?: boolean;
  /** When it counts as stalled, or a Job has failed, in milliseconds since the epoch. */
  readonly deadline?: number;
  /** The field of the spec that makes it so. */
  readonly deadlineSeconds?: number;
  /** How many Pods, old and new, are available. */
  readonly available?: number;
  /** How many Pods of a Job have failed, and how many may. */
  readonly failed?: number;
  readonly backoffLimit?: number;
  /** Its Pods have restartPolicy OnFailure: a Job that fails deletes such. */
  readonly deletesPods?: boolean;
  /** How long after the last failure the Job makes another Pod. */
  readonly delaySeconds?: number;
  /** Of a CronJob: when Jobs start, and when one last succeeded, as the API has them. */
  readonly schedule?: string;
  readonly lastSuccess?: string;
  /** Of a DaemonSet that no node is for: the labels that its Pods want, such as `disk=ssd`. */
  readonly nodeLabels?: readonly string[];
  readonly hasNodeAffinity?: boolean;
}

/** The condition of that type, where it is True. */
export function conditionOf({ status }: WorkloadObject, type: string) {
  return status?.conditions?.find((each) => each.type === type && each.status === 'True');
}

/** What a condition or event says, and the object that it is about. */
export function wordsOf(
  { reason, message }: { readonly reason?: string; readonly message?: string },
  { kind, metadata }: WorkloadObject,
): Pick<WorkloadVerdict, 'reason' | 'message' | 'saidBy'> {
  return {
    ...(reason && { reason }),
    ...(message && { message }),
    saidBy: `${kind}/${metadata.name ?? ''}`,
  };
}

/** The controller of Deployments numbers its ReplicaSets: after a rollback the newest is an old one. */
export function newest(objects: readonly WorkloadObject[]): WorkloadObject | undefined {
  const revisionOf = ({ metadata }: WorkloadObject) =>
    Number(metadata.annotations?.[REVISION] ?? 0) || 0;
  const createdAt = ({ metadata }: WorkloadObject) =>
    parseTimestamp(metadata.creationTimestamp) ?? 0;
  return objects
    .toSorted(
      (one, other) => revisionOf(one) - revisionOf(other) || createdAt(one) - createdAt(other),
    )
    .at(-1);
}

/** The newest Event about an object that has one of these reasons. */
export function newestAbout(
  events: readonly PodEvent[],
  { uid }: ObjectMeta,
  reasons: ReadonlySet<string>,
): PodEvent | undefined {
  const about = events.filter(
    ({ reason = '', involvedObject }) => reasons.has(reason) && involvedObject?.uid === uid,
  );
  return about.toSorted((one, other) => lastSeen(one) - lastSeen(other)).at(-1);
}

/** When an Event was last seen, in milliseconds since the epoch. */
export function lastSeen({ lastTimestamp, eventTime, series }: PodEvent): number {
  return parseTimestamp(series?.lastObservedTime ?? lastTimestamp ?? eventTime) ?? 0;
}

const REVISION = 'deployment.kubernetes.io/revision';
