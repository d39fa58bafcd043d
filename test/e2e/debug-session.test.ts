import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test';
import { connect, createServer, type Socket } from 'node:net';
import { type OnTerminal, startOnTerminal } from '../support/pseudo-terminal.ts';
import { debugWorkplace, SLEEPER } from './support/debug-workplace.ts';
import { quickPod } from './support/quick-pod.ts';
import { executable, kubectl, realCluster, run } from './support/real-cluster.ts';

const PODS = ['one', 'two', 'three', 'four', 'five'] as const;

describe.skipIf(realCluster.isAbsent)('a session in a debug container', () => {
  let place: Awaited<ReturnType<typeof debugWorkplace>>;

  beforeAll(async () => {
    place = await debugWorkplace('debug-session');
    await place.create(
      ...[...PODS, 'mortal', 'target'].map((name) => quickPod(name, [SLEEPER])),
      quickPod('several', [SLEEPER, { ...SLEEPER, name: 'proxy' }]),
    );
    await Promise.all(
      [...PODS, 'mortal', 'target', 'several'].map((name) => {
        return place.untilPod(name, '{.status.phase}', 'Running');
      }),
    );
  }, 120_000);
  afterAll(() => place?.remove());

  test.concurrent.each([
    ['success', 'exit 0', 0],
    ['a failure of its own', 'exit 42', 42],
    ['the end by a signal', 'kill -TERM $$; sleep 9', 143],
  ])('R33: has the exit code of its command: %s', async (_, script, code) => {
    const { exitCode, stdout } = await place.debug('one', '--', 'sh', '-c', script);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
  });

  test.concurrent("a command that is not there ends with the shell's 127", async () => {
    const { exitCode, stderr } = await place.debug('one', '--', 'no-such-command');
    expect(stderr).toContain('no-such-command: not found');
    expect(exitCode).toBe(127);
  });

  test.concurrent('keeps the two outputs apart, and adds nothing to either with -q', async () => {
    const script = 'echo out; echo err >&2';
    expect(await place.debug('two', '-q', '--', 'sh', '-c', script)).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      exitCode: 0,
    });
  });

  test.concurrent('is a part of a pipe: stdin ends, and the command with it', async () => {
    const command = [executable, 'debug', '-n', place.name, 'three', '-q', '-i', '--', 'sort'];
    expect(await run(command, { stdin: 'b\na\n' })).toEqual({
      stdout: 'a\nb\n',
      stderr: '',
      exitCode: 0,
    });
  });

  test('all bytes come through a pipe, both ways', async () => {
    const bytes = new Uint8Array(32 * 1024 * 1024).map((_, index) => (index * 31) ^ (index >> 8));
    const child = Bun.spawn([executable, 'debug', '-n', place.name, 'four', '-qi', '--', 'cat'], {
      stdin: bytes,
      stdout: 'pipe',
      stderr: 'inherit',
      env: { ...process.env, KUBECONFIG: realCluster.kubeconfig },
    });
    const back = await new Response(child.stdout).bytes();
    expect(await child.exited).toBe(0);
    expect(Bun.hash(back)).toBe(Bun.hash(bytes));
  }, 120_000);

  test('fifty short ones in a row lose nothing and double nothing', async () => {
    const rounds = Array.from({ length: 10 }, (_, round) => `${round}`);
    const results = await Promise.all(
      PODS.map(async (pod) => {
        const outputs: string[] = [];
        for (const round of rounds) {
          outputs.push((await place.debug(pod, '-q', '--', 'echo', round)).stdout);
        }
        return outputs;
      }),
    );
    expect(results).toEqual(PODS.map(() => rounds.map((round) => `${round}\n`)));
  }, 180_000);

  test('R34: says that its target ended, and with what, when it is killed', async () => {
    const waiting = place.debug('target', '--', 'sleep', '600');
    await place.untilPod(
      'target',
      '{.status.ephemeralContainerStatuses[0].state.running.startedAt}',
      /./,
    );
    // `sleep` as process 1 heeds no signal from inside its namespace; another image ends it.
    await place.kubectl('set', 'image', 'pod/target', 'app=busybox:latest');
    const { exitCode, stderr } = await waiting;
    expect(stderr).toContain('the session ended because its target app ended');
    expect(exitCode).toBe(137);
  }, 90_000);

  test('says that the Pod was deleted under it', async () => {
    const waiting = place.debug('mortal', '--', 'sleep', '600');
    await place.untilPod(
      'mortal',
      '{.status.ephemeralContainerStatuses[0].state.running.startedAt}',
      /./,
    );
    await place.kubectl('delete', 'pod', 'mortal', '--wait=false');
    expect((await waiting).stderr).toContain('because pod mortal was deleted');
  }, 90_000);

  test('stop ends one, and says so only once it has', async () => {
    const added = (name: string, ...flags: readonly string[]) =>
      place.debug('several', '-c', name, '--attach=false', ...flags);
    const running = (name: string) =>
      place.untilPod(
        'several',
        `{.status.ephemeralContainerStatuses[?(@.name=="${name}")].state.running.startedAt}`,
        /./,
      );
    await added('long', '--', 'sleep', '600');
    await running('long');
    expect(await place.debug('stop', 'several', 'long')).toEqual({
      stdout: '',
      stderr: 'Ended long in Pod several; it stays listed.\n',
      exitCode: 0,
    });
    expect((await place.debug('stop', 'several', 'long')).stderr).toContain('has ended (exit code');
    await added('shell-less', '--image', 'distroless:latest');
    await running('shell-less');
    const { exitCode, stderr } = await place.debug('stop', 'several', '-c', 'shell-less');
    expect(stderr).toContain('no sh could be run in it');
    expect(exitCode).toBe(1);
  }, 60_000);

  test('a connection that is cut leaves the truth about the container, and how to go on', async () => {
    const server = await kubectl(['config', 'view', '--minify', '-o', 'jsonpath={..server}']);
    const relay = await startRelay(new URL(server));
    const flags = ['--server', relay.url, '--tls-server-name', 'kubernetes', '-c', 'cut-off'];
    const waiting = place.debug('five', ...flags, '--', 'sleep', '600');
    await place.untilPod(
      'five',
      '{.status.ephemeralContainerStatuses[?(@.name=="cut-off")].state.running.startedAt}',
      /./,
    );
    await relay.attached;
    relay.cut();
    const { exitCode, stderr } = await waiting;
    expect(stderr).toContain('kubectl initx debug attach five cut-off');
    expect(exitCode).toBe(1);
  }, 90_000);

  describe('on a terminal', () => {
    let terminal: OnTerminal | undefined;
    afterEach(() => terminal?.close());

    const open = async (...args: readonly string[]) => {
      const untouched = startOnTerminal(['true']);
      await untouched.exited;
      const before = untouched.settings();
      untouched.close();
      const env = { ...process.env, KUBECONFIG: realCluster.kubeconfig };
      terminal = startOnTerminal([executable, 'debug', '-n', place.name, ...args], env);
      return { terminal, before };
    };

    test('is a shell of its size, follows it, and gives the terminal back', async () => {
      const { terminal, before } = await open('two', '--target', 'app', '-it', '--', 'sh');
      await terminal.shows('/ # ');
      terminal.type('stty size\r');
      await terminal.shows('24 80');
      terminal.resize(132, 50);
      // The new size takes its way through the kubelet.
      terminal.type('until stty size | grep -q "50 132"; do :; done; echo resized-$((1 + 1))\r');
      await terminal.shows('resized-2');
      terminal.type('exit 7\r');
      expect(await terminal.exited).toBe(7);
      expect(terminal.settings()).toBe(before);
    }, 60_000);

    test('asks for the target among several, and is a shell there', async () => {
      const { terminal, before } = await open('several');
      await terminal.shows('Which container is to be debugged?');
      terminal.type('\u001b[B');
      await terminal.shows('> proxy');
      terminal.type('\r');
      await terminal.shows('Debugging container proxy.');
      await terminal.shows('/ # ');
      terminal.type('echo typed-$((40 + 2)); exit 6\r');
      await terminal.shows('typed-42');
      expect(await terminal.exited).toBe(6);
      expect(terminal.settings()).toBe(before);
    }, 60_000);

    test('shows each step of a slow start once', async () => {
      const { terminal } = await open('four', '--image', 'large:second', '--', 'true');
      expect(await terminal.exited).toBe(0);
      expect(terminal.screen()).not.toContain('same key');
    }, 90_000);

    test('ctrl-p ctrl-q leaves the container running, and attach takes it up again', async () => {
      const first = await open('three', '-c', 'left', '--target', 'app', '-it', '--', 'sh');
      await first.terminal.shows('/ # ');
      first.terminal.type('\u0010\u0011');
      expect(await first.terminal.exited).toBe(0);
      expect(first.terminal.screen()).toContain('detached: container left is still running');
      expect(first.terminal.settings()).toBe(first.before);
      first.terminal.close();
      const { terminal } = await open('attach', 'three', 'left');
      terminal.type('echo back-$((40 + 2))\r');
      await terminal.shows('back-42');
      terminal.type('exit\r');
      expect(await terminal.exited).toBe(0);
    }, 60_000);
  });
});

/** Passes connections on to a server until all are cut at once. */
async function startRelay(server: URL) {
  const sockets = new Set<Socket>();
  const attached = Promise.withResolvers<void>();
  const relay = createServer((client) => {
    const upstream = connect(Number(server.port), server.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    // A watch and the session are open at once while somebody is attached.
    if (sockets.size >= 4) attached.resolve();
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((done) => relay.listen(0, '127.0.0.1', done));
  relay.unref();
  const address = relay.address();
  return {
    url: `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    attached: attached.promise,
    cut: () => {
      relay.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
