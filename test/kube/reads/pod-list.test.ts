import { afterEach, describe, expect, test } from 'bun:test';
import { createServer, type Socket } from 'node:net';
import type { ReadOptions } from '../../../src/kube/reads/list.ts';
import { type PodScope, readPods } from '../../../src/kube/reads/pod-list.ts';
import { createClient } from '../../../src/kube/transport/client.ts';
import { connectionTo } from '../connections.ts';
import {
  jsonPods,
  type ListServer,
  PROTOBUF_TYPE,
  protobuf,
  refusal,
  startListServer,
} from '../list-server.ts';
import { envelope, field, join, numberField, podList } from '../protobuf/encoding.ts';

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function serve(answer: Parameters<typeof startListServer>[0]): ListServer {
  const server = startListServer(answer);
  closers.push(server.stop);
  return server;
}

async function namesFrom(
  { client }: Pick<ListServer, 'client'>,
  scope: PodScope = {},
  options: ReadOptions = {},
): Promise<readonly string[]> {
  const names: string[] = [];
  await readPods(client, scope, ({ metadata }) => void names.push(metadata.name ?? ''), options);
  return names;
}

describe('a list of Pods', () => {
  test('is asked for in protobuf, of what the scope says, as it is now', async () => {
    const server = serve(() => protobuf(podList(['a', 'b'])));
    const scope = { namespace: 'n', labelSelector: 'app=web', fieldSelector: 'spec.nodeName=x' };
    expect(await namesFrom(server, scope)).toEqual(['a', 'b']);
    expect(server.asked.map(({ path, accept }) => [path, accept.split(',')[0]])).toEqual([
      ['/api/v1/namespaces/n/pods', PROTOBUF_TYPE],
    ]);
    expect(Object.fromEntries(server.asked[0]?.query ?? [])).toEqual({
      limit: '1000',
      labelSelector: 'app=web',
      fieldSelector: 'spec.nodeName=x',
    });
  });

  test('is the same in protobuf and in JSON', async () => {
    const pods: unknown[] = [];
    for (const answer of [() => protobuf(podList(['a'])), () => jsonPods(['a'])]) {
      await readPods(serve(answer).client, {}, (pod) => void pods.push(pod));
    }
    expect(pods[0]).toMatchObject({
      metadata: { name: 'a', namespace: 'n', uid: 'uid-a' },
      spec: { containers: [{ name: 'app' }] },
    });
    // Go writes these two even if they are empty; they mean the same as none.
    const { status, ...json } = pods[1] as { status: unknown; spec: { containers: object[] } };
    expect(status).toEqual({});
    expect(json.spec.containers).toEqual([{ name: 'app', resources: {} }]);
    json.spec.containers = [{ name: 'app' }];
    expect(json).toEqual(pods[0] as never);
  });

  test('may be read in pages of JSON from who knows no protobuf', async () => {
    const server = serve(({ token }) =>
      token === null ? jsonPods(['a', 'b'], { continue: 'more' }) : jsonPods(['c']),
    );
    expect(await namesFrom(server)).toEqual(['a', 'b', 'c']);
    expect(server.asked.map(({ token }) => token)).toEqual([null, 'more']);
  });

  test.each([406, 415])(
    'is asked for in JSON, from then on, after a refusal with %d',
    async (code) => {
      const server = serve(({ token, accept }) => {
        if (accept.includes('protobuf')) return refusal(code, '', 'no');
        return token === null ? jsonPods(['a'], { continue: 'more' }) : jsonPods(['b']);
      });
      expect(await namesFrom(server)).toEqual(['a', 'b']);
      expect(server.asked.map(({ accept }) => accept.includes('protobuf'))).toEqual([
        true,
        false,
        false,
      ]);
    },
  );

  test('may be empty, also as null', async () => {
    expect(await namesFrom(serve(() => protobuf(podList([]))))).toEqual([]);
    const items = Response.json({ kind: 'PodList', metadata: {}, items: null });
    expect(await namesFrom(serve(() => items))).toEqual([]);
  });

  test('asks for the next page while this one is still coming', async () => {
    let askedForMore = () => {};
    const nextIsAsked = new Promise<void>((resolve) => {
      askedForMore = resolve;
    });
    const server = serve(({ token }) => {
      if (token !== null) {
        askedForMore();
        return protobuf(podList(['c']));
      }
      const page = podList(['a', 'b'], { token: 'more' });
      return new Response(
        new ReadableStream({
          start: async (controller) => {
            controller.enqueue(page.subarray(0, 60));
            await nextIsAsked;
            controller.enqueue(page.subarray(60));
            controller.close();
          },
        }),
        { headers: { 'content-type': PROTOBUF_TYPE } },
      );
    });
    expect(await namesFrom(server)).toEqual(['a', 'b', 'c']);
  });

  test('tells how many were read, and of how many', async () => {
    const server = serve(({ token }) =>
      protobuf(
        token === null ? podList(['a', 'b'], { token: 'more', remaining: 1 }) : podList(['c']),
      ),
    );
    const told: unknown[] = [];
    await namesFrom(server, {}, { progress: (...progress) => void told.push(progress) });
    // A page that is not the last one holds a thousand at a real server.
    expect(told).toEqual([
      [1, 1001],
      [2, 1001],
      [3, 1001],
    ]);
  });
});

