import { afterAll, expect, test } from 'bun:test';
import { readPodAndEvents } from '../../../src/kube/reads/pod-events.ts';
import { readPod } from '../../../src/kube/reads/pods.ts';
import type { KubeClient } from '../../../src/kube/transport/client.ts';
import { createClient } from '../../../src/kube/transport/client.ts';
import { connectionTo } from '../connections.ts';

const servers: { stop(force?: boolean): void }[] = [];

afterAll(() => {
  for (const server of servers) server.stop(true);
});

function clientOf(answer: (url: URL, accept: string) => Response): KubeClient {
  const server = Bun.serve({
    port: 0,
    fetch: (request) => answer(new URL(request.url), request.headers.get('accept') ?? ''),
  });
  servers.push(server);
  return createClient(connectionTo(`http://127.0.0.1:${server.port}`), 'test');
}

const pod = (name: string) => ({
  kind: 'Pod',
  metadata: { name, namespace: 'n', uid: `uid-${name}`, resourceVersion: '7' },
  spec: { containers: [] },
});

const columnDefinitions = ['Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP'].map((name) => ({
  name,
}));

const table = (names: readonly string[], metadata: object = { resourceVersion: '9' }) => ({
  kind: 'Table',
  metadata,
  columnDefinitions,
  rows: names.map((name) => ({
    cells: [name, '0/1', 'Init:0/2', '2 (5s ago)', '5m', '<none>'],
    object: pod(name),
  })),
});

const failure = (code: number, reason: string, message: string) =>
  Response.json({ kind: 'Status', code, reason, message }, { status: code });

test('one request brings the pod and its row', async () => {
  const requests: string[] = [];
  const client = clientOf((url, accept) => {
    requests.push(`${url.pathname}${url.search} ${accept}`);
    return Response.json(table(['p']));
  });
  const answer = await readPod(client, 'n', 'p');
  expect(answer.pod.metadata.name).toBe('p');
  expect(answer.row).toEqual({
    name: 'p',
    ready: '0/1',
    status: 'Init:0/2',
    restarts: '2 (5s ago)',
    age: '5m',
  });
  expect(requests).toEqual([
    '/api/v1/namespaces/n/pods/p?includeObject=Object application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
  ]);
});

test('a server without tables gives the pod alone', async () => {
  const client = clientOf(() => Response.json(pod('p')));
  const answer = await readPod(client, 'n', 'p');
  expect(answer.pod.metadata.name).toBe('p');
  expect(answer.row).toBeUndefined();
});

test('a pod that is not found comes with the names that are like it', async () => {
  const client = clientOf((url) =>
    url.pathname.endsWith('/pods')
      ? Response.json(table(['web-1', 'db-0']))
      : failure(404, 'NotFound', 'pods "wbe-1" not found'),
  );
  await expect(readPod(client, 'n', 'wbe-1')).rejects.toMatchObject({
    message: 'Error from server (NotFound): pods "wbe-1" not found',
    hint: 'Did you mean web-1?',
    reason: 'NotFound',
  });
});

test('a name that is that of a workload comes with the way to name it', async () => {
  const owned = (name: string) => ({
    cells: [name],
    object: {
      metadata: {
        name,
        labels: { 'pod-template-hash': '7d9c5b8f6d' },
        ownerReferences: [{ kind: 'ReplicaSet', name: 'web-7d9c5b8f6d', controller: true }],
      },
    },
  });
  const client = clientOf((url) =>
    url.pathname.endsWith('/pods')
      ? Response.json({ ...table([]), rows: [owned('web-7d9c5b8f6d-x2v9k'), { cells: null }] })
      : failure(404, 'NotFound', 'pods "web" not found'),
  );
  await expect(readPod(client, 'n', 'web')).rejects.toMatchObject({
    hint: 'Did you mean web-7d9c5b8f6d-x2v9k? There is also deploy/web.',
  });
});

