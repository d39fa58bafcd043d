import type { Pod } from '../../kubernetes/api.ts';
import { isCreateFailure, isImageFailure } from '../../kubernetes/container-state.ts';
import { conditionOf, deadlineOf, graceSecondsOf } from '../../kubernetes/pod-status.ts';
import { backoffOf, expectedBackoff } from './backoff.ts';
import { conditionAfter } from './gates.ts';
import type { Instance } from './instance.ts';
import { killOf, probeFailure } from './kills.ts';
import { type ContainerView, type KubeletView, startingContainers } from './kubelet-view.ts';
import type { NextCondition, NextStart } from './next-condition.ts';
import {
  hasWorkWithoutSandbox,
  isAppStarted,
  needsSandbox,
  type PodActions,
  podActions,
} from './pod-actions.ts';
import { probeGraceSeconds, startupBudget } from './probe-budget.ts';
import { hasPullFailed, isPulling } from './pulls.ts';
import { secondsToKill } from './shutdown.ts';
import { untoldFailure } from './untold-failure.ts';

/** The container that the kubelet starts next; undefined when none will start by itself. */
export function nextStart(view: KubeletView, now: number): NextStart | undefined {
  return nextStarts(view, now).find((start) => !isTooLate(start, view.pod));
}

/** R12: the start that would be next if activeDeadlineSeconds did not end the Pod before. */
export function nextPastDeadline(view: KubeletView, now: number): NextStart | undefined {
  const starts = nextStarts(view, now);
  return starts.every((start) => isTooLate(start, view.pod)) ? starts[0] : undefined;
}

function isTooLate({ condition }: NextStart, pod: Pod): boolean {
  const earliest = condition.kind === 'backoff' ? condition.earliest : undefined;
  return earliest !== undefined && earliest >= (deadlineOf(pod) ?? Infinity);
}

/**
 * Every container that the kubelet means to start, the soonest first, and the one that a gate
 * still holds back. See `expectedAt` for how they are ordered.
 */
export function nextStarts(view: KubeletView, now: number): readonly NextStart[] {
  const actions = podActions(view);
  if (actions.killPod) return [];
  const before = conditionOfPod(view, actions);
  const hook = blockingHook(view);
  const planned = plannedViews(view, actions).filter((each) => {
    // Nobody waits for a debug container that has been left behind so.
    return each.container.role !== 'ephemeral' || startFailure(each, view, now) === undefined;
  });
  const starts = planned.map((each): NextStart => {
    const own = startCondition(each, view, now);
    // A pull proves that scheduling, sandbox and hooks are behind.
    const pulls = own.kind === 'image' && !own.retrying;
    const condition = pulls ? own : (before ?? (own.kind === 'now' ? (hook ?? own) : own));
    return { container: each.container.name, action: actionOf(each), condition };
  });
  const held = heldStart(view, actions, hook);
  return (
    [...starts, ...(held ? [held] : [])]
      .map((start) => ({ start, at: expectedAt(start.condition, view, now) }))
      // Infinity - Infinity is NaN: equals, which keep the order of the sync.
      .sort((one, other) => one.at - other.at || 0)
      .map(({ start }) => start)
  );
}

function plannedViews(view: KubeletView, actions: PodActions): readonly ContainerView[] {
  const pick = (views: readonly ContainerView[], indices: readonly number[]) =>
    indices.flatMap((index) => views[index] ?? []);
  // SyncPod starts them in this order, one at a time.
  const inOrder = [
    ...pick(view.ephemeral, actions.ephemeral),
    ...pick(view.init, actions.init),
    ...pick(view.app, actions.app),
  ];
  // What a hook had killed comes in the sync after the one that still starts the others.
  return [
    ...inOrder.filter(({ latest }) => !isHookKill(latest)),
    ...inOrder.filter(({ latest }) => isHookKill(latest)),
  ];
}

