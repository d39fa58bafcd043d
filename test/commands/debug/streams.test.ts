import { expect, test } from 'bun:test';
import { drawAnew, passOutput } from '../../../src/commands/debug/streams.ts';
import type { TerminalSession } from '../../../src/io/terminal-session.ts';
import type { Attachment } from '../../../src/kube/debug/attach.ts';

/** A shell that has written its prompt, which no log has, before anybody was attached. */
function shellThatWaits() {
  const drawn = Promise.withResolvers<void>();
  const attachment: Attachment = {
    async *messages(): ReturnType<Attachment['messages']> {
      await drawn.promise;
      yield { kind: 'output', stream: 'stdout', data: Buffer.from('/ # ') };
    },
    writeStdin: async () => {},
    closeStdin: async () => true,
    resize: async () => drawn.resolve(),
    close: () => {},
  };
  return attachment;
}

test('a prompt that was written too soon is drawn again, below what the log has', async () => {
  const shown: string[] = [];
  const session: TerminalSession = {
    input: (async function* () {})(),
    write: async (_, data) => {
      shown.push(Buffer.from(data).toString());
      return 'written';
    },
    size: () => ({ columns: 80, rows: 24 }),
    onResize: () => {},
    ended: new AbortController().signal,
  };
  const attachment = shellThatWaits();
  const end = await passOutput(attachment, session, {
    readLog: async () => 'Welcome\n',
    isTerminal: true,
    drawAnew: () => drawAnew(attachment, session),
  });
  expect(end).toMatchObject({ kind: 'ended' });
  expect(shown).toEqual(['Welcome\r\n', '/ # ']);
});
