import { parseTimestamp } from '../../kubernetes/time.ts';
import {
  newest,
  type WorkloadObject,
  type WorkloadStory,
  type WorkloadVerdict,
  wordsOf,
} from './workload-story.ts';

/** How far a rollout is, and whether one that is over has left no Pod available. */
export function rollout(story: WorkloadStory): WorkloadVerdict | undefined {
  const { workload, owned, troubled } = story;
  const { kind, metadata, spec = {}, status = {} } = workload;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return undefined;
  const counts = countsOf(workload);
  const { name, uid } = kind === 'Deployment' ? (newest(owned)?.metadata ?? {}) : metadata;
  const isFirst = metadata.annotations?.['deployment.kubernetes.io/revision'] === '1';
  const facts = {
    ...counts,
    ...(kind === 'Deployment' && name !== undefined && { newest: name }),
    ...(isFirst && { isFirst }),
  };
  // While it is paused the controller only scales (pkg/controller/deployment/sync.go).
  if (spec.paused) return { code: 'Paused', outcome: 'stopped', ...facts };
  const progressing = status.conditions?.find(({ type }) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return {
      code: 'RolloutStalled',
      outcome: 'stuck',
      ...wordsOf(progressing, workload),
      ...facts,
    };
  }
  const isTroubled = troubled?.has(uid ?? '') === true;
  // Its own reason once all Pods were available: what comes later is no part of the rollout.
  const isMaking =
    progressing?.status === 'True' && progressing.reason !== 'NewReplicaSetAvailable';
  if (counts.outdated === 0 && !(isMaking && counts.available < counts.wanted)) {
    return noneAvailable(workload, counts, isTroubled);
  }
  if (spec.updateStrategy?.type === 'OnDelete') {
    return { code: 'AwaitingDeletion', outcome: 'stopped', ...facts };
  }
  // The condition says so only when progressDeadlineSeconds are over, by default 10 minutes later.
  const more = { ...facts, ...progressDeadline(workload) };
  return isTroubled
    ? { code: 'RolloutBlocked', outcome: 'stuck', ...more }
    : { code: 'RollingOut', outcome: 'progressing', ...more };
}

/** Of the only Pod its own lines tell all. */
function noneAvailable(
  { kind, status }: WorkloadObject,
  { wanted, available }: { readonly wanted: number; readonly available: number },
  isTroubled: boolean,
): WorkloadVerdict | undefined {
  const isToldSo =
    kind === 'DaemonSet' ||
    status?.conditions?.some((each) => each.type === 'Available' && each.status === 'False');
  if (!isToldSo || wanted < 2 || available > 0) return undefined;
  return { code: 'NoneAvailable', outcome: isTroubled ? 'stuck' : 'progressing', wanted };
}

/** How many Pods are wanted, how many of them are of the newest template and how many are not. */
function countsOf({ kind, spec = {}, status = {} }: WorkloadObject) {
  if (kind === 'DaemonSet') {
    const { desiredNumberScheduled: wanted = 0, currentNumberScheduled: current = 0 } = status;
    const { updatedNumberScheduled: updated = 0, numberAvailable: available = 0 } = status;
    return { wanted, updated, outdated: Math.max(current - updated, 0), available };
  }
  const { replicas = 0, updatedReplicas: updated = 0, availableReplicas: available = 0 } = status;
  const wanted = spec.replicas ?? 1;
  if (kind !== 'StatefulSet') {
    return { wanted, updated, outdated: Math.max(replicas - updated, 0), available };
  }
  // Pods below the partition keep the older template, by what somebody has written.
  const { partition = 0 } = spec.updateStrategy?.rollingUpdate ?? {};
  const isOver = status.currentRevision === status.updateRevision;
  const outdated = isOver ? 0 : Math.max(replicas - updated - partition, 0);
  return { wanted, updated, outdated, available };
}

/** pkg/controller/deployment/util/deployment_util.go, DeploymentTimedOut. */
function progressDeadline({ spec, status }: WorkloadObject) {
  const condition = status?.conditions?.find(({ type }) => type === 'Progressing');
  const from = parseTimestamp(condition?.lastUpdateTime);
  const seconds = spec?.progressDeadlineSeconds ?? NO_DEADLINE;
  if (from === undefined || seconds >= NO_DEADLINE) return {};
  return { deadline: from + seconds * 1000, deadlineSeconds: seconds };
}

/** The largest number of the API's type there: such a Deployment never gives up. */
const NO_DEADLINE = 2 ** 31 - 1;
