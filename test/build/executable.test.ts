import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileExecutable } from '../../scripts/executable.ts';
import { startOnTerminal } from '../support/pseudo-terminal.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'initx-build-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('an executable as a release is compiled', () => {
  test('can show an ink screen in colour, which changes and takes keys', async () => {
    const outfile = join(folder, 'ink-probe');
    await compileExecutable({ entry: join(import.meta.dirname, 'ink-probe.tsx'), outfile });
    const terminal = startOnTerminal([outfile], { ...process.env, CI: 'true' });
    try {
      await terminal.shows('count 3');
      expect(terminal.screen()).toContain('┌──────────────────┐');
      expect(terminal.screen()).toContain('\x1b[32mcount 3');
      terminal.type('q');
      expect(await terminal.exited).toBe(0);
    } finally {
      terminal.close();
    }
  });

  test('says what is wrong with a program that cannot be compiled', async () => {
    const entry = join(import.meta.dirname, 'no-such-file.ts');
    await expect(compileExecutable({ entry, outfile: join(folder, 'none') })).rejects.toThrow();
  });
});
