import { conditionOf } from '../../../kubernetes/pod-status.ts';
import { parseTimestamp } from '../../../kubernetes/time.ts';
import { podActions } from '../../kubelet/pod-actions.ts';
import type { Verdict, VerdictCode } from '../codes.ts';
import { conditionField } from '../evidence.ts';
import { restartsAllAgain } from '../running.ts';
import { podVerdict, type Situation, startingNames } from '../situation.ts';
import { appsVerdict } from './apps.ts';
import { beforeContainersVerdict } from './before-containers.ts';
import { areAllAppsDone, completingVerdict } from './completing.ts';
import { initFailureVerdict } from './init-failure.ts';
import { initPhaseVerdict } from './init-phase.ts';
import { sidecarHookVerdict } from './post-start.ts';
import { terminationVerdict } from './termination.ts';

/**
 * The one headline. Spec and status decide; events only refine, as they are dropped, merged and
 * deleted after an hour. The first stage that is not behind the Pod gives the verdict.
 *
 * - healthy: Ready. complete: Succeeded.
 * - progressing: what goes on ends by itself, by all that the API tells.
 * - stuck: somebody must do something, or a step takes longer than any healthy one.
 * - failed: the Pod will never run again.
 */
export function verdictOf(situation: Situation): Verdict {
  const found =
    terminationVerdict(situation) ??
    restartingAll(situation) ??
    initFailureVerdict(situation) ??
    (areAllAppsDone(situation) ? completingVerdict(situation) : undefined) ??
    stopping(situation) ??
    asReinitializing(situation, startingVerdict(situation));
  return asRestartLoop(situation, found);
}

function startingVerdict(situation: Situation): Verdict {
  return (
    beforeContainersVerdict(situation) ??
    sidecarHookVerdict(situation) ??
    initPhaseVerdict(situation) ??
    appsVerdict(situation)
  );
}

/** The condition stands only while containers are removed (pkg/kubelet/kubelet.go, SyncPod). */
function restartingAll(situation: Situation): Verdict | undefined {
  const restarting = conditionOf(situation.pod, 'AllContainersRestarting');
  if (restarting?.status !== 'True') return undefined;
  return podVerdict({
    code: 'RestartingAll',
    outcome: 'progressing',
    since: parseTimestamp(restarting.lastTransitionTime),
    reason: restarting.reason,
    message: restarting.message,
    holdsBack: startingNames(situation),
    evidence: conditionField(restarting),
  });
}

/**
 * A Pod with restartPolicy Never that lost its sandbox gets no other: the kubelet ends it
 * (pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions).
 */
function stopping(situation: Situation): Verdict | undefined {
  const sandbox = conditionOf(situation.pod, 'PodReadyToStartContainers');
  if (sandbox?.status !== 'False' || !podActions(situation.view).killPod) return undefined;
  return podVerdict({
    code: 'Completing',
    outcome: 'progressing',
    since: parseTimestamp(sandbox.lastTransitionTime),
    reason: sandbox.reason,
    message: sandbox.message,
    evidence: conditionField(sandbox),
  });
}

/** A Pod whose containers are all restarted over and over gets nowhere, whichever has its turn. */
function asRestartLoop({ containers }: Situation, found: Verdict): Verdict {
  const isOnItsWay = found.outcome === 'progressing' && ON_THE_WAY.has(found.code);
  return isOnItsWay && containers.some(restartsAllAgain) ? { ...found, outcome: 'stuck' } : found;
}

const ON_THE_WAY: ReadonlySet<VerdictCode> = new Set([
  'RestartingAll',
  'Reinitializing',
  'InitStarting',
  'InitRunning',
]);

/**
 * R11: after the loss of its sandbox a Pod goes through all its init containers again. That is
 * the headline as long as it goes well; a container that fails on the way is named by itself.
 */
function asReinitializing(situation: Situation, found: Verdict): Verdict {
  const { containers } = situation;
  const hasRun = containers.some(
    ({ container, latest }) => container.role !== 'ephemeral' && latest.kind !== 'none',
  );
  const lostSandbox = found.code === 'Sandbox' && hasRun;
  const isAgain = lostSandbox || containers.some(({ stale }) => stale);
  if (!isAgain || found.code === 'Ready' || found.outcome !== 'progressing') return found;
  const stale = containers
    .filter((each) => each.stale)
    .map(({ container }) => `${container.name} shows the result of an earlier sandbox`);
  return { ...found, code: 'Reinitializing', evidence: [...found.evidence, ...stale] };
}
