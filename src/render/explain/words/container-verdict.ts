import type { LiveExplanation } from '../../../model/explain/explanation.ts';
import type { ContainerVerdictCode } from '../../../model/explain/verdict/codes.ts';
import { hasNeverRun, isImageFailure } from '../../../model/kubernetes/container-state.ts';
import { listed } from '../../text/listed.ts';
import { isWaitingToStart, lastEnd, lastRun } from './containers.ts';
import { endedApps, startsAllOver, stopping } from './pod-verdict.ts';
import type { ContainerFacts } from './verdict-facts.ts';

/** Headlines that blame one container. */
export const CONTAINER_SENTENCES: Readonly<
  Record<ContainerVerdictCode, (facts: ContainerFacts) => string>
> = {
  ImagePulling: pulling,
  ImageFailing: imageFailing,
  ConfigError: ({ subject, reason }) =>
    `${subject} cannot start because of its configuration${reason}.`,
  CreateError: ({ subject, reason }) => `the runtime cannot create ${subject}${reason}.`,
  InitRunning: (facts) =>
    `${runs(facts, 'is running')}; nothing after it starts until it exits with code 0.`,
  InitStarting: turn,
  InitBackoff: crashing,
  InitSkipped: ({ subject }) =>
    `the Pod is Ready, but ${subject} did not run again when the Pod got a new sandbox, as kubelets before 1.37 may skip it. What it prepares may be missing. To have it run, delete the Pod.`,
  InitStalled: ({ subject }) =>
    `${subject} was OOMKilled, yet ended with exit code 0: it is not restarted, and nothing after it starts. The Pod stays Pending for ever and never becomes Failed, so no controller hears of it.`,
  InitStartedOver: ({ subject }) =>
    `${subject} was OOMKilled, yet ended with exit code 0. Its restartPolicy counts that as success and the kubelet as failure, so the Pod gets one new sandbox after another, stays Pending and never fails.`,
  InitFailedTerminal: ({ explanation, subject, explained }) =>
    `${subject} failed with ${lastEnd(explained)} and is not restarted, so the Pod ${explanation.phase === 'Failed' ? 'has failed' : 'fails'}.`,
  SidecarStarting: (facts) => (isUp(facts) ? probing(facts) : turn(facts)),
  SidecarCrashGating: crashing,
  SidecarDegraded: ({ subject, explained, reason, verdict }) => {
    const isUnpulled = isImageFailure(verdict.reason);
    const end = isUnpulled || isWaitingToStart(explained) ? '' : lastEnd(explained);
    return `${subject} is down${end ? `: it ended with ${end}` : reason}. It has started before, so it holds back no container, but the Pod is not Ready without it.`;
  },
  ProbeKilling: ({ explanation, subject, verdict, lasting }) =>
    `the kubelet ${lasting ? 'has been' : 'is'} killing ${subject}${lasting} because its ${verdict.reason ?? 'probe'} failed${explanation.next ? '' : '; nothing restarts it'}.`,
  PostStartBlocking: ({ subject, lasting, verdict }) =>
    verdict.reason === 'FailedPostStartHook'
      ? `the postStart hook of ${subject} failed: the kubelet ${lasting ? 'has been' : 'is'} killing the container${lasting}.`
      : `the postStart hook of ${subject} has not returned${lasting}; until it does, the kubelet starts nothing else in this Pod and reports nothing new.`,
  AppPulling: pulling,
  AppStarting: (facts) => {
    if (!isUp(facts)) return turn(facts);
    return facts.explained.container.spec.startupProbe ? probing(facts) : justStarted(facts);
  },
  AppBackoff: crashing,
  NotReady: notReady,
  RestartedRecently: ({ subject, lasting, explained: { lastState } }) =>
    lastState?.kind === 'terminated' && lastState.reason === 'RestartingAllContainers'
      ? `the Pod is Ready, but ${subject} has ${lasting ? `run only${lasting}` : 'only just started'} since it last had all containers restarted.`
      : `the Pod is Ready, but ${subject} has ${lasting ? `run only${lasting} since it last ended` : 'only just started again'}. A run of 10 minutes makes the kubelet forget the ends before it.`,
  Reinitializing: ({ explanation, subject }) =>
    `${startsAllOver(explanation)}; now it is the turn of ${subject}.`,
  Completing: ({ explanation, verdict, subject, explained }) => {
    const done = endedApps(explanation);
    return explained.container.role === 'app'
      ? `${done}; the Pod keeps running ${untilAllEnd(explanation, subject)}.`
      : stopping(done, subject, verdict.outcome === 'stuck');
  },
  Failed: ({ subject, explained, ago }) =>
    `${subject} ended with ${lastEnd(explained)}${ago} and is not restarted, so the Pod has failed.`,
};

function notReady(facts: ContainerFacts): string {
  const { subject, lasting, explained, explanation } = facts;
  if (explained.latest.kind === 'exited') {
    return `${subject} ended with ${lastEnd(explained)} and is not restarted, so the Pod is not Ready and cannot become so.`;
  }
  const isRetry = explanation.causes.some(
    (cause) => cause.code === 'recent-restart' && cause.container === explained.container.name,
  );
  if (isRetry) return `${runs(facts, 'runs')}, but is not ready.`;
  return `${subject} runs, but ${lasting ? 'has not been' : 'is not'} ready${lasting}.`;
}

