import { afterEach, expect, test } from 'bun:test';
import {
  followPod,
  followPodEvents,
  type PodSighting,
} from '../../../src/kube/reads/follow-pod.ts';
import { createClient } from '../../../src/kube/transport/client.ts';
import { ApiError } from '../../../src/kube/transport/errors.ts';
import type { Pod } from '../../../src/model/kubernetes/api.ts';
import { ANONYMOUS } from '../connections.ts';
import { type Asked, type ListServer, startListServer } from '../list-server.ts';

let server: ListServer | undefined;

afterEach(() => server?.stop());

const pod = (resourceVersion: string, uid = 'one'): Pod => ({
  metadata: { name: 'web-0', namespace: 'n', uid, resourceVersion },
  spec: { containers: [] },
});

const list = (resourceVersion: string, items: readonly object[]) =>
  Response.json({ kind: 'PodList', metadata: { resourceVersion }, items });

const status = (code: number, reason: string) =>
  Response.json({ kind: 'Status', code, reason, message: reason }, { status: code });

/** A watch that tells these changes and is then ended by the server. */
const watch = (...changes: readonly (readonly [type: string, object: object])[]) =>
  new Response(changes.map(([type, object]) => `${JSON.stringify({ type, object })}\n`).join(''));

const bookmark = (resourceVersion: string) =>
  ['BOOKMARK', { kind: 'Pod', metadata: { resourceVersion } }] as const;

/** A server that gives these answers in turn, and hangs up on whoever asks for more. */
function serve(answers: readonly (Response | ((asked: Asked) => Response))[]): ListServer {
  let next = 0;
  server = startListServer((asked) => {
    const answer = answers[next++] ?? status(404, 'NotFound');
    return typeof answer === 'function' ? answer(asked) : answer;
  });
  return server;
}

/** The versions that come, as `5` or `deleted 5`, until the iteration ends or `enough` came. */
async function versions(sightings: AsyncIterable<PodSighting>, enough = Number.POSITIVE_INFINITY) {
  const seen: string[] = [];
  for await (const { pod, isDeleted } of sightings) {
    seen.push(`${isDeleted ? 'deleted ' : ''}${pod.metadata.resourceVersion}`);
    if (seen.length === enough) break;
  }
  return seen;
}

const follow = ({ client }: ListServer, options?: Parameters<typeof followPod>[3]) =>
  followPod(client, 'n', 'web-0', options);

const watchedFrom = ({ asked }: ListServer) =>
  asked.filter(({ query }) => query.has('watch')).map(({ query }) => query.get('resourceVersion'));

test('a Pod comes as it is, then as it becomes, until it is deleted', async () => {
  const server = serve([
    list('7', [pod('5')]),
    watch(['MODIFIED', pod('8')], ['MODIFIED', pod('9')], ['DELETED', pod('10')]),
  ]);
  expect(await versions(follow(server))).toEqual(['5', '8', '9', 'deleted 10']);
  expect(server.asked.map(({ query }) => query.get('fieldSelector'))).toEqual([
    'metadata.name=web-0',
    'metadata.name=web-0',
  ]);
});

test('a watch that the server ends goes on where it stopped, bookmarks counted', async () => {
  const server = serve([
    list('7', [pod('5')]),
    watch(['MODIFIED', pod('8')]),
    watch(bookmark('20')),
    watch(['DELETED', pod('21')]),
  ]);
  expect(await versions(follow(server))).toEqual(['5', '8', 'deleted 21']);
  expect(watchedFrom(server)).toEqual(['7', '8', '20']);
});

test('what a gap hides is read again after 410, and nothing comes twice', async () => {
  const expired = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' };
  const server = serve([
    list('7', [pod('5')]),
    watch(['ERROR', expired]),
    list('30', [pod('5')]),
    status(410, 'Expired'),
    list('40', [pod('35')]),
    watch(['DELETED', pod('41')]),
  ]);
  expect(await versions(follow(server))).toEqual(['5', '35', 'deleted 41']);
  expect(watchedFrom(server)).toEqual(['7', '30', '40']);
});

test('a line that is cut off is asked for again', async () => {
  const line = JSON.stringify({ type: 'MODIFIED', object: pod('8') });
  const server = serve([
    list('7', [pod('5')]),
    new Response(line.slice(0, 30)),
    watch(['MODIFIED', pod('8')], ['DELETED', pod('9')]),
  ]);
  expect(await versions(follow(server))).toEqual(['5', '8', 'deleted 9']);
  expect(watchedFrom(server)).toEqual(['7', '7']);
});

test('a server that is away for a moment is asked again', async () => {
  const server = serve([
    list('7', [pod('5')]),
    status(503, 'ServiceUnavailable'),
    status(500, 'InternalError'),
    watch(['DELETED', pod('8')]),
  ]);
  expect(await versions(follow(server))).toEqual(['5', 'deleted 8']);
});

test('a server that stays away is told once patience is at its end', async () => {
  const server = serve([list('7', [pod('5')]), status(503, 'ServiceUnavailable')]);
  const sightings = follow(server, { patienceMs: 0 });
  await sightings.next();
  expect(await sightings.next().catch((error: unknown) => error)).toMatchObject({
    name: 'ApiError',
    code: 503,
  });
});

