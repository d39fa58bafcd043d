import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { PROFILES } from '../../src/model/debug/container/profiles.ts';
import { startOnTerminal } from '../support/pseudo-terminal.ts';
import { debugWorkplace, SLEEPER } from './support/debug-workplace.ts';
import { quickPod } from './support/quick-pod.ts';
import { executable, realCluster, run, until } from './support/real-cluster.ts';

// Many of them run side by side, which takes a busy machine longer than a test may by default.
setDefaultTimeout(60_000);

const PROBE = { exec: { command: ['true'] } };
const PROBES = { livenessProbe: PROBE, readinessProbe: PROBE, startupProbe: PROBE };
/** Nobody starts it, and nobody its copies. */
const UNWANTED = { nodeSelector: { no: 'where' } };

describe.skipIf(realCluster.isAbsent)('a copy of a Pod', () => {
  let place: Awaited<ReturnType<typeof debugWorkplace>>;
  let count = 0;

  beforeAll(async () => {
    place = await debugWorkplace('debug-copy');
    const labelled = quickPod(
      'labelled',
      [
        { ...SLEEPER, ...PROBES, env: [{ name: 'own', value: '1' }] },
        { ...SLEEPER, name: 'proxy', securityContext: { runAsUser: 1000 } },
      ],
      { ...UNWANTED, initContainers: [{ ...SLEEPER, name: 'first' }] },
    );
    const metadata = { name: 'labelled', labels: { app: 'web' }, annotations: { note: 'x' } };
    await place.create(
      { ...labelled, metadata },
      quickPod('sidecar', [SLEEPER], {
        ...UNWANTED,
        initContainers: [{ ...SLEEPER, ...PROBES, name: 'helper', restartPolicy: 'Always' }],
      }),
      quickPod('crashing', [{ ...SLEEPER, command: ['sh', '-c', 'exit 3'] }]),
      quickPod('unscheduled', [SLEEPER], UNWANTED),
      quickPod('init-loop', [SLEEPER], {
        initContainers: [{ ...SLEEPER, name: 'setup', command: ['sh', '-c', 'exit 7'] }],
      }),
      quickPod('web', [SLEEPER]),
      quickPod('ports', [{ ...SLEEPER, ports: [{ containerPort: 80, hostPort: 48080 }] }]),
      quickPod('old', [SLEEPER]),
    );
    await Promise.all(
      ['web', 'ports', 'old'].map((name) => place.untilPod(name, '{.status.phase}', 'Running')),
    );
  }, 120_000);
  afterAll(() => place?.remove());

  const isGone = async (name: string) =>
    (await place.kubectl('get', 'pod', name, '--ignore-not-found', '-o', 'name')) === '' ||
    (await place.read(name)).metadata.deletionTimestamp !== undefined;

  /** What the server stores for the same flags, given to kubectl and to us. */
  async function both(flags: readonly string[], command: readonly string[] = []) {
    count += 1;
    const copies = [`theirs-${count}`, `ours-${count}`];
    const programs = [realCluster.kubectl, executable];
    const specs = programs.map(async (program, index) => {
      const name = copies[index] ?? '';
      const words = ['debug', '-n', place.name, 'labelled', '--copy-to', name, '--attach=false'];
      const tail = command.length > 0 ? ['--', ...command] : [];
      const { exitCode, stderr } = await run([program, ...words, ...flags, ...tail]);
      expect([exitCode, exitCode && stderr]).toEqual([0, 0]);
      const { metadata, spec } = await place.read(name);
      const { labels, annotations } = metadata;
      return { labels, annotations, spec };
    });
    const [theirs, ours] = await Promise.all(specs);
    if (theirs === undefined || ours === undefined) throw new Error('two are made');
    return { theirs, ours };
  }

  const DEBUGGER = ['-c', 'debugger', '--image', 'busybox:1.28'];

  test.concurrent.each([...PROFILES])(
    'is the one that kubectl debug makes: %s',
    async (profile) => {
      const { theirs, ours } = await both(['--profile', profile, ...DEBUGGER], ['sleep', '1']);
      expect(ours).toEqual(theirs);
    },
  );

  test.concurrent.each([...PROFILES])('with one of its own containers, %s', async (profile) => {
    const { theirs, ours } = await both(['--profile', profile, '-c', 'proxy'], ['sleep', '1']);
    expect(ours).toEqual(theirs);
  });

  test.concurrent.each([
    ['what is kept', ['--keep-labels', '--keep-annotations', '--keep-liveness', ...DEBUGGER]],
    ['the other probes', ['--keep-readiness', '--keep-startup', ...DEBUGGER]],
    ['no init containers', ['--keep-init-containers=false', ...DEBUGGER]],
    ['namespaces apart', ['--share-processes=false', ...DEBUGGER]],
    ['other images', ['--set-image', '*=busybox:latest,proxy=alpine', ...DEBUGGER]],
    ['the image of one', ['-c', 'app', '--image', 'alpine', '--image-pull-policy', 'Never']],
    ['the same node', ['--same-node', ...DEBUGGER]],
    ['a terminal', ['-it', ...DEBUGGER]],
  ])('the same flags, the same copy: %s', async (_, flags) => {
    const { theirs, ours } = await both(['--profile', 'general', ...flags]);
    expect(ours).toEqual(theirs);
  });

  test('images alone: where kubectl keeps labels and probes, they go as in any other copy', async () => {
    const { theirs, ours } = await both(['--set-image', 'app=busybox:latest']);
    expect(theirs.labels).toEqual({ app: 'web' });
    expect(ours.labels).toBeUndefined();
    const images = ({ spec }: typeof ours) =>
      spec.containers.map(({ image }: { image: string }) => image);
    expect(images(ours)).toEqual(images(theirs));
    expect(ours.spec.shareProcessNamespace ?? false).toBe(false);
  });

  test('but the probes of sidecars go too', async () => {
    const words = ['sidecar', '--copy-to', 'calm', '-c', 'app', '--dry-run=server', '-o', 'json'];
    const { stdout } = await place.debug(...words, '--', 'sleep', '1');
    const [helper] = JSON.parse(stdout).spec.initContainers;
    expect(helper).toMatchObject({ name: 'helper', restartPolicy: 'Always' });
    expect(Object.keys(helper).filter((field) => field.endsWith('Probe'))).toEqual([]);
    expect(await isGone('calm')).toBe(true);
  });

  test('R33: of a Pod that crashes: its container with another command, and its exit code', async () => {
    const words = ['crashing', '--copy-to', 'patient', '-c', 'app'];
    const { exitCode, stdout, stderr } = await place.debug(
      ...words,
      '--',
      'sh',
      '-c',
      'echo in; exit 6',
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: 'in\n' });
    expect(stderr).toContain(`kubectl delete pod patient -n ${place.name}`);
    expect(await isGone('patient')).toBe(false);
  }, 60_000);

  test('R34: sees the processes of all its containers, and --rm deletes it', async () => {
    const { exitCode, stdout } = await place.debug('web', '--copy-to', 'seen', '--rm', '--', 'ps');
    expect(stdout).toContain('sleep 86400');
    expect(exitCode).toBe(0);
    expect(await isGone('seen')).toBe(true);
  }, 60_000);

  test('nothing is left of one that does not start, with --rm or without', async () => {
    const words = ['web', '--copy-to', 'ill', '--image', 'no-such-image:1', '--', 'true'];
    const { exitCode, stderr } = await place.debug(...words);
    expect(stderr).toContain('Pod ill, which was made for it, is deleted again.');
    expect(exitCode).toBe(1);
    expect(await isGone('ill')).toBe(true);
  }, 60_000);

  test('Ctrl-C while it starts deletes it, and in the session with --rm', async () => {
    const early = spawned('labelled', '--copy-to', 'early', '-c', 'app', '--', 'sleep', '600');
    await until('early is there', async () => !(await isGone('early')));
    early.kill('SIGINT');
    expect(await early.exited).toBe(130);
    expect(await isGone('early')).toBe(true);
    const late = spawned('web', '--copy-to', 'late', '--rm', '-c', 'app', '--', 'sleep', '600');
    await until('late runs', async () =>
      /./.test(
        await place.kubectl(
          'get',
          'pod',
          'late',
          '--ignore-not-found',
          '-o',
          'jsonpath={.status.containerStatuses[0].state.running.startedAt}',
        ),
      ),
    );
    await Bun.sleep(500);
    late.kill('SIGINT');
    expect(await late.exited).toBe(130);
    expect(await isGone('late')).toBe(true);
  }, 90_000);

  const spawned = (...args: readonly string[]) =>
    Bun.spawn([executable, 'debug', '-n', place.name, ...args], {
      env: { ...process.env, KUBECONFIG: realCluster.kubeconfig },
      stdio: ['ignore', 'ignore', 'ignore'],
    });

  test.concurrent.each([
    ['unscheduled', 'Waiting for a node for Pod held-unscheduled: 0/'],
    ['init-loop', 'Waiting for init container setup, which has ended with exit code 7'],
  ])(
    'says what it waits for, also of what happens again and again: %s',
    async (pod, told) => {
      const words = [pod, '--copy-to', `held-${pod}`, '--timeout', '6s', '-c', 'app', '--', 'true'];
      const { exitCode, stderr } = await place.debug(...words);
      expect(stderr).toContain(`nothing has happened for 6 s: ${told}`);
      expect(exitCode).toBe(3);
      expect(await isGone(`held-${pod}`)).toBe(true);
    },
    60_000,
  );

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    '%s while it starts deletes it too, and is told by the exit code',
    async (signal, code) => {
      const name = signal.toLowerCase();
      const child = spawned('labelled', '--copy-to', name, '-c', 'app', '--', 'sleep', '600');
      await until(`${name} is there`, async () => !(await isGone(name)));
      child.kill(signal);
      expect(await child.exited).toBe(code);
      expect(await isGone(name)).toBe(true);
    },
  );

  test('a terminal that is closed ends the session: the copy stays, or goes with --rm', async () => {
    const hangUp = async (name: string, ...flags: readonly string[]) => {
      const words = ['web', '--copy-to', name, ...flags, '-c', 'app', '-it', '--', 'sh'];
      const terminal = startOnTerminal([executable, 'debug', '-n', place.name, ...words], {
        ...process.env,
        KUBECONFIG: realCluster.kubeconfig,
      });
      await terminal.shows('/ # ');
      terminal.close();
      expect(await terminal.exited).toBe(129);
      return isGone(name);
    };
    expect(await hangUp('hung-up')).toBe(false);
    expect(await hangUp('hung-up-too', '--rm')).toBe(true);
  }, 60_000);

  test('--replace deletes the original, which is not waited for', async () => {
    const words = ['old', '--copy-to', 'new', '--replace', '-c', 'app', '--', 'true'];
    expect((await place.debug(...words)).exitCode).toBe(0);
    expect(await isGone('old')).toBe(true);
    expect(await isGone('new')).toBe(false);
  }, 60_000);

  test('warns of ports that only one Pod of a node can have', async () => {
    const words = ['ports', '--copy-to', 'twin', '--dry-run=server', '-c', 'app', '--', 'true'];
    expect((await place.debug(...words)).stderr).toContain("the node's port 48080, as ports does");
  });

  test.each([
    ['a copy that is there', ['web', '--copy-to', 'ports', '--', 'true'], 'AlreadyExists'],
    ['a container that is not', ['web', '--copy-to', 'c', '-c', 'ap', '--', 'true'], 'mean app?'],
    ['a target', ['web', '--copy-to', 'c', '--target', 'app', '--', 'true'], '--share-processes'],
    ['flags of copies alone', ['web', '--keep-labels', '--', 'true'], 'needs --copy-to'],
    ['nothing to do', ['web', '--copy-to', 'c'], 'there is nothing to do'],
    ['a container to be removed', ['web', '--rm', '--', 'true'], 'can never be removed'],
  ])('refuses %s', async (_, words, message) => {
    const { exitCode, stderr } = await place.debug(...words);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(1);
    expect(await isGone('c')).toBe(true);
  });

  test('is a shell on a terminal; whoever detaches may come back', async () => {
    const env = { ...process.env, KUBECONFIG: realCluster.kubeconfig };
    const words = ['debug', '-n', place.name, 'web', '--copy-to', 'kept', '--rm'];
    const terminal = startOnTerminal([executable, ...words], env);
    await terminal.shows('/ # ');
    terminal.type('\u0010\u0011');
    expect(await terminal.exited).toBe(0);
    terminal.close();
    expect(terminal.screen()).toContain(`kubectl delete pod kept -n ${place.name}`);
    expect(await isGone('kept')).toBe(false);
  }, 60_000);
});

