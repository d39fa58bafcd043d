import type { Io } from '../../io/io.ts';
import { readManifests } from '../../kube/files/manifest-files.ts';
import { readPodAndEvents } from '../../kube/reads/pod-events.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { explainPod } from '../../model/explain/explain.ts';
import type { Explanation } from '../../model/explain/explanation.ts';
import { observedAt } from '../../model/explain/observed-at.ts';
import { isAboutPod } from '../../model/kubernetes/events.ts';
import { type Answers, answersOf } from '../outcome.ts';

/** Reads the Pods of the cluster's namespace, all at the same time, and explains each. */
export function explainPods(
  names: readonly string[],
  client: KubeClient,
  io: Io,
): Promise<Answers<Explanation>> {
  const { namespace } = client.connection;
  return answersOf(
    names.map(async (name) => {
      const { pod, events, eventsProblem, row, serverDate } = await readPodAndEvents(
        client,
        namespace,
        name,
      );
      return explainPod({
        pod,
        events,
        ...(eventsProblem !== undefined && { eventsUnreadable: eventsProblem }),
        ...(row && { columns: row }),
        // The clocks of this machine and the cluster may differ.
        now: serverDate?.getTime() ?? io.now(),
      });
    }),
  );
}

/**
 * Explains the Pods that files describe. A saved Pod is explained as of its newest moment: it was
 * saved then or later.
 */
export async function explainFiles(
  files: readonly string[],
  io: Io,
): Promise<Answers<Explanation>> {
  const { pods, events } = await readManifests(files, io.readStdin);
  const values = pods.map(({ pod }) => {
    const own = events.filter((event) => isAboutPod(pod, event));
    return explainPod({ pod, events: own, now: observedAt(pod, own) ?? io.now() });
  });
  return { values, problems: [] };
}
