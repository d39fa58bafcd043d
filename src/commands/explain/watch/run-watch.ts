import { EXIT } from '../../../errors.ts';
import type { Io } from '../../../io/io.ts';
import type { TerminalSession } from '../../../io/terminal-session.ts';
import { type PodAndEvents, readPodAndEvents } from '../../../kube/reads/pod-events.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import type { WatchedPod } from '../request.ts';
import { changeWriter, outageWriter } from './change-writer.ts';
import { hasScreen } from './has-screen.ts';
import { podPage } from './pod-page.ts';
import { tellEnd } from './tell-end.ts';
import { endOfSession, type WatchEnd, type WatchResult, watchPod } from './watch-pod.ts';

/** Watches a Pod and tells each change, until it is as somebody waits for it to be. */
export async function explainWatched(
  request: WatchedPod,
  client: KubeClient,
  io: Io,
  silence: () => void,
): Promise<number> {
  const { namespace } = client.connection;
  const first = await readPodAndEvents(client, namespace, request.name);
  const isOnScreen = hasScreen(request, io);
  if (isOnScreen) silence();
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

async function watchInLines({ request, client, io, session, first }: Watching) {
  const { show, closed, flushed } = changeWriter(request, session, io);
  const ended = Promise.race([endOfSession(session), closed]);
  const outage = outageWriter(io);
  const result = await watchPod(client, { ...request, first, show, outage, ended }, io);
  await flushed();
  return result;
}

async function watchOnScreen(watching: Watching): Promise<WatchResult> {
  const { request, client, io, session, first } = watching;
  // Loaded here: ink takes longer than a short answer.
  const { watchScreen } = await import('../../../live/watch-screen.tsx');
  const left = Promise.withResolvers<WatchEnd>();
  let screen: ReturnType<typeof watchScreen> | undefined;
  const page = podPage(
    {
      ...watching,
      // There is nothing to be seen before the first look.
      redraw: () => {
        if (screen) screen.redraw();
        else screen = watchScreen({ ...page, fail: left.reject });
      },
      leave: (how) => left.resolve(how === 'quit' ? { kind: 'quit' } : INTERRUPTED),
    },
    { stages: request.stages, hasList: false },
  );
  const { show, look, outage } = page;
  const ended = Promise.race([endOfSession(session), left.promise]);
  try {
    return await watchPod(client, { ...request, first, show, look, outage, ended }, io);
  } finally {
    await screen?.close();
  }
}

const INTERRUPTED: WatchEnd = { kind: 'signal', exitCode: EXIT.interrupted };
