import { connect, createServer, type Socket } from 'node:net';

/** What a SOCKS5 proxy of the tests was asked for. */
export interface SocksProxy {
  readonly address: string;
  /** `host:port` as the client named it, with the login it gave. */
  readonly asked: string[];
}

/**
 * Starts a SOCKS5 proxy (RFC 1928) that wants a login if one is given, and finds every name on this
 * machine. It does not keep the test process alive.
 */
export async function startSocksProxy(login?: string): Promise<SocksProxy> {
  const asked: string[] = [];
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    void serve(client, login, asked).catch(() => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const address = server.address();
  return { address: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, asked };
}

async function serve(client: Socket, login: string | undefined, asked: string[]): Promise<void> {
  const take = takerOf(client);
  const [, count = 0] = await take(2);
  const methods = await take(count);
  const method = login === undefined ? 0 : 2;
  if (!methods.includes(method)) {
    client.end(Buffer.from([5, 255]));
    return;
  }
  client.write(Buffer.from([5, method]));
  let given = '';
  if (login !== undefined) {
    const text = async () => (await take((await take(1))[0] ?? 0)).toString();
    await take(1);
    given = `${await text()}:${await text()}`;
    client.write(Buffer.from([1, given === login ? 0 : 1]));
    if (given !== login) return;
  }
  const [, , , kind] = await take(4);
  const host =
    kind === 3 ? (await take((await take(1))[0] ?? 0)).toString() : await ipOf(kind, take);
  const port = (await take(2)).readUInt16BE();
  asked.push(`${given}@${host}:${port}`);
  if (host === 'forbidden.test') {
    client.end(Buffer.from([5, 2, 0, 1, 0, 0, 0, 0, 0, 0]));
    return;
  }
  const upstream = connect({ host: '127.0.0.1', port }, () => {
    client.removeAllListeners('data');
    client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
    client.pipe(upstream).pipe(client);
  });
  upstream.on('error', () => client.destroy());
}

type Take = (length: number) => Promise<Buffer>;

async function ipOf(kind: number | undefined, take: Take): Promise<string> {
  return (await take(kind === 1 ? 4 : 16)).join('.');
}

/** Takes so many bytes from what has come, waiting for more. */
function takerOf(socket: Socket): Take {
  let read = Buffer.alloc(0);
  let wake: () => void = () => {};
  socket.on('data', (chunk: Buffer) => {
    read = Buffer.concat([read, chunk]);
    wake();
  });
  return async (length) => {
    while (read.length < length) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const taken = read.subarray(0, length);
    read = read.subarray(length);
    return taken;
  };
}
