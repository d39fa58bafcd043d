import type { Io } from '../../../../io/io.ts';
import type { KubeClient } from '../../../../kube/transport/client.ts';
import { summarise } from '../../../../model/explain/many/pod-summary.ts';
import { ranked } from '../../../../model/explain/many/ranking.ts';
import { endOfWait, isGivenUp, type Seen } from '../../../../model/explain/watch/until.ts';
import { namesWords, vainWords } from '../../../../render/explain/watch/end-words.ts';
import { tell } from '../../../outcome.ts';
import type { WatchedPods } from '../../request.ts';
import { exitCodeOfEnd, inFull, vainOf } from '../tell-end.ts';
import type { WatchEnd } from '../watch-pod.ts';
import { seenOf } from './track-many.ts';
import type { TrackedPods } from './tracked-pods.ts';

/** Tells what a watch of several Pods has come to, with the worst of those waited for in vain. */
export async function tellEndOfMany(
  end: WatchEnd,
  pods: TrackedPods,
  request: WatchedPods,
  client: KubeClient,
  io: Io,
): Promise<number> {
  const outcomes = pods.all().map(({ verdict }) => verdict.outcome);
  const exitCode = exitCodeOfEnd(end, outcomes, request);
  const vain = vainOf(end, request);
  if (vain === undefined) return exitCode;
  const late = worstFirst(pods, io).filter((seen) => isLate(seen, end, request));
  const names = late.map(({ explanation }) => explanation.name);
  const text = await inFull(late[0], request, client, io);
  // Of several that are stuck one was enough.
  const subject = vain.kind === 'stuck' ? (names[0] ?? '') : namesWords(names);
  const remarks = [vainWords(subject, request.stages, vain)];
  return tell({ text: text === '' ? '' : `\n${text}`, remarks, exitCode }, io);
}

/** Whether a Pod is one of those for which the wait ended so. */
function isLate(seen: Seen, end: WatchEnd, { stages }: WatchedPods): boolean {
  const own = endOfWait(stages, seen);
  if (end.kind === 'timeout') return own?.kind !== 'reached';
  if (end.kind === 'impossible') return own?.kind === 'impossible';
  return isGivenUp(stages, own);
}

function worstFirst(pods: TrackedPods, io: Io): readonly Seen[] {
  const seen = new Map(
    seenOf(pods, io).map((each) => [
      `${each.explanation.namespace}/${each.explanation.name}`,
      each,
    ]),
  );
  const summaries = (pods.first() ?? []).map(({ pod }) => summarise(pod, io.now()));
  return ranked(summaries).flatMap(({ namespace, name }) => seen.get(`${namespace}/${name}`) ?? []);
}
