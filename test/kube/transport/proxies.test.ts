import { afterAll, describe, expect, test } from 'bun:test';
import { createServer } from 'node:https';
import type { Connection } from '../../../src/kube/connect/connection.ts';
import { createClient } from '../../../src/kube/transport/client.ts';
import { openWebSocket } from '../../../src/kube/web-socket/open.ts';
import { makeCertificate } from '../certificates.ts';
import { startConnectProxy } from '../connect-proxy.ts';
import { connectionTo } from '../connections.ts';
import { startFakeApiServer } from '../fake-apiserver.ts';
import { startSocksProxy } from '../socks-proxy.ts';

const root = await makeCertificate({ name: 'root', isAuthority: true });
const leaf = await makeCertificate({ name: 'api', issuer: root, hosts: ['api.initx.test'] });
const api = startFakeApiServer({ chain: [leaf] });
/** Says which headers it got, as they were on the wire. */
const echo = createServer({ cert: leaf.certificate, key: leaf.key }, (request, response) =>
  response.end(JSON.stringify({ raw: request.rawHeaders })),
);
await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
afterAll(() => {
  api.stop();
  echo.close();
});

const SERVER = `https://api.initx.test:${api.port}`;
const clientOf = (server: string, changes: Partial<Connection>) =>
  createClient(
    connectionTo(server, {
      trust: { ca: root.certificate, serverName: undefined, insecure: false },
      ...changes,
    }),
    'test',
    { pause: async () => {} },
  );

describe('through a SOCKS5 proxy', () => {
  test('requests and WebSockets reach the server, whose name the proxy resolves', async () => {
    const { address, asked } = await startSocksProxy();
    const client = clientOf(SERVER, { proxy: `socks5://${address}` });
    const { body } = await client.getJson('/api/v1/namespaces/default');
    expect(body).toMatchObject({ kind: 'Namespace' });
    const socket = await openWebSocket(client, '/api/v1/namespaces/default');
    socket.close();
    expect(asked).toEqual(Array(2).fill(`@api.initx.test:${api.port}`));
  });

  test('a login is given where the proxy wants one', async () => {
    const { address, asked } = await startSocksProxy('jane:s3cret');
    const login = (text: string) => clientOf(SERVER, { proxy: `socks5://${text}@${address}` });
    await login('jane:s3cret').getJson('/api/v1/namespaces/default');
    expect(asked).toEqual([`jane:s3cret@api.initx.test:${api.port}`]);
    await expect(login('jane:wrong').getJson('/x')).rejects.toThrow(
      `the proxy ${address} refused the login`,
    );
    const nobody = clientOf(SERVER, { proxy: `socks5://${address}` });
    await expect(nobody.getJson('/x')).rejects.toThrow('wants another kind of login');
  });

  test('addresses are given as such, and a refusal is told', async () => {
    const { address, asked } = await startSocksProxy();
    const proxy = `socks5://${address}`;
    const insecure = { ca: undefined, serverName: undefined, insecure: true };
    const at = (host: string) =>
      clientOf(`https://${host}:${api.port}`, { proxy, trust: insecure });
    await at('127.0.0.1').getJson('/api/v1/namespaces/default');
    await at('[fd00::7]').getJson('/api/v1/namespaces/default');
    expect(asked).toEqual([
      `@127.0.0.1:${api.port}`,
      `@253.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7:${api.port}`,
    ]);
    await expect(at('forbidden.test').getJson('/x')).rejects.toThrow(
      `the proxy ${address} refused: its rules do not allow it`,
    );
  });

  test('the certificate of the server is judged as ever', async () => {
    const { address } = await startSocksProxy();
    const client = clientOf(`https://wrong.test:${api.port}`, { proxy: `socks5://${address}` });
    await expect(client.getJson('/x')).rejects.toThrow('is not valid for wrong.test');
  });
});

test('several groups to impersonate go through an HTTP proxy as several headers', async () => {
  const address = echo.address();
  const port = typeof address === 'object' ? address?.port : '';
  const client = clientOf(`https://localhost:${port}`, {
    proxy: await startConnectProxy(),
    trust: { ca: root.certificate, serverName: 'api.initx.test', insecure: false },
    impersonation: [
      ['Impersonate-User', 'jane'],
      ['Impersonate-Group', 'a'],
      ['Impersonate-Group', 'b'],
    ],
  });
  const { raw } = (await client.getJson('/x')).body as { raw: string[] };
  const groups = raw.filter((_, at) => raw[at - 1]?.toLowerCase() === 'impersonate-group');
  expect(groups).toEqual(['a', 'b']);
});