function actionOf({ container: { status }, latest }: ContainerView): 'start' | 'restart' {
  const hasRun = latest.kind === 'exited' || latest.kind === 'running' || latest.kind === 'unknown';
  return hasRun || status?.lastState?.terminated ? 'restart' : 'start';
}

function conditionOfPod(view: KubeletView, actions: PodActions): NextCondition | undefined {
  const { pod } = view;
  if (!pod.spec.nodeName) return { kind: 'scheduled' };
  // A sandbox that is there has to be ended before the next one.
  const isReplaced = actions.createSandbox && !needsSandbox(view);
  if (isReplaced) return { kind: 'sandbox' };
  if (!actions.createSandbox || hasWorkWithoutSandbox(view)) return undefined;
  return { kind: conditionOf(pod, 'PodReadyToStartContainers') ? 'sandbox' : 'preparing' };
}

/**
 * The pod worker waits for a postStart hook before it starts or reports anything else, and kills
 * the container where the hook has failed.
 */
function blockingHook(view: KubeletView): NextCondition | undefined {
  const blocking = startingContainers(view).findLast(
    ({ latest }) => latest.kind === 'running' && (latest.hookRuns || isHookKill(latest)),
  );
  if (!blocking) return undefined;
  const { container, latest } = blocking;
  const hook = { kind: 'post-start', container: container.name } as const;
  if (latest.kind !== 'running' || latest.killedAt === undefined) return hook;
  const seconds = secondsToKill(container, graceSecondsOf(view.pod));
  const killLatest = latest.killedAt + seconds * 1000;
  return { ...hook, hasFailed: true, killLatest };
}

function isHookKill(latest: Instance): boolean {
  return latest.kind === 'running' && latest.replaced === 'post-start';
}

/** What keeps a container from being started, however often the kubelet tries. */
export function startFailure(
  view: ContainerView,
  pod: KubeletView,
  now: number,
): Extract<NextCondition, { kind: 'image' | 'config' }> | undefined {
  const condition = startCondition(view, pod, now);
  if (condition.kind === 'config') return condition;
  return condition.kind === 'image' && condition.retrying ? condition : undefined;
}

function startCondition(view: ContainerView, pod: KubeletView, now: number): NextCondition {
  const { container, latest, stale } = view;
  const { status, spec } = container;
  const untold = untoldFailure(container, pod.events);
  const reason = untold?.reason ?? status?.state?.waiting?.reason;
  const { image = '' } = spec;
  if (latest.kind === 'running' && latest.replaced) return killed(view, latest, pod);
  if (reason === 'ErrImageNeverPull' || reason === 'InvalidImageName') {
    return { kind: 'image', image, retrying: true, unpullable: reason };
  }
  if (isImageFailure(reason) || hasPullFailed(container, pod.events)) {
    return { kind: 'image', image, retrying: true };
  }
  if (isPulling(container, pod.events)) return { kind: 'image', image, retrying: false };
  if (isCreateFailure(reason) || isUncreated(view, pod)) return { kind: 'config' };
  if (stale) return { kind: 'now' };
  const announced = backoffOf(status, now);
  if (announced) return { kind: 'backoff', ...announced };
  if (latest.kind !== 'exited') return { kind: 'now' };
  const kill = killOf(container, latest, pod.events);
  const isByProbe = kill?.by === 'startup' || kill?.by === 'liveness';
  const hasProbe = spec.startupProbe !== undefined || spec.livenessProbe !== undefined;
  // Even when the span is over, the start has not been seen yet.
  const expected = expectedBackoff(status, isByProbe ? 'killed' : hasProbe ? 'present' : 'none');
  return expected ? { kind: 'backoff', ...expected } : { kind: 'now' };
}

/** By an event that is newer than the status: the kubelet goes on to the next container. */
function isUncreated({ container }: ContainerView, { events }: KubeletView): boolean {
  const { kind } = untoldFailure(container, events) ?? {};
  return kind === 'config' || kind === 'create';
}

