import { createHash } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import type { Connection } from '../../../src/kube/connect/connection.ts';
import { createClient, type KubeClient } from '../../../src/kube/transport/client.ts';
import { connectionTo } from '../connections.ts';

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** A bare TCP server, which gets each request with its socket. */
export async function startSocketServer(
  answer: (socket: Socket, request: string) => void,
): Promise<{ readonly url: string; readonly stop: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (data) => answer(socket, data.toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

export function clientTo(server: string, changes: Partial<Connection> = {}): KubeClient {
  return createClient(connectionTo(server, changes), 'test');
}

/** The answer that opens a WebSocket. */
export function accepted(request: string, protocol = ''): string {
  const key = /sec-websocket-key: (.*)\r/i.exec(request)?.[1];
  const accept = createHash('sha1').update(`${key}${MAGIC}`).digest('base64');
  return [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    ...(protocol === '' ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    '\r\n',
  ].join('\r\n');
}

/** A short frame of a server. */
export function serverFrame(opcode: number, payload: Uint8Array, isFinal = true): Buffer {
  const { length } = payload;
  const head =
    length < 126 ? Buffer.of(length) : Buffer.of(126, Math.floor(length / 256), length % 256);
  return Buffer.concat([Buffer.of((isFinal ? 0x80 : 0) | opcode), head, payload]);
}
