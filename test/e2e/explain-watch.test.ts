import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test';
import { type OnTerminal, startOnTerminal, untilRaw } from '../support/pseudo-terminal.ts';
import { startCuttingRelay } from './support/cutting-relay.ts';
import { quickDeployment, quickPod } from './support/quick-pod.ts';
import { createNamespace, executable, kubectl, realCluster, run } from './support/real-cluster.ts';

const busybox = (name: string, command: readonly string[], more: object = {}) => ({
  name,
  image: 'busybox:1.28',
  command,
  ...more,
});

const NEVER_READY = { readinessProbe: { exec: { command: ['false'] }, periodSeconds: 1 } };

const APP = busybox('app', ['sleep', '3600']);

/** Two init containers of three seconds each, with a sidecar between them. */
const slowly = (name: string) =>
  quickPod(name, [APP], {
    initContainers: [
      busybox('fetch', ['sleep', '3']),
      busybox('proxy', ['sleep', '3600'], { restartPolicy: 'Always' }),
      busybox('migrate', ['sleep', '3']),
    ],
  });

describe.skipIf(realCluster.isAbsent)('explain --watch on the real cluster', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('watch');
  });
  afterAll(() => namespace.remove());

  const inNamespace = (...args: string[]) => kubectl(['-n', namespace.name, ...args]);
  const create = (pod: object) =>
    kubectl(['-n', namespace.name, 'create', '-f', '-'], JSON.stringify(pod));
  const watch = (...args: readonly string[]) =>
    run([executable, 'explain', '-n', namespace.name, ...args]);

  test.concurrent('R1 R2 tells how a Pod starts, change by change, until it is Ready', async () => {
    await create(slowly('starts'));
    const { exitCode, stdout, stderr } = await watch('starts', '--until', 'ready');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const told = stdout.trimEnd().split('\n');
    const order = [
      /PROGRESSING +Init container fetch (is|has been) running/,
      /fetch: Completed/,
      /proxy: Running|PROGRESSING .*migrate/,
      /PROGRESSING +Init container migrate (is|has been) running/,
      /migrate: Completed/,
      /HEALTHY/,
    ].map((line) => told.findIndex((each) => line.test(each)));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(new Set(told).size).toBe(told.length);
  }, 60_000);

  test.concurrent('goes on over connections that are cut, and repeats nothing', async () => {
    const server = await kubectl(['config', 'view', '--minify', '-o', 'jsonpath={..server}']);
    const relay = await startCuttingRelay(new URL(server));
    await create(slowly('cut'));
    const cutting = setInterval(relay.cut, 1500);
    try {
      const flags = ['cut', '--until', 'ready', '-o', 'json', ...relay.flags];
      const { exitCode, stdout, stderr } = await watch(...flags);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      const looks = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      const states = looks.map(({ changes, verdict, containers }) =>
        JSON.stringify([changes, verdict.code, containers]),
      );
      expect(new Set(states).size).toBe(states.length);
      const running = looks.map(({ verdict }) => `${verdict.code} ${verdict.container}`);
      expect(running).toContain('InitRunning fetch');
      expect(running).toContain('InitRunning migrate');
    } finally {
      clearInterval(cutting);
      relay.close();
    }
  }, 60_000);

  test.concurrent('the right to get Pods is enough', async () => {
    await inNamespace('create', 'role', 'getter', '--verb=get', '--resource=pods');
    await inNamespace('create', 'rolebinding', 'getter', '--role=getter', '--user=getter');
    await create(slowly('polled'));
    const flags = ['polled', '--until', 'ready', '--as', 'getter'];
    const { exitCode, stdout, stderr } = await watch(...flags);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/migrate: Completed/);
  }, 60_000);

  test.concurrent('waits for one container, and --request-timeout ends no watch', async () => {
    await create(slowly('one'));
    const flags = ['one', '--until', 'started:migrate', '--request-timeout', '1s'];
    const { exitCode, stdout, stderr } = await watch(...flags);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/Init container migrate (is|has been) running.*\n$/);
  }, 60_000);

  test.concurrent('gives up where an image cannot be had, and says why', async () => {
    await create(
      quickPod('no-image', [{ name: 'app', image: 'absent:1', imagePullPolicy: 'Never' }]),
    );
    const { exitCode, stdout, stderr } = await watch('no-image', '--until', 'ready,stuck');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('it is stuck');
    expect(stdout).toMatch(/STUCK +The image of container app[\s\S]*\n\nPod [\s\S]*ROLE/);
  }, 60_000);

  test.concurrent('a Pod that is deleted ends it: with 0, or 4 where it was to be Ready', async () => {
    await create(quickPod('mortal', [busybox('app', ['sleep', '3600'], NEVER_READY)]));
    await inNamespace('wait', 'pod/mortal', '--for=jsonpath={.status.phase}=Running');
    const waits = [['-w'], ['--until', 'deleted'], ['--until', 'ready']];
    const ends = Promise.all(waits.map((flags) => watch('mortal', ...flags)));
    await Bun.sleep(2000);
    await inNamespace('delete', 'pod', 'mortal', '--wait=false');
    const [watched, deleted, ready] = await ends;
    expect(watched).toMatchObject({ exitCode: 0, stderr: '' });
    expect(watched?.stdout).toMatch(/The Pod is gone\.\n$/);
    expect(deleted).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ready).toMatchObject({ exitCode: 4 });
  }, 60_000);

  test.concurrent('R15 tells of the Service that a loop waits for, and of its coming', async () => {
    const loop = `until nslookup watched-db.${namespace.name}.svc.cluster.local; do sleep 1; done`;
    const pod = quickPod('waits', [APP], {
      initContainers: [busybox('wait', ['sh', '-c', loop])],
    });
    await create(pod);
    const missing = await watch('waits', '--until', 'initialized', '--timeout', '8s');
    expect(missing.exitCode).toBe(3);
    expect(missing.stdout.split('\n\n')[0]).toContain('Init container wait');
    const waiting = watch('waits', '--until', 'ready', '--timeout', '60s');
    await Bun.sleep(1000);
    await inNamespace('create', 'service', 'clusterip', 'watched-db', '--tcp=80');
    expect(await waiting).toMatchObject({ exitCode: 0, stderr: '' });
  }, 120_000);

  test.concurrent('tells of the Pods of a Deployment, also of those that a rollout makes', async () => {
    const deployment = quickDeployment('rolls', [APP]);
    await create(deployment);
    await inNamespace('rollout', 'status', 'deployment/rolls', '--timeout=60s');
    const flags = ['-n', namespace.name, 'deploy/rolls', '-w', '-o', 'json'];
    const child = Bun.spawn([executable, 'explain', ...flags], {
      stdout: 'pipe',
      stderr: 'inherit',
      env: { ...process.env, KUBECONFIG: realCluster.kubeconfig },
    });
    await Bun.sleep(1000);
    await inNamespace('set', 'env', 'deployment/rolls', 'ROUND=2');
    await inNamespace('rollout', 'status', 'deployment/rolls', '--timeout=60s');
    await Bun.sleep(2000);
    child.kill('SIGINT');
    const text = await new Response(child.stdout).text();
    expect(await child.exited).toBe(130);
    const told = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const names = [...new Set(told.map(({ pod }) => pod.metadata.name))];
    expect(names).toHaveLength(2);
    const storyOf = (name: string) =>
      told
        .filter(({ pod }) => pod.metadata.name === name)
        .map(({ change, pod }) => {
          return change === 'deleted' ? change : pod.verdict.code;
        });
    const [old = '', next = ''] = names;
    expect(storyOf(old)[0]).toBe('Ready');
    expect(storyOf(old).at(-1)).toBe('deleted');
    expect(storyOf(next).at(-1)).toBe('Ready');
  }, 120_000);

  test.concurrent('says why a workload that is watched has no Pods', async () => {
    const deployment = Object(quickDeployment('none', [APP]));
    await create({ ...deployment, spec: { ...deployment.spec, replicas: 0 } });
    const child = Bun.spawn([executable, 'explain', '-n', namespace.name, 'deploy/none', '-w'], {
      stdout: 'ignore',
      stderr: 'pipe',
      env: { ...process.env, KUBECONFIG: realCluster.kubeconfig },
    });
    const reader = child.stderr.getReader();
    const { value } = await reader.read();
    child.kill('SIGINT');
    expect(new TextDecoder().decode(value)).toMatch(
      /^note: STOPPED {2}Deployment \S+\/none has no Pods: it is scaled to 0 replicas\.\n/,
    );
    expect(await child.exited).toBe(130);
  }, 60_000);

  test.concurrent('of several Pods, too, it knows what only Events tell', async () => {
    const metadata = { labels: { wait: 'volume' } };
    const labelled = (pod: object) => ({
      ...pod,
      metadata: { ...Object(pod).metadata, ...metadata },
    });
    const volumes = [{ name: 'rules', configMap: { name: 'no-such-rules' } }];
    const volumeMounts = [{ name: 'rules', mountPath: '/rules' }];
    await create(labelled(quickPod('volume-a', [APP])));
    await create(labelled(quickPod('volume-b', [{ ...APP, volumeMounts }], { volumes })));
    const flags = ['-l', 'wait=volume', '--until', 'ready,stuck', '--timeout', '60s'];
    const { exitCode, stdout } = await watch(...flags);
    expect(exitCode).toBe(3);
    expect(stdout.split('\n\n')[0]).toMatch(/STUCK +volume-b .*"no-such-rules" not found/);
  }, 90_000);

  test.concurrent('waits for all Pods that labels select, and names those that are late', async () => {
    const labelled = (pod: object) => ({ ...pod, metadata: { ...Object(pod).metadata, labels } });
    const labels = { wait: 'all' };
    await create(labelled(slowly('all-a')));
    await create(labelled(quickPod('all-b', [busybox('app', ['sleep', '3600'], NEVER_READY)])));
    const started = await watch('-l', 'wait=all', '--until', 'started:app', '--timeout', '60s');
    expect(started).toMatchObject({ exitCode: 0, stderr: '' });
    const ready = await watch('-l', 'wait=all', '--until', 'ready', '--timeout', '2s');
    expect(ready.exitCode).toBe(3);
    expect(ready.stderr).toBe('timed out after 2s waiting for all-b to be ready\n');
    expect(ready.stdout).toMatch(/HEALTHY +all-a[\s\S]*\n\nPod \S*all-b/);
    const none = await watch('-l', 'wait=nobody', '--until', 'ready');
    expect(none).toMatchObject({ exitCode: 1, stderr: 'error: no matching resources found\n' });
  }, 90_000);

  describe('on a terminal', () => {
    let terminal: OnTerminal | undefined;
    beforeAll(async () => {
      await create(quickPod('quiet', [APP]));
      await inNamespace('wait', 'pod/quiet', '--for=condition=Ready', '--timeout=60s');
    }, 70_000);
    afterEach(() => terminal?.close());

    /** A watch on a pseudo-terminal, and the settings from before. */
    async function open(...args: readonly string[]) {
      const untouched = startOnTerminal(['true']);
      await untouched.exited;
      const before = untouched.settings();
      untouched.close();
      const env = { ...process.env, KUBECONFIG: realCluster.kubeconfig, LANG: 'C.UTF-8' };
      terminal = startOnTerminal([executable, 'explain', '-n', namespace.name, ...args], env);
      return { terminal, before };
    }

    /** What is on the screen once the program has left its own. */
    const left = (screen: string) => screen.split(LEAVE_SCREEN)[1];

    test.each([
      ['q', 0],
      ['\u001b', 0],
      ['\u0003', 130],
    ])(
      '%p ends it and leaves the terminal as it was',
      async (key, code) => {
        const { terminal, before } = await open('quiet', '-w');
        await terminal.shows(/HEALTHY[\s\S]*q quits/);
        expect(terminal.screen()).toContain(ENTER_SCREEN);
        terminal.type(key);
        expect(await terminal.exited).toBe(code);
        expect(terminal.settings()).toBe(before);
        expect(left(terminal.screen())?.replace(SHOW_CURSOR, '')).toBe('');
        expect(terminal.screen()).toContain(SHOW_CURSOR);
      },
      60_000,
    );

    test.each([
      ['SIGTERM', 143],
      ['SIGHUP', 129],
      ['SIGINT', 130],
    ] as const)(
      '%s leaves the terminal as it was, too',
      async (signal, code) => {
        const { terminal, before } = await open('quiet', '-w');
        await terminal.shows(/HEALTHY[\s\S]*q quits/);
        terminal.kill(signal);
        expect(await terminal.exited).toBe(code);
        expect(terminal.settings()).toBe(before);
        expect(left(terminal.screen())).toBeDefined();
      },
      60_000,
    );

    test('a window that is closed ends it, without a crash', async () => {
      const { terminal } = await open('quiet', '-w');
      await terminal.shows(/q quits/);
      terminal.close();
      expect([129, 130, 'SIGHUP']).toContain(await terminal.exited);
    }, 60_000);

    test('grows with the Pod and the terminal, and tells at the end what it came to', async () => {
      await create(slowly('grows'));
      const { terminal, before } = await open('grows', '--until', 'ready');
      await terminal.shows(/Init container fetch/);
      terminal.resize(100, 40);
      await terminal.shows(/fetch: Completed/);
      await terminal.shows(/Init container migrate/);
      expect(await terminal.exited).toBe(0);
      expect(terminal.settings()).toBe(before);
      expect(left(terminal.screen())).toMatch(/HEALTHY[\s\S]*ROLE[\s\S]*migrate +Completed/);
    }, 60_000);

    test('lists several Pods, opens the one that is chosen, and goes back', async () => {
      await create(quickPod('quick', [APP]));
      await inNamespace('wait', 'pod/quick', '--for=condition=Ready', '--timeout=60s');
      const { terminal, before } = await open('quiet', 'quick', '-w');
      await terminal.shows(/2 Pods[\s\S]*Enter opens a Pod/);
      await untilRaw(terminal, before);
      terminal.type('\u001b[B');
      await terminal.shows('> quick');
      terminal.type('\r');
      await terminal.shows(/Esc goes back to the list/);
      await terminal.shows(/READY 1\/1/);
      terminal.type('\u001b');
      await terminal.shows(/Esc goes back[\s\S]*Enter opens a Pod/);
      terminal.type('\r');
      await terminal.shows(/Esc goes back[\s\S]*Enter opens a Pod[\s\S]*Esc goes back/);
      terminal.type('q');
      expect(await terminal.exited).toBe(0);
      expect(terminal.settings()).toBe(before);
      expect(left(terminal.screen())?.replace(SHOW_CURSOR, '')).toBe('');
    }, 60_000);

    test('says so while the API server is away, and goes on once it is back', async () => {
      const server = await kubectl(['config', 'view', '--minify', '-o', 'jsonpath={..server}']);
      const relay = await startCuttingRelay(new URL(server));
      try {
        const { terminal, before } = await open('quiet', '-w', ...relay.flags);
        await terminal.shows(/HEALTHY[\s\S]*q quits/);
        relay.block(true);
        await terminal.shows(/No answer since \d\d:\d\d:\d\dZ, so this may have changed/);
        relay.block(false);
        await terminal.shows(/No answer since[\s\S]*q quits/);
        expect(terminal.screen()).not.toContain('asking again');
        terminal.type('q');
        expect(await terminal.exited).toBe(0);
        expect(terminal.settings()).toBe(before);
      } finally {
        relay.close();
      }
    }, 60_000);

    test('a Pod that is not there is told without a screen', async () => {
      const { terminal } = await open('quiet', 'nowhere', '-w');
      expect(await terminal.exited).toBe(1);
      expect(terminal.screen()).toContain('pods "nowhere" not found');
      expect(terminal.screen()).not.toContain(ENTER_SCREEN);
    }, 60_000);

    test('moves the time that goes by without any change', async () => {
      const { terminal } = await open('quiet', '-w');
      await terminal.shows(/q quits/);
      const start = terminal.screen().length;
      await Bun.sleep(2500);
      const drawn = terminal.screen().slice(start);
      // Only what differs is drawn.
      expect(drawn.length).toBeGreaterThan(0);
      expect(drawn.length).toBeLessThan(1000);
      terminal.type('q');
      await terminal.exited;
    }, 60_000);
  });
});

const ENTER_SCREEN = '\u001b[?1049h';
const LEAVE_SCREEN = '\u001b[?1049l';
const SHOW_CURSOR = '\u001b[?25h';
