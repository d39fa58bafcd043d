import { isImageFailure, lastStateOf, stateOf } from '../../kubernetes/container-state.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import {
  type EventIndex,
  type EventOccurrence,
  type EventSubject,
  eventsOf,
  newestOf,
} from '../../kubernetes/events.ts';
import { parseGoDuration } from '../../kubernetes/go-duration.ts';
import { isAbsent, untoldFailure } from './untold-failure.ts';

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
export function isPulling(container: PodContainer, events: EventIndex): boolean {
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
export function hasPullFailed(container: PodContainer, events: EventIndex): boolean {
  if (!isAbsent(container)) return pullFailedSinceCrash(container, events) !== undefined;
  return untoldFailure(container, events)?.kind === 'image';
}

/** Whether a Failed event is about the image. */
export function isPullFailure({ message }: EventOccurrence): boolean {
  return (
    message.startsWith('Failed to pull image') || isImageFailure(message.replace('Error: ', ''))
  );
}

/**
 * Why the image of a container in crash back-off cannot be pulled, if that is what keeps it down:
 * one whose image was changed for a bad one says ErrImagePull and CrashLoopBackOff by turns, and
 * the end of its back-off is no start.
 */
export function pullFailedSinceCrash(
  container: PodContainer,
  events: EventIndex,
): EventOccurrence | undefined {
  const last = lastStateOf(container.status);
  if (container.status?.state?.waiting?.reason !== 'CrashLoopBackOff') return undefined;
  if (last?.kind !== 'terminated' || last.finishedAt === undefined) return undefined;
  const { finishedAt } = last;
  const since = eventsOf(events, container).filter(({ last: at = 0 }) => at >= finishedAt);
  const newest = newestOf(since.filter(({ reason }) => AFTER_IMAGE.has(reason)));
  if (newest?.reason !== 'Failed' || !isPullFailure(newest)) return undefined;
  return (
    newestOf(since.filter(({ message }) => message.startsWith('Failed to pull image'))) ?? newest
  );
}

/** Whether there is an image, and what follows if there is. */
const AFTER_IMAGE: ReadonlySet<string> = new Set(['Pulled', 'Failed', 'Created', 'Started']);

/** One image pull of a container, as far as its Pulling, Pulled and Failed events tell. */
export interface ImagePull {
  readonly start?: number;
  /** Absent while the pull goes on. */
  readonly end?: number;
  /** Without the time spent in the kubelet's pull queue. */
  readonly durationMs?: number;
  readonly waitingMs?: number;
  readonly bytes?: number;
  /** The image was on the node already. */
  readonly cached: boolean;
  readonly failed?: true;
}

/**
 * Pulls in order of time. Retries share one Pulling event, so of several failed attempts only the
 * first and the last appear (pkg/kubelet/images/image_manager.go).
 */
export function pullsOf(container: EventSubject, events: EventIndex): readonly ImagePull[] {
  const own = eventsOf(events, container);
  const pulled = own.filter(({ reason }) => reason === 'Pulled');
  const pullings = instantsOf(own.filter(({ reason }) => reason === 'Pulling'));
  const failures = instantsOf(own.filter(({ reason }) => reason === 'Failed'));

  const finished = pulled.map((occurrence) => finishedPull(occurrence, pullings));
  const starts = new Set(finished.map(({ start }) => start));
  const unfinished = pullings
    .filter((start) => !starts.has(start) && !finished.some((pull) => isPartOf(start, pull)))
    .map((start): ImagePull => {
      const end = failures.find((failure) => failure >= start);
      return end === undefined
        ? { start, cached: false }
        : { start, end, cached: false, failed: true };
    })
    .filter((pull, index, all) => isFinished(pull) || index === all.length - 1);
  return [...finished, ...unfinished].sort((one, other) => timeOf(one) - timeOf(other) || 0);
}

const PULL_TIMES =
  /" in (\S+?)(?: \((\S+) including waiting\))?(?:\. Image size: (\d+) bytes)?\.?$/;

/** The kubelet measures from the Pulling event, whose time is cut to seconds as Pulled's is. */
const CLOCK_TOLERANCE = 2000;

function finishedPull(
  { message, last: end }: EventOccurrence,
  pullings: readonly number[],
): ImagePull {
  const [, pulling, including, bytes] = message.match(PULL_TIMES) ?? [];
  const durationMs = pulling === undefined ? undefined : parseGoDuration(pulling);
  if (durationMs === undefined) {
    return { ...(end !== undefined && { start: end, end }), cached: true };
  }
  const totalMs = (including && parseGoDuration(including)) || durationMs;
  const computed = end === undefined ? undefined : end - totalMs;
  const start = pullings.find((at) => isNear(at, computed) && at <= (end ?? at)) ?? computed;
  return {
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    durationMs,
    ...(including && { waitingMs: Math.max(0, totalMs - durationMs) }),
    ...(bytes && { bytes: Number(bytes) }),
    cached: false,
  };
}

function isNear(at: number, computed: number | undefined): boolean {
  return computed !== undefined && Math.abs(at - computed) <= CLOCK_TOLERANCE;
}

/** A Pulling event inside a pull that is known to have finished tells nothing new. */
function isPartOf(at: number, { start, end, cached }: ImagePull): boolean {
  return !cached && start !== undefined && end !== undefined && start <= at && at <= end;
}

function isFinished({ end }: ImagePull): boolean {
  return end !== undefined;
}

function timeOf({ start, end }: ImagePull): number {
  return start ?? end ?? Infinity;
}

/** The first and the last time of every event, without repetitions, in order. */
function instantsOf(occurrences: readonly EventOccurrence[]): readonly number[] {
  const instants = occurrences.flatMap(({ first, last }) => [first, last]);
  const known = instants.filter((instant) => instant !== undefined);
  return [...new Set(known)].sort((one, other) => one - other);
}
