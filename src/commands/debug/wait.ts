import { isDeepStrictEqual } from 'node:util';
import { followPod, followPodEvents } from '../../kube/reads/follow-pod.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { ApiError } from '../../kube/transport/errors.ts';
import type { SessionSignal } from '../../model/debug/session/session-end.ts';
import { type StartProgress, startProgress } from '../../model/debug/waiting-reasons.ts';
import type { Pod, PodEvent } from '../../model/kubernetes/api.ts';
import { indexEvents } from '../../model/kubernetes/events.ts';

/** What is waited for. */
export type Waiting = Extract<StartProgress, { kind: 'waiting' }>;

/** How the wait for a container ended. */
export type WaitEnd =
  | { readonly kind: 'started'; readonly pod: Pod }
  | { readonly kind: 'ended'; readonly pod: Pod }
  | Extract<StartProgress, { kind: 'failed' }>
  /** Nothing happened for the time given. */
  | { readonly kind: 'timeout'; readonly last: Waiting }
  | { readonly kind: 'interrupted'; readonly signal: SessionSignal };

export interface WaitOptions {
  /** How long to wait without any progress, in milliseconds. */
  readonly timeoutMs: number;
  /** Called with each step, also the first. */
  readonly tell: (step: Waiting) => void;
  /** Ends the wait as interrupted; its reason is a SessionSignal. */
  readonly signal: AbortSignal;
}

/**
 * Waits until a container that was added runs, has ended, or cannot start. Each new step and each
 * event of a new kind is progress, and so is a pull, of which nothing is told before its end: the
 * runtime gives up one that stands still. Without the right to read events the Pod alone tells.
 * Throws ApiError and ConnectionError.
 */
export async function waitForStart(
  client: KubeClient,
  pod: Pod,
  name: string,
  { timeoutMs, tell, signal }: WaitOptions,
): Promise<WaitEnd> {
  const { namespace = '', name: podName = '', uid = '' } = pod.metadata;
  const stop = new AbortController();
  const ended = Promise.withResolvers<WaitEnd>();
  const events: PodEvent[] = [];
  let latest = pod;
  const first = startProgress(pod, indexEvents(events), name);
  let last: Waiting = first.kind === 'waiting' ? first : { kind: 'waiting', step: 'queued' };
  let timer: Timer | undefined;

  const progressed = () => {
    clearTimeout(timer);
    // What was on its way still comes, and a timer would hold up the end of the process.
    if (stop.signal.aborted || last.step === 'pulling') return;
    timer = setTimeout(() => ended.resolve({ kind: 'timeout', last }), timeoutMs);
  };
  const look = () => {
    const progress = startProgress(latest, indexEvents(events), name);
    if (progress.kind === 'failed') ended.resolve(progress);
    else if (progress.kind === 'running') ended.resolve({ kind: 'started', pod: latest });
    else if (progress.kind === 'ended') ended.resolve({ kind: 'ended', pod: latest });
    else if (!isDeepStrictEqual(progress, last)) {
      last = progress;
      tell(progress);
      progressed();
    }
  };
  const interrupt = () => ended.resolve({ kind: 'interrupted', signal: signal.reason });
  signal.addEventListener('abort', interrupt);
  const following = { signal: stop.signal };
  const watchPod = async () => {
    for await (const { pod: seen, isDeleted } of followPod(client, namespace, podName, {
      ...following,
      since: pod,
    })) {
      latest = seen;
      if (isDeleted) {
        ended.resolve({ kind: 'failed', failure: 'PodDeleted', reason: 'Deleted', message: '' });
      } else look();
    }
  };
  const watchEvents = async () => {
    const subject = { name: podName, uid };
    for await (const event of followPodEvents(client, namespace, subject, following)) {
      events.push(event);
      look();
      // One that is counted up is told of what has happened before, such as another crash.
      if ((event.count ?? 1) <= 1) progressed();
    }
  };
  try {
    tell(last);
    progressed();
    look();
    watchPod().catch(ended.reject);
    watchEvents().catch((error: unknown) => {
      if (!(error instanceof ApiError)) ended.reject(error);
    });
    return await ended.promise;
  } finally {
    clearTimeout(timer);
    stop.abort();
    signal.removeEventListener('abort', interrupt);
  }
}
