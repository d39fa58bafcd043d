import type { Pod } from '../../kubernetes/api.ts';
import { containersOf, type PodContainer } from '../../kubernetes/containers.ts';
import { type EventIndex, eventsOf, startsOf } from '../../kubernetes/events.ts';
import { conditionOf } from '../../kubernetes/pod-status.ts';
import { initRunFailed, restartsAllContainers } from '../../kubernetes/restart-policy.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { type Instance, instanceOf } from './instance.ts';
import { hookFailures } from './kills.ts';

/** A container as the kubelet has it: the first of the records that grow into the result. */
export interface ContainerView {
  readonly container: PodContainer;
  /** Its newest instance in any sandbox. */
  readonly latest: Instance;
  /** Its instance in the present sandbox: `none` when the latest one is stale. */
  readonly active: Instance;
  /** The latest instance ended before the Pod began to initialise anew (R11). */
  readonly stale: boolean;
  /**
   * An init container whose completion is of an earlier sandbox, while a later container runs in
   * this one: kubelets before 1.37 may leave it out (kubernetes/kubernetes#137710).
   */
  readonly skipped: boolean;
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
    latest: instanceOf(container, pod, events),
  }));
  const ephemeral = instances.filter(({ container }) => container.role === 'ephemeral');
  const starting = instances.filter(({ container }) => container.role !== 'ephemeral');
  const views = markStale(pod, withHooks(starting, events), events);
  return {
    pod,
    events,
    init: views.filter(({ container }) => container.role !== 'app'),
    app: views.filter(({ container }) => container.role === 'app'),
    ephemeral: ephemeral.map((each) => ({
      ...each,
      active: each.latest,
      stale: false,
      skipped: false,
    })),
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
function markStale(
  pod: Pod,
  found: readonly LatestInstance[],
  events: EventIndex,
): readonly ContainerView[] {
  const changedAt = sandboxChangedAt(events);
  // The status goes on showing what was killed with the old sandbox until the sync is over.
  const isKilled = ({ latest }: LatestInstance) => isRunningBefore(latest, changedAt);
  const runs = found.map((each) => each.latest.kind === 'running' && !isKilled(each));
  const newestRunningStart = Math.max(
    ...found.map(({ latest }, index) => (runs[index] ? startOf(latest) : -Infinity)),
  );
  const lastRunning = runs.lastIndexOf(true);
  const restartsAll = restartsAllSince(pod, found);
  let mustRunFirst = restartsAll;
  let newestInitStart = Math.max(sandboxSince(pod, found) ?? -Infinity, changedAt);
  // The condition may flip without a new sandbox, and then proves nothing about one left out.
  let rerunSince = changedAt;
  return found.map(({ container, latest }, index) => {
    const couldBeStale = restartsAll || index > lastRunning;
    const isOld = mustRunFirst || endOf(latest) < newestInitStart;
    const stale =
      (latest.kind !== 'none' && couldBeStale && isOld) || isRunningBefore(latest, changedAt);
    const active: Instance = stale ? { kind: 'none' } : latest;
    const hasLaterStart = newestRunningStart > rerunSince;
    const isLeftOut = !couldBeStale && isDone(latest) && endOf(latest) < rerunSince;
    const skipped = container.role === 'init' && isLeftOut && hasLaterStart;
    if (container.role === 'init') {
      mustRunFirst ||= index > lastRunning && !isDone(active);
      newestInitStart = Math.max(newestInitStart, startOf(active));
      rerunSince = Math.max(rerunSince, startOf(active));
    }
    return { container, latest, active, stale, skipped };
  });
}

function isRunningBefore(latest: Instance, changedAt: number): boolean {
  return latest.kind === 'running' && latest.reported && (latest.startedAt ?? Infinity) < changedAt;
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

/** The kubelet says so before it kills what is left of the old sandbox. */
function sandboxChangedAt(events: EventIndex): number {
  const changes = events.all.filter(({ reason }) => reason === 'SandboxChanged');
  return Math.max(-Infinity, ...changes.map(({ last = -Infinity }) => last));
}

/**
 * While a postStart hook runs, its container counts as running, yet the kubelet starts nothing
 * else (startContainer). Work on a later container proves that the hook has returned. When it has
 * failed, the kubelet kills the container before it goes on, and only the event tells.
 */
function withHooks(
  found: readonly LatestInstance[],
  events: EventIndex,
): readonly LatestInstance[] {
  return found.map((each, index) => {
    const { container, latest } = each;
    if (latest.kind !== 'running' || latest.reported) return each;
    if (!container.spec.lifecycle?.postStart) return each;
    const since = startsOf(container, events)?.last ?? Infinity;
    const failedAt = hookFailures(container, events)?.last ?? -Infinity;
    if (failedAt >= since) {
      const dying = { started: false, replaced: 'post-start', killedAt: failedAt } as const;
      return { container, latest: { ...latest, ...dying } };
    }
    const hasReturned = found
      .slice(index + 1)
      .some((later) => eventsOf(events, later.container).some(({ last = 0 }) => last >= since));
    if (hasReturned) return each;
    return { container, latest: { ...latest, started: false, hookRuns: true } };
  });
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
