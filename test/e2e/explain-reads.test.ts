import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { makeTemporaryFiles } from '../kube/temporary-files.ts';
import { quickDeployment, quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';
import { type RecordingProxy, startRecordingProxy } from './support/recording-proxy.ts';

const shell = (name: string, script: string) => ({
  name,
  image: 'busybox:1.28',
  command: ['sh', '-c', script],
});

const OBJECTS = [
  quickPod('healthy', [shell('app', 'sleep 3600')]),
  quickPod('failing', [shell('app', 'sleep 3600')], {
    initContainers: [shell('init', 'echo no; exit 1')],
  }),
  quickDeployment('web', [shell('app', 'sleep 3600')]),
];

describe.skipIf(realCluster.isAbsent)('what explain asks of the API server', () => {
  const files = makeTemporaryFiles();
  let namespace = { name: '', remove: async () => '' };
  let proxy: RecordingProxy;

  beforeAll(async () => {
    namespace = await createNamespace('explain-reads');
    const list = { apiVersion: 'v1', kind: 'List', items: OBJECTS };
    await kubectl(['-n', namespace.name, 'apply', '-f', '-'], JSON.stringify(list));
    await kubectl([
      '-n',
      namespace.name,
      'wait',
      '--for=condition=Ready',
      'pod/healthy',
      '--timeout=90s',
    ]);
    proxy = await startRecordingProxy();
    await until('failing has failed', async () => {
      const { stdout } = await explain('failing');
      return stdout.includes('| no');
    });
    proxy.take();
  }, 120_000);

  afterAll(async () => {
    proxy?.stop();
    files.remove();
    await namespace.remove();
  });

  const explain = (...args: string[]) =>
    run([executable, 'explain', '--server', proxy.server, '-n', namespace.name, ...args]);

  /** What a command asks, without what differs from run to run. */
  async function asked(...args: string[]) {
    await explain(...args);
    return proxy
      .take()
      .map((line) => line.replaceAll(namespace.name, 'NS'))
      .sort();
  }

  const pods = 'GET /api/v1/namespaces/NS/pods';

  test('of a healthy Pod it is the Pod and its Events', async () => {
    expect(await asked('healthy')).toEqual(['GET /api/v1/namespaces/NS/events', `${pods}/healthy`]);
  });

  test('of one that fails the log of the container to blame, too', async () => {
    expect(await asked('failing')).toEqual([
      'GET /api/v1/namespaces/NS/events',
      `${pods}/failing`,
      `${pods}/failing/log`,
    ]);
  });

  test('with --logs 0 no log', async () => {
    expect(await asked('failing', '--logs', '0')).not.toContain(`${pods}/failing/log`);
  });

  test('of a whole namespace it is one list, and one of Events where a Pod is in trouble', async () => {
    expect(await asked()).toEqual(['GET /api/v1/namespaces/NS/events', pods]);
    expect(await asked('--field-selector', 'metadata.name=healthy')).toEqual([pods]);
  });

  test('is never more than a GET, in any way of asking', async () => {
    const file = `${files.directory}/dump.json`;
    const ways = [
      ['healthy', 'failing'],
      ['deploy/web'],
      ['-A'],
      ['--worst'],
      ['-l', 'name=web'],
      ['failing', '--dump', file],
      ['failing', '--shutdown', '-o', 'json'],
      ['healthy', '--until', 'ready'],
      ['healthy', '-o', 'svg'],
      ['no-such-pod'],
    ];
    for (const way of ways) {
      const lines = await asked(...way);
      expect({ way, asks: lines.length > 0 }).toEqual({ way, asks: true });
      expect({ way, writes: lines.filter((line) => !line.startsWith('GET ')) }).toEqual({
        way,
        writes: [],
      });
    }
  });
});
