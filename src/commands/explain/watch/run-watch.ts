import type { Io } from '../../../io/io.ts';
import type { TerminalSession } from '../../../io/terminal-session.ts';
import { type PodAndEvents, readPodAndEvents } from '../../../kube/reads/pod-events.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import type { WatchedPod } from '../request.ts';
import { changeWriter } from './change-writer.ts';
import { tellEnd } from './tell-end.ts';
import { endOfSession, type WatchResult, watchPod } from './watch-pod.ts';

/** Watches a Pod and tells each change, until it is as somebody waits for it to be. */
export async function explainWatched(
  request: WatchedPod,
  client: KubeClient,
  io: Io,
): Promise<number> {
  const { namespace } = client.connection;
  const first = await readPodAndEvents(client, namespace, request.name);
  const isOnScreen = hasScreen(request, io);
  const watch = isOnScreen ? watchOnScreen : watchInLines;
  const result = await io.withTerminal({ isRaw: false }, (session) =>
    watch({ request, client, io, session, first }),
  );
  return tellEnd(result, isOnScreen, request, client, io);
}

interface Watching {
  readonly request: WatchedPod;
  readonly client: KubeClient;
  readonly io: Io;
  readonly session: TerminalSession;
  readonly first: PodAndEvents;
}

/** A terminal that can be drawn on, for what is meant to be looked at. */
function hasScreen({ output }: WatchedPod, { stdoutIsTerminal, env }: Io): boolean {
  return stdoutIsTerminal && env.TERM !== 'dumb' && (output === 'table' || output === 'wide');
}

async function watchInLines({ request, client, io, session, first }: Watching) {
  const { show, closed, flushed } = changeWriter(request, session, io);
  const ended = Promise.race([endOfSession(session), closed]);
  const result = await watchPod(client, { ...request, first, show, ended }, io);
  await flushed();
  return result;
}

async function watchOnScreen({
  request,
  client,
  io,
  session,
  first,
}: Watching): Promise<WatchResult> {
  // Loaded here: ink takes longer than a short answer.
  const { openScreen } = await import('./screen.ts');
  const screen = await openScreen(request, client, io);
  const { show, look } = screen;
  const ended = Promise.race([endOfSession(session), screen.ended]);
  try {
    return await watchPod(client, { ...request, first, show, look, ended }, io);
  } finally {
    await screen.close();
  }
}
