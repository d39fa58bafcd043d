import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROFILES } from '../../src/model/debug/container/profiles.ts';
import { quickPod } from './support/quick-pod.ts';
import { createNamespace, executable, kubectl, realCluster, run } from './support/real-cluster.ts';

const SLEEPER = { name: 'app', image: 'busybox:1.28', command: ['sleep', '86400'] };
const IMAGE = ['--image', 'busybox:1.28'];

describe.skipIf(realCluster.isAbsent)('the container is the one that kubectl debug makes', () => {
  let namespace: Awaited<ReturnType<typeof createNamespace>>;
  let count = 0;

  beforeAll(async () => {
    namespace = await createNamespace('debug-profiles');
    // A node that is not there starts nothing: only what is stored matters.
    await kubectl(
      ['-n', namespace.name, 'create', '-f', '-'],
      JSON.stringify(
        quickPod('web', [SLEEPER], {
          nodeName: 'nowhere',
          volumes: [{ name: 'data', emptyDir: {} }],
        }),
      ),
    );
  });
  afterAll(() => namespace?.remove());

  /** What the server stores for the same flags, given to kubectl and to us. */
  async function both(flags: readonly string[], command: readonly string[]) {
    count += 1;
    const [theirs, ours] = [`theirs-${count}`, `ours-${count}`];
    const words = (name: string) => [
      ...['debug', '-n', namespace.name, 'web', '-c', name, '--attach=false'],
      ...IMAGE,
      ...flags,
      ...(command.length > 0 ? ['--', ...command] : []),
    ];
    const finished = [
      await run([realCluster.kubectl, ...words(theirs)]),
      await run([executable, ...words(ours)]),
    ];
    expect(finished.map(({ exitCode, stderr }) => [exitCode, exitCode && stderr])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    const pod = JSON.parse(
      await kubectl(['-n', namespace.name, 'get', 'pod', 'web', '-o', 'json']),
    );
    const stored = (wanted: string) => {
      const { name, ...container } = pod.spec.ephemeralContainers.find(
        (each: { name: string }) => each.name === wanted,
      );
      // kubectl goes through its own variables in random order.
      container.env?.sort((one: { name: string }, other: { name: string }) =>
        one.name.localeCompare(other.name),
      );
      return container;
    };
    return { theirs: stored(theirs), ours: stored(ours) };
  }

  test.each([...PROFILES])('R29: with profile %s', async (profile) => {
    const { theirs, ours } = await both(['--profile', profile], ['sleep', '1']);
    expect(ours).toEqual(theirs);
  });

  test.each([
    ['without a command', [], []],
    ['with arguments only', ['--arguments-only'], ['-c', 'true']],
    ['with variables', ['--env', 'a=1', '--env', 'b=x y'], ['env']],
    ['with a pull policy', ['--image-pull-policy', 'Never'], []],
    ['with a terminal', ['-i', '-t'], ['sh']],
  ])('R29: %s', async (_, flags, command) => {
    const { theirs, ours } = await both(['--profile', 'general', ...flags], command);
    expect(ours).toEqual(theirs);
  });

  test('R29: with a custom part laid over the profile', async () => {
    const custom = {
      env: [
        { name: 'b', value: '3' },
        { name: 'c', value: '4' },
      ],
      securityContext: { runAsUser: 0, capabilities: { drop: ['NET_RAW'] } },
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
      workingDir: '/tmp',
    };
    const folder = mkdtempSync(join(tmpdir(), 'custom-'));
    const file = join(folder, 'custom.json');
    writeFileSync(file, JSON.stringify(custom));
    const flags = ['--profile', 'general', '--env', 'a=1', '--env', 'b=2', '--custom', file];
    const { theirs, ours } = await both(flags, ['env']);
    rmSync(folder, { recursive: true });
    expect(ours).toEqual(theirs);
    expect(ours.securityContext.capabilities).toEqual({ add: ['SYS_PTRACE'], drop: ['NET_RAW'] });
  });

  test('but stdin of a pipe ends, which kubectl leaves open', async () => {
    const { theirs, ours } = await both(['--profile', 'general', '-i'], ['sort']);
    expect(theirs).not.toHaveProperty('stdinOnce');
    expect(ours).toEqual({ ...theirs, stdinOnce: true });
  });
});
