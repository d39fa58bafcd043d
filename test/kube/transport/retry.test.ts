import { afterAll, describe, expect, test } from 'bun:test';
import { createServer, type Socket } from 'node:net';
import type { Connection } from '../../../src/kube/connect/connection.ts';
import { createClient } from '../../../src/kube/transport/client.ts';
import type { Retry } from '../../../src/kube/transport/hooks.ts';
import { connectionTo } from '../connections.ts';

const closers: (() => void)[] = [];

afterAll(() => {
  for (const close of closers) close();
});

/** What a server says to one request; it may also break the connection. */
type Answer = { status: number; headers?: Record<string, string> } | 'reset' | 'close';

const BUSY = { status: 429, headers: { 'Retry-After': '7' } };
const OK = { status: 200 };

/** A server that gives these answers in turn, the last one for ever, and counts the requests. */
async function serverOf(answers: readonly Answer[], changes: Partial<Connection> = {}) {
  let requests = 0;
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      const answer = answers[Math.min(requests, answers.length - 1)] ?? OK;
      requests += 1;
      if (answer === 'reset') socket.resetAndDestroy();
      else if (answer === 'close') socket.end();
      else socket.end(textOf(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : '';
  const retries: Retry[] = [];
  const paused: number[] = [];
  const client = createClient(connectionTo(`http://127.0.0.1:${port}`, changes), 'test', {
    retry: (retry) => retries.push(retry),
    pause: async (milliseconds, signal) => {
      paused.push(milliseconds);
      signal.throwIfAborted();
    },
  });
  return { client, retries, paused, requests: () => requests };
}

function textOf({ status, headers = {} }: Exclude<Answer, string>): string {
  const body = status === 200 ? '{"kind":"Pod"}' : '{"kind":"Status","message":"busy"}';
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Said\r\nContent-Length: ${body.length}\r\nConnection: close\r\n${lines.join('')}\r\n${body}`;
}

describe('a read is sent again', () => {
  test.each([
    ['429 with Retry-After', [BUSY], [7000], ['429 Said']],
    ['503 with Retry-After', [{ ...BUSY, status: 503 }], [7000], ['503 Said']],
    ['500 with Retry-After', [{ ...BUSY, status: 500 }], [7000], ['500 Said']],
    ['429 three times', [BUSY, BUSY, BUSY], [7000, 7000, 7000], Array(3).fill('429 Said')],
    ['a connection that was reset', ['reset'], [1000], [undefined]],
    ['a connection that was closed', ['close'], [1000], [undefined]],
    ['one after the other', ['reset', BUSY], [1000, 7000], [undefined, '429 Said']],
  ] as const)('after %s', async (_what, answers, waits, statuses) => {
    const { client, retries, paused, requests } = await serverOf([...answers, OK]);
    expect((await client.getJson('/x')).body).toEqual({ kind: 'Pod' });
    expect(paused).toEqual([...waits]);
    expect(retries.map(({ status }) => status)).toEqual([...statuses]);
    expect(retries.map(({ attempt }) => attempt)).toEqual(answers.map((_, index) => index + 1));
    expect(requests()).toBe(answers.length + 1);
  });

  test('ten times at most, as by client-go; then the last answer counts', async () => {
    const busy = await serverOf([BUSY]);
    await expect(busy.client.getJson('/x')).rejects.toMatchObject({ code: 429 });
    expect(busy.requests()).toBe(11);
    const lost = await serverOf(['reset']);
    await expect(lost.client.getJson('/x')).rejects.toThrow('closed the connection');
    expect(lost.requests()).toBe(11);
  });

  test('for lists and logs too', async () => {
    const list = await serverOf([BUSY, OK]);
    expect(await (await list.client.open('/x')).readJson()).toEqual({ kind: 'Pod' });
    const log = await serverOf([BUSY, OK]);
    expect(await new Response(await log.client.stream('/x')).text()).toBe('{"kind":"Pod"}');
  });
});

describe('nothing is sent again', () => {
  test.each([
    ['429 without Retry-After', { status: 429 }],
    ['503 without Retry-After', { status: 503 }],
    ['a Retry-After that is no number of seconds', { ...BUSY, headers: { 'Retry-After': 'soon' } }],
    ['403 with Retry-After', { ...BUSY, status: 403 }],
  ])('after %s', async (_what, answer) => {
    const { client, requests } = await serverOf([answer, OK]);
    await expect(client.getJson('/x')).rejects.toMatchObject({ code: answer.status });
    expect(requests()).toBe(1);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'of a write (%s): it may have been done',
    async (method) => {
      for (const answer of [BUSY, 'reset'] as const) {
        const { client, requests } = await serverOf([answer, OK]);
        await expect(client.sendJson(method, '/x', {})).rejects.toThrow();
        expect(requests()).toBe(1);
      }
    },
  );

  test('once the caller has had enough', async () => {
    const controller = new AbortController();
    const { client, requests } = await serverOf([BUSY, OK]);
    const waiting = createClient(client.connection, 'test', { retry: () => controller.abort() });
    await expect(waiting.getJson('/x', { signal: controller.signal })).rejects.toThrow('abort');
    expect(requests()).toBe(1);
  });

  test('once --request-timeout is over', async () => {
    const { client, requests } = await serverOf([BUSY, OK], { requestTimeoutMs: 60 });
    const waiting = createClient(client.connection, 'test');
    await expect(waiting.getJson('/x')).rejects.toThrow(/no answer from .* within 0.06s/);
    expect(requests()).toBe(1);
  });
});

test('a time limit that no timer can hold is none', async () => {
  const { client } = await serverOf([OK], { requestTimeoutMs: 600 * 3600 * 1000 });
  expect((await client.getJson('/x')).body).toEqual({ kind: 'Pod' });
  const endless = await serverOf([OK], { requestTimeoutMs: Number.POSITIVE_INFINITY });
  expect((await endless.client.getJson('/x')).body).toEqual({ kind: 'Pod' });
});

test('each exchange is told with its answer and how long it took', async () => {
  const { client } = await serverOf(['reset', OK]);
  const told: string[] = [];
  const watched = createClient(client.connection, 'test', {
    pause: async () => {},
    exchange: ({ method, url, answer, milliseconds }) => {
      expect(milliseconds).toBeGreaterThanOrEqual(0);
      told.push(`${method} ${url.pathname} ${answer?.status}`);
    },
  });
  await watched.getJson('/x');
  expect(told).toEqual(['GET /x undefined', 'GET /x 200 Said']);
});
