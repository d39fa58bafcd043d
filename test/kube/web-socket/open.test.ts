import { afterEach, describe, expect, test } from 'bun:test';
import type { Socket } from 'node:net';
import { describeUserError, UserError } from '../../../src/errors.ts';
import type { Connection } from '../../../src/kube/connect/connection.ts';
import { openWebSocket } from '../../../src/kube/web-socket/open.ts';
import { ANONYMOUS } from '../connections.ts';
import { accepted, clientTo, startSocketServer } from './socket-server.ts';

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function clientOf(
  answer: (socket: Socket, request: string) => void,
  changes: Partial<Connection> = {},
) {
  const server = await startSocketServer(answer);
  closers.push(server.stop);
  return clientTo(server.url, changes);
}

async function failureOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw error ?? new Error('it did not fail');
  return describeUserError(error);
}

describe('the handshake', () => {
  test('says who asks, for whom, and what it wants, each group in a header of its own', async () => {
    let asked = '';
    const client = await clientOf(
      (socket, request) => {
        asked = request;
        socket.write(accepted(request, 'v4.channel.k8s.io'));
      },
      {
        authenticate: async () => ({ ...ANONYMOUS, authorization: 'Bearer t' }),
        impersonation: [
          ['Impersonate-User', 'jane'],
          ['Impersonate-Group', 'a'],
          ['Impersonate-Group', 'b'],
        ],
      },
    );
    const socket = await openWebSocket(client, '/attach', {
      query: { container: 'c d', stdin: true },
      protocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
    });
    expect(socket.protocol).toBe('v4.channel.k8s.io');
    socket.close();
    const lines = asked.split('\r\n');
    expect(lines[0]).toBe('GET /attach?container=c+d&stdin=true HTTP/1.1');
    expect(lines.filter((line) => !line.startsWith('Sec-WebSocket-Key')).slice(2)).toEqual([
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Protocol: v5.channel.k8s.io, v4.channel.k8s.io',
      'User-Agent: test',
      'Authorization: Bearer t',
      'Impersonate-User: jane',
      'Impersonate-Group: a',
      'Impersonate-Group: b',
      '',
      '',
    ]);
  });

  test('new credentials are asked for once after a 401', async () => {
    const tokens: string[] = [];
    const given = ['old', 'new'];
    const client = await clientOf(
      (socket, request) => {
        const token = /Bearer (\w+)/.exec(request)?.[1] ?? '';
        tokens.push(token);
        if (token === 'new') socket.write(accepted(request));
        else socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
      },
      {
        authenticate: async () => ({ ...ANONYMOUS, authorization: `Bearer ${given.shift()}` }),
      },
    );
    (await openWebSocket(client, '/attach')).close();
    expect(tokens).toEqual(['old', 'new']);
  });
});

describe('a refusal is told in the words of the server', () => {
  const STATUS = JSON.stringify({
    kind: 'Status',
    code: 403,
    reason: 'Forbidden',
    message: 'no attach for you',
  });
  const chunked = `5\r\n${STATUS.slice(0, 5)}\r\n${(STATUS.length - 5).toString(16)}\r\n${STATUS.slice(5)}\r\n0\r\n\r\n`;

  test.each([
    ['with its length', `Content-Length: ${STATUS.length}\r\n\r\n${STATUS}`],
    ['in chunks', `Transfer-Encoding: chunked\r\n\r\n${chunked}`],
  ])('%s, without the server hanging up', async (_, answer) => {
    const client = await clientOf((socket) => socket.write(`HTTP/1.1 403 Forbidden\r\n${answer}`));
    expect(await failureOf(openWebSocket(client, '/attach'))).toStartWith(
      'Error from server (Forbidden): no attach for you',
    );
  });

  test('and by its number when it has none', async () => {
    const client = await clientOf((socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    expect(await failureOf(openWebSocket(client, '/attach'))).toStartWith(
      'Error from server (Forbidden): the server does not allow this',
    );
  });
});

describe('what is no WebSocket is told', () => {
  test.each([
    ['HTTP/1.1 101 Switching Protocols\r\n\r\n', 'what answered does not speak WebSocket'],
    ['SSH-2.0-OpenSSH_9\r\n\r\n', 'what answered does not speak HTTP/1.1'],
    ['', 'closed the connection before its answer was complete'],
  ])('%p', async (bytes, words) => {
    const client = await clientOf((socket) => socket.end(bytes));
    expect(await failureOf(openWebSocket(client, '/attach'))).toContain(words);
  });

  test('a protocol that nobody asked for', async () => {
    const client = await clientOf((socket, request) => socket.write(accepted(request, 'chat')));
    const opening = openWebSocket(client, '/attach', { protocols: ['v5.channel.k8s.io'] });
    expect(await failureOf(opening)).toContain('speaks none of v5.channel.k8s.io');
  });

  test('a server that is not there', async () => {
    const client = clientTo('http://127.0.0.1:1');
    expect(await failureOf(openWebSocket(client, '/attach'))).toStartWith(
      'The connection to the server 127.0.0.1:1 was refused',
    );
  });

  test('a server that never answers, after the time that is allowed', async () => {
    const client = await clientOf(() => undefined, { requestTimeoutMs: 50 });
    expect(await failureOf(openWebSocket(client, '/attach'))).toContain('within 0.05s');
  });
});

test('whoever waits no longer gets back his own reason', async () => {
  const stop = new AbortController();
  const client = await clientOf(() => stop.abort('enough'));
  const opening = openWebSocket(client, '/attach', { signal: stop.signal });
  expect(await opening.catch((reason: unknown) => reason)).toBe('enough');
});

test('a proxy that wants a login, or refuses, is told as such', async () => {
  const requests: string[] = [];
  const proxy = await startSocketServer((socket, request) => {
    requests.push(request);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  closers.push(proxy.stop);
  const { host } = new URL(proxy.url);
  const client = clientTo('https://k.test:6443', { proxy: `http://me:p%40ss@${host}` });
  expect(await failureOf(openWebSocket(client, '/attach'))).toStartWith(
    `Unable to connect to the server: the proxy ${host} refused: 407 Proxy Authentication Required`,
  );
  // `me:p@ss`
  expect(requests[0]).toBe(
    'CONNECT k.test:6443 HTTP/1.1\r\nHost: k.test:6443\r\nProxy-Authorization: Basic bWU6cEBzcw==\r\n\r\n',
  );
});
