import { readEventsOfMany } from '../../../../kube/explain/events-of-many.ts';
import type { KubeClient } from '../../../../kube/transport/client.ts';
import { isInTrouble, summarise } from '../../../../model/explain/many/pod-summary.ts';
import type { Pod, PodEvent } from '../../../../model/kubernetes/api.ts';

/** Of more Pods in trouble nobody reads the lines. */
const MOST_PODS = 200;

interface TroubleOptions {
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Gets why Events could not be read, each sentence once. */
  readonly note: (sentence: string) => void;
}

/** Reads the Events of those of some Pods that are in trouble; gives them by the uid of the Pod. */
export function troubleReader(client: KubeClient, { now, signal, note }: TroubleOptions) {
  const noted = new Set<string>();
  return async (pods: readonly Pod[]): Promise<ReadonlyMap<string, readonly PodEvent[]>> => {
    const troubled = pods.filter((pod) => isInTrouble(summarise(pod, now()))).slice(0, MOST_PODS);
    const { events, problems } = await readEventsOfMany(client, troubled, signal);
    for (const problem of problems) {
      if (!noted.has(problem)) note(`Events could not be read: ${problem}`);
      noted.add(problem);
    }
    return events;
  };
}
