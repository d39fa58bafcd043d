import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { debugWorkplace, SLEEPER } from './support/debug-workplace.ts';
import { quickPod } from './support/quick-pod.ts';
import { kubectl, realCluster } from './support/real-cluster.ts';

/** A node that is not there: its Pods are stored, and nothing ever starts. */
const NOWHERE = { nodeName: 'nowhere' };

describe.skipIf(realCluster.isAbsent)('R31: what is refused leaves nothing in the Pod', () => {
  let place: Awaited<ReturnType<typeof debugWorkplace>>;

  beforeAll(async () => {
    place = await debugWorkplace('debug-refused');
    await place.create(
      quickPod('web', [SLEEPER, { ...SLEEPER, name: 'proxy' }]),
      quickPod('crash', [{ ...SLEEPER, command: ['sh', '-c', 'exit 3'] }]),
      quickPod('done', [{ ...SLEEPER, command: ['true'] }], { restartPolicy: 'Never' }),
      quickPod('homeless', [SLEEPER], { nodeSelector: { 'no-such': 'label' } }),
      {
        ...quickPod('leaving', [SLEEPER], NOWHERE),
        metadata: { name: 'leaving', finalizers: ['initx.dev/held'] },
      },
    );
    await place.kubectl('delete', 'pod', 'leaving', '--wait=false');
    await Promise.all([
      place.untilPod('web', '{.status.phase}', 'Running'),
      place.untilPod('done', '{.status.phase}', 'Succeeded'),
      // Restarted twice and not running: the back-off leaves it so for longer than the tests take.
      place.untilPod(
        'crash',
        '{.status.containerStatuses[0].restartCount}{.status.containerStatuses[0].state.running}',
        '2',
      ),
      place.untilPod('homeless', '{.status.conditions[0].reason}', 'Unschedulable'),
    ]);
    // Last, because Pods of a node that is not there are deleted after less than a minute.
    await place.create(quickPod('windows', [SLEEPER], { ...NOWHERE, os: { name: 'windows' } }), {
      ...quickPod('static', [SLEEPER], NOWHERE),
      metadata: { name: 'static', annotations: { 'kubernetes.io/config.mirror': 'hash' } },
    });
  }, 120_000);
  afterAll(async () => {
    await place?.kubectl(
      ...['patch', 'pod', 'leaving', '--type=merge', '-p'],
      '{"metadata":{"finalizers":null}}',
    );
    await place?.remove();
  });

  test.each([
    ['a Pod that has ended', 'done', [], 'Pod done is Succeeded'],
    ['a Pod without a node', 'homeless', [], 'Pod homeless has no node yet'],
    ['a Pod that is being deleted', 'leaving', [], 'Pod leaving is being deleted'],
    ['R32: a static Pod', 'static', [], 'Pod static is static'],
    ['a Pod on Windows', 'windows', [], 'Pod windows runs on Windows'],
    ['a container that is not there', 'web', ['--target', 'prox'], 'Did you mean proxy?'],
    ["the Pod's name as a container's", 'web', ['--target', 'web'], 'is the name of the Pod'],
    ['a target that does not run', 'crash', ['--target', 'app'], 'container app does not run'],
    ["the name of one of the Pod's containers", 'web', ['-c', 'app'], 'has a container "app"'],
    ['a name that can be none', 'web', ['-c', 'Not_A_Name'], 'Invalid value: "Not_A_Name"'],
    ['an image that can be none', 'web', ['--image', 'a b'], 'is not an image name'],
    ['a profile that is no more', 'web', ['--profile', 'legacy'], 'legacy'],
    ['a profile that never was', 'web', ['--profile', 'root'], "'root' is invalid"],
    ['an empty command', 'web', ['--'], 'there is no command after --'],
    ['a terminal without one', 'web', ['-it', '--', 'sh'], 'needs a terminal'],
    ['a custom part that is not there', 'web', ['--custom', 'nowhere.yaml'], 'no such file'],
    ['a second Pod', 'web', ['crash'], 'give one Pod'],
  ])('%s', async (_, pod, flags, message) => {
    const before = await place.added(pod);
    const command = flags.some((flag) => flag === '--') ? [] : ['--', 'true'];
    const { exitCode, stdout, stderr } = await place.debug(pod, ...flags, ...command);
    expect(stderr).toContain(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(await place.added(pod)).toEqual(before);
  });

  test('R31: a debug container is not run a second time under its name', async () => {
    await place.debug('web', '-c', 'once', '--attach=false', '--', 'sh', '-c', 'exit 4');
    await place.untilPod(
      'web',
      '{.status.ephemeralContainerStatuses[0].state.terminated.exitCode}',
      '4',
    );
    const { exitCode, stderr } = await place.debug('web', '-c', 'once', '--', 'sh', '-c', 'exit 4');
    expect(stderr).toContain('debug container once has already run in Pod web (exit code 4)');
    expect(exitCode).toBe(1);
    expect(await place.added('web')).toEqual(['once']);
  });

  test('a workload without Pods is told with the command that says why', async () => {
    await place.kubectl('create', 'deployment', 'none', '--image=absent:1', '--replicas=0');
    const { exitCode, stderr } = await place.debug('deploy/none', '--', 'true');
    expect(stderr).toMatch(
      /^error: there are no Pods of deployment\/none in namespace (\S+)\nSee why: kubectl initx explain deployment\/none -n \1\n$/,
    );
    expect(exitCode).toBe(1);
  });

  test('--dry-run=server does not sound like a session', async () => {
    const { stderr } = await place.debug('web', '--dry-run=server', '-o', 'json', '--', 'ls');
    expect(stderr).toStartWith('A dry run: nothing is added. A session would begin with:\n');
  });

  test('--dry-run prints the patch, and writes nothing', async () => {
    const before = await place.added('web');
    for (const where of ['client', 'server']) {
      // Nobody attaches, so the command need not wait for anybody.
      const flags = [`--dry-run=${where}`, '-o', 'json', '-q', '-c', 'tried', '--attach=false'];
      const { exitCode, stdout, stderr } = await place.debug('web', ...flags, '--', 'ls');
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(JSON.parse(stdout)).toEqual({
        spec: {
          ephemeralContainers: [
            {
              name: 'tried',
              image: 'busybox:1.28',
              command: ['ls'],
              terminationMessagePolicy: 'File',
              securityContext: { capabilities: { add: ['SYS_PTRACE'] } },
              targetContainerName: 'app',
            },
          ],
        },
      });
    }
    expect(await place.added('web')).toEqual(before);
  });

  describe('for want of rights', () => {
    const as = (user: string) => [
      `--as=system:serviceaccount:${place.name}:${user}`,
      '--as-group=system:serviceaccounts',
      '--as-group=system:authenticated',
    ];
    const give = async (user: string, ...role: readonly string[]) => {
      await place.kubectl('create', 'serviceaccount', user);
      const subject = `--serviceaccount=${place.name}:${user}`;
      await place.kubectl('create', 'rolebinding', user, ...role, subject);
    };

    test('the built-in role edit does not have it: the Role that is missing is printed', async () => {
      await give('editor', '--clusterrole=edit');
      const before = await place.added('web');
      const { exitCode, stderr } = await place.debug('web', ...as('editor'), '--', 'true');
      expect(exitCode).toBe(1);
      expect(stderr).toContain('do not have the right to patch pods/ephemeralcontainers');
      expect(await place.added('web')).toEqual(before);
      // With what it asks for, it works.
      const role = stderr.slice(stderr.indexOf('apiVersion:'));
      await kubectl(['create', '-f', '-'], role);
      const subject = `--serviceaccount=${place.name}:editor`;
      await place.kubectl('create', 'rolebinding', 'more', '--role=debug-containers', subject);
      const again = await place.debug('web', ...as('editor'), '-q', '--', 'true');
      expect(again).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    });

    test('since 1.35 attaching needs create as well', async () => {
      await place.kubectl(
        ...['create', 'role', 'viewer', '--verb=get', '--resource=pods', '--resource=pods/attach'],
      );
      await place.kubectl(
        ...['create', 'role', 'adder', '--verb=patch', '--resource=pods/ephemeralcontainers'],
      );
      await give('viewer', '--role=viewer');
      const subject = `--serviceaccount=${place.name}:viewer`;
      await place.kubectl('create', 'rolebinding', 'adder', '--role=adder', subject);
      const before = await place.added('web');
      const { exitCode, stderr } = await place.debug('web', ...as('viewer'), '--', 'true');
      expect(stderr).toContain('do not have the right to create pods/attach in namespace');
      expect(exitCode).toBe(1);
      expect(await place.added('web')).toEqual(before);
    });
  });
});
