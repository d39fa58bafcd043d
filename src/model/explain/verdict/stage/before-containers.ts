import { type EventOccurrence, eventsOf, newestOf, tally } from '../../../kubernetes/events.ts';
import { conditionOf } from '../../../kubernetes/pod-status.ts';
import { parseTimestamp } from '../../../kubernetes/time.ts';
import { hasWorkWithoutSandbox, needsSandbox } from '../../kubelet/pod-actions.ts';
import type { Verdict } from '../codes.ts';
import { conditionField, eventField } from '../evidence.ts';
import { PATIENCE } from '../patience.ts';
import { scaleUpOf } from '../scale-up.ts';
import { newestEvent, outlasts, podVerdict, type Situation, startingNames } from '../situation.ts';

/**
 * The stages before any container can start (R2): scheduling, the node, volumes, the sandbox. A
 * saved Pod may lack fields that later ones prove to have been set.
 */
export function beforeContainersVerdict(situation: Situation): Verdict | undefined {
  const { spec, status } = situation.pod;
  const isAcknowledged =
    Boolean(status?.startTime) || situation.containers.some(({ container }) => container.status);
  if (!isAcknowledged) {
    return spec.nodeName ? awaitingKubelet(situation) : unscheduled(situation);
  }
  return isSettingUp(situation) ? settingUp(situation) : undefined;
}

function unscheduled(situation: Situation): Verdict {
  const { pod, now } = situation;
  const scheduled = conditionOf(pod, 'PodScheduled');
  const created = parseTimestamp(pod.metadata.creationTimestamp);
  const since = parseTimestamp(scheduled?.lastTransitionTime) ?? created;
  const holdsBack = startingNames(situation);
  const gates = pod.spec.schedulingGates ?? [];
  if (gates.length > 0 || scheduled?.reason === 'SchedulingGated') {
    const { reason = 'SchedulingGated', message } = scheduled ?? {};
    const names = `spec.schedulingGates = ${gates.map(({ name }) => name).join(', ')}`;
    const evidence = [names, ...conditionField(scheduled)];
    const code = 'SchedulingGated';
    return podVerdict({ code, since, reason, message, holdsBack, evidence });
  }
  if (scheduled?.status === 'False') {
    const failure = newestEvent(situation, ['FailedScheduling']);
    const isPreempting =
      Boolean(pod.status?.nominatedNodeName) && scheduled.reason !== 'SchedulerError';
    const failing = failingSince(situation, since);
    const isAdding =
      scaleUpOf(situation)?.isAdding === true && !outlasts(failing, now, PATIENCE.newNode);
    return podVerdict({
      code: 'Unschedulable',
      // A nominated node means that the scheduler makes room there by preemption, unless it failed.
      outcome: isPreempting || isAdding ? 'progressing' : 'stuck',
      since: failing,
      reason: scheduled.reason,
      message: scheduled.message ?? failure?.message,
      holdsBack,
      evidence: [...conditionField(scheduled), ...eventField(failure)],
    });
  }
  return podVerdict({
    code: 'AwaitingScheduler',
    outcome: outlasts(since, now, PATIENCE.scheduler) ? 'stuck' : 'progressing',
    since,
    holdsBack,
    evidence: [
      'spec.nodeName is unset',
      ...(pod.spec.schedulerName ? [`spec.schedulerName = ${pod.spec.schedulerName}`] : []),
    ],
  });
}

/**
 * While its gates held the Pod back the condition was False, too, and removing them does not move
 * its time. The first failure tells, as long as no event can have expired.
 */
function failingSince({ events, now }: Situation, since: number | undefined): number | undefined {
  const failures = eventsOf(events).filter(({ reason }) => reason === 'FailedScheduling');
  const first = tally(failures)?.first;
  if (since === undefined || first === undefined || now - since >= EVENTS_KEPT_MS) return since;
  return Math.max(since, first);
}

/** The API server's default (--event-ttl). */
const EVENTS_KEPT_MS = 60 * 60 * 1000;

