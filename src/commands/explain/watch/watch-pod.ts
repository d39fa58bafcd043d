import { EXIT, UserError } from '../../../errors.ts';
import type { Io } from '../../../io/io.ts';
import type { TerminalSession } from '../../../io/terminal-session.ts';
import { followExplainedPod, type PodState } from '../../../kube/explain/follow-explained.ts';
import type { PodAndEvents } from '../../../kube/reads/pod-events.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import { explainPod } from '../../../model/explain/explain.ts';
import type { Explanation } from '../../../model/explain/explanation.ts';
import { changesSince, type PodChange } from '../../../model/explain/watch/changes.ts';
import {
  endOfWait,
  type Seen,
  type Stage,
  type WaitEnd,
} from '../../../model/explain/watch/until.ts';
import type { Outage } from '../../../render/explain/watch/outage-words.ts';
import { claimLookup, serviceLookup } from '../lookups.ts';
import { lookAgain } from './look-again.ts';
import { serverClock } from './server-clock.ts';

/** How a watch came to its end. */
export type WatchEnd =
  | WaitEnd
  | { readonly kind: 'timeout' }
  | { readonly kind: 'deleted' }
  | EndBySignal
  /** By a key. */
  | { readonly kind: 'quit' };

export interface EndBySignal {
  readonly kind: 'signal';
  readonly exitCode: number;
}

/** How a watch ended, and how the Pod was at last. */
export interface WatchResult {
  readonly end: WatchEnd;
  readonly seen: Seen | undefined;
}

/** What is watched, and for how long. */
export interface Watch {
  readonly first: PodAndEvents;
  /** The first of them ends it; empty for a watch that goes on. */
  readonly stages: readonly Stage[];
  readonly timeoutMs: number;
  /** Gets each look in which something has changed, one after the other, also the first. */
  readonly show: (changes: readonly PodChange[], seen: Seen) => void;
  /** Gets every look: time goes by without a change, too. */
  readonly look?: (seen: Seen) => void;
  /** Told when the API server is asked in vain, and undefined once it answers again. */
  readonly outage: (outage: Outage | undefined) => void;
  /** Ends it from outside. */
  readonly ended: Promise<WatchEnd>;
}

/** Between looks at what time alone has made of the Pod. */
const TICK_MS = 1000;
/** Beyond it a timer of the runtime goes off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Watches a Pod until one of the stages has come or none can come, it is gone, or the time is over.
 * Throws ApiError and ConnectionError.
 */
export async function watchPod(
  client: KubeClient,
  { first, stages, timeoutMs, show, look: showLook, outage, ended }: Watch,
  io: Io,
): Promise<WatchResult> {
  const now = serverClock(first.serverDate, io.now);
  const stop = new AbortController();
  const own = Promise.withResolvers<WatchEnd>();
  let state: PodState = { ...first, isDeleted: false };
  let seen: Seen | undefined;
  let isOver = false;
  const finish = (end: WatchEnd) => {
    isOver = true;
    own.resolve(end);
  };
  const services = lookAgain(serviceLookup(client), io);
  const claims = lookAgain(claimLookup(client, first.pod.metadata.namespace ?? ''), io);
  const refresh = async (explanation: Explanation) => {
    const news = [services, claims].map((each) => each.refresh(explanation));
    return (await Promise.all(news)).includes(true);
  };
  const explain = () => {
    const { pod, events, eventsProblem } = state;
    const unreadable = eventsProblem !== undefined && { eventsUnreadable: eventsProblem };
    const found = { services: services.known(), claims: claims.known() };
    return explainPod({ pod, events, ...unreadable, ...found, now: now() });
  };
  const look = () => {
    if (isOver) return;
    const { isDeleted } = state;
    const explanation = explain();
    // The API server gives every Pod a phase.
    if (explanation.kind !== 'live') return;
    const before = seen;
    seen = { explanation, isDeleted };
    const changes = changesSince(before, seen);
    if (changes.length > 0) show(changes, seen);
    showLook?.(seen);
    const end = endOf(stages, seen);
    if (end !== undefined) finish(end);
    else refresh(explanation).then((isNew) => isNew && look(), own.reject);
  };
  const stopTicking = io.every(TICK_MS, () => {
    try {
      look();
    } catch (error) {
      // Else the terminal would be left as a screen has it.
      own.reject(error);
    }
  });
  const timer = startTimer(timeoutMs, () => finish({ kind: 'timeout' }));
  try {
    // Before the first look: what a missing Service or volume explains is told at once.
    await Promise.race([refresh(explain()), ended]);
    look();
    refuseUnknownContainer(stages, seen === undefined ? [] : [seen]);
    if (!isOver && timeoutMs === 0) finish({ kind: 'timeout' });
    const following = followExplainedPod(client, {
      first,
      signal: stop.signal,
      outage: outageTeller(outage, io),
      changed: (next, isPod) => {
        state = next;
        // The status that belongs to an Event mostly follows at once: both are told as one.
        if (isPod) look();
      },
    });
    following.catch(own.reject);
    const end = await Promise.race([own.promise, ended]);
    isOver = true;
    return { end, seen };
  } finally {
    stop.abort();
    stopTicking();
    clearTimeout(timer);
  }
}

/** Gives what a follower tells of an outage the moment of our clock. */
export function outageTeller(tell: Watch['outage'], io: Io) {
  return (problem: UserError | undefined) =>
    tell(problem === undefined ? undefined : { since: io.now(), problem: problem.message });
}

/** Ends a watch by the signals that ask us to end, and once nobody reads what it writes. */
export function endOfSession(session: TerminalSession): Promise<EndBySignal> {
  return new Promise((resolve) => {
    session.ended.addEventListener('abort', () => {
      const exitCode = SIGNAL_EXITS[String(session.ended.reason)] ?? EXIT.interrupted;
      resolve({ kind: 'signal', exitCode });
    });
  });
}

/** What a shell says of processes that signals have ended. */
const SIGNAL_EXITS: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

function endOf(stages: readonly Stage[], seen: Seen): WatchEnd | undefined {
  return endOfWait(stages, seen) ?? (seen.isDeleted ? { kind: 'deleted' } : undefined);
}

/** Nothing for 0, which is one look only, and for what no timer can be. */
export function startTimer(milliseconds: number, listener: () => void): Timer | undefined {
  if (milliseconds === 0 || milliseconds > LONGEST_TIMER_MS) return undefined;
  return setTimeout(listener, milliseconds);
}

/** Throws a UserError for a container that no Pod has: it would be waited for in vain. */
export function refuseUnknownContainer(stages: readonly Stage[], pods: readonly Seen[]): void {
  const names = pods.flatMap(({ explanation }) =>
    explanation.containers.map(({ container }) => container.name),
  );
  const unknown = stages.find(
    (stage) => stage.kind === 'started' && !names.includes(stage.container),
  );
  if (unknown?.kind !== 'started') return;
  const whose = pods.length === 1 ? 'the Pod has no' : 'none of the Pods has a';
  throw new UserError(`${whose} container "${unknown.container}"`, {
    hint: `${knownContainers([...new Set(names)], pods.length)}.`,
  });
}

function knownContainers(names: readonly string[], pods: number): string {
  const whose = pods === 1 ? 'Its' : 'Their';
  const word = names.length === 1 ? 'only container is' : 'containers are';
  return `${whose} ${word} ${names.join(', ')}`;
}
