import { hasStatus } from '../../kubernetes/pod-status.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { podActions } from '../kubelet/pod-actions.ts';
import { appsVerdict } from './apps.ts';
import { beforeContainersVerdict } from './before-containers.ts';
import type { Verdict } from './codes.ts';
import { areAllAppsDone, completingVerdict } from './completing.ts';
import { conditionField } from './evidence.ts';
import { initPhaseVerdict } from './init-phase.ts';
import { sidecarHookVerdict } from './post-start.ts';
import { condition, isTrue, type Situation, startingNames, verdict } from './situation.ts';
import { initFailedForGood, terminationVerdict } from './termination.ts';

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
  if (!hasStatus(situation.pod)) return forecast();
  return (
    terminationVerdict(situation) ??
    restartingAll(situation) ??
    initFailedForGood(situation) ??
    (areAllAppsDone(situation) ? completingVerdict(situation) : undefined) ??
    stopping(situation) ??
    reinitializing(situation, startingVerdict(situation))
  );
}

function startingVerdict(situation: Situation): Verdict {
  return (
    beforeContainersVerdict(situation) ??
    sidecarHookVerdict(situation) ??
    initPhaseVerdict(situation) ??
    appsVerdict(situation)
  );
}

/** A manifest: nothing is in the way, and nothing goes on. */
function forecast(): Verdict {
  return verdict({ code: 'Forecast', outcome: 'progressing', evidence: ['status is unset'] });
}

/** The condition stands only while containers are removed (pkg/kubelet/kubelet.go, SyncPod). */
function restartingAll(situation: Situation): Verdict | undefined {
  const restarting = condition(situation, 'AllContainersRestarting');
  if (restarting?.status !== 'True') return undefined;
  return verdict({
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
  const sandbox = condition(situation, 'PodReadyToStartContainers');
  if (sandbox?.status !== 'False' || !podActions(situation.view).killPod) return undefined;
  return verdict({
    code: 'Completing',
    outcome: 'progressing',
    since: parseTimestamp(sandbox.lastTransitionTime),
    reason: sandbox.reason,
    message: sandbox.message,
    evidence: conditionField(sandbox),
  });
}

/**
 * R11: after the loss of its sandbox a Pod goes through all its init containers again. That is
 * the headline as long as it goes well; a container that fails on the way is named by itself.
 */
function reinitializing(situation: Situation, found: Verdict): Verdict {
  const { containers, view } = situation;
  const hasRun = [...view.init, ...view.app].some(({ latest }) => latest.kind !== 'none');
  const lostSandbox = found.code === 'Sandbox' && hasRun;
  const isAgain = lostSandbox || containers.some(({ stale }) => stale);
  const isStage = found.code !== 'Ready' && !isTrue(situation, 'Ready');
  if (!isAgain || !isStage || found.outcome !== 'progressing') return found;
  const stale = containers
    .filter((each) => each.stale)
    .map(({ container }) => `${container.name} shows the result of an earlier sandbox`);
  return { ...found, code: 'Reinitializing', evidence: [...found.evidence, ...stale] };
}
