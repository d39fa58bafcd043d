import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Entry, tarGz, zip } from '../../scripts/release/archive.ts';

const TIME = Date.UTC(2026, 10, 24, 10, 36, 8) / 1000;
const noise = new Uint8Array(100_000).map((_, at) => (at * at) >> 3);
const ENTRIES: readonly Entry[] = [
  { name: 'program', content: noise, isProgram: true },
  { name: 'LICENSE', content: new TextEncoder().encode('text\n'.repeat(200)) },
  { name: 'empty', content: new Uint8Array() },
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'initx-archive-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function runIn(...command: string[]): string {
  const { stdout, stderr, exitCode } = Bun.spawnSync(command, { cwd: folder });
  expect({ command, stderr: stderr.toString(), exitCode }).toMatchObject({ exitCode: 0 });
  return stdout.toString();
}

function expectFiles(into: string): void {
  for (const { name, content, isProgram } of ENTRIES) {
    const file = join(into, name);
    expect(readFileSync(file).equals(content)).toBe(true);
    const { mode, mtimeMs } = statSync(file);
    expect(mode & 0o777).toBe(isProgram ? 0o755 : 0o644);
    expect(mtimeMs).toBe(TIME * 1000);
  }
}

test('tar unpacks a tar.gz to the same files, modes and times', () => {
  writeFileSync(join(folder, 'a.tar.gz'), tarGz(ENTRIES, TIME));
  runIn('tar', '-xzf', 'a.tar.gz');
  expectFiles(folder);
});

test.skipIf(Bun.which('go') === null)(
  'Go unpacks a zip to the same',
  () => {
    writeFileSync(join(folder, 'a.zip'), zip(ENTRIES, TIME));
    mkdirSync(join(folder, 'zip'));
    runIn('go', 'run', join(import.meta.dirname, 'unzip', 'main.go'), 'a.zip', 'zip');
    expectFiles(join(folder, 'zip'));
  },
  60_000,
);

test('both are the same however often they are made', () => {
  for (const pack of [tarGz, zip]) {
    expect(Buffer.from(pack(ENTRIES, TIME)).equals(pack(ENTRIES, TIME))).toBe(true);
  }
});
