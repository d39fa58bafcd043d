import { connect, createServer, type Socket } from 'node:net';

/** Passes connections on to the API server, and can cut all that there are. */
export interface CuttingRelay {
  readonly flags: readonly string[];
  readonly cut: () => void;
  /** Cuts all, and lets no other through until it is called with false. */
  readonly block: (isBlocked: boolean) => void;
  readonly close: () => void;
}

/** Starts a relay before an API server; TLS goes through it. */
export async function startCuttingRelay(server: URL): Promise<CuttingRelay> {
  const sockets = new Set<Socket>();
  let isBlocked = false;
  const relay = createServer((client) => {
    if (isBlocked) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(server.port), server.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((done) => relay.listen(0, '127.0.0.1', done));
  relay.unref();
  const address = relay.address();
  const port = typeof address === 'object' ? address?.port : '';
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    flags: ['--server', `https://127.0.0.1:${port}`, '--tls-server-name', 'kubernetes'],
    cut,
    block: (blocked) => {
      isBlocked = blocked;
      if (blocked) cut();
    },
    close: () => {
      relay.close();
      cut();
    },
  };
}
