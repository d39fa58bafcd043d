import type { Pod } from '../../kubernetes/api.ts';
import type { ContainerRole, PodContainer } from '../../kubernetes/containers.ts';
import { type EventIndex, eventsOf } from '../../kubernetes/events.ts';
import { deletedAt, graceSecondsOf, hasStatus } from '../../kubernetes/pod-status.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import type { ExplainedContainer } from './explained-container.ts';
import type { ContainerView } from './kubelet-view.ts';

/** How a Pod will stop. Times are seconds since the deletion, which begins everything (R27). */
export interface Shutdown {
  /** What all its containers have together: of the deletion, else of the spec. */
  readonly graceSeconds: number;
  /** When the last process is killed at the latest. */
  readonly worstSeconds: number;
  /** When it was deleted, or the kubelet began to stop it: milliseconds since the epoch. */
  readonly since?: number;
  /** The container whose postStart hook has to return before anything is stopped. */
  readonly afterHook?: string;
  /** In the order in which they get the signal to stop. */
  readonly steps: readonly ShutdownStep[];
}

export interface ShutdownStep {
  readonly container: string;
  readonly role: ContainerRole;
  /** Its preStop hook, which starts at once; the seconds of one that merely sleeps. */
  readonly preStop?: { readonly seconds?: number };
  /** The containers that must have ended before it gets the signal. */
  readonly after: readonly string[];
  /** When it gets the signal to stop, and when it is killed, at the latest. */
  readonly stopLatest: number;
  readonly killLatest: number;
}

/** No deletion has less (pkg/kubelet/pod_workers.go, calculateEffectiveGracePeriod). */
const LEAST_GRACE = 1;
/** Each container has so long after the signal, however little is left of the grace period. */
const LEAST_FOR_CONTAINER = 2;

/**
 * Port of killContainersWithSyncResult (pkg/kubelet/kuberuntime/kuberuntime_container.go): all
 * containers are stopped at once and all preStop hooks run at once, but a sidecar gets its signal
 * only when the app containers and the sidecar after it have ended, or the grace period has.
 * Of a live Pod only what runs is stopped.
 */
export function shutdownOf(
  pod: Pod,
  containers: readonly ExplainedContainer[],
  events: EventIndex,
): Shutdown {
  const began = stopBeganAt(containers, events);
  const first = firstGrace(pod, began);
  const grace = Math.max(first?.seconds ?? graceSecondsOf(pod), LEAST_GRACE);
  const isLive = hasStatus(pod);
  const stops = ({ container, latest }: ExplainedContainer) =>
    isLive ? latest.kind === 'running' : isStillThere(container.role);
  const sidecars = containers.filter(({ container }) => container.role === 'sidecar').toReversed();
  const apps = namesOf(containers.filter((each) => each.container.role === 'app' && stops(each)));
  const others = containers.filter(({ container }) => container.role !== 'sidecar');
  const steps = [
    ...others.filter(stops).map((each) => stepOf(each, [], grace)),
    ...sidecars.flatMap((each, index) => {
      // One that does not run holds back neither the next one nor, through it, those before.
      const later = sidecars[index - 1];
      const after = [...apps, ...(later && stops(later) ? [later.container.name] : [])];
      return stops(each) ? [stepOf(each, after, grace)] : [];
    }),
  ];
  const deleted = deletedAt(pod);
  const since = deleted === undefined ? first && began : Math.max(deleted, began ?? deleted);
  const hook = hookInSync(containers, events);
  return {
    graceSeconds: grace,
    worstSeconds: Math.max(0, ...steps.map(({ killLatest }) => killLatest)),
    ...(since !== undefined && { since }),
    ...(hook && { afterHook: hook.container.name }),
    steps,
  };
}

/** The pod worker waits for a postStart hook and stops nothing before (startContainer). */
export function isInHook({ latest }: ExplainedContainer): boolean {
  return latest.kind === 'running' && latest.hookRuns === true;
}

/**
 * The container for whose postStart hook a sync waits, or has waited and still goes on: it starts
 * what is left before it heeds a deletion. It writes no status, and stops nothing, meanwhile.
 */
export function hookInSync(
  containers: readonly ContainerView[],
  events: EventIndex,
): ContainerView | undefined {
  if (stopBeganAt(containers, events) !== undefined) return undefined;
  return containers.find(
    ({ container, latest }) =>
      latest.kind === 'running' && !latest.reported && container.spec.lifecycle?.postStart,
  );
}

/**
 * When the kubelet began to stop what runs, by its events: later than the deletion where a hook
 * kept it, earlier where a second deletion has cut the grace period.
 */
export function stopBeganAt(
  containers: readonly ContainerView[],
  events: EventIndex,
): number | undefined {
  const times = containers
    .filter(({ latest }) => latest.kind === 'running')
    .flatMap(({ container }) => eventsOf(events, container))
    .filter(({ reason, message }) => reason === 'Killing' && message.startsWith('Stopping'))
    .flatMap(({ last = [] }) => last);
  return times.length > 0 ? Math.min(...times) : undefined;
}

/**
 * The grace period with which the kubelet began, where a second deletion has cut it since: played
 * on 1.37 with containerd, it goes on with the first one.
 */
export function firstGrace(pod: Pod, began: number | undefined) {
  const graceEnd = parseTimestamp(pod.metadata.deletionTimestamp);
  const seconds = graceSecondsOf({ ...pod, metadata: {} });
  const cut = graceSecondsOf(pod);
  if (cut >= seconds || began === undefined || graceEnd === undefined) return undefined;
  // The event is cut to whole seconds.
  return began < graceEnd - (cut + 1) * 1000
    ? { seconds, until: began + seconds * 1000 }
    : undefined;
}

/** Once a Pod runs its init containers have ended, and ephemeral ones are in no manifest. */
function isStillThere(role: ContainerRole): boolean {
  return role === 'app' || role === 'sidecar';
}

function namesOf(containers: readonly ExplainedContainer[]): readonly string[] {
  return containers.map(({ container }) => container.name);
}

/** Port of killContainer: first the hook, then the turn, then the signal and what is left. */
function bounds({ spec }: PodContainer, hasToWait: boolean, grace: number) {
  const hook = spec.lifecycle?.preStop;
  const seconds = hook?.sleep?.seconds;
  const hookLatest = hook === undefined ? 0 : Math.max(0, Math.min(seconds ?? grace, grace));
  const stopLatest = hasToWait ? grace : hookLatest;
  return { stopLatest, killLatest: stopLatest + Math.max(grace - stopLatest, LEAST_FOR_CONTAINER) };
}

/** Seconds until one container alone is killed at the latest, of a kill that waits for no other. */
export function secondsToKill(container: PodContainer, grace: number): number {
  return bounds(container, false, grace).killLatest;
}

function stepOf(
  { container }: ExplainedContainer,
  after: readonly string[],
  grace: number,
): ShutdownStep {
  const hook = container.spec.lifecycle?.preStop;
  const seconds = hook?.sleep?.seconds;
  return {
    container: container.name,
    role: container.role,
    ...(hook && { preStop: seconds === undefined ? {} : { seconds } }),
    after,
    ...bounds(container, after.length > 0, grace),
  };
}
