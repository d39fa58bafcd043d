import type { TerminalSession } from '../../io/terminal-session.ts';
import type { Attachment } from '../../kube/debug/attach.ts';
import { detachKeyScanner } from '../../model/debug/session/detach-keys.ts';
import { missedOutput } from '../../model/debug/session/missed-output.ts';

/** How the output came to its end. */
export type OutputEnd =
  | { readonly kind: 'ended'; readonly failure: string | undefined; readonly isEmpty: boolean }
  /** Whoever read our output wants no more. */
  | { readonly kind: 'closed' };

/**
 * Passes on what the container writes until it writes no more. Before the first of it comes what
 * `readLog` has of the time before somebody was attached. Throws ConnectionError.
 */
export async function passOutput(
  attachment: Attachment,
  session: TerminalSession,
  readLog: (() => Promise<string>) | undefined,
): Promise<OutputEnd> {
  let failure: string | undefined;
  let isEmpty = true;
  for await (const message of attachment.messages()) {
    if (message.kind === 'status') {
      failure = message.failure;
      continue;
    }
    const { stream, data } = message;
    if (isEmpty && readLog !== undefined) {
      const missed = missedOutput(await readLog(), Buffer.from(data).toString('latin1'));
      const before = Buffer.from(missed.replaceAll(/\r?\n/g, '\r\n'), 'latin1');
      if (before.length > 0) await session.write(stream, before);
    }
    isEmpty = false;
    if ((await session.write(stream, data)) === 'closed') return { kind: 'closed' };
  }
  return { kind: 'ended', failure, isEmpty };
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

/** Keeps the container's terminal as large as ours. The detour makes a running program draw anew. */
export async function passSize(attachment: Attachment, session: TerminalSession): Promise<void> {
  const size = session.size();
  if (size === undefined) return;
  await attachment.resize({ columns: size.columns + 1, rows: size.rows + 1 });
  await attachment.resize(size);
  session.onResize((now) => {
    attachment.resize(now).catch(() => undefined);
  });
}
