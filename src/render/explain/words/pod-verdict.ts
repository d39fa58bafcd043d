import type { LiveExplanation } from '../../../model/explain/explanation.ts';
import type { ExplainedContainer } from '../../../model/explain/kubelet/explained-container.ts';
import type { PodVerdictCode } from '../../../model/explain/verdict/codes.ts';
import type { ContainerState } from '../../../model/kubernetes/container-state.ts';
import { listed } from '../../text/listed.ts';
import { lastRun } from './containers.ts';
import type { VerdictFacts } from './verdict-facts.ts';

/** Headlines on the Pod as a whole. */
export const POD_SENTENCES: Readonly<Record<PodVerdictCode, (facts: VerdictFacts) => string>> = {
  SchedulingGated: ({ lasting }) =>
    `the Pod ${lasting ? `has waited${lasting}` : 'waits'} for its scheduling gates to be removed by whoever set them; until then no scheduler looks at it.`,
  Unschedulable: ({ explanation, verdict, lasting }) => {
    if (verdict.outcome === 'progressing' && isScalingUp(explanation)) {
      return `the scheduler has found no node for the Pod${lasting}, and an autoscaler is adding one.`;
    }
    if (verdict.reason === 'SchedulerError') {
      return `an error has kept the scheduler from placing the Pod${lasting}.`;
    }
    return verdict.outcome === 'progressing'
      ? 'the scheduler found no node with room for the Pod, and is making room on one by preempting other Pods.'
      : `the scheduler has found no node for the Pod${lasting}.`;
  },
  Rejected: ({ explanation, reason }) =>
    `the kubelet rejected the Pod${reason}; it will not run${hasRun(explanation) ? ' again' : ''}.`,
  AwaitingScheduler: ({ lasting }) => `no scheduler has picked up the Pod${lasting}.`,
  AwaitingKubelet: ({ explanation, lasting }) =>
    `the kubelet${ofNode(explanation)} has not picked up the Pod${lasting}.`,
  Volumes: ({ reason, lasting }) =>
    `volumes of the Pod have been missing${lasting}${reason}; no container starts without them.`,
  Sandbox: ({ explanation, verdict, reason, lasting }) => {
    if (explanation.next?.condition.kind === 'preparing') {
      return `no container has started${lasting}. A kubelet this old does not tell whether it prepares volumes, network and sandbox, or pulls an image.`;
    }
    return verdict.outcome === 'stuck'
      ? `the Pod has had no sandbox${lasting}${reason}; no container starts without one.`
      : `the kubelet ${lasting ? 'has been preparing' : 'is preparing'} volumes, network and sandbox${lasting}.`;
  },
  NotReady: ({ verdict, lasting }) =>
    verdict.reason === 'NodeNotReady'
      ? `the Pod has not been Ready${lasting} because its node has stopped answering; what is told of its containers may be out of date.`
      : `the containers of the Pod are ready, but the Pod has not been Ready${lasting}.`,
  ReadinessGate: ({ lasting }) =>
    `the containers of the Pod are ready, but a readiness gate has not been true${lasting}.`,
  Ready: ({ lasting }) => (lasting ? `the Pod has been Ready${lasting}.` : 'the Pod is Ready.'),
  Reinitializing: ({ explanation }) => `${startsAllOver(explanation)}.`,
  RestartingAll: () =>
    'the kubelet is removing all containers of the Pod to start it all over, init containers included.',
  Completing: ({ explanation, verdict }) => {
    const done = endedApps(explanation);
    if (!done) {
      return 'the Pod lost its sandbox and, with restartPolicy Never, gets no other: the kubelet is ending it.';
    }
    if (verdict.outcome !== 'stuck' && !isAnyRunning(explanation))
      return `${done}; the kubelet is about to report the Pod as ended.`;
    return stopping(done, 'what is left', verdict.outcome === 'stuck');
  },
  Succeeded: ({ ago }) => `all app containers ${ago ? '' : 'have '}ended successfully${ago}.`,
  Failed: ({ ago, reason }) => `the Pod failed${ago}${reason}.`,
  Evicted: ({ verdict, ago }) =>
    verdict.outcome === 'failed'
      ? `the kubelet evicted the Pod${ago}; it will not run again.`
      : `the kubelet began to evict the Pod${ago} and is stopping its containers; it will not run again.`,
  DeadlineExceeded: ({ ago }) =>
    `the Pod ran into its activeDeadlineSeconds${ago}; it will not run again.`,
  Terminating: ({ explanation, ago }) =>
    isHeldByHook(explanation)
      ? `the Pod was deleted${ago}; the kubelet has yet to stop its containers.`
      : isAnyRunning(explanation)
        ? `the Pod was deleted${ago}; the kubelet is stopping its containers.`
        : `the Pod was deleted${ago}; none of its containers runs, and the kubelet is removing it.`,
  TerminatingOverdue: ({ explanation, ago }) =>
    isHeldByHook(explanation)
      ? `the Pod was deleted${ago}, and nothing of it has been stopped yet.`
      : `the Pod was deleted${ago} and is still there though its grace period is over.${isHeardOf(explanation) ? '' : ` Does the kubelet${ofNode(explanation)} answer?`}`,
  FinalizerHeld: ({ lasting }) =>
    `nothing of the deleted Pod runs, but its finalizers ${lasting ? `have kept it${lasting}` : 'keep it'}: it goes once whoever set them removes them.`,
};

