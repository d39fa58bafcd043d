import { afterAll, expect, test } from 'bun:test';
import { readLogTail } from '../../../src/kube/explain/log-tail.ts';
import { type ListServer, refusal, startListServer } from '../list-server.ts';

const QUERY = { namespace: 'n', pod: 'p', container: 'c', previous: false, count: 3 };

const servers: ListServer[] = [];
afterAll(() => {
  for (const server of servers) server.stop();
});

function serverOf(answer: () => Response | Promise<Response>): ListServer {
  const server = startListServer(answer);
  servers.push(server);
  return server;
}

async function linesOf(text: string): Promise<unknown> {
  const { client } = serverOf(() => new Response(text));
  return readLogTail(client, QUERY);
}

test('asks for so many lines of the run that is meant', async () => {
  const server = serverOf(() => new Response(''));
  await readLogTail(server.client, QUERY);
  await readLogTail(server.client, { ...QUERY, previous: true });
  expect(server.asked.map(({ path, query }) => `${path}?${query}`)).toEqual([
    '/api/v1/namespaces/n/pods/p/log?container=c&tailLines=3&timestamps=true',
    '/api/v1/namespaces/n/pods/p/log?container=c&previous=true&tailLines=3&timestamps=true',
  ]);
});

test('gives lines without colours, and the last state of a line that is drawn over', async () => {
  expect(await linesOf('\x1b[31mred\x1b[0m\r\n10 %\r50 %\r100 %\n\nno end')).toEqual({
    lines: ['100 %', '', 'no end'],
  });
});

test('takes off the time that the kubelet puts before each line, and tells the last', async () => {
  const lines = '2026-01-01T00:00:00.123456789Z one\n2026-01-01T00:00:05.5+00:00 10 %\r20 %\n';
  expect(await linesOf(lines)).toEqual({
    lines: ['one', '20 %'],
    writtenAt: Date.parse('2026-01-01T00:00:05.5Z'),
  });
  expect(await linesOf('2026-01-01T00:00:00Z \n')).toMatchObject({ lines: [''] });
});

test('keeps the end of a line of megabytes', async () => {
  const { client } = serverOf(() => new Response(`${'x'.repeat(5_000_000)} the end\n`));
  const tail = await readLogTail(client, QUERY);
  const [line = ''] = 'lines' in tail ? tail.lines : [];
  expect(line.endsWith('x the end')).toBe(true);
  expect(line.length).toBeLessThan(600_000);
});

test('what the kubelet says of a container that is gone is no output of it', async () => {
  const words = 'unable to retrieve container logs for containerd://c2393e668b9b';
  expect(await linesOf(words)).toEqual({ unreadable: 'its node has it no longer' });
  expect(await linesOf(`2026-01-01T00:00:00Z ${words}\n`)).toMatchObject({ lines: [words] });
});

test("who may not read logs gets the server's words, and no error", async () => {
  const message = 'pods "p" is forbidden: User "u" cannot get resource "pods/log"';
  const { client } = serverOf(() => refusal(403, 'Forbidden', message));
  expect(await readLogTail(client, QUERY)).toEqual({ unreadable: message });
});

test('a node that does not answer is not waited for', async () => {
  const { client } = serverOf(() => new Promise<Response>(() => {}));
  expect(await readLogTail(client, QUERY, 50)).toEqual({
    unreadable: 'the node did not send it within 0.05 s',
  });
});
