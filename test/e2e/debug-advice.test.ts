import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
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

  test('but none where no process runs that could be looked at', async () => {
    expect(await explained('crashing')).not.toContain('Look inside');
  }, 180_000);
});
