import { afterAll, describe, expect, test } from 'bun:test';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describeUserError, UserError } from '../../../src/errors.ts';
import type { Connection } from '../../../src/kube/connect/connection.ts';
import { createClient, userAgentOf } from '../../../src/kube/transport/client.ts';
import { ApiError } from '../../../src/kube/transport/errors.ts';
import type { ClientHooks } from '../../../src/kube/transport/hooks.ts';
import { openWebSocket } from '../../../src/kube/web-socket/open.ts';
import { ANONYMOUS, connectionTo } from '../connections.ts';

const closers: (() => void)[] = [];

afterAll(() => {
  for (const close of closers) close();
});

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

/** A server that sends these bytes to whoever connects, and hangs up. */
async function serveBytes(bytes: string): Promise<string> {
  const server = createTcpServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const clientOf = (server: string, changes: Partial<Connection> = {}, hooks: ClientHooks = {}) => {
  const userAgent = userAgentOf('1.2.3', 'win32', 'x64');
  return createClient(connectionTo(server, changes), userAgent, {
    pause: async () => {},
    ...hooks,
  });
};

async function failureOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw error ?? new Error('it did not fail');
  return describeUserError(error);
}

describe('a request', () => {
  test('says who asks, for whom, and what answer it takes', async () => {
    const server = await serve((request, response) => {
      response.setHeader('Date', 'Wed, 21 Oct 2026 07:28:00 GMT');
      response.end(JSON.stringify({ url: request.url, headers: request.headers }));
    });
    const client = clientOf(server, {
      authenticate: async () => ({ ...ANONYMOUS, authorization: 'Bearer t' }),
      impersonation: [['Impersonate-User', 'jane']],
    });
    const answer = await client.getJson('/api/v1/pods', {
      accept: 'application/json;as=Table',
      query: { limit: 5, fieldSelector: 'a=b,c=d', none: undefined },
    });
    expect(answer.body).toMatchObject({
      url: '/api/v1/pods?limit=5&fieldSelector=a%3Db%2Cc%3Dd',
      headers: {
        'user-agent': 'kubectl-initx/1.2.3 (windows/amd64)',
        authorization: 'Bearer t',
        'impersonate-user': 'jane',
        accept: 'application/json;as=Table',
      },
    });
    expect(answer.serverDate?.toISOString()).toBe('2026-10-21T07:28:00.000Z');
  });

  test('tells each warning of the server once, and none about caches on the way', async () => {
    const server = await serve((_request, response) => {
      const about = [
        '299 - "it is \\"old\\""',
        '110 - "is stale"',
        '299 - ""',
        '299 kube "and new"',
        Buffer.from('299 - "größer"').toString('latin1'),
      ];
      response.setHeader('Warning', about);
      response.end('{}');
    });
    const warnings: string[] = [];
    const client = clientOf(server, {}, { warning: (text) => warnings.push(text) });
    await client.getJson('/x');
    await client.open('/y').then((answer) => answer.readJson());
    expect(warnings).toEqual(['it is "old"', 'and new', 'größer']);
  });

  test('that is refused with half a sentence is told as a broken connection', async () => {
    const server = await serveBytes(
      'HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\nyou may no',
    );
    expect(await failureOf(clientOf(server).open('/x'))).toStartWith(
      `Unable to connect to the server: ${new URL(server).host} closed the connection before its answer was complete`,
    );
  });

  test('asks for credentials again once they have expired', async () => {
    let asked = 0;
    const seen: (string | undefined)[] = [];
    const server = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
    const client = clientOf(server, {
      authenticate: async () => {
        asked += 1;
        const expires = asked === 1 ? Date.now() - 1 : Date.now() + 60_000;
        return { ...ANONYMOUS, authorization: `Bearer t${asked}`, expires };
      },
    });
    for (const path of ['/a', '/b', '/c']) await client.getJson(path);
    expect(seen).toEqual(['Bearer t1', 'Bearer t2', 'Bearer t2']);
  });

  test('asks for no compression where it is told not to', async () => {
    const server = await serve((request, response) => {
      response.end(JSON.stringify({ accepts: request.headers['accept-encoding'] }));
    });
    const plain = clientOf(server, { disableCompression: true });
    expect((await plain.getJson('/x')).body).toEqual({ accepts: 'identity' });
    const { body } = await clientOf(server).getJson('/x');
    expect(body).toEqual({ accepts: 'gzip' });
  });

  test.each([
    ['gzip', gzipSync(Buffer.alloc(300 * 1024 ** 2, ' '))],
    ['identity', Buffer.alloc(300 * 1024 ** 2, ' ')],
  ])('that is answered with more than can be meant is cut (%s)', async (encoding, bytes) => {
    const server = await serve((_request, response) => {
      response.setHeader('Content-Encoding', encoding);
      response.on('error', () => undefined);
      response.end(bytes);
    });
    expect(await failureOf(clientOf(server).getJson('/x'))).toStartWith(
      `error: ${server} sent an answer of more than 256 MiB`,
    );
  });

  test('that is answered with rubbish is told in plain words', async () => {
    for (const bytes of [
      'SSH-2.0-OpenSSH_9\r\n\r\n',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nabcde',
    ]) {
      expect(await failureOf(clientOf(await serveBytes(bytes)).getJson('/x'))).toContain(
        'answered with something that is not HTTP',
      );
    }
    const damaged = await serve((_request, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end('no gzip');
    });
    expect(await failureOf(clientOf(damaged).getJson('/x'))).toContain(
      'sent an answer that cannot be unpacked',
    );
  });

  test('names and tokens beyond ASCII go out as UTF-8, as by kubectl', async () => {
    const server = await serve(({ headers }, response) => {
      const { authorization, 'impersonate-user': user } = headers;
      response.end(JSON.stringify({ authorization, user }));
    });
    const { body } = await clientOf(server, {
      impersonation: [['Impersonate-User', 'jäne 日本']],
      authenticate: async () => ({ ...ANONYMOUS, authorization: 'Bearer tök' }),
    }).getJson('/x');
    const { authorization, user } = body as Record<string, string>;
    // Node gives a character for each byte.
    const onTheWire = [authorization, user].map((text = '') => Buffer.from(text, 'latin1'));
    expect(onTheWire.map(String)).toEqual(['Bearer tök', 'jäne 日本']);
  });

  test('several groups go as several headers', async () => {
    const server = await serve((request, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end(gzipSync(JSON.stringify({ raw: request.rawHeaders })));
    });
    const impersonation = [
      ['Impersonate-User', 'jane'],
      ['Impersonate-Group', 'a'],
      ['Impersonate-Group', 'b'],
    ] as const;
    const { body } = await clientOf(server, { impersonation }).getJson('/x');
    const raw = (body as { raw: string[] }).raw;
    const groups = raw.filter((_, index) => raw[index - 1] === 'Impersonate-Group');
    expect(groups).toEqual(['a', 'b']);
  });

  test('a patch carries its body and content type', async () => {
    const server = await serve((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () =>
        response.end(
          JSON.stringify({ method: request.method, type: request.headers['content-type'], text }),
        ),
      );
    });
    const answer = await clientOf(server).sendJson(
      'PATCH',
      '/x',
      { a: 1 },
      {
        contentType: 'application/strategic-merge-patch+json',
      },
    );
    expect(answer.body).toEqual({
      method: 'PATCH',
      type: 'application/strategic-merge-patch+json',
      text: '{"a":1}',
    });
  });

  test('after a 401 new credentials are tried once', async () => {
    const seen: (string | undefined)[] = [];
    const server = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.statusCode = request.headers.authorization === 'Bearer 2' ? 200 : 401;
      response.end('{}');
    });
    let asked = 0;
    const authenticate = async () => ({ ...ANONYMOUS, authorization: `Bearer ${++asked}` });
    await clientOf(server, { authenticate }).getJson('/x');
    expect(seen).toEqual(['Bearer 1', 'Bearer 2']);
  });

  test('a redirect within the server is followed, to another host it is not', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/far') response.writeHead(302, { location: 'https://login.test/' });
      if (request.url === '/near') response.writeHead(307, { location: '/there' });
      response.end('{"kind":"Status"}');
    });
    expect((await clientOf(server).getJson('/near')).body).toEqual({ kind: 'Status' });
    expect(await failureOf(clientOf(server).getJson('/far'))).toContain(
      'redirects to another host, login.test',
    );
  });
  test.each([
    ['Authorization', { authorization: 'Bearer a\n' }, {}, 'The token holds a line break'],
    [
      'Impersonate-User',
      {},
      { impersonation: [['Impersonate-User', 'a\tb\r\nX: y']] as const },
      'The name to impersonate holds a line break',
    ],
  ])('is not sent with a line break in %s', async (header, credentials, more, hint) => {
    const authenticate = async () => ({ ...ANONYMOUS, ...credentials });
    const connection = connectionTo('http://127.0.0.1:1', { authenticate, ...more });
    const error = await createClient(connection, 'x')
      .getJson('/version')
      .catch((thrown: unknown) => thrown);
    const words = error instanceof UserError ? describeUserError(error) : error;
    expect(words).toBe(
      `Unable to connect to the server: net/http: invalid header field value for "${header}"\n${hint} or another control character.`,
    );
  });
});