describe.skipIf(realCluster.isAbsent)('a copy where Pod Security Standards are enforced', () => {
  let place: Awaited<ReturnType<typeof debugWorkplace>>;
  const allowed = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

  beforeAll(async () => {
    place = await debugWorkplace('debug-copy-restricted', [
      'pod-security.kubernetes.io/enforce=restricted',
    ]);
    await place.create(
      quickPod('web', [{ name: 'app', image: 'distroless:latest', securityContext: allowed }], {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      }),
    );
    await place.untilPod('web', '{.status.phase}', 'Running');
  }, 120_000);
  afterAll(() => place?.remove());

  test('sees the files of the app as its user', async () => {
    const words = ['web', '--copy-to', 'seen', '--rm', '--', 'sh', '-c', 'ls /proc/*/root/server'];
    const { exitCode, stdout } = await place.debug(...words);
    expect(stdout).toMatch(/^\/proc\/\d+\/root\/server\n$/);
    expect(exitCode).toBe(0);
  }, 60_000);

  test('begins at once where the image has no sh, and leaves its own rights', async () => {
    const words = ['debug', '-n', place.name, 'web', '--copy-to', 'own', '--rm', '-c', 'app'];
    const both = ['sh', '-c', 'exec "$@" 2>&1', 'sh', executable, ...words, '--', '/server'];
    const child = Bun.spawn(both, {
      env: { ...process.env, KUBECONFIG: realCluster.kubeconfig },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    for await (const chunk of child.stdout) {
      output += Buffer.from(chunk).toString();
      // It serves until it is told to end.
      if (output.includes('listening')) child.kill('SIGINT');
    }
    expect(output).toContain('the container keeps the rights that it has');
    expect(output).toContain('The image has no sh');
    expect(output).not.toContain('StartError');
  }, 60_000);

  test('no Pod is made with a profile that is refused, nor on a node', async () => {
    const pinned = ['web', '--copy-to', 'c', '--profile', 'general', '--', 'true'];
    expect((await place.debug(...pinned)).stderr).toContain('does not allow profile general');
    expect(await place.kubectl('get', 'pod', 'c', '--ignore-not-found')).toBe('');
  });
});

describe.skipIf(realCluster.isAbsent)('a Pod on a node', () => {
  let place: Awaited<ReturnType<typeof debugWorkplace>>;
  beforeAll(async () => {
    place = await debugWorkplace('debug-node');
  });
  afterAll(() => place?.remove());

  const nodeName = async () =>
    (await place.kubectl('get', 'nodes', '-o', 'name')).split('\n')[0] ?? '';

  test.each([...PROFILES])('is the one that kubectl debug makes: %s', async (profile) => {
    const flags = ['--profile', profile, '--image', 'busybox:1.28', '--attach=false'];
    const node = await nodeName();
    const made = async (program: string) => {
      const command = [program, 'debug', node, '-n', place.name, ...flags, '--', 'sleep', '1'];
      const { exitCode, stderr } = await run(command);
      expect([exitCode, exitCode && stderr]).toEqual([0, 0]);
      const list = JSON.parse(await place.kubectl('get', 'pods', '-o', 'json'));
      await place.kubectl('delete', 'pods', '--all', '--force', '--grace-period=0');
      const { volumes = [], containers, ...spec } = list.items[0].spec;
      // Each has the token of its service account under a name of its own.
      const isOwn = ({ name }: { name: string }) => !name.startsWith('kube-api-access-');
      const [{ volumeMounts = [], ...container }] = containers;
      const mounts = volumeMounts.filter(isOwn);
      return { ...spec, container, mounts, volumes: volumes.filter(isOwn) };
    };
    expect(await made(executable)).toEqual(await made(realCluster.kubectl));
  });

  test('shows the files of the node, and is deleted afterwards', async () => {
    const node = await nodeName();
    const { exitCode, stdout } = await place.debug(
      node,
      '--',
      'chroot',
      '/host',
      'ls',
      '-d',
      '/usr',
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '/usr\n' });
    const left = JSON.parse(await place.kubectl('get', 'pods', '-o', 'json')).items;
    expect(left.every((pod: { metadata: object }) => 'deletionTimestamp' in pod.metadata)).toBe(
      true,
    );
  }, 60_000);

  test('a node that is not there is told as the server tells it', async () => {
    const { exitCode, stderr } = await place.debug('node/nowhere', '--', 'true');
    expect(stderr).toContain('nodes "nowhere" not found');
    expect(stderr).toContain('See kubectl get nodes.');
    expect(exitCode).toBe(1);
    const near = `${await nodeName()}x`;
    expect((await place.debug(near, '--', 'true')).stderr).toContain('Did you mean ');
  });
});

describe.skipIf(realCluster.isAbsent)('a copy that admission refuses for its amounts', () => {
  let place: Awaited<ReturnType<typeof debugWorkplace>>;

  beforeAll(async () => {
    place = await debugWorkplace('debug-amounts');
    const resources = { requests: { memory: '1Mi' } };
    await place.create(quickPod('old', [{ ...SLEEPER, resources }], UNWANTED));
  });
  afterAll(() => place?.remove());

  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' } };
  const limits = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'l' } };

  test.each([
    [{ ...quota, spec: { hard: { 'requests.cpu': '1' } } }, '--custom FILE can give resources'],
    [{ ...quota, spec: { hard: { pods: '1' } } }, 'kubectl describe quota q'],
    [
      { ...limits, spec: { limits: [{ type: 'Container', min: { memory: '1Gi' } }] } },
      'kubectl describe limitrange',
    ],
  ])('no right is missing: %#', async (object, hint) => {
    await place.create(object);
    const copy = () =>
      place.debug('old', '--copy-to', 'copy', '--replace', '--dry-run=server', '--', 'true');
    // The controller counts what there is only after a while.
    await until(hint, async () => (await copy()).stderr.includes(hint));
    const { exitCode, stderr } = await copy();
    expect(exitCode).toBe(1);
    expect(stderr).toContain('No Pod was made.');
    expect(stderr).not.toContain('administrator');
    await place.kubectl('delete', object.kind, object.metadata.name);
  });
});
