import { describe, expect, test } from 'bun:test';
import { startProgress } from '../../src/commands/progress.ts';
import { fakeIo } from '../support/fake-io.ts';

describe('progress', () => {
  test('is told on a terminal once something takes longer than a second, and taken away at the end', async () => {
    const { io, written, wait } = fakeIo({ stderrIsTerminal: true });
    let text = 'Reading Pods';
    const end = startProgress(() => text, io);
    wait(900);
    expect(written.stderr).toBe('');
    wait(600);
    expect(written.stderr).toBe('\rReading Pods');
    text = 'Reading Pods: 500';
    wait(400);
    expect(written.stderr).toBe('\rReading Pods\rReading Pods: 500');
    await end();
    expect(shownAfter(written.stderr)).toBe('');
    const before = written.stderr;
    wait(5000);
    expect(written.stderr).toBe(before);
    expect(written.stdout).toBe('');
  });

  test('says nothing of what is quick', async () => {
    const { io, written, wait } = fakeIo({ stderrIsTerminal: true });
    const end = startProgress(() => 'Reading Pods', io);
    wait(900);
    await end();
    expect(written.stderr).toBe('');
  });

  test('says nothing where stderr is no terminal', async () => {
    const { io, written, wait } = fakeIo();
    const end = startProgress(() => 'Reading Pods', io);
    wait(5000);
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