/** What the Pod waits for; one that is restarted whenever it ends makes that for ever. */
function untilAllEnd({ containers }: LiveExplanation, subject: string): string {
  const running = containers.filter(
    ({ container, latest }) => container.role === 'app' && latest.kind === 'running',
  );
  const kept = running.find(({ container }) => container.spec.restartPolicy === 'Always');
  if (kept) {
    return `for ever, as container ${kept.container.name} is restarted whenever it ends (its restartPolicy is Always)`;
  }
  const names = running.map(({ container }) => container.name);
  return names.length > 1
    ? `until containers ${listed(names)} have ended`
    : `until ${subject} ends`;
}

function pulling(facts: ContainerFacts): string {
  return `the kubelet has been pulling the image of ${facts.subject}${facts.lasting}${image(facts)}`;
}

function imageFailing(facts: ContainerFacts): string {
  const { subject, verdict, reason, lasting, explanation } = facts;
  const volume = explanation.causes.find(({ code }) => code === 'image-volume');
  if (volume?.code === 'image-volume') {
    return `the kubelet has failed to pull the image of volume ${volume.volume}${lasting}${reason}, so ${subject} cannot start: ${volume.image}`;
  }
  switch (verdict.reason) {
    case 'InvalidImageName':
      return `the image name of ${subject} is invalid${reason}${image(facts)}`;
    case 'ErrImageNeverPull':
      return `the image of ${subject} is not on the node and must not be pulled${reason}${image(facts)}`;
    case 'ImageInspectError':
      return `the runtime cannot read the image of ${subject} on the node${lasting}${reason}${image(facts)}`;
    default:
      return `the kubelet has failed to pull the image of ${subject}${lasting}${reason}${image(facts)}`;
  }
}

/** A field of the Pod's user, not a sentence: nothing follows it, so that it can be copied. */
function image({ explained }: ContainerFacts): string {
  const name = explained.container.spec.image;
  return name ? `: ${name}` : '.';
}

function turn({ subject, lasting }: ContainerFacts): string {
  return lasting
    ? `${subject} has been next to start${lasting}, but has not started yet.`
    : `${subject} is next to start.`;
}

/** Only a container that no probe holds back is told so: its Started event is newer than the status. */
function justStarted({ subject, ago }: ContainerFacts): string {
  return `${subject} ${ago ? 'started' : 'has started'}${ago}; the kubelet has not reported it yet.`;
}

function probing(facts: ContainerFacts): string {
  const isAgain = probeKill(facts.explanation, facts.explained)?.probe === 'startup';
  const yet = isAgain
    ? 'and the probe has not passed this time either'
    : 'but its startup probe has not passed';
  return `${runs(facts, 'runs')}, ${yet}.`;
}

/** `init container a has been running for 3m, again after exit code 1`. */
function runs(facts: ContainerFacts, now: string): string {
  const { subject, lasting } = facts;
  const before = again(facts);
  return lasting
    ? `${subject} has been running${lasting}${before && `,${before}`}`
    : `${subject} ${now}${before}`;
}

/** ` again after exit code 1 (Error)`, or nothing for a first run. */
function again({ explanation, explained }: ContainerFacts): string {
  const { restartCount, lastState } = explained;
  if (restartCount === 0) return '';
  const kill = probeKill(explanation, explained);
  if (kill) return ` again after its ${kill.probe} probe had it killed`;
  // That exit code is the kubelet's invention for every container that it removed.
  const isMadeUp =
    lastState?.kind === 'terminated' && lastState.reason === 'RestartingAllContainers';
  const end = isMadeUp ? '' : lastEnd(explained);
  return end ? ` again after ${end}` : ' again';
}

/** A start that failed has no run of its own to tell of. */
function crashing({ explanation, subject, explained, verdict, reason }: ContainerFacts): string {
  const run = lastRun(explained);
  const end = lastEnd(explained);
  if (verdict.reason === 'PostStartHookError') {
    return `the postStart hook of ${subject} failed, so the kubelet killed the container.`;
  }
  const isStarted = verdict.reason !== 'RunContainerError' && !hasNeverRun(verdict.reason);
  if (!run || !isStarted) return `${subject} cannot start${reason}.`;
  const { restartCount, container } = explained;
  if (restartCount === 0) return `${subject} ended with ${end}.`;
  const times = restartCount === 1 ? '1 restart' : `${restartCount} restarts`;
  const kill = probeKill(explanation, explained);
  if (kill) {
    return `${subject} fails its ${kill.probe} probe: after ${times} the kubelet has killed it again.`;
  }
  const isHook = explanation.causes.some(({ code }) => code === 'post-start-failed');
  if (isHook) {
    return `the postStart hook of ${subject} fails: after ${times} the kubelet has killed the container again.`;
  }
  // An init container is meant to end: with code 0 it has failed only by an OOM kill.
  const isUpWanted = run.exitCode === 0 && container.role !== 'init';
  const fails = isUpWanted ? 'does not stay up' : 'keeps failing';
  return `${subject} ${fails}: after ${times} it ended with ${end}.`;
}

function probeKill({ causes }: LiveExplanation, { container }: ContainerFacts['explained']) {
  const kill = causes.find(({ code }) => code === 'killed-by-probe');
  return kill?.code === 'killed-by-probe' && kill.container === container.name ? kill : undefined;
}

function isUp({ explained }: ContainerFacts): boolean {
  return explained.latest.kind === 'running';
}
