import type { Io } from '../../io/io.ts';
import type { TerminalSession } from '../../io/terminal-session.ts';
import { type Attachment, attach } from '../../kube/debug/attach.ts';
import { followPod } from '../../kube/reads/follow-pod.ts';
import { readNode } from '../../kube/reads/node-list.ts';
import { podPath } from '../../kube/reads/pods.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { ApiError, ConnectionError } from '../../kube/transport/errors.ts';
import { nodeRefusal } from '../../model/debug/preflight.ts';
import { containerExit } from '../../model/debug/session/container-exit.ts';
import { DEFAULT_DETACH_KEYS, parseDetachKeys } from '../../model/debug/session/detach-keys.ts';
import {
  type SessionEnd,
  type SessionSignal,
  sessionExitCode,
} from '../../model/debug/session/session-end.ts';
import type { EphemeralContainer, Pod } from '../../model/kubernetes/api.ts';
import { sessionEndWords } from '../../render/debug/session-words.ts';
import { sanitiseMultiline } from '../../render/text/sanitise.ts';
import { drawAnew, passInput, passOutput, passSize } from './streams.ts';

/** A container that runs or has run, and how to be in touch with it. */
export interface SessionRequest {
  readonly pod: Pod;
  readonly container: EphemeralContainer;
  /** Whether our stdin is the container's. */
  readonly stdin: boolean;
  /** The command waits for a line before it begins (`startedByLine`). */
  readonly sendsStartLine: boolean;
  /** The Pod was made for the session, and stays or goes with it. */
  readonly newPod?: 'deleted' | 'stays';
}

/** For how long the kubelet may take to say what became of a container whose output has ended. */
const EXIT_PATIENCE_MS = 10_000;
/** For how long output may still come from a container that has ended. */
const OUTPUT_PATIENCE_MS = 5000;

/** Holds a session with a container to its end; the exit code is the container's. */
export async function holdSession(
  client: KubeClient,
  request: SessionRequest,
  io: Io,
): Promise<number> {
  return sessionExitCode(await sessionToItsEnd(client, request, io));
}

/** Holds a session and tells how it ended. */
export async function sessionToItsEnd(
  client: KubeClient,
  request: SessionRequest,
  io: Io,
): Promise<SessionEnd> {
  const { pod, container } = request;
  const isRaw = request.stdin && container.tty === true;
  const end = await io.withTerminal({ isRaw }, (session) => runSession(client, request, session));
  const { namespace = '', name = '' } = pod.metadata;
  const place = { namespace, pod: name, container: container.name, newPod: request.newPod };
  const words = sessionEndWords(end, place);
  if (words !== undefined) await io.writeError(`${sanitiseMultiline(words)}\n`);
  return end;
}

async function runSession(
  client: KubeClient,
  request: SessionRequest,
  session: TerminalSession,
): Promise<SessionEnd> {
  const { pod, container } = request;
  const stop = new AbortController();
  const exit = exitOf(client, pod, container.name, stop.signal);
  exit.catch(() => undefined);
  const interrupted = new Promise<SessionEnd>((resolve) => {
    const end = () =>
      resolve({ kind: 'interrupted', signal: session.ended.reason as SessionSignal });
    session.ended.addEventListener('abort', end);
  });
  let attachment: Attachment | undefined;
  try {
    const ended = containerExit(pod, container.name);
    if (ended !== undefined) {
      await writeLog(client, request, session);
      return ended;
    }
    const { namespace = '', name = '' } = pod.metadata;
    attachment = await attach(client, {
      namespace,
      pod: name,
      container: container.name,
      stdin: request.stdin || request.sendsStartLine,
      tty: container.tty ?? false,
      signal: session.ended,
    });
    return await Promise.race([interrupted, converse(client, request, session, attachment, exit)]);
  } catch (error) {
    if (session.ended.aborted) return interrupted;
    return await lossOf(client, request, session, error, exit);
  } finally {
    attachment?.close();
    stop.abort();
  }
}

