import { describeUserError, EXIT, UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import type { Profile } from '../../model/debug/container/profiles.ts';
import { signalExitCode } from '../../model/debug/session/session-end.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import type { SecurityContext } from '../../model/kubernetes/security-context.ts';
import {
  failureWords,
  leftWords,
  type Started,
  staysWords,
  stepWords,
} from '../../render/debug/start-words.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import { tell } from '../outcome.ts';
import { adviceError } from './prepare/prepare.ts';
import { type Say, sayer } from './say.ts';
import { type WaitEnd, type Waiting, waitForStart } from './wait.ts';

/** What the wait for a container needs to know. */
export interface StartRequest {
  readonly wish: { readonly waitsForLine: boolean; readonly profile: Profile | 'auto' };
  readonly timeoutMs: number;
  readonly quiet: boolean;
  /** What becomes of the Pod if it was made for the container, and that does not start. */
  readonly newPod?: 'deleted' | 'stays';
  readonly hasTarget?: boolean;
}

/** The Pod in which the container runs or has run, or the exit code where it does neither. */
export type StartEnd =
  | { readonly kind: 'started' | 'ended'; readonly pod: Pod }
  | { readonly kind: 'failed'; readonly exitCode: number }
  /** The command was to be begun by a shell, which the image does not have. */
  | { readonly kind: 'no-shell' };

/** Waits until a container that was added runs, and tells what goes on and what went wrong. */
export async function start(
  client: KubeClient,
  pod: Pod,
  container: {
    readonly name: string;
    readonly image: string;
    readonly securityContext?: SecurityContext | undefined;
  },
  request: StartRequest,
  io: Io,
): Promise<StartEnd> {
  const { newPod, hasTarget = true } = request;
  const started: Started = {
    name: container.name,
    image: container.image,
    ...placeOf(pod),
    ...(newPod && { newPod }),
    hasTarget,
    refuser: refuserOf(container.securityContext, request),
  };
  const interruption = new AbortController();
  const stopListening = io.onEndSignal((signal) => interruption.abort(signal));
  const teller = io.stderrIsTerminal && !request.quiet ? screenTeller(io) : lineTeller(request, io);
  try {
    const end = await waitForStart(client, pod, container.name, {
      timeoutMs: request.timeoutMs,
      tell: (step) => teller.tell(step, stepWords(step, started)),
      signal: interruption.signal,
    });
    await teller.close();
    if (end.kind === 'started' || end.kind === 'ended') return end;
    if (isForWantOfShell(end, request)) return { kind: 'no-shell' };
    return { kind: 'failed', exitCode: await tellFailure(end, started, request, io) };
  } finally {
    await teller.close();
    stopListening();
  }
}

/**
 * A container's own word comes before that of its Pod
 * (pkg/kubelet/kuberuntime/security_context_others.go).
 */
function refuserOf(own: SecurityContext | undefined, { wish, newPod }: StartRequest): string {
  if (own?.runAsNonRoot !== true) return 'the Pod';
  if (wish.profile === 'restricted') return 'profile restricted';
  return newPod === undefined ? '--custom' : 'the container';
}

function placeOf({ metadata: { namespace = '', name: pod = '' } }: Pod) {
  return { namespace, pod };
}

function isForWantOfShell(end: WaitEnd, { wish }: StartRequest): boolean {
  if (end.kind !== 'failed' || end.failure !== 'CommandNotFound' || !wish.waitsForLine)
    return false;
  return /exec: "sh"/.test(end.message);
}

interface Teller {
  readonly tell: (step: Waiting, words: string) => void;
  readonly close: () => Promise<void>;
}

/** Lines, for logs and pipes. */
function lineTeller(request: StartRequest, io: Io): Teller {
  const say: Say = sayer(request, io);
  let hasPulled = false;
  return {
    tell: (waiting, words) => {
      // Without a pull the other steps are over in a moment.
      hasPulled ||= waiting.step === 'pulling';
      const isLong =
        waiting.step === 'init' || (waiting.step === 'unscheduled' && waiting.message !== '');
      if (hasPulled || isLong) say(`${words} …`);
    },
    close: async () => undefined,
  };
}

/** Most containers start before anybody has read a word. */
const SCREEN_AFTER_MS = 700;

/** A screen, loaded only where the wait is long enough to be watched. */
function screenTeller(io: Io): Teller {
  const { unicode } = terminalOf('auto', io);
  let isClosed = false;
  let words = '';
  const opening = Promise.withResolvers<void>();
  const timer = setTimeout(() => opening.resolve(), SCREEN_AFTER_MS);
  const screen = opening.promise.then(async () => {
    if (isClosed) return undefined;
    const { startScreen } = await import('../../live/start-screen.tsx');
    if (isClosed) return undefined;
    const shown = startScreen(unicode);
    shown.show(words);
    return shown;
  });
  return {
    tell: (_, next) => {
      const isFirst = words === '';
      words = next;
      if (!isFirst) screen.then((shown) => shown?.show(next));
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      opening.resolve();
      (await screen)?.close();
    },
  };
}

async function tellFailure(
  end: Exclude<WaitEnd, { kind: 'started' | 'ended' }>,
  started: Started,
  request: StartRequest,
  io: Io,
): Promise<number> {
  switch (end.kind) {
    case 'failed': {
      const remark = describeUserError(adviceError(failureWords(end, started)));
      const isMissing = end.failure === 'CommandNotFound';
      const exitCode = isMissing ? EXIT.commandNotFound : EXIT.error;
      return tell({ text: '', remarks: [remark], exitCode }, io);
    }
    case 'timeout': {
      const remark = timeoutWords(end.last, started, request);
      return tell({ text: '', remarks: [remark], exitCode: EXIT.timedOut }, io);
    }
    case 'interrupted':
      return tell(
        { text: '', remarks: [leftWords(started)], exitCode: signalExitCode(end.signal) },
        io,
      );
  }
}

function timeoutWords(last: Waiting, started: Started, { timeoutMs }: StartRequest): string {
  const message = `container ${started.name} has not started, and nothing has happened for ${timeoutMs / 1000} s: ${stepWords(last, started)}`;
  const { namespace, pod, name, newPod } = started;
  const why =
    last.step === 'queued' && newPod !== 'deleted'
      ? `See why: kubectl initx explain ${pod} -n ${namespace}\n`
      : '';
  const hint = newPod
    ? `${why}${staysWords(started)}${last.step === 'init' ? '\n--keep-init-containers=false leaves the init containers out.' : ''}`
    : `${why}${staysWords(started)}\nOnce it runs: kubectl initx debug attach ${pod} ${name} -n ${namespace}`;
  return describeUserError(new UserError(message, { hint }));
}
