import type { Io } from '../../../../io/io.ts';
import type { TerminalSession } from '../../../../io/terminal-session.ts';
import type { KubeClient } from '../../../../kube/transport/client.ts';
import { explainPod } from '../../../../model/explain/explain.ts';
import { changeLines } from '../../../../render/explain/watch/change-line.ts';
import { terminalOf } from '../../../../render/text/terminal.ts';
import type { WatchedPods } from '../../request.ts';
import { type EndBySignal, outageTeller, type Watch } from '../watch-pod.ts';
import { changesOf } from './meant-pods.ts';
import type { TrackedPod, TrackedPods } from './tracked-pods.ts';

/** How a watch of several Pods ended. */
export type ManyEnd = EndBySignal | { readonly kind: 'quit' };

export interface WatchingMany {
  readonly request: WatchedPods;
  readonly client: KubeClient;
  readonly io: Io;
  readonly session: TerminalSession;
  readonly pods: TrackedPods;
}

/** Between looks at what time alone has made of Pods that are on their way. */
const LOOK_AGAIN_MS = 5000;

/** What becomes of what is seen. */
export interface Telling {
  readonly tell: (changed: readonly TrackedPod[]) => void;
  readonly outage: Watch['outage'];
}

/** Takes in all that comes, and tells it, until it is ended. */
export async function track(
  { request, client, io, pods }: Omit<WatchingMany, 'session'>,
  { tell, outage }: Telling,
  ended: Promise<ManyEnd>,
): Promise<ManyEnd> {
  const stop = new AbortController();
  const following = async () => {
    for await (const change of changesOf(request, client, {
      signal: stop.signal,
      outage: outageTeller(outage, io),
    })) {
      tell(pods.take(change, io.now()));
    }
    return new Promise<never>(() => undefined);
  };
  const failed = Promise.withResolvers<never>();
  const stopLooking = io.every(LOOK_AGAIN_MS, () => {
    try {
      const changed = pods.lookAgain(io.now());
      if (changed.length > 0) tell(changed);
    } catch (error) {
      // Else the terminal would be left as a screen has it.
      failed.reject(error);
    }
  });
  try {
    return await Promise.race([following(), ended, failed.promise]);
  } finally {
    stop.abort();
    stopLooking();
  }
}

/** One line about a Pod, with its name. */
export function lineOf(
  { pod, summary, isDeleted }: TrackedPod,
  request: WatchedPods,
  io: Io,
  isClock: boolean,
): string {
  const explanation = explainPod({ pod, events: [], now: io.now() });
  if (explanation.kind !== 'live') return '';
  const { namespace, name } = summary;
  const subject = isOfAllNamespaces(request) ? `${namespace}/${name}` : name;
  const options = { ...terminalOf(request.color, io), subject, isClock };
  const change = { code: isDeleted ? ('deleted' as const) : ('verdict' as const) };
  return changeLines([change], { explanation, isDeleted }, options);
}

export function isOfAllNamespaces({ of }: WatchedPods): boolean {
  return of.kind === 'list' && of.list.allNamespaces;
}
