import { processIo } from '../../src/io/io.ts';
import type { TerminalSession } from '../../src/io/terminal-session.ts';

/**
 * `session-child HOW [cooked]`: runs a session as `debug` does and ends it in the way that is
 * asked for. What it says comes with lone line feeds, to show whether the terminal adds to them.
 */
const ENDINGS: Readonly<Record<string, (session: TerminalSession) => Promise<void>>> = {
  /** Repeats the keys until `q` comes. */
  return: async ({ input, write }) => {
    for await (const keys of input) {
      const text = Buffer.from(keys).toString();
      await write('stdout', Buffer.from(`keys ${JSON.stringify(text)}\n`));
      if (text.includes('q')) return;
    }
    await write('stdout', Buffer.from('end of input\n'));
  },
  throw: async () => {
    throw new Error('on purpose');
  },
  exit: async () => process.exit(7),
  /** Ends by itself only when it is asked to; prints afterwards, as `debug` does. */
  signal: async ({ ended, write }) => {
    const alive = setInterval(() => undefined, 60_000);
    await aborted(ended);
    clearInterval(alive);
    await write('stdout', Buffer.from(`ended by ${ended.reason}\n`));
  },
  /** Does not end although it is asked to. */
  deaf: async ({ ended, write }) => {
    aborted(ended).then(() => write('stdout', Buffer.from('asked once\n')));
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  },
  /** Counts bytes and writes as many, in large pieces. */
  count: async ({ input, write }) => {
    let read = 0;
    for await (const chunk of input) {
      read += chunk.length;
      if ((await write('stdout', chunk)) === 'closed') break;
    }
    await write(
      'stderr',
      Buffer.from(`${read} ${Math.round(process.memoryUsage().rss / 2 ** 20)}\n`),
    );
  },
};

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}

const [how = '', mode] = process.argv.slice(2);
processIo()
  .withTerminal({ isRaw: mode !== 'cooked' }, async (session) => {
    session.onResize(({ columns, rows }) => {
      void session.write('stdout', Buffer.from(`size ${columns}x${rows}\n`));
    });
    const { columns, rows } = session.size() ?? {};
    if (how !== 'count') await session.write('stdout', Buffer.from(`ready ${columns}x${rows}\n`));
    await ENDINGS[how]?.(session);
  })
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 3;
  });
