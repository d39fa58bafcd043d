import { attempt, EXIT } from '../../../../errors.ts';
import type { Io } from '../../../../io/io.ts';
import { readPodAndEvents } from '../../../../kube/reads/pod-events.ts';
import type { KubeClient } from '../../../../kube/transport/client.ts';
import type { PodSummary } from '../../../../model/explain/many/pod-summary.ts';
import { sanitise } from '../../../../render/text/sanitise.ts';
import { type Leaving, MOST_CHANGES, type Page, podPage } from '../pod-page.ts';
import { type EndBySignal, endOfSession, type WatchEnd, watchPod } from '../watch-pod.ts';
import { listPage } from './list-page.ts';
import { isOfAllNamespaces, lineOf, track, type WatchingMany } from './track-many.ts';
import type { TrackedPod } from './tracked-pods.ts';

/** How often times move on a screen. */
const REDRAW_MS = 1000;

/** Shows the list of the Pods, and one of them in full where a key opens it. */
export async function manyOnScreen(watching: WatchingMany): Promise<WatchEnd> {
  const { request, client, io, session, pods } = watching;
  // Loaded here: ink takes longer than a short answer.
  const { watchScreen } = await import('../../../../live/watch-screen.tsx');
  const left = Promise.withResolvers<WatchEnd>();
  const leave = (how: Leaving) =>
    left.resolve(how === 'interrupt' ? INTERRUPTED : { kind: 'quit' });
  let screen: ReturnType<typeof watchScreen> | undefined;
  let isOver = false;
  let closeOpened = () => {};
  // Not before there is something to be seen: what is not there is told without a screen.
  const redraw = () => {
    if (isOver) return;
    if (screen) screen.redraw();
    else {
      screen = watchScreen({
        draw: (size) => page.draw(size),
        press: (press) => page.press(press),
        fail: left.reject,
      });
    }
  };
  const context = { client, io, request, redraw };
  const namespace = isOfAllNamespaces(request) ? undefined : client.connection.namespace;
  const list = listPage({ ...context, leave }, { pods, namespace, open, stages: request.stages });
  let page: Page = list;

  function open(pod: PodSummary): void {
    const closed = Promise.withResolvers<WatchEnd>();
    const turnBack = () => {
      closed.resolve({ kind: 'quit' });
      if (page !== opened) return;
      page = list;
      redraw();
    };
    const opened = podPage(
      { ...context, leave: (how) => (how === 'back' ? turnBack() : leave(how)) },
      { stages: [], hasList: true },
    );
    page = opened;
    closeOpened = turnBack;
    attempt(watchOpened(pod, client, io, opened, closed.promise)).then((result) => {
      // It may be gone, or nobody may look at it alone.
      if ('problem' in result) list.show([sanitise(result.problem.message)]);
      turnBack();
    }, left.reject);
  }

  let isFirst = true;
  const tell = (changed: readonly TrackedPod[]) => {
    // What they all are at first stands in the list.
    const told = isFirst ? [] : changed.slice(-MOST_CHANGES);
    isFirst = false;
    list.show(told.map((each) => lineOf(each, request, io, true).trimEnd()).filter(Boolean));
  };
  const stopRedrawing = io.every(REDRAW_MS, () => page === list && screen?.redraw());
  try {
    return await track(
      watching,
      {
        tell,
        outage: list.outage,
        note: (sentence) => list.show([sanitise(sentence)]),
        whyNone: list.whyNone,
      },
      Promise.race([endOfSession(session), left.promise]),
    );
  } finally {
    isOver = true;
    stopRedrawing();
    closeOpened();
    await screen?.close();
  }
}

/** Watches one Pod of the list in full. */
async function watchOpened(
  { namespace, name }: PodSummary,
  client: KubeClient,
  io: Io,
  { show, look, outage }: ReturnType<typeof podPage>,
  ended: Promise<WatchEnd>,
): Promise<void> {
  const first = await readPodAndEvents(client, namespace, name);
  const timeoutMs = Number.POSITIVE_INFINITY;
  await watchPod(client, { first, stages: [], timeoutMs, show, look, outage, ended }, io);
}

const INTERRUPTED: EndBySignal = { kind: 'signal', exitCode: EXIT.interrupted };