function killed(
  { container }: ContainerView,
  { killedAt, replaced }: Extract<Instance, { kind: 'running' }>,
  { pod }: KubeletView,
): NextCondition {
  const isByHook = replaced === 'post-start';
  const isFirst = (container.status?.restartCount ?? 0) === 0;
  const later = isByHook ? 'certain' : 'possible';
  const backoff = isFirst || replaced === 'definition' ? 'none' : later;
  if (killedAt === undefined) return { kind: 'killed', backoff };
  const graceSeconds = isByHook ? graceSecondsOf(pod) : probeGraceSeconds(container, pod);
  const latest = killedAt + secondsToKill(container, graceSeconds) * 1000;
  return { kind: 'killed', since: killedAt, latest, backoff };
}

/** The container behind the gate of a running one, while the sync itself has nothing to start. */
function heldStart(
  view: KubeletView,
  actions: PodActions,
  hook: NextCondition | undefined,
): NextStart | undefined {
  const { init, app } = view;
  const isInitialized = app.some(({ active }) => active.kind !== 'none');
  if (isInitialized || actions.createSandbox || actions.killPod) return undefined;
  const gate = init.findLastIndex(({ active }) => active.kind !== 'none');
  const deciding = init[gate];
  if (deciding?.active.kind !== 'running' || deciding.active.replaced) return undefined;
  if (deciding.container.role === 'sidecar' && deciding.active.started) return undefined;
  const next = init[gate + 1] ?? app.find((each) => isAppStarted(each, view.pod));
  if (!next) return undefined;
  const condition = hook ?? withKillTime(conditionAfter(deciding.container), deciding, view);
  return { container: next.container.name, action: actionOf(next), condition };
}

/** When the kubelet kills the container if its startup probe goes on failing, and if ever. */
function withKillTime(
  condition: NextCondition,
  { active, container }: ContainerView,
  { pod, events }: KubeletView,
): NextCondition {
  const startedAt = active.kind === 'running' ? active.startedAt : undefined;
  if (condition.kind !== 'startup-probe' || startedAt === undefined) return condition;
  const failure = probeFailure(container, 'startup', events);
  // A probe that cannot be carried out never has it killed.
  if (failure?.errored && (failure.at ?? 0) >= startedAt) return condition;
  const { earliestSeconds, latestSeconds } = startupBudget(container, events);
  const killEarliest = startedAt + earliestSeconds * 1000;
  if (killEarliest >= (deadlineOf(pod) ?? Infinity)) return condition;
  return {
    ...condition,
    killEarliest,
    killLatest: startedAt + latestSeconds * 1000,
  };
}

/**
 * The best guess of when a start happens, to tell which of several comes first.
 *
 * - A pull keeps the pod worker busy: its container comes before all others.
 * - A back-off has an end, and nothing else does it by chance.
 * - Nobody knows when a running container exits or passes its probe; one that has run for a
 *   minute is taken to need about a minute more. So a sidecar's five-minute back-off does not
 *   hide an init container that began a moment ago, nor does one that hangs for hours hide a
 *   restart due in seconds.
 * - Failing images and configurations wait for somebody's help and come last.
 */
function expectedAt(condition: NextCondition, view: KubeletView, now: number): number {
  switch (condition.kind) {
    case 'backoff':
      return Math.max(now, condition.earliest ?? now + condition.delaySeconds * 1000);
    case 'exits-0':
    case 'startup-probe':
    case 'running':
      return now + Math.max(1, now - (startedAtOf(condition.container, view) ?? now));
    case 'image':
      return condition.retrying ? Infinity : -Infinity;
    case 'config':
      return Infinity;
    case 'now':
    case 'scheduled':
    case 'sandbox':
    case 'volumes':
    case 'preparing':
    case 'killed':
    case 'post-start':
      return now;
  }
}

function startedAtOf(name: string, view: KubeletView): number | undefined {
  const found = startingContainers(view).find(({ container }) => container.name === name);
  return found?.latest.kind === 'running' ? found.latest.startedAt : undefined;
}
