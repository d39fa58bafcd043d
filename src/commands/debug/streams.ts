import type { TerminalSession } from '../../io/terminal-session.ts';
import type { Attachment } from '../../kube/debug/attach.ts';
import { detachKeyScanner } from '../../model/debug/session/detach-keys.ts';
import { unshownOutput } from '../../model/debug/session/missed-output.ts';

/** How the output came to its end. */
export type OutputEnd =
  | { readonly kind: 'ended'; readonly failure: string | undefined; readonly isEmpty: boolean }
  /** Whoever read our output wants no more. */
  | { readonly kind: 'closed' };

/** How long to wait for a first output before showing what was written earlier. */
const SILENCE_MS = 500;

/** The container's log, to fill up what was written before somebody was attached. */
export interface EarlierOutput {
  readonly readLog: () => Promise<string>;
  /** The container has a terminal, whose lines end with a carriage return too. */
  readonly isTerminal: boolean;
  /** Has a program that waits draw its screen or prompt again: a log has no line without an end. */
  readonly drawAnew: () => Promise<void>;
}

/**
 * Passes on what the container writes until it writes no more. Before the first of it, or as soon as
 * it is silent, comes what its log has of the time before somebody was attached. Throws ConnectionError.
 */
export async function passOutput(
  attachment: Attachment,
  session: TerminalSession,
  earlier: EarlierOutput | undefined,
): Promise<OutputEnd> {
  let failure: string | undefined;
  let isEmpty = true;
  const messages = attachment.messages();
  let next = messages.next();
  const early = earlier === undefined ? '' : await shownEarly(next, session, earlier);
  for (;;) {
    const { done, value: message } = await next;
    if (done) return { kind: 'ended', failure, isEmpty: isEmpty && early === '' };
    if (message.kind === 'status') {
      failure = message.failure;
    } else {
      const { stream } = message;
      const isFirst = isEmpty && earlier !== undefined;
      const data = isFirst ? await withMissed(message.data, earlier, early) : message.data;
      isEmpty = false;
      if ((await session.write(stream, data)) === 'closed') return { kind: 'closed' };
    }
    next = messages.next();
  }
}

/** What has been shown of the log because nothing comes; a server may write one line and wait. */
async function shownEarly(
  first: Promise<unknown>,
  session: TerminalSession,
  { readLog, isTerminal, drawAnew }: EarlierOutput,
): Promise<string> {
  let hasCome = false;
  const coming = first.then(
    () => {
      hasCome = true;
    },
    () => {
      hasCome = true;
    },
  );
  await Promise.race([coming, Bun.sleep(SILENCE_MS)]);
  if (hasCome) return '';
  const log = await readLog();
  if (hasCome) return '';
  if (log !== '') await session.write('stdout', Buffer.from(asLines(log, isTerminal), 'latin1'));
  // A broken connection shows where its output is read.
  await drawAnew().catch(() => undefined);
  return log;
}

/** The first attached bytes with what came before them and has not been shown. */
async function withMissed(
  data: Uint8Array,
  { readLog, isTerminal }: EarlierOutput,
  early: string,
): Promise<Uint8Array> {
  const first = Buffer.from(data).toString('latin1');
  const missed = unshownOutput(await readLog(), first, early);
  return Buffer.from(asLines(missed.before, isTerminal) + missed.attached, 'latin1');
}

function asLines(text: string, isTerminal: boolean): string {
  return isTerminal ? text.replaceAll(/\r?\n/g, '\r\n') : text;
}

/** Passes on what is typed or piped, to its end; resolves early only when the keys to detach come. */
export async function passInput(
  attachment: Attachment,
  session: TerminalSession,
  detachKeys: readonly number[],
): Promise<'detached' | 'ended'> {
  const scan = detachKeyScanner(detachKeys);
  for await (const chunk of session.input) {
    const { forward, isDetached } = scan(chunk);
    if (forward.length > 0) await attachment.writeStdin(forward);
    if (isDetached) return 'detached';
  }
  await attachment.closeStdin();
  return 'ended';
}

/** Keeps the container's terminal as large as ours. */
export async function passSize(attachment: Attachment, session: TerminalSession): Promise<void> {
  await drawAnew(attachment, session);
  session.onResize((now) => {
    attachment.resize(now).catch(() => undefined);
  });
}

/** Gives the container's terminal our size, by a detour that makes a running program draw anew. */
export async function drawAnew(attachment: Attachment, session: TerminalSession): Promise<void> {
  const size = session.size();
  if (size === undefined) return;
  await attachment.resize({ columns: size.columns + 1, rows: size.rows + 1 });
  await attachment.resize(size);
}
