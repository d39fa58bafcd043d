import { afterAll, beforeAll, describe, test } from 'bun:test';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';

/** Each Pod waits for a Service that stands in another way. */
const WAITS: Readonly<Record<string, readonly [host: string, port: number, sentence: RegExp]>> = {
  missing: ['nowhere', 80, /Service nowhere does not exist\./],
  unserved: [
    'db',
    5432,
    /Service db exists, but no Pod has the labels that it selects \(app=db\)\./,
  ],
  astray: ['db', 6379, /Service db has no port 6379, only 5432\./],
  itself: ['itself', 80, /Service itself selects this very Pod, .*: it waits for itself\./],
};

function podThatWaits(name: string): object {
  const [host, port] = WAITS[name] ?? ['', 0];
  const loop = `until nc -w1 ${host} ${port} </dev/null; do sleep 1; done`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      initContainers: [{ name: 'wait', image: 'busybox:1.28', command: ['sh', '-c', loop] }],
      containers: [{ name: 'app', image: 'busybox:1.28', command: ['sleep', '3600'] }],
    },
  };
}

function service(name: string, port: number): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port }] },
  };
}

describe.skipIf(realCluster.isAbsent)('R15 the Service that an init container waits for', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('services');
    const pods = Object.keys(WAITS).map(podThatWaits);
    const items = [service('db', 5432), service('itself', 80), ...pods];
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    await kubectl(['-n', namespace.name, 'apply', '-f', '-'], list);
  }, 60_000);

  afterAll(async () => {
    await namespace.remove();
  });

  test.each(Object.entries(WAITS))(
    '%s',
    async (pod, [, , sentence]) => {
      await until(`${pod} tells of its Service`, async () => {
        const { stdout } = await run([executable, 'explain', pod, '-n', namespace.name]);
        return sentence.test(stdout.replace(/\s+/g, ' '));
      });
    },
    60_000,
  );
});
