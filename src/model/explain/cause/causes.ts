import { isImageFailure } from '../../kubernetes/container-state.ts';
import { conditionOf } from '../../kubernetes/pod-status.ts';
import { restartsAllContainers } from '../../kubernetes/restart-policy.ts';
import { HOOK_FAILED, probeFailure } from '../kubelet/kills.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import type { Verdict } from '../verdict/codes.ts';
import { waitsForLaterPod } from '../verdict/deadlock.ts';
import {
  isBetweenCrashes,
  isLongRun,
  isRepeatedRun,
  isWaitingInVain,
  restartsAllAgain,
} from '../verdict/running.ts';
import type { Situation } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';
import { configCauses } from './config-causes.ts';
import {
  completingCauses,
  deadlineCauses,
  deadlineFirst,
  deletionCauses,
  disruptionCauses,
  endsFromOutside,
  failingCauses,
  silentNode,
} from './end-causes.ts';
import { saidSoFar, startErrors } from './exit-meaning.ts';
import {
  claimCauses,
  deviceCauses,
  placementCauses,
  replacement,
  scaleUpCauses,
  schedulingCauses,
  sysctlCauses,
} from './placement-causes.ts';
import { killingCauses, readinessFailure, startupCauses } from './probe-causes.ts';
import { pullCauses } from './pull-causes.ts';
import { readinessPending, readyCauses, recentRestart, sidecarCauses } from './ready-causes.ts';
import { hookAsksItself, milliBytes, runCauses } from './run-causes.ts';
import { sandboxCauses, volumeCauses, volumeUses } from './set-up-causes.ts';

/** What is behind the verdict; nothing where the headline says it all. */
export function causesOf(situation: Situation, verdict: Verdict): readonly Cause[] {
  return [...causesByCode(situation, verdict), ...deadlineFirst(situation, verdict)];
}

function causesByCode(situation: Situation, verdict: Verdict): readonly Cause[] {
  const blamed = situation.containers.find(({ container }) => container.name === verdict.container);
  switch (verdict.code) {
    case 'Unschedulable':
      return [
        ...scaleUpCauses(situation),
        ...schedulingCauses(situation, verdict),
        ...placementCauses(situation, verdict),
        ...volumeUses(situation, verdict),
      ];
    case 'Rejected':
      return [
        ...schedulingCauses(situation, verdict),
        ...placementCauses(situation, verdict),
        ...deviceCauses(situation, verdict),
        ...sysctlCauses(situation, verdict),
        ...replacement(situation),
      ];
    case 'AwaitingScheduler':
      return claimCauses(situation);
    case 'Volumes':
      return [...volumeCauses(situation, verdict), ...milliBytesOf(situation)];
    case 'Sandbox':
      if (verdict.outcome !== 'stuck') return sandboxCauses(situation, verdict);
      return [
        ...sandboxCauses(situation, verdict),
        ...milliBytesOf(situation),
        ...(verdict.message ? [] : askKubelet(situation)),
      ];
    case 'AwaitingKubelet':
      return verdict.outcome === 'stuck' ? askKubelet(situation) : [];
    case 'ImageFailing':
      return pullCauses(situation, verdict, blamed);
    case 'ReadinessGate':
      return gateCauses(situation);
    case 'DeadlineExceeded':
      return [...deadlineCauses(situation), ...failingCauses(situation, verdict)];
    case 'Terminating':
    case 'TerminatingOverdue':
    case 'FinalizerHeld':
      return deletionCauses(situation, verdict);
    case 'Evicted':
      return [
        ...disruptionCauses(situation.pod).filter((cause) => !isSaid(cause, verdict)),
        ...replacement(situation),
      ];
    case 'Completing':
      return completingCauses(situation, verdict);
    case 'Ready':
    case 'RestartedRecently':
      return readyCauses(situation);
    case 'RestartingAll':
      return restartsAllCauses(situation);
    case 'Succeeded':
      return endsFromOutside(situation);
    case 'NotReady':
      return blamed
        ? [
            ...readinessCauses(situation, blamed),
            ...saidSoFar(situation, blamed),
            ...sidecarCauses(situation, blamed),
          ]
        : silentNode(situation);
    case 'Failed':
      return blamed
        ? runCauses(situation, blamed)
        : disruptionCauses(situation.pod).map((cause) => withoutSaid(cause, verdict));
    case 'InitStarting':
    case 'ImagePulling':
    case 'AppPulling':
      return verdict.outcome === 'stuck' ? askKubelet(situation) : [];
    default:
      return blamed ? containerCauses(situation, verdict, blamed) : [];
  }
}

function containerCauses(
  situation: Situation,
  verdict: Verdict,
  blamed: ContainerHistory,
): readonly Cause[] {
  switch (verdict.code) {
    case 'InitRunning':
      return [
        ...restartOfAll(situation, blamed),
        ...runCauses(situation, blamed),
        ...saidSoFar(situation, blamed),
        ...laterPod(situation, blamed),
        ...longRun(situation, blamed),
        ...sidecarCauses(situation, blamed),
      ];
    case 'InitBackoff':
      return [...runCauses(situation, blamed), ...laterPod(situation, blamed)];
    case 'InitStalled':
    case 'InitStartedOver':
    case 'SidecarCrashGating':
    case 'AppBackoff':
      return runCauses(situation, blamed).filter((cause) => !isHookSaid(cause, verdict));
    case 'SidecarStarting':
    case 'AppStarting': {
      if (blamed.latest.kind !== 'running' && verdict.outcome === 'stuck') {
        return askKubelet(situation);
      }
      const startup = startupCauses(situation, blamed);
      // What the probe asks and what it said are the same; once is enough.
      const run = blamed.restartCount > 0 ? runCauses(situation, blamed) : [];
      const isSaid = startup.some((each) => 'message' in each && each.message);
      const before = run.filter(({ code }) => code !== 'probe-asks');
      return [
        ...before.map((each) => (isSaid ? withoutMessage(each) : each)),
        ...startup,
        ...sidecarCauses(situation, blamed),
      ];
    }
    case 'ProbeKilling':
      return killingCauses(situation, blamed, verdict);
    case 'PostStartBlocking':
      return hookCauses(situation, blamed, verdict);
    case 'SidecarDegraded':
      return [
        ...(isImageFailure(verdict.reason) ? pullCauses(situation, verdict, blamed) : []),
        ...runCauses(situation, blamed),
      ];
    case 'InitFailedTerminal':
      return [...runCauses(situation, blamed), ...failingCauses(situation, verdict)];
    case 'ConfigError':
      return configCauses(blamed, verdict);
    case 'CreateError':
      return [
        ...startErrors(blamed, verdict.message ?? ''),
        ...milliBytes(blamed.container.name, blamed.container.spec.resources?.limits?.memory),
      ];
    default:
      return [];
  }
}

