import type { Pod, PodEvent } from '../kubernetes/api.ts';
import { containersOf } from '../kubernetes/containers.ts';
import { eventsAbout, indexEvents } from '../kubernetes/events.ts';
import { hasStatus } from '../kubernetes/pod-status.ts';
import { parseTimestamp } from '../kubernetes/time.ts';

/**
 * The newest instant that a saved Pod and its events mention: the earliest at which it can have
 * been saved. Nothing in a Pod tells of a state that merely goes on, so it may have been saved
 * later. Undefined for a manifest without a status.
 */
export function observedAt(pod: Pod, events: readonly PodEvent[]): number | undefined {
  if (!hasStatus(pod)) return undefined;
  const known = [
    ...instantsOfPod(pod),
    ...instantsOfContainers(pod),
    ...instantsOfEvents(pod, events),
  ];
  const instants = known.filter((instant) => instant !== undefined);
  return instants.length > 0 ? Math.max(...instants) : undefined;
}

function instantsOfPod(pod: Pod): readonly (number | undefined)[] {
  const { metadata, status } = pod;
  const conditions = (status?.conditions ?? []).map(({ lastTransitionTime }) => lastTransitionTime);
  const times = [metadata.creationTimestamp, status?.startTime, ...conditions];
  // The request of its deletion, or of a later one that moved the end.
  const graceEnd = parseTimestamp(metadata.deletionTimestamp);
  const { deletionGracePeriodSeconds: grace = 0 } = metadata;
  const askedToEnd = graceEnd === undefined ? undefined : graceEnd - grace * 1000;
  return [...times.map(parseTimestamp), askedToEnd];
}

function instantsOfContainers(pod: Pod): readonly (number | undefined)[] {
  return containersOf(pod)
    .flatMap(({ status }) => [status?.state, status?.lastState])
    .flatMap((state) => [
      state?.running?.startedAt,
      state?.terminated?.startedAt,
      state?.terminated?.finishedAt,
    ])
    .map(parseTimestamp);
}

function instantsOfEvents(pod: Pod, events: readonly PodEvent[]): readonly (number | undefined)[] {
  return indexEvents(eventsAbout(pod, events)).all.map(({ last }) => last);
}
