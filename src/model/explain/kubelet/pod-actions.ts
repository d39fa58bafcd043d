import type { Pod } from '../../kubernetes/api.ts';
import { conditionOf, hasFinalPhase } from '../../kubernetes/pod-status.ts';
import {
  initRunFailed,
  restartsAfterProbeKill,
  shouldRestart,
} from '../../kubernetes/restart-policy.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { evictedAt } from './kills.ts';
import type { ContainerView, KubeletView } from './kubelet-view.ts';
import { startingContainers } from './kubelet-view.ts';
import { hookInSync } from './shutdown.ts';

/** What one sync of the kubelet sets out to do, by positions in the Pod's lists. */
export interface PodActions {
  /** A new sandbox comes first; all containers begin anew in it. */
  readonly createSandbox: boolean;
  /** Nothing starts any more: the kubelet stops what still runs. */
  readonly killPod: boolean;
  readonly ephemeral: readonly number[];
  readonly init: readonly number[];
  readonly app: readonly number[];
}

const NOTHING: PodActions = {
  createSandbox: false,
  killPod: false,
  ephemeral: [],
  init: [],
  app: [],
};

/** Port of computePodActions (pkg/kubelet/kuberuntime/kuberuntime_manager.go). */
export function podActions(view: KubeletView): PodActions {
  const { pod } = view;
  const isEvicted = evictedAt(view.events) !== undefined;
  if (isDeleted(view) || hasFinalPhase(pod) || isEvicted) {
    return { ...NOTHING, killPod: true };
  }
  if (needsSandbox(view)) return actionsForNewSandbox(view);
  const ephemeral = indices(view.ephemeral, ({ latest }) => latest.kind === 'none');
  const init = initActions(view);
  if (init.killPod && isStartedOver(view)) {
    return { ...NOTHING, ephemeral, createSandbox: true, init: [0] };
  }
  if (init.killPod) return { ...NOTHING, ephemeral, killPod: true };
  if (!init.initialized) return { ...NOTHING, ephemeral, init: init.starts };
  const app = indices(view.app, (each) => isAppStarted(each, pod));
  const keeps = view.app.some(({ latest }) => latest.kind === 'running' && !latest.replaced);
  // Sidecars alone do not keep a Pod alive (R25).
  if (app.length === 0 && !keeps) return { ...NOTHING, ephemeral, killPod: true };
  return { ...NOTHING, ephemeral, init: init.starts, app };
}

function isDeleted(view: KubeletView): boolean {
  const isDeletion = view.pod.metadata.deletionTimestamp !== undefined;
  return isDeletion && !hookInSync(startingContainers(view), view.events);
}

/**
 * An init container that was OOMKilled and yet exited with 0 has failed for the kubelet, which ends
 * the sandbox, and not for the phase: a Pod that is not to run once only then gets another one.
 */
function isStartedOver({ pod, init }: KubeletView): boolean {
  const isFailure = ({ active }: ContainerView) =>
    active.kind === 'exited' && active.exitCode === 0 && initRunFailed(active);
  return pod.spec.restartPolicy !== 'Never' && init.some(isFailure);
}

/** Port of ShouldContainerBeRestarted, and of the kills that precede a restart. */
export function isAppStarted({ container, latest }: ContainerView, pod: Pod): boolean {
  switch (latest.kind) {
    case 'none':
    case 'created':
    case 'unknown':
      return true;
    case 'running':
      if (latest.replaced === 'post-start') {
        return shouldRestart(container, pod.spec.restartPolicy, KILLED);
      }
      if (latest.replaced !== 'probe') return latest.replaced === 'definition';
      return restartsAfterProbeKill(container, pod.spec.restartPolicy);
    case 'exited':
      return latest.retried || shouldRestart(container, pod.spec.restartPolicy, latest);
  }
}

/** What a failed postStart hook leaves, if the program does not end by itself on SIGTERM. */
const KILLED = { exitCode: 137, reason: 'Error' };

interface InitActions {
  readonly initialized: boolean;
  readonly killPod: boolean;
  readonly starts: readonly number[];
}

/**
 * Port of computeInitContainerActions (kuberuntime_container.go): from the last to the first,
 * the first one found in this sandbox decides; before it only sidecars are kept alive. Once a
 * container exists, what comes before it holds nothing back any more.
 */
