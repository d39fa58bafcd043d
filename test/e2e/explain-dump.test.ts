import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { makeTemporaryFiles } from '../kube/temporary-files.ts';
import { quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';

const SECRET = 'hunter2-of-this-test';

const POD = quickPod(
  'failing',
  [{ name: 'app', image: 'busybox:1.28', command: ['sleep', '3600'] }],
  {
    initContainers: [
      {
        name: 'migrate',
        image: 'busybox:1.28',
        command: ['sh', '-c', 'echo no such table; exit 3'],
        env: [{ name: 'PASSWORD', value: SECRET }],
      },
    ],
  },
);

describe.skipIf(realCluster.isAbsent)('explain --dump', () => {
  const files = makeTemporaryFiles();
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('explain-dump');
    // Applied, so that an annotation has the variables too.
    await kubectl(['-n', namespace.name, 'apply', '-f', '-'], JSON.stringify(POD));
  });

  afterAll(async () => {
    files.remove();
    await namespace.remove();
  });

  test('saves what was read, and -f tells the same byte for byte, without a cluster', async () => {
    const file = `${files.directory}/failing.json`;
    const args = ['explain', 'failing', '-n', namespace.name, '-o', 'wide', '--dump', file];
    let live = await run([executable, ...args]);
    await until('its log is told', async () => {
      live = await run([executable, ...args]);
      return live.stdout.includes('| no such table');
    });
    expect(live.stderr).toContain(`${file} holds what is shown here, without the values`);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('PASSWORD');
    expect(text).not.toContain(SECRET);
    const replay = await run([
      executable,
      'explain',
      '-f',
      file,
      '-o',
      'wide',
      '--kubeconfig',
      '/none',
    ]);
    expect(replay).toEqual({ ...live, stderr: '' });
  }, 100_000);

  test('has the variables where they are asked for', async () => {
    const file = `${files.directory}/with-env.json`;
    await run([
      executable,
      'explain',
      'failing',
      '-n',
      namespace.name,
      '--dump',
      file,
      '--dump-env',
    ]);
    expect(readFileSync(file, 'utf8').split(SECRET).length).toBe(2);
  });
});
