import { describe, expect, test } from 'bun:test';
import { runMain as run } from '../../support/fake-io.ts';

/** The Pod that waits, and the labels of what its template makes. */
const waiter = (command: string, kind = 'Deployment') => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  ${kind === 'StatefulSet' ? 'serviceName: shop' : ''}
  template:
    metadata: {labels: {app: shop}}
    spec:
      initContainers:
      - {name: wait, image: i, command: [sh, -c, "until ${command}; do sleep 1; done"]}
      containers: [{name: shop, image: i}]
`;

const service = (name: string, fields: string) => `---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {${fields}}
`;

const server = `---
apiVersion: v1
kind: Pod
metadata: {name: db-0, labels: {app: db}}
spec:
  containers: [{name: db, image: i}]
`;

const explain = (text: string, ...args: string[]) =>
  run(['explain', '-f', '-', ...args], { readStdin: async () => text });

const words = async (text: string) => (await explain(text)).stdout.replace(/\s+/g, ' ');

describe('a Service of the same file that an init container waits for', () => {
  test.each([
    [
      'selects the very Pod that waits',
      waiter('nc -z shop 80') + service('shop', 'selector: {app: shop}, ports: [{port: 80}]'),
      'Service shop selects this very Pod, but no ready Pod in the file. Unless it also selects Pods elsewhere, this Pod waits for itself: it cannot be ready before wait has ended.',
    ],
    [
      'has no name in DNS before its own Pod is ready',
      waiter('nslookup shop-0.shop.default.svc', 'StatefulSet') +
        service('shop', 'clusterIP: None, selector: {app: shop}'),
      'this Pod waits for itself',
    ],
    [
      'selects no Pod',
      waiter('nc -z db 80') + service('db', 'selector: {app: bd}, ports: [{port: 80}]') + server,
      'Service db is in the file, but no Pod there has the labels that it selects (app=bd).',
    ],
    [
      'lacks the port',
      waiter('nc -z db 81') + service('db', 'selector: {app: db}, ports: [{port: 80}]') + server,
      'Service db has no port 81, only 80.',
    ],
  ])('%s: the forecast says so, and --lint advises', async (_, text, sentence) => {
    expect(await words(text)).toContain(sentence);
    const { stdout, exitCode } = await explain(text, '--lint');
    expect(stdout).toContain(sentence);
    expect(stdout).toContain('[waiting-pattern]');
    expect(exitCode).toBe(3);
  });

  test.each([
    [
      'selects another Pod',
      waiter('nc -z db 80') + service('db', 'selector: {app: db}, ports: [{port: 80}]') + server,
      'until it can connect to db:80. Service db selects Pod db-0.',
    ],
    [
      'publishes Pods that are not ready',
      waiter('nslookup shop', 'StatefulSet') +
        service('shop', 'clusterIP: None, publishNotReadyAddresses: true, selector: {app: shop}'),
      'until DNS resolves shop. Service shop is in the file, so its name should resolve.',
    ],
    [
      'has no selector, so that its endpoints are none of the Pods there',
      waiter('nc -z db 80') + service('db', 'ports: [{port: 80}]'),
      'until it can connect to db:80. Service db is in the file, without a selector.',
    ],
    [
      'of that name is of another namespace',
      waiter('nc -z db.prod.svc 80') + service('db', 'selector: {app: db}'),
      'until it can connect to db.prod.svc:80.',
    ],
  ])('%s: no advice', async (_, text, sentence) => {
    // Nothing else is said of it: the next Pod or the end follows.
    expect(`${await words(text)}Pod `).toContain(`${sentence} Pod `);
    expect((await explain(text, '--lint')).exitCode).toBe(0);
  });
});

describe('Pods of a file that wait for each other', () => {
  const pod = (name: string, ...waits: string[]) => `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  initContainers:
${waits.map((each) => `  - {name: wait-${each}, image: i, command: [sh, -c, "until nc -z ${each} 80; do sleep 1; done"]}`).join('\n')}
  containers: [{name: app, image: i}]