function isHeldByHook({ causes }: LiveExplanation): boolean {
  return causes.some(({ code }) => code === 'hook-holds-stop');
}

function isScalingUp({ causes }: LiveExplanation): boolean {
  return causes.some((cause) => cause.code === 'autoscaler' && cause.isAdding);
}

function isHeardOf({ causes }: LiveExplanation): boolean {
  return causes.some(({ code }) => code === 'kubelet-answers' || code === 'node-silent');
}

function isAnyRunning({ containers }: LiveExplanation): boolean {
  return containers.some(({ latest }) => latest.kind === 'running');
}

function hasRun({ containers }: LiveExplanation): boolean {
  return containers.some(({ state, lastState }) => [state, lastState].some(isEnd));
}

function isEnd(state: ContainerState | undefined): boolean {
  return state?.kind === 'terminated';
}

function ofNode({ node }: LiveExplanation): string {
  return node === undefined ? '' : ` of node ${node}`;
}

/** R11. */
export function startsAllOver({ containers }: LiveExplanation): string {
  const hasInit = containers.some(({ container }) => container.role === 'init');
  return `the Pod lost its sandbox, so its containers start all over${hasInit ? ', its init containers included' : ''}`;
}

/** `containers a (exit code 0) and b (exit code 137, OOMKilled) have ended for good`, or nothing. */
export function endedApps({ containers }: LiveExplanation): string {
  const ended = containers
    .filter(({ container, state, stale }) => {
      return container.role === 'app' && state.kind === 'terminated' && !stale;
    })
    .map((each) => `${each.container.name} (${shortEnd(each)})`);
  if (ended.length === 0) return '';
  return ended.length > 1
    ? `containers ${listed(ended)} have ended for good`
    : `container ${ended[0]} has ended for good`;
}

function shortEnd(explained: ExplainedContainer): string {
  const { exitCode, reason = '' } = lastRun(explained) ?? {};
  const isPlain = reason === '' || reason === 'Completed' || reason === 'Error';
  return `exit code ${exitCode}${isPlain ? '' : `, ${reason}`}`;
}

/** That what is done makes the kubelet stop the rest, or should have. */
export function stopping(done: string, rest: string, isOverdue: boolean): string {
  return isOverdue
    ? `${done}, but the kubelet has not stopped ${rest} within the grace period.`
    : `${done}; the kubelet is stopping ${rest}.`;
}
