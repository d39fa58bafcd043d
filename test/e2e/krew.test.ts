import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json';
import { buildKrew, type KrewPrograms, putOnPath } from '../krew/build.ts';
import { releaseFiles } from '../release/release-files.ts';
import { quickPod } from './support/quick-pod.ts';
import { createNamespace, kubectl, realCluster, run } from './support/real-cluster.ts';

const TEMPLATE = join(import.meta.dirname, '..', '..', 'krew-manifest.yaml');
const DOWNLOADS = 'https://github.com/kubectl-initx/kubectl-initx/releases/download';
const PLATFORMS = ['linux', 'darwin', 'windows'].flatMap((os) => [`${os}-amd64`, `${os}-arm64`]);
const OLDER = 'v0.0.9';
const TAG = `v${packageJson.version}`;
const container = { name: 'app', image: 'busybox:1.28', command: ['sleep', '3600'] };

describe.skipIf(realCluster.isAbsent)('the whole round with the real krew, offline', () => {
  let home = '';
  let archives = '';
  let programs: KrewPrograms;
  let server: Bun.Server<undefined>;
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'initx-krew-'));
    archives = await releaseFiles(...PLATFORMS);
    programs = await buildKrew();
    server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: ({ url }) => new Response(Bun.file(join(archives, new URL(url).pathname.slice(1)))),
    });
    mkdirSync(join(home, 'bin'));
    putOnPath(join(home, 'bin'), Bun.which(realCluster.kubectl) ?? '', programs);
    namespace = await createNamespace('krew');
    const pod = JSON.stringify(quickPod('web', [container]));
    await kubectl(['-n', namespace.name, 'create', '-f', '-'], pod);
    await kubectl(['-n', namespace.name, 'wait', 'pod/web', '--for=condition=Ready']);
  }, 900_000);

  afterAll(async () => {
    await server?.stop(true);
    rmSync(home, { recursive: true, force: true });
    if (archives !== process.env.INITX_RELEASE) rmSync(archives, { recursive: true, force: true });
    await namespace.remove();
  });

  const env = () => ({
    HOME: home,
    KREW_ROOT: join(home, 'krew'),
    KREW_NO_UPGRADE_CHECK: '1',
    KREW_DEFAULT_INDEX_URI: `file://${join(home, 'index')}`,
    PATH: `${join(home, 'krew', 'bin')}:${join(home, 'bin')}:/usr/bin:/bin`,
  });

  /** Runs kubectl as somebody whose home this is. */
  const kubectlHere = (...args: string[]) => run(['kubectl', ...args], { env: env() });

  async function succeeds(...args: string[]): Promise<string> {
    const { stdout, stderr, exitCode } = await kubectlHere(...args);
    if (exitCode !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout + stderr;
  }

  /** The manifest as the release bot makes it, with the archives taken from our server. */
  async function manifest(tag: string): Promise<string> {
    const { stdout, stderr, exitCode } = await run([programs.bot, TEMPLATE, tag, archives]);
    if (exitCode !== 0) throw new Error(stderr);
    expect(stdout.split(`${DOWNLOADS}/${tag}/`)).toHaveLength(PLATFORMS.length + 1);
    return stdout.replaceAll(`${DOWNLOADS}/${tag}`, `http://127.0.0.1:${server.port}`);
  }

  /** Puts the manifest of a version into the index, which is a git repository. */
  async function publish(tag: string): Promise<void> {
    const index = join(home, 'index');
    mkdirSync(join(index, 'plugins'), { recursive: true });
    writeFileSync(join(index, 'plugins', 'initx.yaml'), await manifest(tag));
    const who = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
    for (const args of [
      ['init', '-q'],
      ['add', '.'],
      [...who, 'commit', '--allow-empty', '-qm', tag],
    ]) {
      const { stderr, exitCode } = await run(['git', '-C', index, ...args]);
      if (exitCode !== 0) throw new Error(stderr);
    }
  }

  test("krew's validator installs it on every platform, with its licence", async () => {
    const file = join(home, 'initx.yaml');
    writeFileSync(file, await manifest(TAG));
    const { stderr, exitCode } = await run([programs.validator, '-manifest', file], { env: env() });
    expect({ exitCode, problem: exitCode === 0 ? '' : stderr }).toEqual({
      exitCode: 0,
      problem: '',
    });
    expect(stderr).toContain(`all ${PLATFORMS.length} spec.platforms`);
  }, 300_000);

  test('installs from the index, and kubectl runs it', async () => {
    await publish(OLDER);
    await succeeds('krew', 'update');
    expect(await succeeds('krew', 'search', 'initx')).toContain('Explain why a Pod');
    expect(await succeeds('krew', 'install', 'initx')).toContain('initx completion --install');
    expect(await succeeds('krew', 'list')).toContain('initx');
    expect(await succeeds('initx', 'version', '--client')).toBe(
      `Client Version: v${packageJson.version}\n`,
    );
  }, 120_000);

  test('explain, resources and debug work through the real kubectl', async () => {
    const at = ['web', '-n', namespace.name];
    expect(await succeeds('initx', 'explain', ...at)).toContain('HEALTHY');
    expect(await succeeds('initx', 'resources', ...at)).toContain('Requests');
    const { stdout, exitCode } = await kubectlHere(
      'initx',
      'debug',
      ...at,
      '-q',
      '--',
      'echo',
      'in',
    );
    expect({ stdout, exitCode }).toEqual({ stdout: 'in\n', exitCode: 0 });
    expect((await kubectlHere('initx', 'explain', 'absent', '-n', namespace.name)).exitCode).toBe(
      1,
    );
  }, 120_000);

  test('completion --install writes beside the link that krew made', async () => {
    const helper = join(home, 'krew', 'bin', 'kubectl_complete-initx');
    expect(await succeeds('initx', 'completion', '--install')).toContain(`Wrote ${helper}.`);
    const answer = await succeeds('__complete', 'initx', 'explain', '-n', namespace.name, 'we');
    expect(answer).toContain('web\t1/1 Running\n:4\n');
  });

  test('is upgraded, completion goes on, and uninstalling leaves only what it said', async () => {
    await publish(TAG);
    await succeeds('krew', 'upgrade');
    const store = join(home, 'krew', 'store', 'initx');
    expect(readdirSync(store)).toEqual([TAG]);
    expect(await succeeds('__complete', 'initx', 'expl')).toContain('explain\t');
    await succeeds('krew', 'uninstall', 'initx');
    // Not by krew list: without any plugin, krew itself too, it takes its home for an old one's.
    expect(readdirSync(join(home, 'krew', 'receipts'))).toEqual([]);
    expect(existsSync(store)).toBe(false);
    expect(readdirSync(join(home, 'krew', 'bin'))).toEqual(['kubectl_complete-initx']);
    expect((await kubectlHere('initx', 'version')).exitCode).not.toBe(0);
  }, 120_000);
});