${service(name, `selector: {app: ${name}}, ports: [{port: 80}]`)}`;
  const inTurn = async (text: string) =>
    [
      ...(await words(text)).matchAll(
        /Service (\w+) selects [\w ]+, which waits? for this Pod in turn/g,
      ),
    ]
      .map(([, name]) => name)
      .sort();

  test('are none of them ever ready, be it two or three', async () => {
    expect(await inTurn(pod('a', 'b') + pod('b', 'a'))).toEqual(['a', 'b']);
    expect(await inTurn(pod('a', 'b') + pod('b', 'c') + pod('c', 'a'))).toEqual(['a', 'b', 'c']);
    expect((await explain(pod('a', 'b') + pod('b', 'a'), '--lint')).exitCode).toBe(3);
  });

  test('is not said of one that waits for them, nor where another Pod may answer', async () => {
    expect(await inTurn(pod('a', 'b') + pod('b', 'a') + pod('c', 'a'))).toEqual(['a', 'b']);
    const other = pod('b2', 'd').replace('labels: {app: b2}', 'labels: {app: b}');
    expect(await inTurn(pod('a', 'b') + pod('b', 'a') + other)).toEqual([]);
    expect(await inTurn(pod('a', 'b') + pod('b', 'c') + pod('c', 'd'))).toEqual([]);
  });
});

const saved = (name: string, ready: boolean, isWaiting: boolean) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    uid: name,
    labels: { app: isWaiting ? 'shop' : 'db' },
    creationTimestamp: '2026-11-20T10:00:00Z',
  },
  spec: {
    nodeName: 'n',
    containers: [{ name: 'app', image: 'i' }],
    ...(isWaiting && {
      initContainers: [
        {
          name: 'wait',
          image: 'i',
          command: ['sh', '-c', 'until nc -z shop 80; do sleep 1; done'],
        },
      ],
    }),
  },
  status: {
    phase: isWaiting ? 'Pending' : 'Running',
    startTime: '2026-11-20T10:00:00Z',
    conditions: [
      {
        type: 'Ready',
        status: ready ? 'True' : 'False',
        lastTransitionTime: '2026-11-20T10:00:00Z',
      },
    ],
    ...(isWaiting && {
      initContainerStatuses: [
        {
          name: 'wait',
          image: 'i',
          imageID: '',
          ready: false,
          restartCount: 0,
          state: { running: { startedAt: '2026-11-20T10:00:01Z' } },
        },
      ],
    }),
    containerStatuses: [
      {
        name: 'app',
        image: 'i',
        imageID: '',
        ready,
        restartCount: 0,
        state: isWaiting
          ? { waiting: { reason: 'PodInitializing' } }
          : { running: { startedAt: '2026-11-20T10:00:01Z' } },
      },
    ],
  },
});

const list = (app: string, ...pods: object[]) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      ...pods,
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'shop', uid: 's' },
        spec: { clusterIP: '10.0.0.1', selector: { app }, ports: [{ port: 80 }] },
      },
    ],
  });

describe('a Service that was saved along with a Pod', () => {
  const at = ['--at', '2026-11-20T10:00:20Z'];
  const told = async (text: string) => {
    const { stdout } = await explain(text, ...at, '-o', 'json');
    const [first = {}] = [JSON.parse(stdout)].flatMap(({ items, ...one }) => items ?? [one]);
    const { verdict, notes } = first;
    const { services } = notes.find(({ code }: { code: string }) => code === 'waiting-pattern');
    return { outcome: verdict.outcome, services };
  };

  test('selects the Pod that waits for it: stuck at once', async () => {
    expect(await told(list('shop', saved('web', false, true)))).toMatchObject({
      outcome: 'stuck',
      services: [{ state: 'itself', inFile: true, endpoints: 1 }],
    });
  });

  test('selects a Pod that is not ready', async () => {
    const text = list('db', saved('web', false, true), saved('db', false, false));
    expect(await told(text)).toMatchObject({
      outcome: 'progressing',
      services: [{ state: 'not-ready', inFile: true, endpoints: 1 }],
    });
    const { stdout } = await explain(text, ...at);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'Service shop selects one Pod of the file, which is not ready.',
    );
  });

  test('selects a Pod that is ready: it is the question that fails', async () => {
    const text = list('db', saved('web', false, true), saved('db', true, false));
    expect(await told(text)).toMatchObject({ services: [{ state: 'serves', endpoints: 1 }] });
  });
});