describe('a continue token that has expired', () => {
  const expired = (metadata: object) => refusal(410, 'Expired', 'too old', { metadata });

  test('is replaced by the one that the server gives for the rest as it is now', async () => {
    const server = serve(({ token }) => {
      if (token === null) return protobuf(podList(['a'], { token: 'old' }));
      return token === 'old' ? expired({ continue: 'new' }) : protobuf(podList(['b']));
    });
    expect(await namesFrom(server)).toEqual(['a', 'b']);
    expect(server.asked.map(({ token }) => token)).toEqual([null, 'old', 'new']);
  });

  test('is replaced also when the server says so in protobuf', async () => {
    const status = join(
      field(1, field(3, 'new')),
      field(3, 'too old'),
      field(4, 'Expired'),
      numberField(6, 410),
    );
    const server = serve(({ token }) => {
      if (token === null) return protobuf(podList(['a'], { token: 'old' }));
      return token === 'old' ? protobuf(envelope('Status', status), 410) : protobuf(podList(['b']));
    });
    expect(await namesFrom(server)).toEqual(['a', 'b']);
  });

  test('ends the read if there is no other one, or that has expired too', async () => {
    for (const metadata of [{}, { continue: 'new' }]) {
      const server = serve(({ token }) =>
        token === null ? protobuf(podList(['a'], { token: 'old' })) : expired(metadata),
      );
      await expect(namesFrom(server)).rejects.toMatchObject({ code: 410, reason: 'Expired' });
      expect(server.asked.length).toBeLessThanOrEqual(3);
    }
  });
});

describe('a read that fails', () => {
  test("says what the server says, also in the server's protobuf", async () => {
    const message = 'pods is forbidden: User "u" cannot list resource "pods"';
    const status = join(field(3, message), field(4, 'Forbidden'), numberField(6, 403));
    const server = serve(() => protobuf(envelope('Status', status), 403));
    await expect(namesFrom(server)).rejects.toMatchObject({
      code: 403,
      reason: 'Forbidden',
      serverMessage: message,
    });
  });

  test('says so if an error in protobuf cannot be read', async () => {
    const server = serve(() => protobuf(envelope('Status', new Uint8Array([0xff])), 403));
    await expect(namesFrom(server)).rejects.toMatchObject({ code: 403, reason: 'Forbidden' });
  });

  test.each([
    ['is cut off', protobuf(podList(['a', 'b']).subarray(0, -20)), 'cut off'],
    ['is no protobuf', protobuf(new TextEncoder().encode('<html>')), "not Kubernetes' protobuf"],
    ['is of another kind', protobuf(envelope('NodeList', field(1, ''))), 'a NodeList in place of'],
    ['has a Pod without a name', protobuf(envelope('PodList', field(2, ''))), 'without a name'],
    ['has no items in its JSON', Response.json({ kind: 'PodList' }), 'without items'],
    [
      'has odd fields in its JSON',
      Response.json({ items: [{ metadata: { name: 'a' }, spec: { containers: 5 } }] }),
      'a PodSpec.containers that is the number 5',
    ],
    [
      'is a web page',
      new Response('<html>', { headers: { 'content-type': 'text/html' } }),
      'a web page',
    ],
  ])('does not give half a list that %s', async (_, answer, words) => {
    const promise = namesFrom(serve(() => answer));
    await expect(promise).rejects.toMatchObject({ name: 'ConnectionError' });
    await expect(promise).rejects.toThrow(words);
  });

  test('does not give half a list from a connection that breaks', async () => {
    const page = podList(['a', 'b']);
    const head = `HTTP/1.1 200 OK\r\nContent-Type: ${PROTOBUF_TYPE}\r\nContent-Length: ${page.length}\r\n\r\n`;
    const server = createServer((socket: Socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () =>
        socket.end(Buffer.concat([Buffer.from(head), page.subarray(0, 60)])),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : '';
    const client = createClient(connectionTo(`http://127.0.0.1:${port}`), 'test');
    await expect(namesFrom({ client })).rejects.toMatchObject({ name: 'ConnectionError' });
  });

  test('fails with what the taker throws, and asks for no more', async () => {
    const server = serve(() => protobuf(podList(['a', 'b'], { token: 'more' })));
    const boom = new Error('boom');
    const take = () => {
      throw boom;
    };
    await expect(readPods(server.client, {}, take)).rejects.toBe(boom);
    expect(server.asked.length).toBeLessThanOrEqual(2);
  });
});

describe('an aborted read', () => {
  test('stops at once while the server is silent', async () => {
    const server = serve(
      () =>
        new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(podList(['a', 'b']).subarray(0, 60)),
          }),
          { headers: { 'content-type': PROTOBUF_TYPE } },
        ),
    );
    const abort = new AbortController();
    const reason = new Error('interrupted');
    setTimeout(() => abort.abort(reason), 50);
    const start = performance.now();
    await expect(namesFrom(server, {}, { signal: abort.signal })).rejects.toBe(reason);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('stops before the next of many Pods that have come', async () => {
    const server = serve(() => protobuf(podList(['a', 'b', 'c'])));
    const abort = new AbortController();
    const names: string[] = [];
    const take = ({ metadata }: { metadata: { name?: string } }) => {
      names.push(metadata.name ?? '');
      abort.abort(new Error('interrupted'));
    };
    const promise = readPods(server.client, {}, take, { signal: abort.signal });
    await expect(promise).rejects.toThrow('interrupted');
    expect(names).toEqual(['a']);
  });

  test('does not begin', async () => {
    const server = serve(() => protobuf(podList(['a'])));
    const signal = AbortSignal.abort(new Error('interrupted'));
    await expect(namesFrom(server, {}, { signal })).rejects.toThrow('interrupted');
    expect(server.asked).toEqual([]);
  });
});
