import type { Io } from '../../../../io/io.ts';
import type { KubeClient } from '../../../../kube/transport/client.ts';
import { structuredSummaryChange } from '../../../../render/explain/watch/summary-change.ts';
import { toJsonLine, toYaml } from '../../../../render/text/json-yaml.ts';
import type { WatchedPods } from '../../request.ts';
import { noteWriter, orderedWriter, outageWriter } from '../change-writer.ts';
import { hasScreen } from '../has-screen.ts';
import { endOfSession, type WatchEnd } from '../watch-pod.ts';
import { manyOnScreen } from './many-on-screen.ts';
import { tellEndOfMany } from './tell-end-of-many.ts';
import { lineOf, track, type WatchingMany } from './track-many.ts';
import { type TrackedPod, trackPods } from './tracked-pods.ts';

/** Watches many Pods and tells each whose headline changes, until it is ended. */
export async function explainManyWatched(
  request: WatchedPods,
  client: KubeClient,
  io: Io,
  silence: () => void,
): Promise<number> {
  const pods = trackPods();
  const end = await io.withTerminal({ isRaw: false }, (session) => {
    const watching = { request, client, io, session, pods };
    if (!hasScreen(request, io)) return manyInLines(watching);
    silence();
    return manyOnScreen(watching);
  });
  return tellEndOfMany(end, pods, request, client, io);
}

async function manyInLines({
  request,
  client,
  io,
  session,
  pods,
}: WatchingMany): Promise<WatchEnd> {
  const writer = orderedWriter(session);
  const tell = (changed: readonly TrackedPod[]) => {
    for (const each of changed) writer.write(textOf(each, request, io));
  };
  const ended = Promise.race([endOfSession(session), writer.closed]);
  try {
    const note = noteWriter(io);
    const telling = { tell, outage: outageWriter(io), note, whyNone: note };
    return await track({ request, client, io, pods }, telling, ended);
  } finally {
    await writer.flushed();
  }
}

function textOf(changed: TrackedPod, request: WatchedPods, io: Io): string {
  const { output } = request;
  if (output !== 'json' && output !== 'yaml') return lineOf(changed, request, io, false);
  const change = changed.isDeleted ? 'deleted' : 'verdict';
  const value = structuredSummaryChange(change, changed.summary, io.now());
  return output === 'json' ? toJsonLine(value) : `---\n${toYaml(value)}`;
}
