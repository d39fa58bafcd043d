import type { Pod, PodEvent } from '../kubernetes/api.ts';
import { containersOf, type PodContainer } from '../kubernetes/containers.ts';
import { type EventIndex, eventsAbout, indexEvents } from '../kubernetes/events.ts';
import { hasFinalPhase } from '../kubernetes/pod-status.ts';
import { shouldRestart } from '../kubernetes/restart-policy.ts';
import { laterBy, parseTimestamp } from '../kubernetes/time.ts';
import { backoffOf, LONGEST_BACKOFF_MS } from './kubelet/backoff.ts';
import { probeGraceSeconds, startupBudget } from './kubelet/probe-budget.ts';
import { observedAt } from './observed-at.ts';

/** The instant as of which a saved Pod is explained, and how it is known. */
export interface Moment {
  readonly at: number;
  readonly source: MomentSource;
}

/**
 * `given` by whoever asks; when the Pod was `read`, as it came through a pipe; when the file was
 * `written`; or the `newest` instant that the Pod or its events mention.
 */
export type MomentSource = 'given' | 'read' | 'written' | 'newest';

/** What is known, from outside, of when a Pod was saved. */
export interface SavedWhen {
  readonly given?: number | undefined;
  /** When the file that it is in was last written; undefined for a pipe. */
  readonly writtenAt?: number | undefined;
  /** Now. */
  readonly readAt: number;
}

/**
 * When a saved Pod was as it is in the file. Nothing in a Pod tells of a state that merely goes
 * on, so one that hangs looks as if it had just begun; hence the time comes from outside. It is
 * never earlier than the newest instant that the Pod mentions, and a copy of a file, which is
 * written long after what it tells was over, says nothing about it.
 */
export function momentOf(
  pod: Pod,
  events: readonly PodEvent[],
  { given, writtenAt, readAt }: SavedWhen,
): Moment {
  const newest = observedAt(pod, events) ?? -Infinity;
  const moment: Moment =
    given !== undefined
      ? { at: given, source: 'given' }
      : writtenAt !== undefined
        ? { at: writtenAt, source: 'written' }
        : { at: readAt, source: 'read' };
  const isCopy =
    given === undefined && moment.at > newest && moment.at > endOf(pod, events, newest);
  return moment.at < newest || isCopy ? { at: newest, source: 'newest' } : moment;
}

/**
 * Some distributions keep events for three hours, not one; and no kubelet that works is so much
 * late with what it has to do.
 */
const LATENESS_MS = 3 * 60 * 60 * 1000;

/** By when the Pod must have changed, or its events must be gone, wherever the kubelet works. */
function endOf(pod: Pod, events: readonly PodEvent[], newest: number): number {
  const index = indexEvents(eventsAbout(pod, events));
  // What is over by the newest instant already lasts although it should not.
  const ofStates = endsOfStates(pod, index).filter((end) => (end ?? 0) > newest);
  const ends = [...index.all.map(({ last }) => last), ...ofStates];
  return Math.min(...ends.filter((end) => end !== undefined)) + LATENESS_MS;
}

function endsOfStates(pod: Pod, events: EventIndex): readonly (number | undefined)[] {
  const { activeDeadlineSeconds = Infinity } = pod.spec;
  if (hasFinalPhase(pod) || pod.metadata.deletionTimestamp) return [];
  return [
    laterBy(parseTimestamp(pod.status?.startTime), activeDeadlineSeconds * 1000),
    ...containersOf(pod).map((container) => endOfState(pod, container, events)),
  ];
}

/** Until when a container can be as it is: in a back-off, before a restart, before its probe kills. */
function endOfState(pod: Pod, container: PodContainer, events: EventIndex): number | undefined {
  const { state, started } = container.status ?? {};
  const { spec } = container;
  if (state?.terminated) {
    const isMoment = shouldRestart(container, pod.spec.restartPolicy, state.terminated);
    return isMoment
      ? laterBy(parseTimestamp(state.terminated.finishedAt), LONGEST_BACKOFF_MS)
      : undefined;
  }
  const isProbed =
    state?.running && started === false && 'startupProbe' in spec && spec.startupProbe;
  if (!isProbed) return backoffOf(container.status, -Infinity)?.latest;
  const seconds =
    startupBudget(container, events).latestSeconds + probeGraceSeconds(container, pod);
  return laterBy(parseTimestamp(state.running?.startedAt), seconds * 1000);
}
