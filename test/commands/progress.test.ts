import { describe, expect, test } from 'bun:test';
import { startProgress } from '../../src/commands/progress.ts';
import { fakeIo } from '../support/fake-io.ts';

/** Longer than what counts as quick. */
const SLOW_MS = 1500;

describe('progress', () => {
  test('is told on a terminal once something takes longer than a second, and taken away at the end', async () => {
    const { io, written } = fakeIo({ stderrIsTerminal: true });
    let text = 'Reading Pods';
    const end = startProgress(() => text, io);
    await Bun.sleep(SLOW_MS);
    expect(written.stderr).toBe('\rReading Pods');
    text = 'Reading Pods: 500';
    await Bun.sleep(400);
    await end();
    expect(shownAfter(written.stderr)).toBe('');
    expect(written.stderr).toContain('Reading Pods: 500');
    const before = written.stderr;
    await Bun.sleep(400);
    expect(written.stderr).toBe(before);
    expect(written.stdout).toBe('');
  });

  test('says nothing of what is quick', async () => {
    const { io, written } = fakeIo({ stderrIsTerminal: true });
    const end = startProgress(() => 'Reading Pods', io);
    await Bun.sleep(300);
    await end();
    expect(written.stderr).toBe('');
  });

  test('says nothing where stderr is no terminal', async () => {
    const { io, written } = fakeIo();
    const end = startProgress(() => 'Reading Pods', io);
    await Bun.sleep(SLOW_MS);
    await end();
    expect(written.stderr).toBe('');
  });
});

/** What a terminal shows in the line in the end. */
function shownAfter(text: string): string {
  let line = '';
  for (const part of text.split('\r')) line = part + line.slice(part.length);
  return line.trim();
}
