import { attempt, known } from '../../errors.ts';
import type { Pod, PodEvent } from '../../model/kubernetes/api.ts';
import { readEventsOfPods } from '../reads/pod-events.ts';
import type { KubeClient } from '../transport/client.ts';
import { problemOf } from '../transport/errors.ts';
import { inTime } from './in-time.ts';

/** Each costs a request: a cluster in which all is wrong has more than a reader looks at. */
const MOST_NAMESPACES = 5;

/** The Events of Pods, as far as they were read. */
export interface EventsOfMany {
  /** By the uid of the Pod; empty for one about which there are none. */
  readonly events: ReadonlyMap<string, readonly PodEvent[]>;
  /** Why those of others are not among them. */
  readonly problems: readonly string[];
}

/**
 * Reads the Events of Pods, with one request for each namespace, of those with the most of these Pods.
 * Who may not read them, or gets no answer within two seconds, does without.
 */
export async function readEventsOfMany(
  client: KubeClient,
  pods: readonly Pod[],
  signal: AbortSignal | undefined,
): Promise<EventsOfMany> {
  const byNamespace = Map.groupBy(pods, ({ metadata }) => metadata.namespace ?? 'default');
  const fullest = [...byNamespace].sort(([, one], [, other]) => other.length - one.length);
  const events = new Map<string, readonly PodEvent[]>();
  const problems = new Set<string>();
  await Promise.all(
    fullest.slice(0, MOST_NAMESPACES).map(async ([namespace, ofNamespace]) => {
      const uids = new Set(ofNamespace.flatMap(({ metadata }) => metadata.uid ?? []));
      const read = await attempt(
        inTime((patience) => {
          const ends = signal === undefined ? patience : AbortSignal.any([patience, signal]);
          return readEventsOfPods(client, namespace, uids, ends);
        }),
      );
      const found = known(read);
      const problem = 'problem' in read ? problemOf(read.problem) : found?.eventsProblem;
      if (problem !== undefined) problems.add(problem);
      if (found === undefined) return;
      const ofPods = Map.groupBy(found.events, ({ involvedObject }) => involvedObject?.uid);
      for (const uid of uids) events.set(uid, ofPods.get(uid) ?? []);
    }),
  );
  return { events, problems: [...problems] };
}
