/** Who has only the rights of examples/rbac.yaml gets every answer that the README shows. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { join } from 'node:path';
import { quickDeployment, quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';

setDefaultTimeout(60_000);

const ROLES = join(import.meta.dirname, '..', '..', 'examples', 'rbac.yaml');

const app = (name: string) => ({
  name,
  image: 'busybox:1.28',
  command: ['sleep', '3600'],
  resources: { requests: { cpu: '1m' } },
});

const OBJECTS = [
  quickPod('web', [app('app')]),
  quickPod('waits', [app('app')], {
    initContainers: [
      {
        ...app('db'),
        command: ['sh', '-c', 'until nslookup mydb; do echo waiting for mydb; sleep 1; done'],
      },
    ],
  }),
  quickDeployment('front', [app('app')]),
  quickPod('unbound', [app('app')], {
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
  }),
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: {
      storageClassName: 'absent',
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'some' },
    spec: { hard: { 'requests.cpu': '1' } },
  },
];

describe.skipIf(realCluster.isAbsent)('with the rights of examples/rbac.yaml alone', () => {
  let namespace = { name: '', remove: async () => '' };
  const bindings: string[] = [];

  beforeAll(async () => {
    namespace = await createNamespace('rights');
    await kubectl(['apply', '-f', ROLES]);
    const objects = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: OBJECTS });
    await kubectl(['-n', namespace.name, 'apply', '-f', '-'], objects);
    for (const command of ['explain', 'resources', 'debug']) {
      const binding = `${namespace.name}-${command}`;
      const subject = `--serviceaccount=${namespace.name}:${command}`;
      const role = `--clusterrole=initx-${command}`;
      await kubectl(['-n', namespace.name, 'create', 'serviceaccount', command]);
      await kubectl(['create', 'clusterrolebinding', binding, role, subject]);
      bindings.push(binding);
    }
    await kubectl([
      ...['-n', namespace.name, 'wait', 'pod', '-l', 'name=front'],
      ...['--for=condition=Ready', '--timeout=60s'],
    ]);
    await kubectl(['-n', namespace.name, 'wait', 'pod/web', '--for=condition=Ready']);
  });

  afterAll(async () => {
    await kubectl(['delete', 'clusterrolebinding', ...bindings]);
    await kubectl(['delete', '-f', ROLES]);
    await namespace.remove();
  });

  /** The command as the ServiceAccount that is called so, which has that role alone. */
  const ask = (command: string, ...words: readonly string[]) =>
    run([
      ...[executable, '-n', namespace.name],
      `--as=system:serviceaccount:${namespace.name}:${command}`,
      ...[command, ...words],
    ]);

  test.each([
    [['web']],
    [['waits', '-o', 'wide']],
    [['deploy/front']],
    [['deploy,sts,ds,job,cronjob']],
    [[]],
    [['-A']],
    [['web', '--until', 'ready', '--timeout', '20s']],
  ])('explain %j', async (words) => {
    const { stdout, stderr, exitCode } = await ask('explain', ...words);
    expect({ stderr, isAnswer: [0, 2, 3, 4].includes(exitCode) }).toEqual({
      stderr: '',
      isAnswer: true,
    });
    expect(stdout).not.toMatch(/may not|forbidden|not known|cannot be read/);
  });

  test('explain reads the log and the Services of who waits', async () => {
    const { stdout } = await ask('explain', 'waits');
    expect(stdout).toContain('waiting for mydb');
    expect(stdout.replace(/\s+/g, ' ')).toContain('Service mydb does not exist');
  });

  test('explain reads the claim and the class of who has no volume', async () => {
    await until('the scheduler has looked at it', async () => {
      const { stdout } = await ask('explain', 'unbound');
      return stdout.includes('STUCK');
    });
    const { stdout } = await ask('explain', 'unbound');
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain(
      'PersistentVolumeClaim data wants StorageClass absent, which does not exist',
    );
  });

  test.each([
    [['web']],
    [['deploy/front']],
    [['web', '--check']],
    [[]],
    [['-A', '--by', 'workload']],
    [['-A', '--by', 'node']],
  ])('resources %j', async (words) => {
    const { stdout, stderr, exitCode } = await ask('resources', ...words);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).not.toMatch(/may not|forbidden|not known|cannot be read/);
  });

  test('resources --check of a file is not certain without the right to change what is there', async () => {
    const stdin = JSON.stringify(quickDeployment('front', [app('app')]));
    const command = [executable, '-n', namespace.name, 'resources', '-f', '-', '--check'];
    const user = `--as=system:serviceaccount:${namespace.name}:resources`;
    const { stdout, stderr, exitCode } = await run([...command, user], { stdin });
    expect(exitCode).toBe(6);
    expect(stdout).toContain('The API server was not asked whether it takes the change.');
    expect(stderr).toContain('cannot patch resource "deployments"');
  });

  test('resources --check of a file is certain with the right to change what is there', async () => {
    const binding = `${namespace.name}-checker`;
    const user = `system:serviceaccount:${namespace.name}:checker`;
    await kubectl(['-n', namespace.name, 'create', 'serviceaccount', 'checker']);
    for (const role of ['resources', 'resources-check']) {
      const subject = `--serviceaccount=${namespace.name}:checker`;
      const name = `${binding}-${role}`;
      await kubectl(['create', 'clusterrolebinding', name, `--clusterrole=initx-${role}`, subject]);
      bindings.push(name);
    }
    const stdin = JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        quickDeployment('front', [app('app')]),
        quickDeployment('new', [app('app')]),
        quickPod('another', [app('app')]),
      ],
    });
    const command = [executable, '-n', namespace.name, 'resources', '-f', '-', '--check'];
    const { stdout, stderr, exitCode } = await run([...command, `--as=${user}`], { stdin });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).not.toMatch(/was not asked|not known|cannot be read/);
  });

  test.each([['web'], ['deploy/front']])('debug %s', async (word) => {
    const { stdout, stderr, exitCode } = await ask('debug', word, '-q', '--', 'echo', 'inside');
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: 'inside\n', stderr: '', exitCode: 0 });
  });
});
