import type { Io } from '../../../io/io.ts';
import { readPodAndEvents } from '../../../kube/reads/pod-events.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import type { WatchedPod } from '../request.ts';
import { changeWriter } from './change-writer.ts';
import { tellEnd } from './tell-end.ts';
import { endOfSession, watchPod } from './watch-pod.ts';

/** Watches a Pod and tells each change, until it is as somebody waits for it to be. */
export async function explainWatched(
  request: WatchedPod,
  client: KubeClient,
  io: Io,
): Promise<number> {
  const { namespace } = client.connection;
  const first = await readPodAndEvents(client, namespace, request.name);
  const { end, seen } = await io.withTerminal({ isRaw: false }, async (session) => {
    const { show, closed, flushed } = changeWriter(request, session, io);
    const ended = Promise.race([endOfSession(session), closed]);
    const result = await watchPod(client, { ...request, first, show, ended }, io);
    await flushed();
    return result;
  });
  return tellEnd(end, seen?.explanation.verdict.outcome, request, client, io);
}