function awaitingKubelet(situation: Situation): Verdict {
  const { pod, now } = situation;
  const scheduled = conditionOf(pod, 'PodScheduled');
  const created = parseTimestamp(pod.metadata.creationTimestamp);
  const since = parseTimestamp(scheduled?.lastTransitionTime) ?? created;
  return podVerdict({
    code: 'AwaitingKubelet',
    outcome: outlasts(since, now, PATIENCE.kubelet) ? 'stuck' : 'progressing',
    since,
    holdsBack: startingNames(situation),
    evidence: [`spec.nodeName = ${pod.spec.nodeName}`, 'status.startTime is unset'],
  });
}

function isSettingUp({ view }: Situation): boolean {
  return needsSandbox(view) && !hasWorkWithoutSandbox(view);
}

const SANDBOX = 'PodReadyToStartContainers';

const VOLUME_FAILURES = ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume'];
const VOLUME_SUCCESS = 'SuccessfulAttachVolume';
/**
 * Just before the sandbox the node's network is asked for, the Pod gets its cgroup and its
 * directories, and DRA devices are prepared (pkg/kubelet/kubelet.go, SyncPod).
 */
const SANDBOX_FAILURES = [
  'FailedCreatePodSandBox',
  'FailedCreatePodContainer',
  'FailedPrepareDynamicResources',
  'NetworkNotReady',
];
const NO_DIRECTORIES = /^error making pod data directories/;

const SIGNS = new Set([...VOLUME_FAILURES, ...SANDBOX_FAILURES, VOLUME_SUCCESS]);

/** The kubelet says nothing while it waits for volumes; only the newest event tells the stage. */
function settingUp(situation: Situation): Verdict {
  const { pod, now } = situation;
  const sandbox = conditionOf(pod, SANDBOX);
  const setUpSince =
    parseTimestamp(sandbox?.lastTransitionTime) ?? parseTimestamp(pod.status?.startTime);
  const sign = newestOf(
    eventsOf(situation.events).filter(
      ({ reason, message }) => SIGNS.has(reason) || NO_DIRECTORIES.test(message),
    ),
  );
  const failure = isFailureSince(sign, setUpSince) ? sign : undefined;
  const isVolume = failure !== undefined && VOLUME_FAILURES.includes(failure.reason);
  const told = isVolume ? telling(situation, failure) : failure;
  const facts = {
    since: told ? firstOf(situation, told) : setUpSince,
    reason: told?.reason ?? sandbox?.reason,
    message: told?.message ?? sandbox?.message,
    holdsBack: startingNames(situation),
    evidence: [...conditionField(sandbox), ...eventField(told)],
  };
  const isPassing =
    told !== undefined &&
    (told.reason === 'NetworkNotReady' || PASSING.test(told.message)) &&
    !outlasts(facts.since, now, PATIENCE.settling);
  if (isVolume && !isPassing) return podVerdict({ code: 'Volumes', ...facts });
  const isFailing = failure !== undefined && !isPassing;
  const isLong = isFailing || outlasts(setUpSince, now, PATIENCE.sandbox);
  return podVerdict({ code: 'Sandbox', outcome: isLong ? 'stuck' : 'progressing', ...facts });
}

/**
 * "Timed out waiting for the condition" only repeats that volumes are missing; the event of the
 * mount or attachment that failed has the reason, and may be a little older.
 */
function telling({ events }: Situation, newest: EventOccurrence): EventOccurrence {
  const causes = events.all.filter(
    ({ reason, message }) => VOLUME_FAILURES.includes(reason) && !WITHOUT_CAUSE.test(message),
  );
  return newestOf(causes) ?? newest;
}

const WITHOUT_CAUSE =
  /^Unable to attach or mount volumes: .*(?:timed out waiting|deadline exceeded)/s;

/**
 * What a kubelet says that has not heard of the Pod's ConfigMaps and Secrets yet
 * (pkg/kubelet/util/manager).
 */
const PASSING = /failed to sync (?:configmap|secret) cache|object "[^"]*"\/"[^"]*" not registered/;

function isFailureSince(sign: EventOccurrence | undefined, since: number | undefined): boolean {
  if (!sign || sign.reason === VOLUME_SUCCESS) return false;
  return (sign.last ?? Infinity) >= (since ?? 0);
}

function firstOf(
  { events }: Situation,
  { reason, container }: EventOccurrence,
): number | undefined {
  const same = eventsOf(events).filter(
    (each) => each.reason === reason && each.container === container,
  );
  return tally(same)?.first;
}
