import { connect, createServer } from 'node:net';

/**
 * Starts an HTTP proxy that only knows CONNECT, and finds names as `resolve` says. It does not keep
 * the test process alive.
 */
export async function startConnectProxy(resolve = (host: string) => host): Promise<string> {
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    client.once('data', (request) => {
      const [, host = '', port = ''] = /^CONNECT (\S+):(\d+) /.exec(request.toString()) ?? [];
      const upstream = connect({ host: resolve(host), port: Number(port) }, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () => client.destroy());
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  server.unref();
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
