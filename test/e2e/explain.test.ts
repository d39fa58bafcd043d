import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { myappPod, service } from './support/myapp-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';

/** Its init container sets the terminal's title by its termination message, and fails for good. */
const HOSTILE_POD = `apiVersion: v1
kind: Pod
metadata: { name: hostile }
spec:
  restartPolicy: Never
  automountServiceAccountToken: false
  initContainers:
    - name: setup
      image: busybox:1.28
      command: [sh, -c, "printf '\\\\033]0;owned\\\\007' > /dev/termination-log; exit 1"]
  containers:
    - { name: app, image: 'busybox:1.28', command: [sleep, '3600'] }
`;

describe.skipIf(realCluster.isAbsent)('explain on the real cluster', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('explain');
  });

  afterAll(async () => {
    await namespace.remove();
  });

  const explain = (...args: string[]) =>
    run([executable, 'explain', '-n', namespace.name, ...args]);
  const inNamespace = (...args: string[]) => ['-n', namespace.name, ...args];

  async function explained(pod: string) {
    const { stdout, exitCode } = await explain(pod, '-o', 'json');
    return { ...JSON.parse(stdout), exitCode };
  }

  /** What `kubectl get pod` says: NAME READY STATUS RESTARTS AGE. */
  async function columnsOf(pod: string) {
    const line = await kubectl(inNamespace('get', 'pod', pod, '--no-headers'));
    const [, ready, status] = line.split(/\s+/);
    return { ready, status };
  }

  test('R1 R5 R8 myapp-pod waits at init-myservice, then at init-mydb, then runs', async () => {
    await kubectl(inNamespace('apply', '-f', '-'), myappPod);

    await until('init-myservice runs', async () => {
      const { verdict } = await explained('myapp-pod');
      return verdict.code === 'InitRunning' && verdict.container === 'init-myservice';
    });
    const first = await explained('myapp-pod');
    expect(first.verdict.holdsBack).toEqual(['init-mydb', 'myapp-container']);
    expect(first.next.container).toBe('init-mydb');
    expect(first.status).toMatchObject(await columnsOf('myapp-pod'));
    expect(first.status.status).toBe('Init:0/2');

    await kubectl(inNamespace('apply', '-f', '-'), service('myservice'));
    await until('init-mydb runs', async () => {
      const { verdict } = await explained('myapp-pod');
      return verdict.code === 'InitRunning' && verdict.container === 'init-mydb';
    });
    const second = await explained('myapp-pod');
    expect(second.verdict.holdsBack).toEqual(['myapp-container']);
    expect(second.next.container).toBe('myapp-container');
    expect(second.status.status).toBe('Init:1/2');

    await kubectl(inNamespace('apply', '-f', '-'), service('mydb'));
    await until('the Pod is Ready', async () => {
      const { verdict } = await explained('myapp-pod');
      return verdict.code === 'Ready';
    });
    const running = await explained('myapp-pod');
    expect(running.exitCode).toBe(0);
    expect(running.next).toBeUndefined();
    expect(running.status).toMatchObject({ status: 'Running', ready: '1/1' });
  }, 180_000);

  test('an unknown Pod is named with the Pods of similar name, on one line of stderr, exit 1', async () => {
    await kubectl(inNamespace('run', 'web-frontend', '--image=absent:1', '--restart=Never'));
    const { stdout, stderr, exitCode } = await explain('web-fronted');
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('Error from server (NotFound): pods "web-fronted" not found');
    expect(stderr).toContain('web-frontend');
  });

  test('a user without access to Pods is told what is forbidden, exit 1', async () => {
    const { stderr, exitCode } = await explain('myapp-pod', '--as', 'nobody-special');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Error from server (Forbidden): pods "myapp-pod" is forbidden');
    expect(stderr).toContain('nobody-special');
  });

  test('without access to Events the Pod is explained all the same, and the output says so', async () => {
    const role = ['create', 'role', 'only-pods', '--verb=get', '--resource=pods'];
    await kubectl(inNamespace(...role));
    await kubectl(
      inNamespace('create', 'rolebinding', 'only-pods', '--role=only-pods', '--user=pod-reader'),
    );
    const { stdout, stderr, exitCode } = await explain('web-frontend', '--as', 'pod-reader');
    expect(stderr).toBe('');
    expect(exitCode).not.toBe(1);
    expect(stdout).toMatch(/[Ee]vents/);
  });

  test('a server that is not there is named, exit 1', async () => {
    const { stderr, exitCode } = await explain('x', '--server', 'https://127.0.0.1:1');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('127.0.0.1:1');
    expect(stderr).not.toContain('    at ');
  });

  test('a server whose certificate is not trusted is refused, exit 1', async () => {
    const config = JSON.parse(await kubectl(['config', 'view', '--raw', '--minify', '-o', 'json']));
    delete config.clusters[0].cluster['certificate-authority-data'];
    delete config.clusters[0].cluster['certificate-authority'];
    const path = `${process.env.TMPDIR ?? '/tmp'}/untrusted-${namespace.name}.json`;
    await Bun.write(path, JSON.stringify(config));
    const { stderr, exitCode } = await explain('x', '--kubeconfig', path);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/certificate/);
    await Bun.file(path).delete();
  });

  test('the flags of kubectl stand before or after the subcommand', async () => {
    const before = await run([
      executable,
      '-n',
      namespace.name,
      'explain',
      'web-frontend',
      '-o',
      'json',
    ]);
    const after = await explain('web-frontend', '-o', 'json');
    expect(JSON.parse(before.stdout).metadata).toEqual(JSON.parse(after.stdout).metadata);
  });

  test('R4 a failed Pod exits with 4, and what it wrote cannot control the terminal', async () => {
    await kubectl(inNamespace('apply', '-f', '-'), HOSTILE_POD);
    await until('the Pod has failed', async () => {
      const phase = await kubectl(
        inNamespace('get', 'pod', 'hostile', '-o', 'jsonpath={.status.phase}'),
      );
      return phase === 'Failed';
    });
    for (const output of ['table', 'wide', 'json', 'yaml']) {
      const { stdout, stderr, exitCode } = await explain('hostile', '-o', output);
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 4 });
      expect(stdout).toContain('owned');
      expect(stdout).not.toContain('\x1b');
    }
    const { verdict } = await explained('hostile');
    expect(verdict.message).toBe('\x1b]0;owned\x07');
  }, 60_000);

  test('several Pods come in one answer; the worst of them gives the exit code', async () => {
    const { stdout, exitCode } = await explain('pod/myapp-pod', 'hostile', '-o', 'json');
    const { kind, items } = JSON.parse(stdout);
    expect({ kind, exitCode }).toEqual({ kind: 'PodExplanationList', exitCode: 4 });
    const names = items.map((item: { metadata: { name: string } }) => item.metadata.name);
    expect(names).toEqual(['myapp-pod', 'hostile']);
  });

  test('one Pod is no list, in whatever form it is named', async () => {
    for (const words of [['hostile'], ['pod/hostile'], ['pod', 'hostile']]) {
      const { stdout } = await explain(...words, '-o', 'json');
      expect(JSON.parse(stdout).kind).toBe('PodExplanation');
    }
  });

  test('a Pod that cannot be read does not hide the others, and makes the exit code 1', async () => {
    const { stdout, stderr, exitCode } = await explain('nowhere', 'hostile');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('FAILED');
    expect(stderr).toContain('pods "nowhere" not found');
  });

  test('a saved Pod, explained from stdin, gets the same columns as the live one', async () => {
    const saved = await kubectl(inNamespace('get', 'pod', 'myapp-pod', '-o', 'yaml'));
    const { stdout } = await run([executable, 'explain', '-f', '-', '-o', 'json'], {
      stdin: saved,
    });
    expect(JSON.parse(stdout).status).toMatchObject(await columnsOf('myapp-pod'));
  });
});