describe('a refusal', () => {
  const refusal = async (code: number, body: object | string) => {
    const server = await serve((_, response) => {
      response.statusCode = code;
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    return failureOf(clientOf(server).getJson('/api/v1/namespaces/default/pods/x'));
  };
  const status = (code: number, reason: string, message: string) => ({
    kind: 'Status',
    code,
    reason,
    message,
  });

  test("NotFound is in kubectl's words", async () => {
    expect(await refusal(404, status(404, 'NotFound', 'pods "x" not found'))).toBe(
      'Error from server (NotFound): pods "x" not found',
    );
  });

  test('Forbidden says which right to ask for', async () => {
    const message =
      'pods "x" is forbidden: User "u" cannot get resource "pods" in API group "" in the namespace "n"';
    expect(await refusal(403, status(403, 'Forbidden', message))).toBe(
      `Error from server (Forbidden): ${message}\nIt needs the right to get pods: check with kubectl auth can-i get pods -n n`,
    );
  });

  test('Forbidden in all namespaces says to ask for all: of one it may be allowed', async () => {
    const message =
      'pods is forbidden: User "u" cannot list resource "pods" in API group "" at the cluster scope';
    expect(await refusal(403, status(403, 'Forbidden', message))).toEndWith(
      '\nIt needs the right to list pods: check with kubectl auth can-i list pods -A',
    );
  });

  test('Forbidden to nobody says that the server does not know who asks', async () => {
    const message =
      'pods "x" is forbidden: User "system:anonymous" cannot get resource "pods" in API group ""';
    expect(await refusal(403, status(403, 'Forbidden', message))).toEndWith(
      "\nThe server was told no credentials that it knows: check the kubeconfig's user, or log in to the cluster again.",
    );
  });

  test('Unauthorized says to log in', async () => {
    expect(await refusal(401, status(401, 'Unauthorized', 'Unauthorized'))).toStartWith(
      'error: You must be logged in to the server (Unauthorized)\n',
    );
  });

  test("a proxy's web page does not reach the terminal", async () => {
    expect(await refusal(502, '<html>Bad gateway</html>')).toBe(
      'Error from server: the gateway before the server could not reach it (502 Bad Gateway)',
    );
  });

  test('plain text of a proxy is passed on', async () => {
    expect(await refusal(503, 'no healthy upstream')).toStartWith(
      'Error from server (ServiceUnavailable): the server is currently unable to handle the request: no healthy upstream',
    );
  });
});

describe('no proper answer', () => {
  test('a refused connection', async () => {
    expect(await failureOf(clientOf('http://127.0.0.1:1').getJson('/x'))).toBe(
      'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\nIs the cluster of context "here" running?',
    );
  });

  test('an unknown host', async () => {
    expect(await failureOf(clientOf('http://no.such.invalid').getJson('/x'))).toStartWith(
      'Unable to connect to the server: dial tcp: lookup no.such.invalid: no such host\n',
    );
  });

  test('a proxy that is not there, by fetch and by WebSocket', async () => {
    const client = clientOf('https://k.test', { proxy: 'http://127.0.0.1:1' });
    const words =
      'Unable to connect to the server: proxyconnect tcp: 127.0.0.1:1: connection refused';
    expect(await failureOf(client.getJson('/x'))).toStartWith(words);
    expect(await failureOf(openWebSocket(client, '/x'))).toStartWith(words);
  });

  test('a web page', async () => {
    const server = await serve((_, response) => response.end('<!doctype html><p>Log in'));
    expect(await failureOf(clientOf(server).getJson('/x'))).toStartWith(
      `error: ${server} answered GET /x with a web page\nIs this the URL of an API server`,
    );
  });

  test.each(['{"kind":"Pod","metad', '', '[1]', '"text"'])(
    'JSON that is cut off or no object: %p',
    async (text) => {
      const server = await serve((_, response) => response.end(text));
      expect(await failureOf(clientOf(server).getJson('/x'))).toContain('not a whole JSON object');
    },
  );

  test('an answer cut off on the wire', async () => {
    const server = await serveBytes('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"kind":');
    expect(await failureOf(clientOf(server).getJson('/x'))).toContain(
      'Unable to connect to the server',
    );
  });

  test('a server that hangs up', async () => {
    expect(await failureOf(clientOf(await serveBytes('')).getJson('/x'))).toContain(
      'closed the connection before its answer was complete',
    );
    expect(await failureOf(clientOf(await serveBytes('')).getJson('/x'))).toContain(
      'an API server, and not https:// rather?',
    );
  });

  test.each([
    'Client sent an HTTP request to an HTTPS server.',
    'The plain HTTP request was sent to HTTPS port',
  ])('a server that wants TLS: %s', async (words) => {
    const server = await serve((_, response) => response.writeHead(400).end(words));
    expect(await failureOf(clientOf(server).getJson('/x'))).toEndWith(
      `${words}\nWrite https:// before the server in the kubeconfig, or in --server.`,
    );
  });

  test('a TLS server that is none', async () => {
    const server = await serveBytes('HTTP/1.1 400 Bad Request\r\n\r\n');
    expect(await failureOf(clientOf(server.replace('http', 'https')).getJson('/x'))).toContain(
      'server gave HTTP response to HTTPS client',
    );
  });

  test('a server that says nothing, with --request-timeout', async () => {
    const server = await serve(() => undefined);
    const client = clientOf(server, { requestTimeoutMs: 100 });
    expect(await failureOf(client.getJson('/x'))).toMatch(
      /^Unable to connect to the server: no answer from 127.0.0.1:\d+ within 0.1s\nGive it longer/,
    );
  });

  test('a server that stops in the middle, with --request-timeout', async () => {
    const server = await serve((_, response) => void response.write('{"kind":'));
    const client = clientOf(server, { requestTimeoutMs: 100 });
    expect(await failureOf(client.getJson('/x'))).toContain('within 0.1s');
  });

  test("an abort is the caller's own", async () => {
    const server = await serve(() => undefined);
    const signal = AbortSignal.timeout(50);
    await expect(clientOf(server).getJson('/x', { signal })).rejects.toThrow('timed out');
  });
});

describe('a watch', () => {
  const watching = async (write: (response: ServerResponse) => void, signal?: AbortSignal) => {
    const server = await serve((_, response) => write(response));
    const types: string[] = [];
    for await (const event of clientOf(server).watch('/x', { signal })) types.push(event.type);
    return types;
  };

  test('gives events however the bytes are cut', async () => {
    const text = '{"type":"ADDED","object":{"é":1}}\n{"type":"DELETED","object":{}}\n{"type":"ADD';
    const bytes = Buffer.from(text);
    const types = await watching((response) => {
      response.write(bytes.subarray(0, 28));
      setTimeout(() => response.write(bytes.subarray(28, 40)), 20);
      setTimeout(() => response.end(bytes.subarray(40)), 40);
    });
    expect(types).toEqual(['ADDED', 'DELETED']);
  });

  test("throws the server's ERROR event", async () => {
    const status = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' };
    const error = await watching((response) =>
      response.end(`${JSON.stringify({ type: 'ERROR', object: status })}\n`),
    ).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 410, reason: 'Expired' });
  });

  test('ends quietly when the caller aborts', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const types = await watching(
      (response) => response.write('{"type":"ADDED","object":{}}\n'),
      controller.signal,
    );
    expect(types).toEqual(['ADDED']);
  });
});
