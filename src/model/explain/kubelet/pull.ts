import type { PodEvent } from '../../kubernetes/api.ts';
import {
  isAbsentReason,
  isImageFailure,
  lastStateOf,
  stateOf,
} from '../../kubernetes/container-state.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import { eventsOf, type Occurrence } from '../../kubernetes/events.ts';

/** What follows a Pulling event once the pull is over, one way or the other. */
const AFTER_PULL: ReadonlySet<string> = new Set([
  'Pulled',
  'Failed',
  'BackOff',
  'Created',
  'Started',
]);

/**
 * Whether the kubelet pulls the container's image now. Only events tell: the pod worker writes no
 * status until the pull is over (pkg/kubelet/images/image_manager.go).
 */
export function isPulling(container: PodContainer, events: readonly PodEvent[]): boolean {
  const own = eventsOf(events, container);
  const newest = (isWanted: (reason: string) => boolean) =>
    Math.max(...own.filter(({ reason }) => isWanted(reason)).map(({ last = 0 }) => last), -1);
  // Events may be missing: a run that has ended proves the pull before it over.
  const ends = [stateOf(container.status), lastStateOf(container.status)].map((state) =>
    state?.kind === 'terminated' ? (state.finishedAt ?? -1) : -1,
  );
  const over = Math.max(
    newest((reason) => AFTER_PULL.has(reason)),
    ...ends,
  );
  return newest((reason) => reason === 'Pulling') > over;
}

/**
 * Whether the newest thing known of the container is a pull that failed. Like a pull in progress,
 * it is in the events before the worker writes it to the status.
 */
export function hasPullFailed(container: PodContainer, events: readonly PodEvent[]): boolean {
  const newest = eventsOf(events, container)
    .filter(({ reason }) => reason === 'Pulling' || AFTER_PULL.has(reason))
    .reduce<Occurrence | undefined>(
      (found, each) => ((each.last ?? 0) >= (found?.last ?? 0) ? each : found),
      undefined,
    );
  if (newest?.reason !== 'Failed' || !isAbsent(container)) return false;
  const { message } = newest;
  return (
    message.startsWith('Failed to pull image') || isImageFailure(message.replace('Error: ', ''))
  );
}

function isAbsent({ status }: PodContainer): boolean {
  const state = stateOf(status);
  return state.kind === 'unknown' || (state.kind === 'waiting' && isAbsentReason(state.reason));
}
