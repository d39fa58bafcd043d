import type { Explanation } from '../../../model/explain/explanation.ts';
import type { ExplainedContainer } from '../../../model/explain/kubelet/explained-container.ts';
import type { Verdict, VerdictCode } from '../../../model/explain/verdict/codes.ts';
import { humanDuration } from '../../../model/kubernetes/human-duration.ts';
import { capitalised, listed } from '../../text/listed.ts';
import { containerNamed, hasNeverRun, isWaitingToStart, lastEnd, withRole } from './containers.ts';

/** The parts that sentences are made of. */
interface Facts {
  readonly explanation: Explanation;
  readonly verdict: Verdict;
  /** `init container migrate`, or `the Pod` if no container is to blame. */
  readonly subject: string;
  readonly explained: ExplainedContainer | undefined;
  /** ` for 3m`, or nothing where the beginning is not known. */
  readonly lasting: string;
  /** ` 3m ago`, or nothing. */
  readonly ago: string;
  /** ` (ImagePullBackOff)`, or nothing. */
  readonly reason: string;
}

/** The headline: one or two sentences on what the Pod does or what keeps it from doing so. */
export function verdictSentence(explanation: Explanation): string {
  const { verdict, observedAt } = explanation;
  const { container, since, reason } = verdict;
  const length = since === undefined ? 0 : observedAt - since;
  // Both instants are whole seconds: less than one says nothing.
  const duration = length < 1000 ? undefined : humanDuration(length);
  return capitalised(
    SENTENCES[verdict.code]({
      explanation,
      verdict,
      subject: container === undefined ? 'the Pod' : withRole(explanation, container),
      explained: containerNamed(explanation, container),
      lasting: duration === undefined ? '' : ` for ${duration}`,
      ago: duration === undefined ? '' : ` ${duration} ago`,
      reason: reason ? ` (${reason})` : '',
    }),
  );
}

const SENTENCES: Readonly<Record<VerdictCode, (facts: Facts) => string>> = {
  SchedulingGated: ({ lasting }) =>
    `the scheduling gates of the Pod keep it from the scheduler; it ${lasting ? `has waited${lasting}` : 'waits'} for whoever set them to remove them.`,
  Unschedulable: ({ verdict, lasting }) => {
    if (verdict.reason === 'SchedulerError') {
      return `an error has kept the scheduler from placing the Pod${lasting}.`;
    }
    return verdict.outcome === 'progressing'
      ? 'the scheduler found no node for the Pod at first, and has nominated one for it since.'
      : `the scheduler has found no node for the Pod${lasting}.`;
  },
  Rejected: ({ reason }) => `the kubelet rejected the Pod${reason}; it will not run.`,
  AwaitingScheduler: ({ lasting }) => `no scheduler has taken up the Pod${lasting}.`,
  AwaitingKubelet: ({ explanation, lasting }) =>
    `the kubelet of node ${explanation.node} has not taken up the Pod${lasting}.`,
  Volumes: ({ reason, lasting }) =>
    `the volumes of the Pod cannot be set up${reason}${lasting}; no container starts before.`,
  Sandbox: ({ verdict, reason, lasting }) =>
    verdict.outcome === 'stuck'
      ? `the Pod has had no sandbox${lasting}${reason}; no container starts before.`
      : `the kubelet has been preparing volumes, network and sandbox${lasting}.`,
  ImagePulling: pulling,
  ImageFailing: ({ subject, explained, reason, lasting }) =>
    `the image of ${subject} has failed${lasting}${reason}: ${explained?.container.spec.image ?? '?'}`,
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
  NotReady: ({ verdict, subject, lasting }) =>
    verdict.container === undefined
      ? `the containers of the Pod are ready, but the Pod has not been Ready${lasting}.`
      : `${subject} runs, but has not been ready${lasting}.`,
  ReadinessGate: ({ lasting }) =>
    `the containers of the Pod are ready, but a readiness gate has not been true${lasting}.`,
  Ready: ({ lasting }) => (lasting ? `the Pod has been Ready${lasting}.` : 'the Pod is Ready.'),
  Reinitializing: ({ explanation, verdict, subject }) => {
    const hasInit = explanation.containers.some(({ container }) => container.role === 'init');
    const again = hasInit ? ', its init containers included' : '';
    const now = verdict.container === undefined ? '' : `; now it is the turn of ${subject}`;
    return `the Pod lost its sandbox, so its containers start all over${again}${now}.`;
  },
  RestartingAll: () =>
    'the kubelet is removing all containers of the Pod to start it all over, init containers included.',
  Completing: completing,
  Succeeded: ({ ago }) => `all app containers have ended with success${ago}.`,
  Failed: ({ verdict, subject, explained, ago, reason }) =>
    verdict.container === undefined
      ? `the Pod failed${ago}${reason}.`
      : `${subject} ended with ${lastEnd(explained)}${ago} and is not restarted, so the Pod has failed.`,
  Evicted: ({ ago }) => `the kubelet evicted the Pod${ago}; it will not run again.`,
  DeadlineExceeded: ({ ago }) =>
    `the Pod ran into its activeDeadlineSeconds${ago}; it will not run again.`,
  Terminating: ({ ago }) => `the Pod was deleted${ago}; the kubelet is stopping its containers.`,
  TerminatingOverdue: ({ explanation, ago }) =>
    `the Pod was deleted${ago} and is still there though its grace period is over. Does the kubelet of node ${explanation.node ?? '?'} answer?`,
  FinalizerHeld: ({ ago }) =>
    `the Pod was deleted${ago} and nothing of it runs; finalizers keep the object.`,
  Forecast: ({ explanation }) => {
    const count = explanation.containers.filter(
      ({ container }) => container.role !== 'ephemeral',
    ).length;
    if (count === 0) return 'a manifest without containers.';
    return count === 1
      ? 'a manifest without a status. Its one container starts once the Pod has a node and a sandbox.'
      : `a manifest without a status. Its ${count} containers start in this order, once the Pod has a node and a sandbox.`;
  },
};