test('a watch that was quiet for long before it ended is no outage', async () => {
  const quiet = () =>
    new Response(
      new ReadableStream({
        start: async (controller) => {
          await Bun.sleep(60);
          controller.close();
        },
      }),
    );
  const away = status(503, 'ServiceUnavailable');
  const end = watch(['DELETED', pod('8')]);
  const server = serve([list('7', [pod('5')]), quiet, quiet, away, end]);
  expect(await versions(follow(server, { patienceMs: 50 }))).toEqual(['5', 'deleted 8']);
});

test('a watch that --request-timeout has ended goes on where it stopped', async () => {
  const quiet = () => new Response(new ReadableStream({ start: () => undefined }));
  const server = serve([list('7', [pod('5')]), quiet, quiet, watch(['DELETED', pod('8')])]);
  const connection = { ...server.client.connection, requestTimeoutMs: 100 };
  const client = createClient(connection, 'test');
  expect(await versions(followPod(client, 'n', 'web-0'))).toEqual(['5', 'deleted 8']);
  expect(watchedFrom(server)).toEqual(['7', '7', '7']);
});

test('an outage that lasts is told once, and its end', async () => {
  const away = () => status(503, 'ServiceUnavailable');
  const end = watch(['DELETED', pod('8')]);
  // The pauses are 0, 0.1, 0.2, 0.4, 0.8, 1.6 and 2 s.
  const server = serve([list('7', [pod('5')]), ...Array.from({ length: 7 }, away), end]);
  const told: (string | undefined)[] = [];
  const outage = (problem: { message: string } | undefined) => told.push(problem?.message);
  expect(await versions(follow(server, { outage }))).toEqual(['5', 'deleted 8']);
  expect(told).toEqual([expect.stringContaining('ServiceUnavailable'), undefined]);
}, 15_000);

test('a token that has expired is replaced, and the watch goes on', async () => {
  const tokens: (string | null)[] = [];
  let round = 0;
  server = startListServer((_, request) => {
    const token = request.headers.get('authorization');
    tokens.push(token);
    if (round > 0 && token === 'Bearer 1') return status(401, 'Unauthorized');
    round += 1;
    if (round === 1) return list('7', [pod('5')]);
    return watch(['DELETED', pod('8')]);
  });
  let issued = 0;
  const authenticate = async () => {
    issued += 1;
    return { ...ANONYMOUS, authorization: `Bearer ${issued}` };
  };
  const client = createClient({ ...server.client.connection, authenticate }, 'test');
  expect(await versions(followPod(client, 'n', 'web-0'))).toEqual(['5', 'deleted 8']);
  expect(tokens).toEqual(['Bearer 1', 'Bearer 1', 'Bearer 2']);
});

test('a Pod that is known already is watched from there, without being read again', async () => {
  const server = serve([watch(['MODIFIED', pod('6')], ['DELETED', pod('7')])]);
  expect(await versions(follow(server, { since: pod('5') }))).toEqual(['6', 'deleted 7']);
  expect(watchedFrom(server)).toEqual(['5']);
});

test('another Pod of the same name, or none, is the end of this one', async () => {
  const other = serve([list('7', [pod('5')]), status(410, ''), list('9', [pod('8', 'two')])]);
  expect(await versions(follow(other))).toEqual(['5', 'deleted 5']);
  other.stop();
  const none = serve([list('7', [pod('5')]), status(410, ''), list('9', [])]);
  expect(await versions(follow(none))).toEqual(['5', 'deleted 5']);
});

test('a Pod that is not there is not found', async () => {
  const error = await versions(follow(serve([list('7', [])]))).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ reason: 'NotFound', serverMessage: 'pods "web-0" not found' });
});

test('without the right to watch it is listed, without that too it is read by name', async () => {
  const forbidden = () => status(403, 'Forbidden');
  const listed = serve([list('7', [pod('5')]), forbidden(), list('8', [pod('5')]), list('9', [])]);
  expect(await versions(follow(listed, { pollMs: 1 }))).toEqual(['5', 'deleted 5']);
  listed.stop();
  const read = serve([
    forbidden(),
    ({ path }) => (path.endsWith('/pods/web-0') ? Response.json(pod('5')) : forbidden()),
    forbidden(),
    forbidden(),
    Response.json(pod('6')),
    forbidden(),
    status(404, 'NotFound'),
  ]);
  expect(await versions(follow(read, { pollMs: 1 }))).toEqual(['5', '6', 'deleted 6']);
});

test('a signal ends it, also in the middle of a quiet watch', async () => {
  const stop = new AbortController();
  const quiet = () => new Response(new ReadableStream({ start: () => stop.abort() }));
  const server = serve([list('7', [pod('5')]), quiet]);
  expect(await versions(follow(server, { signal: stop.signal }))).toEqual(['5']);
});

test('the Events of a Pod come as they are, then as they are made or counted up', async () => {
  const event = (resourceVersion: string, count: number) => ({
    metadata: { name: 'e', resourceVersion },
    count,
  });
  const server = serve([
    list('7', [event('5', 1)]),
    watch(['MODIFIED', event('8', 2)], ['DELETED', event('9', 2)], ['ADDED', event('10', 3)]),
  ]);
  const counts: (number | undefined)[] = [];
  const events = followPodEvents(server.client, 'n', { name: 'web-0', uid: 'one' });
  for await (const { count } of events) if (counts.push(count) === 3) break;
  expect(counts).toEqual([1, 2, 3]);
  expect(server.asked[0]?.query.get('fieldSelector')).toBe(
    'involvedObject.name=web-0,involvedObject.uid=one',
  );
});
