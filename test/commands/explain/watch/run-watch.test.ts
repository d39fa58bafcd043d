import { afterEach, describe, expect, test } from 'bun:test';
import { main } from '../../../../src/cli.ts';
import { type ListServer, startListServer } from '../../../kube/list-server.ts';
import { fakeIo, runMain } from '../../../support/fake-io.ts';
import { loadHistories, type Sample } from '../../../support/histories.ts';

let server: ListServer | undefined;

afterEach(() => server?.stop());

const histories = new Map(loadHistories().map((history) => [history.scenario, history.samples]));

/** A server that tells what happened in a scenario, from the sample `from` on, then nothing. */
function replay(scenario: string, from = 0, to?: number): string {
  const samples = histories.get(scenario)?.slice(from, to) ?? [];
  const [first, ...rest] = samples;
  if (!first) throw new Error(`${scenario} is not recorded`);
  const objectOf = ({ pod }: Sample, index: number) => ({
    kind: 'Pod',
    ...pod,
    metadata: { ...pod.metadata, namespace: 'default', resourceVersion: String(index + 1) },
  });
  server = startListServer(({ path, query }) => {
    if (path.endsWith('/events')) {
      return query.has('watch')
        ? endless([])
        : Response.json({ kind: 'EventList', metadata: { resourceVersion: '1' }, items: [] });
    }
    if (!query.has('watch')) return Response.json(objectOf(first, 0));
    const lines = rest.map((sample, index) => ({
      type: 'MODIFIED',
      object: objectOf(sample, index + 1),
    }));
    return endless(query.get('resourceVersion') === '1' ? lines : []);
  });
  return server.client.connection.server;
}

function endless(lines: readonly object[]): Response {
  return new Response(
    new ReadableStream({
      start: (controller) => {
        for (const line of lines) {
          controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
        }
      },
    }),
  );
}

const nameOf = (scenario: string) => histories.get(scenario)?.[0]?.pod.metadata.name ?? '';

const explain = (scenario: string, ...args: string[]) =>
  runMain(['explain', nameOf(scenario), '-s', server?.client.connection.server ?? '', ...args]);

describe('explain --until', () => {
  test('tells each change and ends with 0 once the stage has come', async () => {
    replay('init-order');
    const { exitCode, stdout, stderr } = await explain('init-order', '--until', 'ready');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.at(-1)).toContain('HEALTHY');
  });

  test('ends with 3 and the whole story when time is over', async () => {
    replay('init-crash-loop', 0, 1);
    const { exitCode, stdout, stderr } = await explain(
      'init-crash-loop',
      ...['--until', 'ready', '--timeout', '200ms'],
    );
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^timed out after .* waiting for \S+ to be ready\n$/);
    expect(stdout).toContain('ROLE');
  });

  test('--timeout 0 looks once', async () => {
    replay('init-order');
    const { exitCode, stdout } = await explain(
      'init-order',
      ...['--until', 'ready', '--timeout', '0', '-o', 'json'],
    );
    expect(exitCode).toBe(3);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  test('ready,stuck gives up with 3 at once where the Pod is stuck; stuck alone is a wish', async () => {
    replay('init-crash-loop');
    const both = await explain('init-crash-loop', '--until', 'ready,stuck');
    expect(both.exitCode).toBe(3);
    expect(both.stderr).toContain('to be ready: it is stuck');
    server?.stop();
    replay('init-crash-loop');
    expect(await explain('init-crash-loop', '--until', 'stuck')).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  });

  test('ends with 4 once the stage can come no more', async () => {
    replay('init-fails-never');
    const { exitCode, stderr } = await explain('init-fails-never', '--until', 'ready');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('cannot be ready any more');
  });

  test('a container that the Pod does not have is an error', async () => {
    replay('init-order');
    const { exitCode, stderr } = await explain('init-order', '--until', 'started:proxi');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('the Pod has no container "proxi"');
  });
});

test('explain --watch -o json gives each change as an explanation on a line, until Ctrl-C', async () => {
  const url = replay('init-order');
  const { io, written, interrupt } = fakeIo();
  const ended = main(['explain', nameOf('init-order'), '-s', url, '-w', '-o', 'json'], io);
  while (!written.stdout.includes('"code":"Ready"')) await Bun.sleep(10);
  interrupt();
  expect(await ended).toBe(130);
  const objects = written.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(objects.every(({ kind }) => kind === 'PodExplanation')).toBe(true);
  expect(objects[0].changes).toEqual([{ code: 'verdict' }]);
  expect(objects.every(({ changes }) => changes.length > 0)).toBe(true);
});

test.each([
  [['deploy', '-w'], 'one workload'],
  [['deploy/a', 'b', '-w'], 'one KIND/NAME'],
  [['deploy/a', '--until', 'ready'], 'kubectl rollout status'],
  [['deploy', '--until', 'ready'], '--until is about Pods'],
  [['a', '-A', '-w'], '--all-namespaces selects Pods'],
  [['-w', '-o', 'svg'], '-o svg is of one moment'],
  [['-f', 'x.yaml', '--until', 'ready'], 'about Pods of the cluster'],
  [['a', '--timeout', '3s'], '--until'],
  [['a', '-w', '--timeout', '3s'], '--until'],
  [['a', '--until', 'happy'], 'initialized, ready'],
  [['a', '--until', 'ready', '--timeout', 'soon'], '30s or 2m'],
])('explain %p is refused', async (args, complaint) => {
  const { exitCode, stderr } = await runMain(['explain', ...args]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(complaint);
});
