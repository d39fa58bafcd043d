import { readEventsOfMany } from '../../kube/explain/events-of-many.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { isInTrouble, type PodSummary, summarise } from '../../model/explain/many/pod-summary.ts';
import type { Pod } from '../../model/kubernetes/api.ts';

/** So many Pods in trouble are kept whole until their Events are there; of others only the line is. */
const MOST = 200;

/** The Pods of a list. */
export interface JudgedPods {
  readonly pods: readonly PodSummary[];
  /** How many of those in trouble were judged without their Events. */
  readonly withoutEvents: number;
  readonly notes: readonly string[];
}

/**
 * Judges Pods one by one as they are taken, each once and by its status; in the end those in trouble
 * again, with their Events.
 */
export function podJudge(client: KubeClient, now: () => number) {
  const summaries = new Map<string, PodSummary>();
  const troubled = new Map<string, Pod>();
  let inTrouble = 0;
  return {
    take: (pod: Pod): void => {
      const { uid = pod.metadata.name ?? '' } = pod.metadata;
      if (summaries.has(uid)) return;
      const summary = summarise(pod, now());
      summaries.set(uid, summary);
      if (!isInTrouble(summary)) return;
      inTrouble += 1;
      if (troubled.size < MOST) troubled.set(uid, pod);
    },
    judged: async (signal: AbortSignal | undefined): Promise<JudgedPods> => {
      const { events, problems } = await readEventsOfMany(client, [...troubled.values()], signal);
      for (const [uid, pod] of troubled) {
        const known = events.get(uid);
        if (known !== undefined) summaries.set(uid, summarise(pod, now(), known));
      }
      return {
        pods: [...summaries.values()],
        withoutEvents: inTrouble - events.size,
        notes: problems.map((problem) => `Events could not be read: ${problem}`),
      };
    },
  };
}
