import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { debugWorkplace, SLEEPER } from './support/debug-workplace.ts';
import { quickPod } from './support/quick-pod.ts';
import { kubectl, realCluster } from './support/real-cluster.ts';

const MODES = { one: 'ReadWriteOnce', sole: 'ReadWriteOncePod' } as const;
const NOTE = ['-c', 'app', '--rm', '--', 'cat', '/data/note'];

describe.skipIf(realCluster.isAbsent)('a copy of a Pod with a claim', () => {
  let place: Awaited<ReturnType<typeof debugWorkplace>>;
  const volumes: string[] = [];

  beforeAll(async () => {
    place = await debugWorkplace('debug-claims');
    for (const [name, mode] of Object.entries(MODES)) {
      const volume = `${place.name}-${name}`;
      volumes.push(volume);
      const size = { storage: '1Mi' };
      const common = { storageClassName: place.name, accessModes: [mode] };
      await place.create(
        {
          apiVersion: 'v1',
          kind: 'PersistentVolume',
          metadata: { name: volume },
          spec: {
            ...common,
            capacity: size,
            claimRef: { namespace: place.name, name },
            hostPath: { path: `/tmp/${volume}`, type: 'DirectoryOrCreate' },
          },
        },
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name },
          spec: { ...common, resources: { requests: size } },
        },
        quickPod(
          name,
          [
            {
              ...SLEEPER,
              command: ['sh', '-c', 'echo mine > /data/note; exec sleep 86400'],
              volumeMounts: [{ name: 'data', mountPath: '/data' }],
            },
          ],
          { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }] },
        ),
      );
    }
    await Promise.all(
      Object.keys(MODES).map((name) => place.untilPod(name, '{.status.phase}', 'Running')),
    );
  }, 120_000);
  afterAll(async () => {
    await place?.remove();
    for (const volume of volumes)
      await kubectl(['delete', 'pv', volume, '--ignore-not-found', '--wait=false']);
  });

  test('that one node can mount has the same data there, and is told of the node', async () => {
    const { stdout, stderr } = await place.debug('one', '--copy-to', 'beside', ...NOTE);
    expect(stderr).toContain('of claim one, which only one node can mount');
    expect(stdout).toBe('mine\n');
  }, 60_000);

  test('that one Pod can use waits for it, in the words of the scheduler', async () => {
    const words = ['sole', '--copy-to', 'waiting', '--timeout', '4s', ...NOTE];
    const { exitCode, stderr } = await place.debug(...words);
    expect(stderr).toContain('of claim sole, which only one Pod can use at a time');
    expect(stderr).toMatch(/Waiting for a node for Pod waiting: .*ReadWriteOncePod/);
    expect(exitCode).toBe(3);
  }, 60_000);

  test('and with --replace has it for itself', async () => {
    const words = ['sole', '--copy-to', 'instead', '--replace', '-c', 'app'];
    const { exitCode, stdout } = await place.debug(...words, '--', 'cat', '/data/note');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'mine\n' });
  }, 60_000);
});
