import { afterAll, describe, expect, test } from 'bun:test';
import { startConnectProxy } from '../kube/connect-proxy.ts';
import { startSocksProxy } from '../kube/socks-proxy.ts';
import { makeTemporaryFiles } from '../kube/temporary-files.ts';
import { SITUATIONS, type Situation } from './support/kubectl-situations.ts';
import { ODD_SITUATIONS } from './support/odd-situations.ts';
import { executable, realCluster } from './support/real-cluster.ts';
import { startRecordingServers } from './support/recording-server.ts';
import { WRONG_KUBECONFIGS } from './support/wrong-kubeconfigs.ts';

const servers = await startRecordingServers();
const proxy = new URL(await startConnectProxy(() => '127.0.0.1')).host;
const socks = await startSocksProxy();
const base64 = (text: string) => Buffer.from(text).toString('base64');

afterAll(() => servers.stop());

/** What a program came to: what the server saw of it, or that it failed. */
async function outcomeOf(program: string, command: string, situation: Situation): Promise<string> {
  const home = makeTemporaryFiles();
  const { authority, client, https, http } = servers;
  const values: Readonly<Record<string, string>> = {
    ...{ home: home.directory, https, http, proxy, socks: socks.address },
    'https-port': https.split(':')[1] ?? '',
    ...{ ca: authority.certificate, ca64: base64(authority.certificate) },
    ...{ cert: client.certificate, cert64: base64(client.certificate) },
    ...{ key: client.key, key64: base64(client.key) },
  };
  const filled = (text: string) =>
    text.replace(/\{([a-z0-9-]+)\}/g, (all, name) => values[name] ?? all);
  for (const [name, content] of Object.entries(situation.files ?? {})) {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    home.write(name, filled(text), text.startsWith('#!') ? 0o700 : 0o600);
  }
  const env = Object.entries(situation.env ?? {}).map(([name, value]) => [name, filled(value)]);
  const asked = socks.asked.length;
  const { before: first = [], words = ['pod', 'web'], flags = [] } = situation;
  const line = [...first, command, ...words, ...flags].map(filled);
  const child = Bun.spawn([program, ...line], {
    env: { PATH: process.env.PATH, HOME: home.directory, ...Object.fromEntries(env) },
    cwd: home.directory,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const timer = setTimeout(() => child.kill(), 60_000);
  const code = await child.exited;
  clearTimeout(timer);
  home.remove();
  const seen = servers.take().map((each) => each.replace(home.directory, '~'));
  const way = socks.asked.length > asked ? ' by SOCKS' : '';
  return code === 0 ? `${seen.join(', ')}${way}` : 'fails';
}

test.skipIf(realCluster.isAbsent)('the servers of the test see who asks', async () => {
  const [, plain] = SITUATIONS;
  const outcome = plain && (await outcomeOf(executable, 'explain', plain));
  expect(outcome).toBe('https default/web authorization=Bearer tok');
});

describe.skipIf(realCluster.isAbsent)('connects as kubectl does', () => {
  test.each(
    [...SITUATIONS, ...ODD_SITUATIONS, ...WRONG_KUBECONFIGS].map(
      (each) => [each.title, each] as const,
    ),
  )(
    '%s',
    async (_title, situation) => {
      const kubectl = await outcomeOf(realCluster.kubectl, 'get', situation);
      const plugin = await outcomeOf(executable, 'explain', situation);
      expect(plugin).toBe(kubectl);
    },
    120_000,
  );
});