/** The conversation itself, while the connection holds. */
async function converse(
  client: KubeClient,
  request: SessionRequest,
  session: TerminalSession,
  attachment: Attachment,
  exit: Promise<SessionEnd>,
): Promise<SessionEnd> {
  const { container, stdin, sendsStartLine } = request;
  // What a waiting command has written so far is nothing.
  const earlier = sendsStartLine
    ? undefined
    : {
        readLog: () => logOf(client, request),
        isTerminal: container.tty ?? false,
        drawAnew: async () => {
          if (container.tty) await drawAnew(attachment, session);
        },
      };
  const output = passOutput(attachment, session, earlier);
  output.catch(() => undefined);
  if (container.tty) await passSize(attachment, session);
  if (sendsStartLine) await attachment.writeStdin(Buffer.from('\n'));
  const keys = container.tty ? (parseDetachKeys(DEFAULT_DETACH_KEYS) ?? []) : [];
  const detached = stdin
    ? passInput(attachment, session, keys).then((how) => how === 'detached' || never())
    : never();
  if (!stdin && sendsStartLine) await attachment.closeStdin();
  const cut = exit.then(() => after(OUTPUT_PATIENCE_MS, 'cut' as const));
  const first = await Promise.race([output, detached, cut]);
  if (first === true) return { kind: 'detached' };
  if (first === 'cut') return exit.then((end) => ({ ...end, outputIsCut: true }) as SessionEnd);
  if (first.kind === 'closed') return { kind: 'interrupted', signal: 'SIGPIPE' };
  const end = await Promise.race([exit, after(EXIT_PATIENCE_MS, undefined)]);
  if (first.isEmpty && end?.kind === 'exited' && !sendsStartLine) {
    await writeLog(client, request, session);
  }
  if (end !== undefined) return end;
  return first.failure === undefined
    ? { kind: 'lost', why: 'Disconnected' }
    : { kind: 'lost', why: 'AttachFailed', detail: first.failure };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

function after<Value>(milliseconds: number, value: Value): Promise<Value> {
  return new Promise((resolve) => setTimeout(() => resolve(value), milliseconds).unref());
}

/** Resolves once the Pod says that the container has ended, or is gone itself. */
async function exitOf(
  client: KubeClient,
  pod: Pod,
  container: string,
  signal: AbortSignal,
): Promise<SessionEnd> {
  const { namespace = '', name = '' } = pod.metadata;
  for await (const { pod: seen, isDeleted } of followPod(client, namespace, name, { signal })) {
    const end = containerExit(seen, container);
    if (end !== undefined) return end;
    if (isDeleted) return { kind: 'lost', why: 'PodDeleted' };
  }
  return never();
}

/** What an error in the connection means, which the container's end may explain. */
async function lossOf(
  client: KubeClient,
  request: SessionRequest,
  session: TerminalSession,
  error: unknown,
  exit: Promise<SessionEnd>,
): Promise<SessionEnd> {
  if (!(error instanceof ApiError) && !(error instanceof ConnectionError)) throw error;
  const end = await Promise.race([
    exit.catch(() => undefined),
    after(OUTPUT_PATIENCE_MS, undefined),
  ]);
  if (end?.kind === 'exited' && error instanceof ApiError) {
    // It ended before anybody was attached.
    await writeLog(client, request, session);
    return end;
  }
  if (end?.kind === 'exited') return { ...end, outputIsCut: true };
  if (end !== undefined) return end;
  if (error instanceof ApiError) {
    return { kind: 'lost', why: 'AttachFailed', detail: error.serverMessage };
  }
  const node = request.pod.spec.nodeName ?? '';
  const refusal = await readNode(client, node).then(nodeRefusal, () => undefined);
  if (refusal?.code === 'NodeNotReady') {
    return {
      kind: 'lost',
      why: 'NodeNotReady',
      node,
      ...(refusal.reason && { detail: refusal.reason }),
    };
  }
  return { kind: 'lost', why: 'ConnectionBroken', detail: error.message };
}

async function writeLog(client: KubeClient, request: SessionRequest, session: TerminalSession) {
  const log = await logOf(client, request);
  await session.write('stdout', Buffer.from(log, 'latin1'));
}

/** The whole log as a text of bytes; empty where it cannot be read. */
async function logOf(client: KubeClient, { pod, container }: SessionRequest): Promise<string> {
  const { namespace = '', name = '' } = pod.metadata;
  try {
    const query = { container: container.name };
    const stream = await client.stream(`${podPath(namespace, name)}/log`, { query, accept: '*/*' });
    return Buffer.from(await new Response(stream).bytes()).toString('latin1');
  } catch (error) {
    if (error instanceof ApiError || error instanceof ConnectionError) return '';
    throw error;
  }
}
