import { UserError } from '../../../../errors.ts';
import type { Io } from '../../../../io/io.ts';
import type { TerminalSession } from '../../../../io/terminal-session.ts';
import type { KubeClient } from '../../../../kube/transport/client.ts';
import { explainPod } from '../../../../model/explain/explain.ts';
import { endOfWaits, type Seen, type Stage } from '../../../../model/explain/watch/until.ts';
import { changeLines } from '../../../../render/explain/watch/change-line.ts';
import { terminalOf } from '../../../../render/text/terminal.ts';
import type { WatchedPods } from '../../request.ts';
import {
  outageTeller,
  refuseUnknownContainer,
  startTimer,
  type Watch,
  type WatchEnd,
} from '../watch-pod.ts';
import { changesOf } from './meant-pods.ts';
import type { TrackedPod, TrackedPods } from './tracked-pods.ts';
import { troubleReader } from './trouble-events.ts';
import { readWhyNone } from './why-none.ts';

export interface WatchingMany {
  readonly request: WatchedPods;
  readonly client: KubeClient;
  readonly io: Io;
  readonly session: TerminalSession;
  readonly pods: TrackedPods;
}

/** Between looks at what time alone has made of Pods that are on their way. */
const LOOK_AGAIN_MS = 5000;

/** Between reads of the Events of Pods in trouble. */
const READ_AGAIN_MS = 10_000;

/** What becomes of what is seen. */
export interface Telling {
  readonly tell: (changed: readonly TrackedPod[]) => void;
  readonly outage: Watch['outage'];
  /** Gets what could not be read, each sentence once. */
  readonly note: (sentence: string) => void;
  /** Gets why a workload has no Pods, where the first list is empty. */
  readonly whyNone: (text: string) => void;
}

/** Takes in all that comes, and tells it, until it is ended. */
export async function track(
  { request, client, io, pods }: Omit<WatchingMany, 'session'>,
  { tell, outage, note, whyNone }: Telling,
  ended: Promise<WatchEnd>,
): Promise<WatchEnd> {
  const { stages, timeoutMs } = request;
  const stop = new AbortController();
  const own = Promise.withResolvers<WatchEnd>();
  const timer = startTimer(timeoutMs, () => own.resolve({ kind: 'timeout' }));
  const check = () => {
    if (stages.length === 0) return;
    const end = endOfWaits(stages, seenOf(pods, io));
    if (end !== undefined) own.resolve(end);
    else if (timeoutMs === 0) own.resolve({ kind: 'timeout' });
  };
  const eventsOf = troubleReader(client, { signal: stop.signal, note, now: io.now });
  let isFirst = true;
  const following = async () => {
    for await (const change of changesOf(request, client, {
      signal: stop.signal,
      outage: outageTeller(outage, io),
    })) {
      // What only Events tell belongs to the first line about a Pod.
      if (change.kind === 'listed') pods.know(await eventsOf(change.pods));
      tell(pods.take(change, io.now()));
      if (isFirst) refuseVainWait(stages, seenOf(pods, io));
      const isBare = isFirst && pods.all().length === 0;
      if (isBare)
        void readWhyNone(request, client, io).then((why) => why && whyNone(why), own.reject);
      isFirst = false;
      check();
    }
    return new Promise<never>(() => undefined);
  };
  const lookAgain = async () => {
    const changed = pods.lookAgain(io.now());
    if (changed.length > 0) tell(changed);
    if (!isFirst) check();
  };
  const readAgain = async () => {
    pods.know(await eventsOf(pods.inTrouble()));
    await lookAgain();
  };
  // What they throw ends the watch: else the terminal would be left as a screen has it.
  const stopLooking = io.every(LOOK_AGAIN_MS, () => void lookAgain().catch(own.reject));
  const stopReading = io.every(READ_AGAIN_MS, () => void readAgain().catch(own.reject));
  try {
    return await Promise.race([following(), ended, own.promise]);
  } finally {
    stop.abort();
    stopLooking();
    stopReading();
    clearTimeout(timer);
  }
}

/** The Pods of the first list, each explained as it is now. */
export function seenOf(pods: TrackedPods, io: Io): readonly Seen[] {
  return (pods.first() ?? []).flatMap(({ pod, events, isDeleted }) => {
    const explanation = explainPod({ pod, events, now: io.now() });
    return explanation.kind === 'live' ? [{ explanation, isDeleted }] : [];
  });
}

/** As `kubectl wait`: without any Pod there is nothing to wait for. */
function refuseVainWait(stages: readonly Stage[], pods: readonly Seen[]): void {
  if (stages.length === 0) return;
  if (pods.length === 0) throw new UserError('no matching resources found');
  refuseUnknownContainer(stages, pods);
}

/** One line about a Pod, with its name. */
export function lineOf(
  { pod, events, summary, isDeleted }: TrackedPod,
  request: WatchedPods,
  io: Io,
  isClock: boolean,
): string {
  const explanation = explainPod({ pod, events, now: io.now() });
  if (explanation.kind !== 'live') return '';
  const { namespace, name } = summary;
  const subject = isOfAllNamespaces(request) ? `${namespace}/${name}` : name;
  const options = { ...terminalOf(request.color, io), subject, isClock };
  const change = { code: isDeleted ? ('deleted' as const) : ('verdict' as const) };
  return changeLines([change], { explanation, isDeleted }, options);
}

/** Whether the names of Pods need their namespaces beside them. */
export function isOfAllNamespaces({ of }: WatchedPods): boolean {
  return of.kind === 'list' && of.list.allNamespaces;
}
