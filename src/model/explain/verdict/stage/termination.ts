import type { TerminatedState } from '../../../kubernetes/api.ts';
import {
  conditionOf,
  deadlineOf,
  deletedAt,
  graceSecondsOf,
  hasFinalPhase,
} from '../../../kubernetes/pod-status.ts';
import { parseTimestamp } from '../../../kubernetes/time.ts';
import type { ExplainedContainer } from '../../kubelet/explained-container.ts';
import { evictedAt } from '../../kubelet/kills.ts';
import { firstGrace, hookInSync, isInHook, stopBeganAt } from '../../kubelet/shutdown.ts';
import type { Verdict } from '../codes.ts';
import { conditionField, eventField, stateField } from '../evidence.ts';
import { PATIENCE } from '../patience.ts';
import {
  containerVerdict,
  newestEvent,
  outlasts,
  podVerdict,
  type Situation,
} from '../situation.ts';
import { initFailureVerdict } from './init-failure.ts';

/** Verdicts of Pods that start nothing any more: deleted, or in a phase that is final. */
export function terminationVerdict(situation: Situation): Verdict | undefined {
  const { metadata, status } = situation.pod;
  if (metadata.deletionTimestamp) return deletion(situation);
  if (status?.phase === 'Succeeded') return succeeded(situation);
  if (status?.phase === 'Failed') return failed(situation);
  return evicting(situation) ?? deadlinePassed(situation);
}

/** The kubelet is stopping the containers: the status tells only when they have ended. */
function evicting(situation: Situation): Verdict | undefined {
  const since = evictedAt(situation.events);
  const eviction = newestEvent(situation, ['Evicted']);
  if (since === undefined || !eviction) return undefined;
  const { reason, message } = eviction;
  const evidence = eventField(eviction);
  // How the containers end decides whether it counts as failed.
  return podVerdict({ code: 'Evicted', outcome: 'progressing', since, reason, message, evidence });
}

/**
 * R12: a Pod past its deadline has failed for the kubelet, which writes the conditions of a failed
 * Pod and keeps back the phase while it stops the containers
 * (pkg/kubelet/status/status_manager.go, mergePodStatus).
 */
export function deadlinePassed(situation: Situation): Verdict | undefined {
  const { spec } = situation.pod;
  const ready = conditionOf(situation.pod, 'Ready');
  const deadline = passedDeadline(situation);
  if (ready?.reason !== 'PodFailed' || deadline === undefined) return undefined;
  return podVerdict({
    code: 'DeadlineExceeded',
    since: deadline,
    reason: ready.reason,
    message: ready.message,
    evidence: [
      ...conditionField(ready),
      `spec.activeDeadlineSeconds = ${spec.activeDeadlineSeconds}`,
    ],
  });
}

function passedDeadline({ pod, now }: Situation): number | undefined {
  const deadline = deadlineOf(pod);
  return deadline !== undefined && deadline <= now ? deadline : undefined;
}

/**
 * The kubelet writes the final phase before it removes the Pod, so a finalizer shows in a deleted
 * Pod whose phase is final (pkg/kubelet/status/status_manager.go), or that never had a node.
 * Which container is waited for is not told: the status stands still while containers are stopped.
 */
function deletion({ pod, now, containers, events }: Situation): Verdict {
  const { deletionTimestamp, finalizers = [] } = pod.metadata;
  const graceEnd = parseTimestamp(deletionTimestamp);
  const began = stopBeganAt(containers, events);
  const first = firstGrace(pod, began);
  const since = first ? began : (deletedAt(pod) ?? began);
  const evidence = [`metadata.deletionTimestamp = ${deletionTimestamp}`];
  const isStopped = hasFinalPhase(pod) || !pod.spec.nodeName;
  if (isStopped && finalizers.length > 0) {
    return podVerdict({
      code: 'FinalizerHeld',
      // Until then the kubelet may have kept it.
      since: graceEnd !== undefined && graceEnd <= now ? graceEnd : undefined,
      evidence: [...evidence, `metadata.finalizers = ${finalizers.join(', ')}`],
    });
  }
  // A postStart hook may have kept the kubelet from stopping anything.
  const granted = first?.until ?? (began ?? 0) + graceSecondsOf(pod) * 1000;
  const isLate = outlasts(Math.max(graceEnd ?? 0, granted), now, PATIENCE.termination);
  // Once it has returned, what is left is started and then stopped in a moment.
  const isAfterHook = hookInSync(containers, events) && !containers.some(isInHook);
  const isOverdue = isLate && !isAfterHook;
  return podVerdict({
    code: isOverdue ? 'TerminatingOverdue' : 'Terminating',
    since,
    evidence,
  });
}

