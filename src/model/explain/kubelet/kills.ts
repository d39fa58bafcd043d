import type { Pod } from '../../kubernetes/api.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import {
  type EventCount,
  type EventIndex,
  type EventOccurrence,
  eventsOf,
  newestOf,
  tally,
} from '../../kubernetes/events.ts';
import { restartsAfterProbeKill } from '../../kubernetes/restart-policy.ts';

export type ProbeKind = 'startup' | 'liveness';

/** Why the kubelet killed a container. */
export interface Kill {
  /** `stopped` is the end of the Pod, or of this container's part in it. */
  readonly by: ProbeKind | 'definition' | 'resize' | 'post-start' | 'stopped';
  /** When it began to, in milliseconds since the epoch; the grace period follows. */
  readonly at?: number;
  /** No event of this very kill is left, but all else speaks for it. */
  readonly inferred?: true;
  /** Not even a failure of the probe is known, only how long the run was. */
  readonly unseen?: true;
}

/**
 * The kill that ended a run, if an event tells of one. The kubelet says Killing before it stops
 * the process, and only the newest of several alike keeps its time.
 */
export function killOf(
  container: PodContainer,
  run: { readonly startedAt?: number; readonly finishedAt?: number },
  events: EventIndex,
): Kill | undefined {
  const { startedAt = -Infinity, finishedAt = Infinity } = run;
  const kill = killings(container, events).findLast(
    ({ last }) => last === undefined || (last >= startedAt && last <= finishedAt + CLOCK_MS),
  );
  if (!kill) return undefined;
  return { by: reasonOf(kill.message), ...(kill.last !== undefined && { at: kill.last }) };
}

/** Killed to run again with another definition or with other resources. */
export function wasChanged(kill: Kill | undefined): boolean {
  return kill?.by === 'definition' || kill?.by === 'resize';
}

/** Event and status are both cut to whole seconds. */
const CLOCK_MS = 1000;

/** How often a probe has had the container killed, as far as events survive. */
export function probeKills(container: PodContainer, probe: ProbeKind, events: EventIndex): number {
  return killings(container, events)
    .filter(({ message }) => reasonOf(message) === probe)
    .reduce((sum, { count }) => sum + count, 0);
}

/** How often a postStart hook has failed, and when last (startContainer in pkg/kubelet/kuberuntime). */
export function hookFailures(container: PodContainer, events: EventIndex): EventCount | undefined {
  return tally(eventsOf(events, container).filter(({ reason }) => reason === HOOK_FAILED));
}

export const HOOK_FAILED = 'FailedPostStartHook';

/**
 * When the kubelet began to evict the Pod: it says so before it stops the containers, and writes
 * phase and reason when they have ended (pkg/kubelet/eviction/eviction_manager.go, evictPod).
 */
export function evictedAt({ all }: EventIndex): number | undefined {
  const ofKubelet = all.filter(({ source }) => source === 'kubelet');
  const eviction = newestOf(
    ofKubelet.filter(({ reason, container }) => reason === 'Evicted' && container === undefined),
  );
  const { last } = eviction ?? {};
  // It decides about each Pod once: what started later is the end of that story.
  const isPast = ofKubelet.some(
    (each) => each.reason === 'Started' && (each.last ?? 0) > (last ?? 0),
  );
  return isPast ? undefined : last;
}

function killings(container: PodContainer, events: EventIndex): readonly EventOccurrence[] {
  return eventsOf(events, container)
    .filter(({ reason }) => reason === 'Killing')
    .toSorted((one, other) => (one.last ?? 0) - (other.last ?? 0));
}

/**
 * The probe behind a kill that is told as the end of the Pod. Where nothing is restarted after a
 * probe's kill, and no other app container goes on, computePodActions has the whole Pod stopped and
 * drops the probe's words. What ends a Pod from outside has other traces.
 */
export function probeBehindStop(
  container: PodContainer,
  { metadata, spec }: Pod,
  stoppedAt: number | undefined,
  events: EventIndex,
): ProbeKind | undefined {
  if (container.role !== 'app' || metadata.deletionTimestamp || stoppedAt === undefined) return;
  if (restartsAfterProbeKill(container, spec.restartPolicy)) return undefined;
  return (['startup', 'liveness'] as const).find((probe) => {
    const { failureThreshold = 3 } = container.spec[`${probe}Probe`] ?? { failureThreshold: NaN };
    const failure = probeFailure(container, probe, events);
    if (failure?.at === undefined || !(failure.count >= failureThreshold)) return false;
    return Math.abs(stoppedAt - failure.at) <= CLOCK_MS;
  });
}

/** Texts of computePodActions and computeInitContainerActions (pkg/kubelet/kuberuntime). */
function reasonOf(message: string): Kill['by'] {
  if (/definition changed/.test(message)) return 'definition';
  if (/resize requires restart/.test(message)) return 'resize';
  if (/failed startup probe/.test(message)) return 'startup';
  if (/PostStartHook/.test(message)) return 'post-start';
  return /failed liveness probe/.test(message) ? 'liveness' : 'stopped';
}

const ERRORED = /^\w+ probe errored/i;

/** What the newest failure of a probe said, and when (pkg/kubelet/prober/prober.go). */
export interface ProbeFailure {
  readonly at?: number;
  /** The first of those that share its text. */
  readonly since?: number;
  /** Without errors, which count as neither. */
  readonly count: number;
  /**
   * It could not be carried out: the kubelet throws such a result away
   * (pkg/kubelet/prober/worker.go).
   */
  readonly errored?: true;
  /** Untrusted text without the probe's name; empty where the probe said nothing. */
  readonly message: string;
}

/** The newest failure of a probe; undefined where no event tells of one. */
export function probeFailure(
  container: PodContainer,
  probe: ProbeKind | 'readiness',
  events: EventIndex,
): ProbeFailure | undefined {
  const prefix = new RegExp(`^${probe} probe (?:failed|errored)[^:]*:?\\s*`, 'i');
  const failures = eventsOf(events, container)
    .filter(({ reason, message }) => reason === 'Unhealthy' && prefix.test(message))
    .toSorted((one, other) => (one.last ?? 0) - (other.last ?? 0));
  const newest = failures.at(-1);
  if (!newest) return undefined;
  return {
    ...(newest.last !== undefined && { at: newest.last }),
    ...(newest.first !== undefined && { since: newest.first }),
    count: failures
      .filter(({ message }) => !ERRORED.test(message))
      .reduce((sum, { count }) => sum + count, 0),
    ...(ERRORED.test(newest.message) && { errored: true }),
    message: newest.message.replace(prefix, '').trim(),
  };
}
