import { afterAll, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDownload } from './download.ts';

const folder = mkdtempSync(join(tmpdir(), 'initx-download-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A registry that answers only when it is asked for the third time. */
const LATE = 'echo asked >>"$0"; echo "no answer" >&2; [ "$(wc -l <"$0")" -ge 3 ] && echo here';

test('a download that fails is told and tried again until it works', async () => {
  const told: string[] = [];
  const asked = join(folder, 'late');
  const options = { onRetry: (line: string) => void told.push(line), pauses: [0, 0, 0] };
  expect(await runDownload('sh', ['-c', LATE, asked], options)).toBe('here\n');
  expect(told).toHaveLength(2);
  expect(told[0]).toContain('no answer');
  expect(readFileSync(asked, 'utf8')).toBe('asked\n'.repeat(3));
});

test('a download that never works fails with what was said last', async () => {
  const options = { onRetry: () => {}, pauses: [0] };
  const asked = join(folder, 'never');
  await expect(runDownload('sh', ['-c', LATE, asked], options)).rejects.toThrow('no answer');
  expect(readFileSync(asked, 'utf8')).toBe('asked\n'.repeat(2));
});
