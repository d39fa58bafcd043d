import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { startOnTerminal } from '../support/pseudo-terminal.ts';
import { debugWorkplace } from './support/debug-workplace.ts';
import { quickPod } from './support/quick-pod.ts';
import { executable, realCluster, run, until } from './support/real-cluster.ts';

const LOOP = {
  image: 'busybox:1.28',
  command: ['sh', '-c', 'until nslookup db; do sleep 2; done'],
};
const CRASHING = { name: 'app', image: 'busybox:1.28', command: ['sh', '-c', 'exit 3'] };

describe.skipIf(realCluster.isAbsent)('R33: explain names the debug command that helps', () => {
  let place: Awaited<ReturnType<typeof debugWorkplace>>;

  beforeAll(async () => {
    place = await debugWorkplace('debug-advice');
    await place.create(
      quickPod('held', [CRASHING], { initContainers: [{ ...LOOP, name: 'wait' }] }),
      quickPod('crashing', [CRASHING]),
    );
    await place.untilPod('held', '{.status.initContainerStatuses[0].state.running.startedAt}', /./);
  }, 120_000);
  afterAll(() => place?.remove());

  /** What `explain` says once it finds the Pod stuck. */
  const explained = async (pod: string) => {
    let text = '';
    await until(`${pod} is stuck`, async () => {
      text = (await run([executable, 'explain', '-n', place.name, pod])).stdout;
      return text.includes('STUCK');
    });
    return text;
  };

  test('and it works: a shell beside the init container that holds the Pod back', async () => {
    const [, words = ''] =
      /^ {2}Look inside: kubectl initx (.*)$/m.exec(await explained('held')) ?? [];
    expect(words).toBe(`debug held -n ${place.name} --target wait`);
    const { exitCode, stdout } = await run([executable, ...words.split(' '), '-q', '--', 'ps']);
    expect(stdout).toContain('until nslookup db');
    expect(exitCode).toBe(0);
  }, 120_000);

  test('and it works: a shell in a copy of the Pod that crashes', async () => {
    const told = await explained('crashing');
    const [, words = ''] = /^ {2}Try it in a copy: kubectl initx (.*)$/m.exec(told) ?? [];
    expect(words).toContain('--copy-to crashing-debug -c app --rm -it -- sh');
    const env = { ...process.env, KUBECONFIG: realCluster.kubeconfig };
    const terminal = startOnTerminal([executable, ...words.split(' ')], env);
    await terminal.shows('/ # ');
    terminal.type('exit 5\r');
    expect(await terminal.exited).toBe(5);
    terminal.close();
    const { items } = JSON.parse(await place.kubectl('get', 'pods', '-o', 'json'));
    const left = items.filter(
      ({ metadata }: { metadata: { name: string; deletionTimestamp?: string } }) =>
        metadata.name === 'crashing-debug' && metadata.deletionTimestamp === undefined,
    );
    expect(left).toEqual([]);
  }, 120_000);
});
