import { afterEach, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { type OnTerminal, startOnTerminal } from '../support/pseudo-terminal.ts';

const CHILD = [process.execPath, join(import.meta.dirname, 'session-child.ts')];

let terminal: OnTerminal | undefined;

afterEach(() => terminal?.close());

/** A session on a pseudo-terminal, once it is ready, and the settings from before. */
async function start(...args: readonly string[]) {
  // `stty` shows when a program that sets nothing runs: the settings that must come back.
  const untouched = startOnTerminal(['true']);
  await untouched.exited;
  const before = untouched.settings();
  untouched.close();
  terminal = startOnTerminal([...CHILD, ...args]);
  return { terminal, before };
}

describe('in raw mode', () => {
  test('each key comes as it is, Ctrl-C and Ctrl-D too, and is not shown by the terminal', async () => {
    const { terminal, before } = await start('return');
    await terminal.shows('ready');
    expect(terminal.settings()).not.toBe(before);
    for (const key of ['\u0003', '\u0004', '\r', '\u001a', 'q']) {
      terminal.type(key);
      await terminal.shows(`keys ${JSON.stringify(key)}`);
    }
    expect(await terminal.exited).toBe(0);
    expect(terminal.settings()).toBe(before);
  });

  test('what is written comes out as it is, line feeds too', async () => {
    const { terminal } = await start('return');
    await terminal.shows('ready 80x24\n');
    terminal.type('q');
    await terminal.exited;
    expect(terminal.screen()).toBe('ready 80x24\nkeys "q"\n');
  });

  test('a new size is told', async () => {
    const { terminal } = await start('return');
    await terminal.shows('ready 80x24');
    terminal.resize(132, 50);
    await terminal.shows('size 132x50');
    terminal.type('q');
    expect(await terminal.exited).toBe(0);
  });

  test.each([
    ['throw', 3],
    ['exit', 7],
  ] as const)('the terminal is as before after %s', async (how, code) => {
    const { terminal, before } = await start(how);
    expect(await terminal.exited).toBe(code);
    expect(terminal.settings()).toBe(before);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'the terminal is as before after %s, and the session can still say something',
    async (signal) => {
      const { terminal, before } = await start('signal');
      await terminal.shows('ready');
      expect(terminal.settings()).not.toBe(before);
      terminal.kill(signal);
      expect(await terminal.exited).toBe(0);
      // The line feed shows that the terminal was restored before.
      expect(terminal.screen()).toEndWith(`ended by ${signal}\r\n`);
      expect(terminal.settings()).toBe(before);
    },
  );

  test('a terminal that is closed ends the session as its signal does', async () => {
    const { terminal } = await start('signal');
    await terminal.shows('ready');
    terminal.close();
    expect(await terminal.exited).toBe(0);
  });

  test('a second signal ends what does not end by itself, with the terminal as before', async () => {
    const { terminal, before } = await start('deaf');
    await terminal.shows('ready');
    terminal.kill('SIGTERM');
    await terminal.shows('asked once');
    terminal.kill('SIGTERM');
    expect(await terminal.exited).toBe(143);
    expect(terminal.settings()).toBe(before);
  });

  test('after a stop it is raw again', async () => {
    const { terminal, before } = await start('return');
    await terminal.shows('ready');
    const raw = terminal.settings();
    terminal.kill('SIGSTOP');
    // As the shell does, which then has the terminal.
    terminal.set(before);
    terminal.kill('SIGCONT');
    // A single key comes through only where the terminal is raw.
    terminal.type('k');
    await terminal.shows('keys "k"');
    expect(terminal.settings()).toBe(raw);
    terminal.type('q');
    expect(await terminal.exited).toBe(0);
    expect(terminal.settings()).toBe(before);
  });
});

describe('without raw mode', () => {
  test('Ctrl-C asks the session to end', async () => {
    const { terminal } = await start('signal', 'cooked');
    await terminal.shows('ready');
    terminal.type('\u0003');
    expect(await terminal.exited).toBe(0);
    expect(terminal.screen()).toContain('ended by SIGINT');
  });

  test('Ctrl-D is the end of input', async () => {
    const { terminal } = await start('return', 'cooked');
    await terminal.shows('ready');
    terminal.type('\u0004');
    await terminal.shows('end of input');
    expect(await terminal.exited).toBe(0);
  });
});

/** As much as would not stay unnoticed in memory, and a reader of it that begins late. */
const MEGABYTES = 300;

describe('in a pipe', () => {
  test('all bytes come through, in and out, without being held in memory', async () => {
    const source = Bun.spawn(['head', '-c', `${MEGABYTES}M`, '/dev/zero'], { stdout: 'pipe' });
    const child = Bun.spawn([...CHILD, 'count', 'cooked'], {
      stdin: source.stdout,
      stdout: 'pipe',
      stderr: 'pipe',
    });
    let written = 0;
    for await (const chunk of child.stdout) written += chunk.length;
    const [read, memory] = (await new Response(child.stderr).text()).split(' ').map(Number);
    expect({ read, written }).toEqual({ read: MEGABYTES * 2 ** 20, written: MEGABYTES * 2 ** 20 });
    expect(memory).toBeLessThan(150);
  });

  test('a reader that has enough ends the session, not with an error', async () => {
    const child = Bun.spawn(
      ['sh', '-c', `yes | "$0" "$1" count cooked | head -n 2; echo "exit $?"`, ...CHILD],
      { stdout: 'pipe', stderr: 'pipe' },
    );
    expect(await new Response(child.stdout).text()).toBe('y\ny\nexit 0\n');
    expect(await new Response(child.stderr).text()).toMatch(/^\d+ \d+\n$/);
  });

  test('no stdin at all is the end of input', async () => {
    const child = Bun.spawn([...CHILD, 'return'], { stdin: 'ignore', stdout: 'pipe' });
    expect(await new Response(child.stdout).text()).toBe(
      'ready undefinedxundefined\nend of input\n',
    );
    expect(await child.exited).toBe(0);
  });
});