function succeeded({ containers }: Situation): Verdict {
  const ends = containers
    .filter(({ container }) => container.role === 'app')
    .map(({ container }) => finishedAt(container.status?.state?.terminated));
  return podVerdict({
    code: 'Succeeded',
    since: latest(ends),
    evidence: ['status.phase = Succeeded'],
  });
}

/** status.reason is the kubelet's or a controller's own word for why it ended the Pod. */
function failed(situation: Situation): Verdict {
  const { status } = situation.pod;
  if (!status?.reason) return failedByContainer(situation);
  const { reason, message } = status;
  const evidence = ['status.phase = Failed', `status.reason = ${reason}`];
  const code = failureCode(situation, reason, message);
  const since = endOfPod(situation, reason);
  return podVerdict({ code, outcome: 'failed', since, reason, message, evidence });
}

/**
 * When the Pod was ended: at its deadline, by the event that says so or the condition, else by the
 * last container to end, if all of those that ran have a time.
 */
function endOfPod(situation: Situation, reason: string): number | undefined {
  const deadline = reason === 'DeadlineExceeded' ? passedDeadline(situation) : undefined;
  const said = deadline ?? newestEvent(situation, [reason])?.last;
  const disruption = conditionOf(situation.pod, 'DisruptionTarget');
  const ends = situation.containers
    .filter(({ state }) => state.kind === 'terminated')
    .map(({ container }) => finishedAt(container.status?.state?.terminated));
  const isComplete = ends.every((end) => end !== undefined);
  return (
    said ??
    parseTimestamp(disruption?.lastTransitionTime) ??
    (isComplete ? latest(ends) : undefined)
  );
}

/**
 * The prefix is rejectPod's (pkg/kubelet/kubelet.go); before 1.28 only the reason tells, and that
 * the kubelet says nothing of any container.
 */
function failureCode({ containers }: Situation, reason: string, message = '') {
  if (message.startsWith('Pod was rejected')) return 'Rejected';
  if (reason === 'Evicted') return 'Evicted';
  if (reason === 'DeadlineExceeded') return 'DeadlineExceeded';
  const isUntouched = containers.every(({ container }) => !container.status);
  return isUntouched && REJECTIONS.test(reason) ? 'Rejected' : 'Failed';
}

/** Reasons of admission in the kubelet (pkg/kubelet/lifecycle, cm/admission, sysctl, eviction). */
const REJECTIONS =
  /^(?:OutOf.+|UnexpectedAdmissionError|.*AffinityError|Node(?:Affinity|Name|Ports|Shutdown|Unschedulable|Selector)|AppArmor|SysctlForbidden|PodOSNotSupported|PodOSSelectorNodeLabelDoesNotMatch|InvalidNodeInfo|TaintToleration|ProcMount.*|NoNewPrivs)$/;

function failedByContainer(situation: Situation): Verdict {
  const init = initFailureVerdict(situation);
  if (init) return init;
  const disruption = conditionOf(situation.pod, 'DisruptionTarget');
  const culprit = situation.containers
    .filter(({ container }) => container.role === 'app')
    .filter(({ state }) => state.kind === 'terminated' && state.exitCode !== 0)
    // The first to fail is the cause; where times tie, the first of the spec.
    .reduce<ExplainedContainer | undefined>(
      (first, each) => (endOf(each) < (first ? endOf(first) : Infinity) ? each : first),
      undefined,
    );
  const end = culprit?.container.status?.state?.terminated;
  const facts = {
    code: 'Failed',
    since: finishedAt(end) ?? parseTimestamp(disruption?.lastTransitionTime),
    reason: end?.reason ?? disruption?.reason,
    message: end?.message ?? disruption?.message,
    evidence: [
      'status.phase = Failed',
      ...(culprit ? stateField(culprit.container) : []),
      ...conditionField(disruption),
    ],
  } as const;
  return culprit ? containerVerdict(culprit, facts) : podVerdict(facts);
}

function endOf({ state }: ExplainedContainer): number {
  return (state.kind === 'terminated' ? state.finishedAt : undefined) ?? Number.MAX_VALUE;
}

function finishedAt(end: TerminatedState | null | undefined): number | undefined {
  return parseTimestamp(end?.finishedAt);
}

/** The latest of the known instants, in milliseconds since the epoch. */
export function latest(instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}
