import type { ContainerVerdictCode } from '../../../model/explain/verdict/codes.ts';
import { hasNeverRun } from '../../../model/kubernetes/container-state.ts';
import { isWaitingToStart, lastEnd, lastRun } from './containers.ts';
import { endedApps, startsAllOver, stopping } from './pod-verdict.ts';
import type { ContainerFacts } from './verdict-facts.ts';

/** Headlines that blame one container. */
export const CONTAINER_SENTENCES: Readonly<
  Record<ContainerVerdictCode, (facts: ContainerFacts) => string>
> = {
  ImagePulling: pulling,
  ImageFailing: (facts) =>
    `the image of ${facts.subject} has failed${facts.lasting}${facts.reason}${image(facts)}`,
  ConfigError: ({ subject, reason }) =>
    `${subject} cannot start: its configuration cannot be resolved${reason}.`,
  CreateError: ({ subject, reason }) => `${subject} cannot start: it cannot be created${reason}.`,
  InitRunning: ({ subject, explained, lasting }) =>
    `${subject} ${lasting ? 'has been' : 'is'} running${again(explained)}${lasting}; nothing after it starts until it exits with code 0.`,
  InitStarting: turn,
  InitBackoff: crashing,
  InitFailedTerminal: ({ subject, explained }) =>
    `${subject} failed with ${lastEnd(explained)} and is not restarted, so the Pod fails.`,
  SidecarStarting: (facts) => (isUp(facts) ? probing(facts) : turn(facts)),
  SidecarCrashGating: crashing,
  SidecarDegraded: ({ subject, explained, reason }) => {
    const end = isWaitingToStart(explained) ? '' : lastEnd(explained);
    return `${subject} is down${end ? `: it ended with ${end}` : reason}. It has started before, so it holds back no container, but the Pod is not Ready without it.`;
  },
  PostStartBlocking: ({ subject, lasting }) =>
    `the postStart hook of ${subject} has not returned${lasting}; until it does, the kubelet starts nothing else in this Pod and reports nothing new.`,
  AppPulling: pulling,
  AppStarting: (facts) => (isUp(facts) ? probing(facts) : turn(facts)),
  AppBackoff: crashing,
  NotReady: ({ subject, lasting }) => `${subject} runs, but has not been ready${lasting}.`,
  Reinitializing: ({ explanation, subject }) =>
    `${startsAllOver(explanation)}; now it is the turn of ${subject}.`,
  Completing: ({ explanation, verdict, subject, explained }) => {
    const done = endedApps(explanation);
    return explained.container.role === 'app'
      ? `${done}; the Pod goes on until ${subject} ends.`
      : stopping(done, subject, verdict.outcome === 'stuck');
  },
  Failed: ({ subject, explained, ago }) =>
    `${subject} ended with ${lastEnd(explained)}${ago} and is not restarted, so the Pod has failed.`,
};

function pulling(facts: ContainerFacts): string {
  return `the kubelet has been pulling the image of ${facts.subject}${facts.lasting}${image(facts)}`;
}

/** A field of the Pod's user, not a sentence: nothing follows it, so that it can be copied. */
function image({ explained }: ContainerFacts): string {
  const name = explained.container.spec.image;
  return name ? `: ${name}` : '.';
}

function turn({ subject, lasting }: ContainerFacts): string {
  return `it ${lasting ? 'has been' : 'is'} the turn of ${subject}${lasting}; it has not started yet.`;
}

function probing({ subject, explained, lasting }: ContainerFacts): string {
  return `${subject} runs${again(explained)}, but its startup probe has not passed${lasting}.`;
}

/** ` again after exit code 1 (Error)`, or nothing for a first run. */
function again(explained: ContainerFacts['explained']): string {
  const { restartCount, lastState } = explained;
  if (restartCount === 0) return '';
  // That exit code is the kubelet's invention for every container that it removed.
  const isMadeUp =
    lastState?.kind === 'terminated' && lastState.reason === 'RestartingAllContainers';
  const end = isMadeUp ? '' : lastEnd(explained);
  return end ? ` again after ${end}` : ' again';
}

/** A start that failed has no run of its own to tell of. */
function crashing({ subject, explained, verdict, reason }: ContainerFacts): string {
  const run = lastRun(explained);
  const end = lastEnd(explained);
  if (verdict.reason === 'PostStartHookError') {
    return `the postStart hook of ${subject} failed, so the kubelet killed the container.`;
  }
  const isStarted = verdict.reason !== 'RunContainerError' && !hasNeverRun(verdict.reason);
  if (!run || !isStarted) return `${subject} cannot start${reason}.`;
  const { restartCount } = explained;
  if (restartCount === 0) return `${subject} ended with ${end}.`;
  const times = restartCount === 1 ? '1 restart' : `${restartCount} restarts`;
  const fails = run.exitCode === 0 ? 'does not stay up' : 'keeps failing';
  return `${subject} ${fails}: after ${times} it ended with ${end}.`;
}

function isUp({ explained }: ContainerFacts): boolean {
  return explained.state.kind === 'running';
}
