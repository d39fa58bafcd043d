import { afterEach, expect, test } from 'bun:test';
import { followExplainedPod, type PodState } from '../../../src/kube/explain/follow-explained.ts';
import { readPodAndEvents } from '../../../src/kube/reads/pod-events.ts';
import { type Asked, type ListServer, refusal, startListServer } from '../list-server.ts';

let server: ListServer | undefined;

afterEach(() => server?.stop());

const pod = (resourceVersion: string, more: object = {}) => ({
  kind: 'Pod',
  metadata: { name: 'web-0', namespace: 'n', uid: 'one', resourceVersion },
  spec: { containers: [{ name: 'app' }] },
  status: { phase: 'Pending' },
  ...more,
});

const event = (name: string, resourceVersion: string, more: object = {}) => ({
  metadata: { name, namespace: 'n', resourceVersion },
  involvedObject: { kind: 'Pod', name: 'web-0', uid: 'one' },
  ...more,
});

const list = (kind: string, items: readonly object[]) =>
  Response.json({ kind, metadata: { resourceVersion: '7' }, items });

type Told = readonly (readonly [type: string, object: object])[];

const changes = (...told: Told) =>
  new Response(told.map(([type, object]) => `${JSON.stringify({ type, object })}\n`).join(''));

/** A server with one Pod, whose watches end at once unless they are given. */
function serve(watches: {
  readonly pods: () => Response;
  readonly events: (asked: Asked) => Response;
}): ListServer {
  server = startListServer((asked) => {
    const isWatch = asked.query.has('watch');
    if (asked.path.endsWith('/events')) return watches.events(asked);
    return isWatch ? watches.pods() : Response.json(pod('5'));
  });
  return server;
}

async function statesOf({ client }: ListServer): Promise<readonly PodState[]> {
  const states: PodState[] = [];
  const first = await readPodAndEvents(client, 'n', 'web-0');
  const signal = AbortSignal.timeout(5000);
  await followExplainedPod(client, { first, signal, changed: (state) => states.push(state) });
  return states;
}

/** Pods change once the Events have come. */
const afterEvents = (...told: Told) =>
  new Response(
    new ReadableStream({
      start: async (controller) => {
        await Bun.sleep(200);
        controller.enqueue(await changes(...told).bytes());
        controller.close();
      },
    }),
  );

test('a Pod comes with its Events, each as it is at last and once', async () => {
  let asked = 0;
  const states = await statesOf(
    serve({
      pods: () => afterEvents(['MODIFIED', pod('8')], ['DELETED', pod('9')]),
      events: ({ query }) => {
        if (!query.has('watch')) return list('EventList', [event('a', '3')]);
        asked += 1;
        return asked > 1
          ? changes()
          : changes(
              ['ADDED', event('b', '8')],
              ['MODIFIED', event('a', '9', { count: 2 })],
              ['ADDED', event('c', '10', { count: 'many' })],
            );
      },
    }),
  );
  expect(states.map(({ isDeleted }) => isDeleted)).toEqual([false, false, false, true]);
  const last = states.at(-1);
  expect(last?.pod.metadata.resourceVersion).toBe('9');
  expect(last?.events.map(({ metadata, count }) => [metadata?.name, count])).toEqual([
    ['b', undefined],
    ['a', 2],
  ]);
});

test('without the right to Events the Pod comes, and says so', async () => {
  const states = await statesOf(
    serve({
      pods: () => changes(['DELETED', pod('9')]),
      events: () => refusal(403, 'Forbidden', 'no events for you'),
    }),
  );
  expect(states).toMatchObject([{ isDeleted: true, eventsProblem: 'no events for you' }]);
});

test('what is no Pod is refused, not explained', async () => {
  const broken = pod('8', { status: { phase: 'Pending', conditions: 'none' } });
  const error = await statesOf(
    serve({
      pods: () => changes(['MODIFIED', broken]),
      events: () => list('EventList', []),
    }),
  ).catch((thrown: unknown) => thrown);
  expect(String(error)).toContain('status.conditions: must be a list');
});
