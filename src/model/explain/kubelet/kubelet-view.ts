import type { Pod } from '../../kubernetes/api.ts';
import { containersOf, type PodContainer } from '../../kubernetes/containers.ts';
import type { EventIndex } from '../../kubernetes/events.ts';
import { conditionOf } from '../../kubernetes/pod-status.ts';
import { initRunFailed, restartsAllContainers } from '../../kubernetes/restart-policy.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { type Instance, instanceOf } from './instance.ts';

/** A container as the kubelet has it: the first of the records that grow into the result. */
export interface ContainerView {
  readonly container: PodContainer;
  /** Its newest instance in any sandbox. */
  readonly latest: Instance;
  /** Its instance in the present sandbox: `none` when the latest one is stale. */
  readonly active: Instance;
  /** The latest instance ended before the Pod began to initialise anew (R11). */
  readonly stale: boolean;
}

/** What the kubelet sees of a Pod, as far as the API lets one tell. */
export interface KubeletView {
  readonly pod: Pod;
  readonly events: EventIndex;
  /** Init containers and sidecars, in the order of the spec. */
  readonly init: readonly ContainerView[];
  readonly app: readonly ContainerView[];
  readonly ephemeral: readonly ContainerView[];
}

/**
 * What the runtime holds of each container, read back from the status and, where events are newer,
 * from them. Which results are of an earlier sandbox is decided here, so that everything after may
 * rely on `active` (convertToAPIContainerStatuses in pkg/kubelet/kubelet_pods.go, read backwards).
 * A Pod without a status gives views that are all `none`.
 */
export function kubeletView(pod: Pod, events: EventIndex): KubeletView {
  const instances = containersOf(pod).map((container) => ({
    container,
    latest: instanceOf(container, events),
  }));
  const ephemeral = instances.filter(({ container }) => container.role === 'ephemeral');
  const views = markStale(
    pod,
    instances.filter(({ container }) => container.role !== 'ephemeral'),
  );
  return {
    pod,
    events,
    init: views.filter(({ container }) => container.role !== 'app'),
    app: views.filter(({ container }) => container.role === 'app'),
    ephemeral: ephemeral.map((each) => ({ ...each, active: each.latest, stale: false })),
  };
}

/** All init, sidecar and app containers of a view, in the order they start. */
export function startingContainers({ init, app }: KubeletView): readonly ContainerView[] {
  return [...init, ...app];
}

type LatestInstance = Pick<ContainerView, 'container' | 'latest'>;

/**
 * The API keeps the results of init containers that the kubelet has purged with the old sandbox
 * (convertToAPIContainerStatuses). A result is stale if an init container before it has to run
 * first, or has run since. A running container proves that all before it are done.
 */
function markStale(pod: Pod, found: readonly LatestInstance[]): readonly ContainerView[] {
  const lastRunning = found.findLastIndex(({ latest }) => latest.kind === 'running');
  const restartsAll = restartsAllSince(pod, found);
  let mustRunFirst = restartsAll;
  let newestInitStart = sandboxSince(pod, found) ?? -Infinity;
  return found.map(({ container, latest }, index) => {
    const couldBeStale = restartsAll || index > lastRunning;
    const stale =
      latest.kind !== 'none' && couldBeStale && (mustRunFirst || endOf(latest) < newestInitStart);
    const active: Instance = stale ? { kind: 'none' } : latest;
    if (container.role === 'init') {
      mustRunFirst ||= index > lastRunning && !isDone(active);
      newestInitStart = Math.max(newestInitStart, startOf(active));
    }
    return { container, latest, active, stale };
  });
}

function isDone(instance: Instance): boolean {
  return instance.kind === 'exited' && !initRunFailed(instance);
}

function startOf(instance: Instance): number {
  const known = instance.kind === 'running' || instance.kind === 'exited';
  return (known ? instance.startedAt : undefined) ?? -Infinity;
}

function endOf(instance: Instance): number {
  return (instance.kind === 'exited' ? instance.finishedAt : undefined) ?? Infinity;
}

/** Kubelets before 1.37 wrote the condition up to a resync after the first start. */
const CONDITION_LAG_MS = 2000;

/** When the present sandbox came to be: what ended earlier belongs to another one. */
function sandboxSince(pod: Pod, found: readonly LatestInstance[]): number | undefined {
  const condition = conditionOf(pod, 'PodReadyToStartContainers');
  const readyAt = parseTimestamp(condition?.lastTransitionTime);
  if (condition?.status !== 'True' || readyAt === undefined) return undefined;
  const since = readyAt - CONDITION_LAG_MS;
  // The condition also flips without a new sandbox; containers that ran on give that away.
  const ranOn = found.some(
    ({ latest }) => latest.kind === 'running' && startOf(latest) > 0 && startOf(latest) < since,
  );
  return ranOn ? undefined : since;
}

/**
 * RestartAllContainers removes every container and begins with the first init container
 * (pkg/kubelet/container/helpers.go, ShouldAllContainersRestart).
 */
function restartsAllSince(pod: Pod, found: readonly LatestInstance[]): boolean {
  const condition = conditionOf(pod, 'AllContainersRestarting');
  const since = parseTimestamp(condition?.lastTransitionTime) ?? Infinity;
  const hasBegunAnew = found.some(
    ({ latest }) => latest.kind === 'running' && startOf(latest) > since,
  );
  const isTriggered = found.some(
    ({ container, latest }) =>
      latest.kind === 'exited' && !latest.retried && restartsAllContainers(container, latest),
  );
  return isTriggered || (condition?.status === 'True' && !hasBegunAnew);
}
