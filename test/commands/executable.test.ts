import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtExecutable } from '../support/built-executable.ts';

const root = join(import.meta.dirname, '..', '..');
const executable = builtExecutable();
const example = join(root, 'examples', 'stuck-pod.yaml');

/** What only the built executable can show. */
describe('the executable', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'initx-executable-'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function run(command: string, env: Record<string, string> = {}) {
    const { stdout, stderr, exitCode } = Bun.spawnSync(['bash', '-c', command], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', INITX: executable, EXAMPLE: example, ...env },
    });
    return { stdout: stdout.toString(), stderr: stderr.toString(), exitCode };
  }

  test('explains the example of the README, which is stuck: exit 3', () => {
    const { stdout, stderr, exitCode } = run('"$INITX" explain -f "$EXAMPLE"');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 3 });
    expect(stdout).toContain('STUCK');
  });

  test('is silent when its reader has gone', () => {
    const { stdout, stderr } = run('"$INITX" explain -f "$EXAMPLE" -o json | head -n 1');
    expect({ stdout, stderr }).toEqual({ stdout: '{\n', stderr: '' });
  });

  test('reads a large file from a pipe and writes all of a large answer to one', () => {
    const text = readFileSync(example, 'utf8');
    const files = Array.from({ length: 40 }, (_, at) =>
      text.replaceAll(/^( +(?:name: web|uid: .*-.*))$/gm, `$1-${at}`),
    );
    writeFileSync(join(folder, 'many.yaml'), files.join('\n---\n'));
    const { stdout } = run('cat many.yaml | "$INITX" explain -f - -o json | (sleep 0.3; cat)');
    expect(JSON.parse(stdout).items).toHaveLength(40);
  });

  test('is not touched by what lies in the folder where it is run', () => {
    writeFileSync(join(folder, 'bunfig.toml'), 'preload = ["./no-such-file.ts"]\n');
    writeFileSync(join(folder, '.env'), 'FORCE_COLOR=1\n');
    writeFileSync(join(folder, 'package.json'), 'not json');
    const { stdout, stderr, exitCode } = run('"$INITX" explain -f "$EXAMPLE"');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 3 });
    expect(stdout).not.toContain('\x1b');
  });

  test('is not touched by switches of the runtime that it can close', async () => {
    const server = Bun.serve({ port: 0, fetch: () => new Response('', { status: 404 }) });
    const child = Bun.spawn([executable, 'explain', 'web', '-s', `127.0.0.1:${server.port}`], {
      stdout: 'ignore',
      stderr: 'pipe',
      env: { BUN_CONFIG_VERBOSE_FETCH: 'curl', NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    const stderr = await new Response(child.stderr).text();
    server.stop(true);
    expect(stderr).toContain('Error from server');
    expect(stderr).not.toMatch(/curl|Accept|NODE_TLS|HTTP\/1/);
  });

  test.each([
    ['is no gzip', Buffer.from('no gzip')],
    ['is cut off', gzipSync('{"kind":"Pod"}').subarray(0, 20)],
  ])('tells an answer that %s in its own words alone', async (_title, body) => {
    const server = Bun.serve({
      port: 0,
      fetch: () => new Response(body, { headers: { 'Content-Encoding': 'gzip' } }),
    });
    const address = `127.0.0.1:${server.port}`;
    // Two groups make the request go by another way.
    for (const groups of [[], ['--as', 'jane', '--as-group', 'a', '--as-group', 'b']]) {
      const child = Bun.spawn([executable, 'explain', 'web', '-s', address, ...groups], {
        stdout: 'ignore',
        stderr: 'pipe',
        env: { HOME: folder },
      });
      expect(await new Response(child.stderr).text()).toBe(
        `Unable to connect to the server: ${address} sent an answer that cannot be unpacked\n` +
          'Try --disable-compression; is there a proxy before the API server that changes answers?\n',
      );
    }
    server.stop(true);
  });

  test('colours a pipe only when told to, and writes Unicode only to UTF-8 locales', () => {
    expect(run('"$INITX" explain -f "$EXAMPLE" --color always').stdout).toContain('\x1b[');
    expect(run('"$INITX" explain -f "$EXAMPLE"', { FORCE_COLOR: '1' }).stdout).toContain('\x1b[');
    expect(run('"$INITX" explain -f "$EXAMPLE"').stdout).toMatch(/^[\n -~]*$/);
    expect(run('"$INITX" explain -f "$EXAMPLE"', { LANG: 'C.UTF-8' }).stdout).toContain('█');
  });

  test('works without a home folder or a kubeconfig, and then says what it misses', () => {
    const { stdout, stderr, exitCode } = run('"$INITX" explain web-0');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toContain('config');
    expect(stderr).not.toContain('    at ');
  });

  test('reads no more of stdin than it can hold', () => {
    const { stderr, exitCode } = run('yes | "$INITX" explain -f -');
    expect(stderr).toBe(
      'error: stdin has more than 256 MiB, the most that is read\nGive the Pods in several files.\n',
    );
    expect(exitCode).toBe(1);
  });

  test('ends on Ctrl-C without a word, while it waits for the cluster', async () => {
    const asked = Promise.withResolvers<void>();
    const server = Bun.serve({
      port: 0,
      fetch: () => {
        asked.resolve();
        return new Promise<Response>(() => {});
      },
    });
    try {
      const child = Bun.spawn(
        [executable, 'explain', 'web-0', '-s', `http://localhost:${server.port}`],
        { stdin: 'ignore', stdout: 'pipe', stderr: 'pipe', env: { HOME: folder } },
      );
      await asked.promise;
      child.kill('SIGINT');
      await child.exited;
      expect(child.signalCode).toBe('SIGINT');
      expect(await new Response(child.stdout).text()).toBe('');
      expect(await new Response(child.stderr).text()).toBe('');
    } finally {
      await server.stop(true);
    }
  });
});
