import { afterEach, expect, test } from 'bun:test';
import { join } from 'node:path';
import { type OnTerminal, startOnTerminal, untilRaw } from '../support/pseudo-terminal.ts';

const CHILD = [process.execPath, join(import.meta.dirname, 'screen-child.tsx')];
const LEAVE_SCREEN = '\u001b[?1049l';

let terminal: OnTerminal | undefined;

afterEach(() => terminal?.close());

/** The screen on a pseudo-terminal, once it is drawn, and the settings from before. */
async function start() {
  const untouched = startOnTerminal(['true']);
  await untouched.exited;
  const before = untouched.settings();
  untouched.close();
  terminal = startOnTerminal(CHILD);
  await terminal.shows('keys .');
  await untilRaw(terminal, before);
  return { terminal, before };
}

test('each key comes, also of several that come at once', async () => {
  const { terminal, before } = await start();
  terminal.type('\u001b[B\u001b[B\u001b[Ajkq');
  expect(await terminal.exited).toBe(0);
  expect(terminal.screen()).toContain('came: down down up down up quit');
  expect(terminal.settings()).toBe(before);
});

test('it is drawn anew for another size', async () => {
  const { terminal } = await start();
  terminal.resize(132, 50);
  await terminal.shows('132x50');
  terminal.type('q');
  expect(await terminal.exited).toBe(0);
});

test.each([
  ['drawing', ' ', 'cannot draw'],
  ['a key', '\r', 'cannot open'],
])('a failure of %s leaves the terminal as it was, and is told there', async (_, key, message) => {
  const { terminal, before } = await start();
  terminal.type(key);
  expect(await terminal.exited).toBe(7);
  expect(terminal.settings()).toBe(before);
  const [, left = ''] = terminal.screen().split(LEAVE_SCREEN);
  expect(left).toContain(`failed: ${message}`);
});