function pulling({ subject, explained, lasting }: Facts): string {
  return `the kubelet has been pulling the image of ${subject}${lasting}: ${explained?.container.spec.image ?? '?'}`;
}

function turn({ subject, lasting }: Facts): string {
  return `it ${lasting ? 'has been' : 'is'} the turn of ${subject}${lasting}; it has not started yet.`;
}

function probing({ subject, explained, lasting }: Facts): string {
  return `${subject} runs${again(explained)}, but its startup probe has not passed${lasting}.`;
}

/** ` again after exit code 1 (Error)`, or nothing for a first run. */
function again(explained: ExplainedContainer | undefined): string {
  const { restartCount = 0, lastState } = explained ?? {};
  if (restartCount === 0) return '';
  // That exit code is the kubelet's invention for every container that it removed.
  const isMadeUp =
    lastState?.kind === 'terminated' && lastState.reason === 'RestartingAllContainers';
  const end = isMadeUp ? '' : lastEnd(explained);
  return end ? ` again after ${end}` : ' again';
}

/** A start that failed has no run of its own to tell of. */
function crashing({ subject, explained, verdict, reason }: Facts): string {
  const end = lastEnd(explained);
  const restarts = explained?.restartCount ?? 0;
  if (verdict.reason === 'PostStartHookError') {
    return `the postStart hook of ${subject} failed, so the kubelet killed the container.`;
  }
  const isStarted = verdict.reason !== 'RunContainerError' && !hasNeverRun(verdict.reason);
  if (!end || !isStarted) return `${subject} cannot start${reason}.`;
  if (restarts === 0) return `${subject} ended with ${end}.`;
  const times = restarts === 1 ? '1 restart' : `${restarts} restarts`;
  const fails = / 0\b/.test(end) ? 'does not stay up' : 'keeps failing';
  return `${subject} ${fails}: after ${times} it ended with ${end}.`;
}

function completing({ explanation, verdict, subject, explained }: Facts): string {
  const ended = explanation.containers
    .filter(({ container, state, stale }) => {
      return container.role === 'app' && state.kind === 'terminated' && !stale;
    })
    .map((each) => `${each.container.name} (${lastEnd(each)})`);
  if (ended.length === 0) {
    return 'the Pod lost its sandbox and, with restartPolicy Never, gets no other: the kubelet is ending it.';
  }
  const done =
    ended.length > 1
      ? `containers ${listed(ended)} have ended for good`
      : `container ${ended[0]} has ended for good`;
  if (explained?.container.role === 'app') return `${done}; the Pod goes on until ${subject} ends.`;
  const sidecar = explained ? subject : 'what is left';
  return verdict.outcome === 'stuck'
    ? `${done}, but the kubelet has not stopped ${sidecar} within the grace period.`
    : `${done}; the kubelet is stopping ${sidecar}.`;
}

function isUp({ explained }: Facts): boolean {
  return explained?.state.kind === 'running';
}
