import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';

const PROVISIONER = 'kubectl-initx.test/none';

const claim = (name: string, spec: object) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
    ...spec,
  },
});

const user = (name: string) =>
  quickPod(`uses-${name}`, [{ name: 'app', image: 'busybox:1.28', command: ['true'] }], {
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }],
  });

describe.skipIf(realCluster.isAbsent)('explain of a Pod whose claim has no volume', () => {
  let namespace = { name: '', remove: async () => '' };
  const directory = mkdtempSync(join(tmpdir(), 'explain-claims-'));
  const className = `explain-claims-${Math.random().toString(36).slice(2, 7)}`;

  beforeAll(async () => {
    namespace = await createNamespace('explain-claims');
    const storageClass = {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: className },
      provisioner: PROVISIONER,
    };
    const specs = {
      'no-class': { storageClassName: 'absent' },
      'no-volume': { storageClassName: '' },
      named: { storageClassName: '', volumeName: 'absent' },
      'no-answer': { storageClassName: className },
    };
    const items = [
      storageClass,
      ...Object.entries(specs).flatMap(([name, spec]) => [claim(name, spec), user(name)]),
    ];
    const list = { apiVersion: 'v1', kind: 'List', items };
    await kubectl(['-n', namespace.name, 'apply', '-f', '-'], JSON.stringify(list));
    await until('the scheduler has looked at them', async () => {
      const { items } = JSON.parse((await explain('-o', 'json')).stdout);
      const codes = items.map(({ verdict }: { verdict: { code: string } }) => verdict.code);
      return codes.every((code: string) => code === 'Unschedulable');
    });
  }, 120_000);

  afterAll(async () => {
    rmSync(directory, { recursive: true });
    await kubectl(['delete', 'storageclass', className, '--ignore-not-found']);
    await namespace.remove();
  });

  const explain = (...args: string[]) =>
    run([executable, 'explain', '-n', namespace.name, ...args]);

  test.each([
    ['no-class', { problem: 'no-class', storageClass: 'absent' }],
    ['no-volume', { problem: 'no-volume' }],
    ['named', { problem: 'volume-not-free', volume: 'absent' }],
    ['no-answer', { problem: 'no-answer', provisioner: PROVISIONER }],
  ])('says why: %s', async (name, expected) => {
    const { causes } = JSON.parse((await explain(`uses-${name}`, '-o', 'json')).stdout);
    expect(causes).toMatchObject([{ code: 'claim', claim: name, ...expected }]);
  });

  test('says the same while it watches', async () => {
    const watch = ['--until', 'ready', '--timeout', '1s', '-o', 'json'];
    const [first = ''] = (await explain('uses-no-class', ...watch)).stdout.split('\n');
    expect(JSON.parse(first).causes).toMatchObject([
      { code: 'claim', claim: 'no-class', problem: 'no-class' },
    ]);
  });

  test('tells the same from a dump', async () => {
    const file = join(directory, 'dump.json');
    const { stdout } = await explain('uses-no-answer', '--dump', file);
    expect(stdout.replace(/\s+/g, ' ')).toContain(`provisioner ${PROVISIONER} of StorageClass`);
    expect((await run([executable, 'explain', '-f', file])).stdout).toBe(stdout);
  });

  test('says what may not be read, and needs no right but that to get Pods', async () => {
    const role = ['create', 'role', 'only-pods', '--verb=get', '--resource=pods'];
    await kubectl(['-n', namespace.name, ...role]);
    const binding = ['create', 'rolebinding', 'only-pods', '--role=only-pods', '--user=reader'];
    await kubectl(['-n', namespace.name, ...binding]);
    const { stdout, exitCode } = await explain('uses-no-class', '--as=reader');
    expect(exitCode).toBe(3);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('PersistentVolumeClaim no-class, which the Pod uses, could not be read');
    expect(text).toContain('cannot get resource "persistentvolumeclaims"');
  });
});