/** The API does not tell why nothing goes on, so only the node can. */
function askKubelet({ pod, containers }: Situation): readonly Cause[] {
  const node = pod.spec.nodeName;
  const isKnown = node === undefined || containers.some(restartsAllAgain);
  return isKnown ? [] : [{ code: 'ask-kubelet', node }];
}

/** What the headline quotes already. */
function withoutSaid(cause: Cause, { message }: Verdict): Cause {
  if (cause.code !== 'disruption' || cause.message !== message) return cause;
  return { code: cause.code, reason: cause.reason };
}

/** While the hook of a first run has it killed, no run has ended yet. */
function hookCauses(
  situation: Situation,
  blamed: ContainerHistory,
  { reason }: Verdict,
): readonly Cause[] {
  const failed = runCauses(situation, blamed).filter(({ code }) => code === 'post-start-failed');
  const hasFailed = failed.length > 0 || reason === HOOK_FAILED;
  return [...failed, ...(hasFailed ? hookAsksItself(situation, blamed) : [])];
}

/** The headline is about the hook itself; only how often it failed is more. */
function isHookSaid(cause: Cause, { reason }: Verdict): boolean {
  const isOnce = cause.code === 'post-start-failed' && cause.failures === 1;
  return isOnce && cause.message === undefined && reason === 'PostStartHookError';
}

/** The kubelet writes the same text into the condition as into the message of the Pod. */
function isSaid(cause: Cause, { message }: Verdict): boolean {
  if (cause.code !== 'disruption' || cause.reason !== 'TerminationByKubelet') return false;
  return cause.message?.trim() === message?.trim();
}

/** RestartAllContainers has it run again, though it may have ended well. */
function restartOfAll(situation: Situation, blamed: ContainerHistory): readonly Cause[] {
  return recentRestart(situation, blamed).filter(
    (cause) => cause.code === 'recent-restart' && cause.ofAll,
  );
}

function laterPod(situation: Situation, blamed: ContainerHistory): readonly Cause[] {
  const awaited = waitsForLaterPod(situation, blamed);
  return awaited ? [{ code: 'waits-for-pod', container: blamed.container.name, ...awaited }] : [];
}

/** Where nothing but its length speaks against a run. */
function longRun(situation: Situation, blamed: ContainerHistory): readonly Cause[] {
  const isExplained = isWaitingInVain(situation, blamed) || isRepeatedRun(situation, blamed);
  if (isExplained || !isLongRun(situation, blamed)) return [];
  return [{ code: 'runs-long', container: blamed.container.name }];
}

/** The Pod's cgroup has such a limit too, so that even writing a token to a volume fails. */
function milliBytesOf({ containers }: Situation): readonly Cause[] {
  return containers.flatMap(({ container }) =>
    milliBytes(container.name, container.spec.resources?.limits?.memory),
  );
}

function withoutMessage(cause: Cause): Cause {
  if (cause.code !== 'killed-by-probe') return cause;
  const { message: _, ...rest } = cause;
  return rest;
}

/** A liveness probe that fails too, or killed it before, says more than the readiness probe. */
function readinessCauses(situation: Situation, blamed: ContainerHistory): readonly Cause[] {
  if (blamed.latest.kind === 'exited') return runCauses(situation, blamed);
  if (isBetweenCrashes(situation, blamed)) return recentRestart(situation, blamed);
  const failure = probeFailure(blamed.container, 'liveness', situation.events);
  if (!failure || blamed.restartCount === 0) {
    return [...readinessPending(situation, blamed), ...readinessFailure(situation, blamed)];
  }
  return runCauses(situation, blamed).filter(({ code }) => code === 'killed-by-probe');
}

/** The gate's own condition says what its controller has found. */
function gateCauses({ pod }: Situation): readonly Cause[] {
  return (pod.spec.readinessGates ?? [])
    .map(({ conditionType }) => ({ conditionType, condition: conditionOf(pod, conditionType) }))
    .filter(({ condition }) => condition?.status !== 'True')
    .map(({ conditionType, condition }) => ({
      code: 'gate-condition',
      type: conditionType,
      status: condition?.status ?? 'unset',
      ...(condition?.reason && { reason: condition.reason }),
      ...(condition?.message && { message: condition.message }),
    }));
}

/** R11: the kubelet overwrites the code soon, as it removes the container. */
function restartsAllCauses({ containers }: Situation): readonly Cause[] {
  return containers.flatMap(({ container, state }) => {
    const isTrigger = state.kind === 'terminated' && restartsAllContainers(container, state);
    if (!isTrigger || state.reason === 'RestartingAllContainers') return [];
    return [{ code: 'restarts-all', container: container.name, exitCode: state.exitCode }];
  });
}
