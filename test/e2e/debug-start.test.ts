import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { startOnTerminal } from '../support/pseudo-terminal.ts';
import { debugWorkplace, SLEEPER } from './support/debug-workplace.ts';
import { quickPod } from './support/quick-pod.ts';
import { executable, realCluster, run, until } from './support/real-cluster.ts';

/** A node that is not there: its Pods start nothing, and are deleted after less than a minute. */
const NOWHERE = { nodeName: 'nowhere' };

describe.skipIf(realCluster.isAbsent)('R30: a debug container that does not start', () => {
  let place: Awaited<ReturnType<typeof debugWorkplace>>;

  beforeAll(async () => {
    place = await debugWorkplace('debug-start');
    await place.create(quickPod('web', [SLEEPER]), quickPod('prompt', [SLEEPER]));
    await place.untilPod('web', '{.status.phase}', 'Running');
    await place.untilPod('prompt', '{.status.phase}', 'Running');
  }, 120_000);
  afterAll(() => place?.remove());

  test.concurrent.each([
    ['an image that is not there', ['--image', 'no-such-image:1'], 1, 'was not found'],
    ['a name that is none', ['--image', 'UPPER:1'], 1, '"UPPER:1" is no valid name of an image'],
    [
      'an image that may not be pulled',
      ['--image', 'no-such-image:2', '--image-pull-policy', 'Never'],
      1,
      'is not on the node',
    ],
    [
      'an image of root, restricted',
      ['--profile', 'restricted', '--', 'true'],
      1,
      'profile restricted refuses root, and image',
    ],
    [
      'an image of a user by name, restricted',
      ['--profile', 'restricted', '--image', 'named-user:latest'],
      1,
      'gives its user by name',
    ],
    [
      'a command that is not there',
      ['--arguments-only', '--', 'no-such-command'],
      127,
      'does not have this command',
    ],
  ])('%s: ends the wait at once, says why and what stays', async (_, flags, code, message) => {
    const { exitCode, stdout, stderr } = await place.debug('web', '--timeout', '60s', ...flags);
    expect(stderr).toContain(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    const [, name = ''] = /Container (\S+) stays listed in Pod web/.exec(stderr) ?? [];
    expect(await place.added('web')).toContain(name);
  });

  test('the kubelet is believed at its first word, ten seconds before it changes the status', async () => {
    const begin = performance.now();
    const { exitCode } = await place.debug('prompt', '--profile', 'restricted', '--', 'true');
    expect(exitCode).toBe(1);
    expect(performance.now() - begin).toBeLessThan(6000);
  });

  test('what holds the whole Pod up is told by the command that is named', async () => {
    const volumes = [{ name: 'settings', configMap: { name: 'no-such-settings' } }];
    const mounting = { ...SLEEPER, volumeMounts: [{ name: 'settings', mountPath: '/etc/app' }] };
    await place.create(quickPod('unmounted', [mounting], { volumes }));
    await place.untilPod('unmounted', '{.status.containerStatuses[0].state.waiting.reason}', /./);
    const { exitCode, stderr } = await place.debug('unmounted', '--timeout', '2s', '--', 'true');
    expect(stderr).toContain(
      `See why: kubectl initx explain unmounted -n ${place.name}\nContainer`,
    );
    expect(exitCode).toBe(3);
    // The kubelet's Event comes when it has tried to mount.
    await until('explain names the ConfigMap', async () => {
      const { stdout } = await run([executable, 'explain', 'unmounted', '-n', place.name]);
      return stdout.includes('no-such-settings');
    });
  }, 60_000);

  test('nothing happens for --timeout: exit code 3, and how to attach later', async () => {
    await place.create(quickPod('nowhere', [SLEEPER], NOWHERE));
    const { exitCode, stderr } = await place.debug(
      'nowhere',
      '-c',
      'late',
      '--timeout',
      '1s',
      '--',
      'true',
    );
    expect(stderr).toContain('container late has not started, and nothing has happened for 1 s');
    expect(stderr).toContain('attach nowhere');
    expect(exitCode).toBe(3);
    expect(await place.added('nowhere')).toEqual(['late']);
  });

  test('the Pod is deleted meanwhile', async () => {
    await place.create(quickPod('doomed', [SLEEPER], NOWHERE));
    const waiting = place.debug('doomed', '-c', 'late', '--', 'true');
    for (;;) if ((await place.added('doomed')).length > 0) break;
    await place.kubectl('delete', 'pod', 'doomed', '--force', '--grace-period=0');
    const { exitCode, stderr } = await waiting;
    expect(stderr).toContain('Pod doomed was deleted before container late started');
    expect(exitCode).toBe(1);
  });

  test('Ctrl-C ends the wait, and says what stays', async () => {
    const child = Bun.spawn(
      [executable, 'debug', '-n', place.name, 'nowhere', '-c', 'stopped', '--', 'true'],
      {
        env: { ...process.env, KUBECONFIG: realCluster.kubeconfig },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    for (;;) if ((await place.added('nowhere')).includes('stopped')) break;
    child.kill('SIGINT');
    const stderr = await new Response(child.stderr).text();
    expect(stderr).toContain('Container stopped stays listed in Pod nowhere');
    expect(stderr).toContain(`kubectl initx debug stop nowhere stopped -n ${place.name}`);
    expect(await child.exited).toBe(130);
    const stop = await place.debug('stop', 'nowhere', 'stopped');
    expect(stop.stderr).toContain('stopped in Pod nowhere has not started yet');
    expect(stop.stderr).toContain('try again once');
    const { stderr: notYet } = await place.debug('stop', 'nowhere');
    expect(notYet).toContain('Not started yet: ');
    expect(notYet).toContain(`kubectl initx debug list -n ${place.name}`);
    const { stdout } = await place.debug('list', 'nowhere');
    expect(stdout).toMatch(/stopped +- .*Waiting/);
    expect(stdout).not.toContain('web ');
    expect((await place.debug('list')).stdout).toContain('web ');
    expect((await place.debug('list', 'nope')).stderr).toContain('pods "nope" not found');
  });

  test('Ctrl-C on a terminal takes the screen away, and says what stays there too', async () => {
    const env = { ...process.env, KUBECONFIG: realCluster.kubeconfig };
    const command = [executable, 'debug', '-n', place.name, 'nowhere', '-c', 'watched'];
    const terminal = startOnTerminal(command, env);
    await terminal.shows('Waiting for the kubelet to start container watched');
    terminal.type('\u0003');
    await terminal.shows('Container watched stays listed in Pod nowhere');
    expect(await terminal.exited).toBe(130);
    terminal.close();
  }, 20_000);
});

describe.skipIf(realCluster.isAbsent)('Pod Security Standards', () => {
  let baseline: Awaited<ReturnType<typeof debugWorkplace>>;
  let restricted: Awaited<ReturnType<typeof debugWorkplace>>;

  /** A server without a shell, as its image's user, in a Pod that is allowed everywhere. */
  const server = quickPod(
    'web',
    [
      {
        name: 'app',
        image: 'distroless:latest',
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
    { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
  );

  beforeAll(async () => {
    const enforce = (level: string) => [`pod-security.kubernetes.io/enforce=${level}`];
    baseline = await debugWorkplace('debug-baseline', enforce('baseline'));
    restricted = await debugWorkplace('debug-restricted', enforce('restricted'));
    for (const place of [baseline, restricted]) {
      await place.create(server);
      await place.untilPod('web', '{.status.phase}', 'Running');
    }
  }, 120_000);
  afterAll(async () => {
    await baseline?.remove();
    await restricted?.remove();
  });

  const LOOK = ['--', 'sh', '-c', 'id -u; id -g; ls /proc/1/root/'];

  test.each([
    ['baseline', () => baseline],
    ['restricted', () => restricted],
  ])(
    'R33: %s: the target can be looked into all the same, as its own user',
    async (profile, in_) => {
      const { exitCode, stdout, stderr } = await in_().debug('web', ...LOOK);
      expect(stderr).toContain(`using ${profile} as user 65532:65532. Given up:`);
      expect(exitCode).toBe(0);
      expect(stdout.split('\n').slice(0, 2)).toEqual(['65532', '65532']);
      // The target's program: its image has nothing else.
      expect(stdout.split('\n')).toContain('server');
    },
  );

  test('a profile that is given is not changed: the server says what it has against it', async () => {
    const before = await baseline.added('web');
    const { exitCode, stderr } = await baseline.debug('web', '--profile', 'general', ...LOOK);
    expect(stderr).toContain('the namespace does not allow profile general');
    expect(stderr).toContain('must not include "SYS_PTRACE"');
    expect(exitCode).toBe(1);
    expect(await baseline.added('web')).toEqual(before);
  });

  test('root asked for by name is refused with a way that works', async () => {
    const { exitCode, stderr } = await restricted.debug('web', '--as-root', '--', 'id');
    expect(stderr).toContain('the namespace does not allow this debug container: ');
    expect(stderr).toContain(
      'another user than root: without --as-root, or with --run-as UID:GID.',
    );
    expect(exitCode).toBe(1);
    const other = await restricted.debug('web', '--run-as', '1000:2000', '--', 'id', '-u');
    expect(other.stdout).toBe('1000\n');
  });

  test('R31: older debug containers can be what is in the way', async () => {
    const place = await debugWorkplace('debug-tightened');
    await place.create(quickPod('web', [SLEEPER]), quickPod('prompt', [SLEEPER]));
    await place.untilPod('web', '{.status.phase}', 'Running');
    await place.untilPod('prompt', '{.status.phase}', 'Running');
    await place.debug('web', '-c', 'old', '--attach=false', '--', 'true');
    await place.kubectl('label', 'ns', place.name, 'pod-security.kubernetes.io/enforce=baseline');
    const { exitCode, stderr } = await place.debug('web', '--', 'true');
    expect(stderr).toContain('because of older ones in Pod web: old');
    expect(exitCode).toBe(1);
    expect(await place.added('web')).toEqual(['old']);
    await place.remove();
  });
});
