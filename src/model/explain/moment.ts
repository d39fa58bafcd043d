import type { Pod, PodEvent } from '../kubernetes/api.ts';
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
 * on, so one that hangs looks as if it had just begun; hence the time comes from outside, but it
 * is never earlier than the newest instant that the Pod mentions.
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
  return moment.at < newest ? { at: newest, source: 'newest' } : moment;
}
