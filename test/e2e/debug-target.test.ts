import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { startOnTerminal } from '../support/pseudo-terminal.ts';
import { debugWorkplace, SLEEPER } from './support/debug-workplace.ts';
import { quickPod } from './support/quick-pod.ts';
import { executable, realCluster } from './support/real-cluster.ts';

const image = 'busybox:1.28';
const NEVER_TRUE = { exec: { command: ['false'] }, failureThreshold: 10_000 };

// On a busy machine a container may take longer to start than a test may by default.
setDefaultTimeout(60_000);

describe.skipIf(realCluster.isAbsent)('R34: what a debug container looks into', () => {
  let place: Awaited<ReturnType<typeof debugWorkplace>>;

  beforeAll(async () => {
    place = await debugWorkplace('debug-target');
    await place.create(
      quickPod('done', [{ name: 'task', image, command: ['true'] }, SLEEPER], {
        restartPolicy: 'OnFailure',
      }),
      quickPod('init-crash', [SLEEPER], {
        initContainers: [{ name: 'setup', image, command: ['sh', '-c', 'echo no db; exit 7'] }],
      }),
      quickPod('sidecar', [SLEEPER], {
        initContainers: [
          {
            name: 'proxy',
            image,
            command: ['sleep', '86398'],
            restartPolicy: 'Always',
            startupProbe: NEVER_TRUE,
          },
        ],
      }),
      quickPod('no-command', [{ name: 'app', image, command: ['/nope'] }]),
      quickPod('other-user', [
        { ...SLEEPER, securityContext: { runAsUser: 1000, runAsGroup: 1000 } },
      ]),
      quickPod(
        'shared',
        [
          { name: 'app', image, command: ['false'] },
          { ...SLEEPER, name: 'other' },
        ],
        {
          shareProcessNamespace: true,
          restartPolicy: 'Never',
        },
      ),
      quickPod('host', [{ ...SLEEPER, command: ['sleep', '86397'] }], { hostPID: true }),
    );
    const init = '{.status.initContainerStatuses[0]';
    const app = '{.status.containerStatuses[0]';
    // After the second run, as the first is followed by another at once. CrashLoopBackOff is not to be
    // waited for: the status has it only where the kubelet happens to look during the back-off.
    const backsOff = (name: string, status: string) =>
      place.untilPod(name, `${status}.restartCount}:${status}.state.running}`, /^[1-9]\d*:$/);
    await Promise.all([
      place.untilPod('done', '{.status.containerStatuses[*].state.terminated.exitCode}', '0'),
      backsOff('init-crash', init),
      place.untilPod('sidecar', `${init}.state.running.startedAt}`, /./),
      backsOff('no-command', app),
      place.untilPod('host', '{.status.phase}', 'Running'),
      place.untilPod('shared', '{.status.containerStatuses[*].state.terminated.exitCode}', '1'),
      place.untilPod('shared', '{.status.containerStatuses[1].state.running.startedAt}', /./),
      place.untilPod('other-user', '{.status.phase}', 'Running'),
    ]);
  }, 120_000);
  afterAll(() => place?.remove());

  test.concurrent('one that runs, beside one that is done', async () => {
    const { stdout, stderr } = await place.debug('done', '--', 'ps');
    expect(stderr).toContain('Debugging container app');
    expect(stdout).toContain('sleep 86400');
  });

  test.concurrent('the sidecar whose startup probe holds the Pod back', async () => {
    const { stdout } = await place.debug('sidecar', '--', 'ps');
    expect(stdout).toContain('sleep 86398');
  });

  test.concurrent('the init container that crashes is named, with how it ends and what it said', async () => {
    const { stderr, exitCode } = await place.debug('init-crash', '--', 'true');
    expect(stderr).toContain('Container setup, which holds the Pod back, does not run');
    expect(stderr).toContain('ended with exit code 7: kubectl logs init-crash -c setup');
    expect(stderr).toContain('--copy-to init-crash-debug -c setup -- COMMAND');
    expect(stderr).toContain('The last output of setup:\n  no db\n');
    expect(exitCode).toBe(0);
  });

  test.concurrent('no log is offered of what could not be started', async () => {
    const { stderr } = await place.debug('no-command', '--', 'true');
    expect(stderr).toContain(
      `It could not be started: kubectl initx explain no-command -n ${place.name}`,
    );
    expect(stderr).not.toContain('kubectl logs');
  });

  test('files that cannot be read are told with the reason, and the flag that is named helps', async () => {
    const env = { ...process.env, KUBECONFIG: realCluster.kubeconfig };
    const look = async (...flags: readonly string[]) => {
      const words = ['debug', '-n', place.name, 'other-user', '--profile', 'baseline', ...flags];
      const terminal = startOnTerminal([executable, ...words], env);
      await terminal.shows(/\/ [#$] /);
      terminal.type('ls /proc/1/root/bin/sleep\r');
      await terminal.shows(/Permission denied|\n\/proc\/1\/root\/bin\/sleep/);
      terminal.type('exit\r');
      await terminal.exited;
      terminal.close();
      return terminal.screen();
    };
    const denied = await look();
    expect(denied).toContain('cannot be read: it runs as 1000:1000, and this container as 0:0');
    expect(denied).toContain('Permission denied');
    expect(denied).toContain('A debug container with --as-target can read them.');
    const allowed = await look('--as-target');
    expect(allowed).toContain('Its files are under /proc/1/root.');
    expect(allowed).not.toContain('denied');
  });

  test('a container that has ended has no processes, in a namespace that all share too', async () => {
    const env = { ...process.env, KUBECONFIG: realCluster.kubeconfig };
    const command = [executable, 'debug', '-n', place.name, 'shared', '--target', 'app'];
    const terminal = startOnTerminal(command, env);
    await terminal.shows('/ # ');
    expect(terminal.screen()).toContain('Container app does not run now');
    expect(terminal.screen()).not.toContain('runtime');
    terminal.type('exit\r');
    await terminal.exited;
    terminal.close();
  });

  test('with hostPID its files are found among all processes of the node, and stop ends it', async () => {
    const env = { ...process.env, KUBECONFIG: realCluster.kubeconfig };
    const command = [executable, 'debug', '-n', place.name, 'host', '-c', 'look'];
    const terminal = startOnTerminal(command, env);
    await terminal.shows('/ # ');
    const [, path = ''] =
      /under \/target, a link to (\/proc\/\d+\/root)\./.exec(terminal.screen()) ?? [];
    expect(path).not.toBe('');
    terminal.type(`tr '\\0' ' ' < ${path.replace(/root$/, 'cmdline')}\r`);
    await terminal.shows('sleep 86397');
    terminal.type('\x10\x11');
    expect(await terminal.exited).toBe(0);
    terminal.close();
    expect((await place.debug('stop', 'host', 'look')).stderr).toContain('Ended look');
  });
});
