import { afterEach, describe, expect, test } from 'bun:test';
import type { Socket } from 'node:net';
import { openWebSocket } from '../../../src/kube/web-socket/open.ts';
import { accepted, clientTo, serverFrame, startSocketServer } from './socket-server.ts';

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** An open WebSocket, and the server's side of it after `first` was sent with the handshake. */
async function open(first: Uint8Array = Buffer.of()) {
  const { promise, resolve } = Promise.withResolvers<Socket>();
  const server = await startSocketServer((socket, request) => {
    socket.write(Buffer.concat([Buffer.from(accepted(request)), first]));
    resolve(socket);
  });
  closers.push(server.stop);
  const socket = await openWebSocket(clientTo(server.url), '/attach');
  closers.push(socket.close);
  return { socket, server: await promise };
}

const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const close = serverFrame(CLOSE, Buffer.of(3, 232));

async function texts(messages: AsyncIterable<Uint8Array>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const message of messages) all.push(Buffer.from(message).toString());
  return all;
}

/** The frames that a client has sent: opcode and unmasked payload, as text. */
function clientFrames(bytes: Buffer): readonly string[] {
  const frames: string[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const length = (bytes[at + 1] ?? 0) & 0x7f;
    const mask = bytes.subarray(at + 2, at + 6);
    const payload = bytes
      .subarray(at + 6, at + 6 + length)
      .map((byte, index) => byte ^ (mask[index % 4] ?? 0));
    frames.push(`${(bytes[at] ?? 0) & 0x0f} ${payload.toString()}`);
    at += 6 + length;
  }
  return frames;
}

describe('messages', () => {
  test('what comes in one packet with the answer to the upgrade is not lost', async () => {
    const frames = [serverFrame(BINARY, Buffer.from('A')), serverFrame(BINARY, Buffer.from('B'))];
    const { socket } = await open(Buffer.concat([...frames, close]));
    expect(await texts(socket.messages())).toEqual(['A', 'B']);
  });

  test('they come whole, however the bytes are cut', async () => {
    const { socket, server } = await open();
    const long = 'x'.repeat(300);
    const bytes = Buffer.concat([
      serverFrame(BINARY, Buffer.from('one')),
      serverFrame(BINARY, Buffer.from(long)),
      serverFrame(BINARY, Buffer.from('begun, ')).fill(BINARY, 0, 1),
      serverFrame(PING, Buffer.from('between')),
      serverFrame(0, Buffer.from('and ended')),
      close,
    ]);
    server.setNoDelay(true);
    for (const byte of bytes) {
      await new Promise<void>((resolve) => server.write(Buffer.of(byte), () => resolve()));
    }
    expect(await texts(socket.messages())).toEqual(['one', long, 'begun, and ended']);
  });

  test('a ping is answered with what it carries', async () => {
    const { socket, server } = await open(serverFrame(PING, Buffer.from('are you there')));
    const answer = new Promise<Buffer>((resolve) => server.once('data', resolve));
    void texts(socket.messages());
    expect(clientFrames(await answer)).toEqual(['10 are you there']);
  });

  test('what is sent is masked, and comes back as it was', async () => {
    const { socket, server } = await open();
    const got = new Promise<Buffer>((resolve) => server.once('data', resolve));
    await socket.send(Buffer.from('hello'));
    const bytes = await got;
    expect(bytes.toString()).not.toContain('hello');
    expect(clientFrames(bytes)).toEqual(['2 hello']);
  });
});

describe('a connection that breaks is told', () => {
  const failure = async (messages: AsyncIterable<Uint8Array>) =>
    String(await texts(messages).catch((error: unknown) => error));

  test('when it is closed without a word', async () => {
    const { socket, server } = await open();
    server.end();
    expect(await failure(socket.messages())).toMatch(
      /^ConnectionError: 127\.0\.0\.1:\d+ ended it without a word$/,
    );
  });

  test('when it is cut in the middle of a message', async () => {
    const { socket, server } = await open();
    server.end(Buffer.of(0x82, 5, 65));
    expect(await failure(socket.messages())).toContain('it ended in the middle of a frame');
  });

  test('when it is reset', async () => {
    const { socket, server } = await open();
    server.resetAndDestroy();
    expect(await failure(socket.messages())).toMatch(/^ConnectionError: 127\.0\.0\.1:\d+ /);
  });

  test.each([
    ['a masked frame', Buffer.of(0x82, 0x81, 0, 0, 0, 0, 65)],
    ['a reserved bit', Buffer.of(0xc2, 1, 65)],
    ['a frame larger than all of memory', Buffer.of(0x82, 127, 0xff, 0, 0, 0, 0, 0, 0, 0)],
  ])('when the server sends %s', async (_, bytes) => {
    const { socket } = await open(bytes);
    expect(await failure(socket.messages())).toContain('broke the protocol');
  });

  test('but not when we have closed it ourselves', async () => {
    const { socket, server } = await open();
    const reading = texts(socket.messages());
    socket.close();
    server.end();
    expect(await reading).toEqual([]);
  });
});

/** Far more than the kernel keeps for a connection. */
const MANY = 64 * 1024 * 1024;

describe('whoever is faster is held back', () => {
  test('the server, while a message is being dealt with', async () => {
    const { socket, server } = await open();
    const frame = serverFrame(BINARY, Buffer.alloc(32_768));
    const { promise: stuck, resolve: isStuck } = Promise.withResolvers<void>();
    let accepted = 0;
    const push = () => {
      while (accepted < MANY) {
        accepted += frame.length;
        if (server.write(frame)) continue;
        // A server that is not read from has nobody to drain it.
        const timer = setTimeout(isStuck, 200);
        server.once('drain', () => {
          clearTimeout(timer);
          push();
        });
        return;
      }
      server.end(close);
    };
    push();
    let got = 0;
    for await (const message of socket.messages()) {
      if (got === 0) await stuck;
      if (got === 0) expect(accepted).toBeLessThan(MANY / 2);
      got += message.length;
    }
    expect(got).toBeGreaterThanOrEqual(MANY - 32_768);
  }, 30_000);

  test('we, while the server does not read', async () => {
    const { socket, server } = await open();
    server.pause();
    const chunk = Buffer.alloc(32_768);
    let sent = 0;
    const sending = (async () => {
      for (; sent < MANY; sent += chunk.length) await socket.send(chunk);
    })();
    // As long as something moves, it is not held back yet.
    for (let before = -1; before !== sent; ) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(sent).toBeLessThan(MANY / 2);
    server.resume();
    await sending;
    expect(sent).toBe(MANY);
  }, 30_000);
});
