import type { Pod, PodEvent } from '../../model/kubernetes/api.ts';
import { EVENT_SHAPE } from '../objects/event-shape.ts';
import { POD_SHAPE } from '../objects/pod-shape.ts';
import { fitToShape } from '../objects/shape.ts';
import { expectedObject } from '../reads/expected-object.ts';
import type { FollowOptions } from '../reads/follow.ts';
import { followPod, followPodEvents } from '../reads/follow-pod.ts';
import type { PodAndEvents } from '../reads/pod-events.ts';
import type { KubeClient } from '../transport/client.ts';
import { ApiError, problemOf } from '../transport/errors.ts';

/** All that is known of a Pod at a moment. */
export type PodState = Pick<PodAndEvents, 'pod' | 'events' | 'eventsProblem'> & {
  /** It is gone, and this is how it was at last. */
  readonly isDeleted: boolean;
};

export interface FollowedPod {
  /** As it was read; what is newer comes. */
  readonly first: PodAndEvents;
  readonly signal: AbortSignal;
  /** As of `follow`. */
  readonly outage?: FollowOptions['outage'];
  /** Gets each state, one after the other, and whether the Pod itself has changed. */
  readonly changed: (state: PodState, isPod: boolean) => void;
}

/** A cluster may be upgraded meanwhile: its API server is then away for some minutes. */
const PATIENCE_MS = 5 * 60_000;
/** The API server keeps Events for an hour; whoever looks for days need not keep all of them. */
const MOST_EVENTS = 1000;

/**
 * Follows a Pod and its Events until it is gone or `signal` ends it. What cannot be read of the
 * Events is told with the Pod. Throws ApiError and ConnectionError.
 */
export async function followExplainedPod(
  client: KubeClient,
  { first, signal, outage, changed }: FollowedPod,
): Promise<void> {
  const { namespace = '', name = '', uid = '' } = first.pod.metadata;
  const stop = new AbortController();
  const options = { signal: AbortSignal.any([signal, stop.signal]), patienceMs: PATIENCE_MS };
  const events = new Map(first.events.map((event) => [keyOf(event), event]));
  let { pod, eventsProblem } = first;
  let isDeleted = false;
  const tell = (isPod: boolean) =>
    changed({ pod, events: [...events.values()], eventsProblem, isDeleted }, isPod);

  const watchPod = async () => {
    const expected = { kind: 'Pod', namespace, name };
    for await (const seen of followPod(client, namespace, name, {
      ...options,
      outage,
      since: pod,
    })) {
      // What a watch or a list sends does not always say what it is.
      const object = { kind: 'Pod', ...seen.pod };
      pod = expectedObject<Pod>(client, object, expected, POD_SHAPE);
      isDeleted = seen.isDeleted;
      tell(true);
    }
  };
  const watchEvents = async () => {
    try {
      for await (const event of followPodEvents(client, namespace, { name, uid }, options)) {
        if (fitToShape(event, EVENT_SHAPE).length > 0) continue;
        const key = keyOf(event);
        if (isSame(events.get(key), event)) continue;
        events.delete(key);
        events.set(key, event);
        const [oldest] = events.keys();
        if (events.size > MOST_EVENTS && oldest !== undefined) events.delete(oldest);
        if (!isDeleted) tell(false);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (eventsProblem !== undefined || isDeleted) return;
      eventsProblem = problemOf(error);
      tell(false);
    }
  };
  try {
    const events = watchEvents();
    // Of the two only the Pod has an end; a failure of either is one of both.
    await Promise.race([watchPod(), events.then(() => new Promise<never>(() => undefined))]);
  } finally {
    stop.abort();
  }
}

function keyOf({ metadata, reason, message }: PodEvent): string {
  return metadata?.name ?? `${reason} ${message}`;
}

/** The list at the beginning of a watch brings what was read already. */
function isSame(one: PodEvent | undefined, other: PodEvent): boolean {
  const version = other.metadata?.resourceVersion;
  return version !== undefined && one?.metadata?.resourceVersion === version;
}
