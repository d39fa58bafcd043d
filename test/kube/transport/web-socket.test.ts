import { afterAll, expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { describeUserError, UserError } from '../../../src/errors.ts';
import { createClient } from '../../../src/kube/transport/client.ts';
import { connectionTo } from '../connections.ts';

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const closers: (() => void)[] = [];

afterAll(() => {
  for (const close of closers) close();
});

/** A client of a bare TCP server that answers each request as told. */
async function clientOf(answer: (socket: Socket, request: string) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => answer(socket, data.toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  return clientTo(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
}

const clientTo = (server: string) => createClient(connectionTo(server), 'test');

async function failureOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw error;
  return describeUserError(error);
}

test('what comes in one packet with the answer to the upgrade is not lost', async () => {
  const client = await clientOf((socket, request) => {
    const key = /sec-websocket-key: (.*)\r/i.exec(request)?.[1];
    const accept = createHash('sha1').update(`${key}${MAGIC}`).digest('base64');
    const headers = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
    ];
    // Two binary frames of two bytes: channel 1, then a letter.
    const frames = Buffer.of(0x82, 2, 1, 65, 0x82, 2, 1, 66);
    socket.write(Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n\r\n`), frames]));
  });
  const socket = await client.openWebSocket('/attach');
  const letters: (number | undefined)[] = [];
  await new Promise<void>((resolve) => {
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      letters.push(new Uint8Array(data)[1]);
      if (letters.length === 2) resolve();
    };
  });
  socket.close();
  expect(letters).toEqual([65, 66]);
});

test('a refused upgrade is told at once, even when the plain request has no end', async () => {
  const client = await clientOf((socket, request) => {
    if (/upgrade: websocket/i.test(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    } else {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n');
    }
  });
  expect(await failureOf(client.openWebSocket('/attach'))).toStartWith(
    'Error from server (Forbidden): the server does not allow this',
  );
});

test('a server that is not there is told as for any other request', async () => {
  expect(await failureOf(clientTo('http://127.0.0.1:1').openWebSocket('/attach'))).toStartWith(
    'The connection to the server 127.0.0.1:1 was refused',
  );
});
