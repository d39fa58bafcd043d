import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseFiles } from '../release/release-files.ts';
import { quickPod } from './support/quick-pod.ts';
import { createNamespace, executable, kubectl, realCluster, run } from './support/real-cluster.ts';

const NAME = 'linux-arm64';
const example = join(import.meta.dirname, '..', '..', 'examples', 'stuck-pod.yaml');
const container = { name: 'app', image: 'busybox:1.28', command: ['sleep', '3600'] };

// No such processor is at hand: QEMU carries out its instructions, libc is Debian's for arm64.
describe.skipIf(realCluster.isAbsent)('the executable for arm64', () => {
  let folder = '';
  let release = '';
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'initx-arm64-'));
    release = await releaseFiles(NAME);
    const archive = join(release, `kubectl-initx-${NAME}.tar.gz`);
    const { stderr, exitCode } = await run(['tar', '-xzf', archive, '-C', folder]);
    if (exitCode !== 0) throw new Error(stderr);
    namespace = await createNamespace('arm64');
    const pod = JSON.stringify(quickPod('web', [container]));
    await kubectl(['-n', namespace.name, 'create', '-f', '-'], pod);
    await kubectl(['-n', namespace.name, 'wait', 'pod/web', '--for=condition=Ready']);
  }, 300_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    if (release !== process.env.INITX_RELEASE) rmSync(release, { recursive: true, force: true });
    await namespace.remove();
  });

  const onArm = (...args: string[]) =>
    run(['qemu-aarch64', join(folder, 'kubectl-initx'), ...args], {
      env: { QEMU_LD_PREFIX: '/usr/aarch64-linux-gnu' },
    });
  const here = (...args: string[]) => run([executable, ...args]);

  test.each([
    [['explain', '-f', example, '--at', '2026-11-24T10:36:00Z']],
    [['explain', '-f', example, '-o', 'svg', '--at', '2026-11-24T10:36:00Z']],
    [['resources', '-f', example, '-o', 'yaml']],
    [['rules']],
    [['no-such-command']],
  ])('says what that for amd64 says: %p', async (args) => {
    expect(await onArm(...args)).toEqual(await here(...args));
  });

  test('works with a cluster', async () => {
    const web = ['web', '-n', namespace.name];
    expect(await onArm('explain', ...web)).toMatchObject({ exitCode: 0, stderr: '' });
    const resources = ['resources', ...web, '-o', 'json'];
    expect(await onArm(...resources)).toEqual(await here(...resources));
    expect(await onArm('debug', ...web, '-q', '--', 'sh', '-c', 'echo in; exit 3')).toEqual({
      stdout: 'in\n',
      stderr: '',
      exitCode: 3,
    });
  }, 60_000);
});