test.each([
  ['a list in its place', { kind: 'PodList', items: [pod('p')] }, 'a PodList'],
  ['a table of another pod', table(['q']), 'the Pod n/q'],
  ['a table of several', table(['p', 'p']), 'a Table'],
  ['an empty table', table([]), 'a Table'],
  ['the namespace', { kind: 'Namespace', metadata: { name: 'n' } }, 'the Namespace n'],
  [
    'the pod of another namespace',
    { ...pod('p'), metadata: { name: 'p', namespace: 'other' } },
    'the Pod other/p',
  ],
  ['nothing', {}, 'an object that does not say what it is'],
  [
    'a pod without a spec',
    { kind: 'Pod', metadata: { name: 'p', namespace: 'n' } },
    'one that cannot be read: spec: Required value',
  ],
  [
    'a pod of wrong types',
    { ...pod('p'), spec: { containers: 'web' } },
    'one that cannot be read: spec.containers: must be a list, not "web"',
  ],
])('an answer with %s is not taken for the pod', async (_what, body, described) => {
  const client = clientOf(() => Response.json(body));
  await expect(readPod(client, 'n', 'p')).rejects.toMatchObject({
    name: 'ConnectionError',
    message: `${client.connection.server} was asked for the Pod n/p and answered with ${described}`,
  });
});

test.each([
  ['something else than events', { kind: 'PodList', items: [] }, 'no EventList'],
  [
    'events of wrong types',
    { kind: 'EventList', items: [{ involvedObject: 'p' }] },
    'an Event whose involvedObject must be a map, not "p"',
  ],
])('an answer with %s leaves the pod without its events', async (_what, body, described) => {
  const client = clientOf((url) =>
    Response.json(url.pathname.endsWith('/events') ? body : pod('p')),
  );
  const { events, eventsProblem } = await readPodAndEvents(client, 'n', 'p');
  expect(events).toEqual([]);
  expect(eventsProblem).toBe(
    `${client.connection.server} was asked for Events and answered with ${described}`,
  );
});

test('a name that would lead elsewhere is never sent', async () => {
  const client = clientOf(() => {
    throw new Error('a request was sent');
  });
  for (const name of ['', '.', '..', 'a/b']) {
    await expect(readPodAndEvents(client, 'n', name)).rejects.toThrow(/resource name/);
  }
  await expect(readPodAndEvents(client, '..', 'p')).rejects.toThrow('invalid namespace ".."');
});

test('events of an earlier pod of the same name are left out', async () => {
  const client = clientOf((url) =>
    url.pathname.endsWith('/events')
      ? Response.json({
          kind: 'EventList',
          items: [
            { reason: 'New', involvedObject: { uid: 'uid-p' } },
            { reason: 'Old', involvedObject: { uid: 'uid-before' } },
          ],
        })
      : Response.json(table(['p'])),
  );
  const story = await readPodAndEvents(client, 'n', 'p');
  expect(story.events.map(({ reason }) => reason)).toEqual(['New']);
  expect(story.eventsProblem).toBeUndefined();
});

const eventOf = (name: string, reason: string) => ({
  reason,
  involvedObject: { kind: 'Pod', name, uid: `uid-${name}` },
});

test('events are read to their end, page by page', async () => {
  const tokens: (string | null)[] = [];
  const client = clientOf((url) => {
    if (!url.pathname.endsWith('/events')) return Response.json(pod('p'));
    const token = url.searchParams.get('continue');
    tokens.push(token);
    const next = { null: 'a', a: 'b' }[String(token)];
    return Response.json({
      kind: 'EventList',
      metadata: next === undefined ? {} : { continue: next },
      items: [eventOf('p', `after ${token}`)],
    });
  });
  const { events, eventsProblem } = await readPodAndEvents(client, 'n', 'p');
  expect(events.map(({ reason }) => reason)).toEqual(['after null', 'after a', 'after b']);
  expect(tokens).toEqual([null, 'a', 'b']);
  expect(eventsProblem).toBeUndefined();
});

test('events without an end are cut, and that is said', async () => {
  const page = Array.from({ length: 500 }, (_, index) => eventOf('p', `${index}`));
  const client = clientOf((url) =>
    Response.json(
      url.pathname.endsWith('/events')
        ? { kind: 'EventList', metadata: { continue: 'again' }, items: page }
        : pod('p'),
    ),
  );
  const { events, eventsProblem } = await readPodAndEvents(client, 'n', 'p');
  expect(events).toHaveLength(10_000);
  expect(eventsProblem).toBe('there are more than 10000, and these were not read');
});

test('without the right to read events the pod is still told', async () => {
  const client = clientOf((url) =>
    url.pathname.endsWith('/events')
      ? failure(403, 'Forbidden', 'events is forbidden')
      : Response.json(table(['p'])),
  );
  const story = await readPodAndEvents(client, 'n', 'p');
  expect(story.pod.metadata.name).toBe('p');
  expect(story.eventsProblem).toBe('events is forbidden');
});