function initActions(view: KubeletView): InitActions {
  const { init, app } = view;
  const last = init.length - 1;
  let initialized = init.length === 0 || app.some(({ active }) => active.kind !== 'none');
  let isDecided = initialized;
  const starts: number[] = [];
  for (const [index, each] of [...init.entries()].reverse()) {
    const isSidecar = each.container.role === 'sidecar';
    if (each.active.kind === 'none') {
      if (isDecided && isSidecar) starts.unshift(index);
      continue;
    }
    if (isDecided && !isSidecar) continue;
    const step = isSidecar ? sidecarStep(each) : initStep(each, view.pod);
    if (step === 'fail-pod') return { initialized: false, killPod: true, starts: [] };
    if (step === 'pass' || step === 'pass-and-restart') {
      if (index === last) initialized = true;
      else if (!isDecided) starts.unshift(index + 1);
    }
    if (step === 'restart' || step === 'pass-and-restart') starts.unshift(index);
    isDecided = true;
  }
  return { initialized, killPod: false, starts: isDecided ? starts : [0] };
}

/** What the kubelet does about one container in the walk. */
type Step = 'wait' | 'pass' | 'restart' | 'pass-and-restart' | 'fail-pod';

function sidecarStep({ active }: ContainerView): Step {
  if (active.kind !== 'running') return 'restart';
  if (active.replaced) return active.started ? 'pass-and-restart' : 'restart';
  return active.started ? 'pass' : 'wait';
}

function initStep({ active, container }: ContainerView, pod: Pod): Step {
  switch (active.kind) {
    case 'running':
      return 'wait';
    case 'exited': {
      if (!initRunFailed(active)) return 'pass';
      const restarts = active.retried || shouldRestart(container, pod.spec.restartPolicy, active);
      return restarts ? 'restart' : 'fail-pod';
    }
    case 'unknown':
      return restartsAfterProbeKill(container, pod.spec.restartPolicy) ? 'restart' : 'fail-pod';
    default:
      return 'restart';
  }
}

/** The API's trace of PodSandboxChanged: the condition, or no sign of life at all. */
export function needsSandbox(view: KubeletView): boolean {
  const condition = conditionOf(view.pod, 'PodReadyToStartContainers');
  if (condition) return condition.status !== 'True' && !hasStartedSince(view);
  return startingContainers(view).every(({ latest }) => latest.kind === 'none');
}

/** Events that only a Pod with a sandbox has. */
const CONTAINER_EVENTS: ReadonlySet<string> = new Set([
  'Pulling',
  'Pulled',
  'Created',
  'Started',
  'Failed',
  'BackOff',
]);

/**
 * Whether events tell of work on a container since the status says that there is no sandbox: it is
 * behind then, and kubelets before 1.37 write the condition only after the first pull.
 */
export function hasWorkWithoutSandbox({ pod, events }: KubeletView): boolean {
  const condition = conditionOf(pod, 'PodReadyToStartContainers');
  const lost = parseTimestamp(condition?.lastTransitionTime) ?? 0;
  return events.all.some(
    ({ container, reason, last = 0 }) =>
      container !== undefined && CONTAINER_EVENTS.has(reason) && last >= lost,
  );
}

/** A container that runs by its events alone is newer than the condition. */
function hasStartedSince(view: KubeletView): boolean {
  return startingContainers(view).some(
    ({ latest }) => latest.kind === 'running' && !latest.reported,
  );
}

function actionsForNewSandbox(view: KubeletView): PodActions {
  const { pod, init } = view;
  // The phase is final as soon as no app is to be started any more, whatever the Pod's policy.
  const isOver = view.app.length > 0 && view.app.every((each) => isEndedForGood(each, pod));
  if (isOver) return { ...NOTHING, killPod: true };
  const existed = [...startingContainers(view), ...view.ephemeral].some(
    ({ latest }) => latest.kind !== 'none',
  );
  // Container policies are not asked here.
  if (existed && pod.spec.restartPolicy === 'Never') return { ...NOTHING, killPod: true };
  const app = indices(view.app, (each) => !isDoneForGood(each, pod));
  const wasInitialized = view.app.some(({ latest }) => latest.kind !== 'none');
  if (app.length === 0 && wasInitialized) return { ...NOTHING, killPod: true };
  if (init.length > 0) return { ...NOTHING, createSandbox: true, init: [0] };
  return { ...NOTHING, createSandbox: true, app };
}

function isEndedForGood({ container, latest }: ContainerView, pod: Pod): boolean {
  const hasEnded = latest.kind === 'exited' && !latest.retried;
  return hasEnded && !shouldRestart(container, pod.spec.restartPolicy, latest);
}

function isDoneForGood({ container, latest }: ContainerView, pod: Pod): boolean {
  const runsOnce = (container.spec.restartPolicy ?? pod.spec.restartPolicy) === 'OnFailure';
  return runsOnce && latest.kind === 'exited' && latest.exitCode === 0;
}

function indices(
  views: readonly ContainerView[],
  isWanted: (view: ContainerView) => boolean,
): readonly number[] {
  return views.flatMap((view, index) => (isWanted(view) ? [index] : []));
}
