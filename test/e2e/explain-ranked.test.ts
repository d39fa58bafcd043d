import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { quickDeployment, quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';

/** Limits are what the quota here counts: they take nothing of the node. */
const cpuLimit = (cpu: string) => ({ resources: { requests: { cpu: '0' }, limits: { cpu } } });

const sleeping = (name: string) => ({
  name,
  image: 'busybox:1.28',
  command: ['sleep', '3600'],
  ...cpuLimit('100m'),
});

const job = (name: string, spec: object) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: {
    ...spec,
    template: { spec: { restartPolicy: 'Never', containers: [sleeping('app')] } },
  },
});

const scaledToZero = quickDeployment('zero', [sleeping('app')]);
Object.assign(scaledToZero.spec, { replicas: 0 });
const paused = quickDeployment('paused', [sleeping('app')]);
Object.assign(paused.spec, { paused: true });

const OBJECTS = [
  {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'small' },
    spec: { hard: { 'limits.cpu': '1' } },
  },
  quickPod('good', [sleeping('app')]),
  quickPod('bad-image', [{ ...sleeping('app'), image: 'absent:1' }]),
  quickPod('failed', [{ ...sleeping('app'), command: ['false'] }], { restartPolicy: 'Never' }),
  quickDeployment('web', [sleeping('app')]),
  quickDeployment('greedy', [{ ...sleeping('app'), ...cpuLimit('2') }]),
  scaledToZero,
  paused,
  job('suspended', { suspend: true }),
  job('running', {}),
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'yearly' },
    spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: job('x', {}).spec } },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'suspended' },
    spec: { suspend: true, schedule: '* * * * *', jobTemplate: { spec: job('x', {}).spec } },
  },
];

describe.skipIf(realCluster.isAbsent)('explain of many Pods', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('explain-ranked');
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: OBJECTS });
    await kubectl(['-n', namespace.name, 'apply', '-f', '-'], list);
    await until('all stories have come to where they stay', async () => {
      const found = new Map((await summaries()).map(({ name, code }) => [name, code]));
      const [web] = [...found].find(([name]) => name.startsWith('web-')) ?? [''];
      const [running] = [...found].find(([name]) => name.startsWith('running-')) ?? [''];
      return (
        found.get('good') === 'Ready' &&
        found.get('failed') === 'Failed' &&
        found.get('bad-image') === 'ImageFailing' &&
        found.get(web) === 'Ready' &&
        found.get(running) === 'Ready'
      );
    });
  }, 120_000);

  afterAll(async () => {
    await namespace.remove();
  });

  const explain = (...args: string[]) =>
    run([executable, 'explain', '-n', namespace.name, ...args]);

  interface Summary {
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly status: { readonly ready: string; readonly status: string };
    readonly verdict: { readonly code: string; readonly outcome: string };
  }

  async function summaries(...args: string[]) {
    const { stdout } = await explain(...args, '-o', 'json');
    return (JSON.parse(stdout).items as readonly Summary[]).map(
      ({ metadata: { name }, status, verdict: { code } }) => ({ name, code, ...status }),
    );
  }

  test('without arguments lists the Pods of the namespace, the worst first; it gives the exit code', async () => {
    const { stdout, stderr, exitCode } = await explain();
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 4 });
    const names = stdout.split('\n').map((line) => line.split(' ')[0]);
    expect(names.slice(0, 3)).toEqual(['POD', 'failed', 'bad-image']);
    expect(stdout).toContain('5 Pods: 1 failed (Failed), 1 stuck (ImageFailing), 3 healthy.');
    const tooLong = stdout.split('\n').filter((line) => line.length > 80);
    expect(tooLong).toEqual([]);
  });

  test('has the READY and STATUS of kubectl get pods', async () => {
    const text = await kubectl(['-n', namespace.name, 'get', 'pods', '--no-headers']);
    const theirs = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ +/));
    const ours = await summaries();
    // An image that fails is ErrImagePull at one moment and ImagePullBackOff at the next.
    const plain = (word: string | undefined) => word?.replace('ErrImagePull', 'ImagePullBackOff');
    expect(ours.length).toBe(5);
    expect(
      new Set(ours.map(({ name, ready, status }) => `${name} ${ready} ${plain(status)}`)),
    ).toEqual(new Set(theirs.map(([name, ready, status]) => `${name} ${ready} ${plain(status)}`)));
  });

  test('labels and fields select', async () => {
    expect((await summaries('-l', 'name=web')).map(({ code }) => code)).toEqual(['Ready']);
    const named = await summaries('--field-selector', 'metadata.name=failed');
    expect(named.map(({ name }) => name)).toEqual(['failed']);
  });

  test('-A tells the namespaces', async () => {
    const { stdout } = await explain('-A', '--field-selector', 'metadata.name=failed');
    expect(stdout).toStartWith('NAMESPACE');
    expect(stdout).toMatch(new RegExp(`^${namespace.name} +failed +FAILED`, 'm'));
  });

  test('nothing selected is said in the words of kubectl, exit 0', async () => {
    const { stdout, stderr, exitCode } = await explain('-l', 'name=nobody');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
    expect(stderr).toBe(`No resources found in ${namespace.name} namespace.\n`);
  });

  test('--worst tells the worst one in full after them', async () => {
    const { stdout } = await explain('--worst');
    const [, inFull] = stdout.split(`\nPod ${namespace.name}/`);
    expect(inFull).toStartWith('failed on node');
    expect(inFull).toContain('FAILED  Container app ended with exit code 1');
    const { worst } = JSON.parse((await explain('--worst', '-o', 'json')).stdout);
    expect(worst.metadata.name).toBe('failed');
  });

  test('-o svg draws the worst one, or the only one of a workload', async () => {
    const worst = await explain('--worst', '-o', 'svg');
    expect(worst.stdout).toStartWith('<svg');
    expect(worst.stdout).toContain(`Pod ${namespace.name}/failed`);
    expect((await explain('deploy/web', '-o', 'svg')).stdout).toContain('<svg');
    const none = await explain('deploy/zero', '-o', 'svg');
    expect(none).toMatchObject({ exitCode: 1, stdout: '' });
    expect(none.stderr).toContain('-o svg draws a Pod, and there is none');
  });

  test('the only Pod of a workload is told in full, in whatever form it is named', async () => {
    for (const words of [['deploy/web'], ['deployments.apps', 'web'], ['job/running']]) {
      const { stdout, exitCode } = await explain(...words);
      expect(exitCode).toBe(0);
      expect(stdout).toStartWith(`Pod ${namespace.name}/`);
      // Within its first second it "is Ready".
      expect(stdout).toMatch(/HEALTHY {2}The Pod (?:is|has been) Ready/);
    }
  });

  test('a kind of workloads lists the Pods of all of them', async () => {
    const found = await summaries('deploy');
    expect(found.map(({ code }) => code)).toEqual(['Ready']);
    // Also where another workload made these.
    expect(await summaries('rs')).toEqual(found);
  });

  test('a kind whose Pods are selected is not told as if there were none of that kind', async () => {
    const { stdout, stderr } = await explain('cronjob', '-l', 'a=b');
    expect(stdout).toBe('');
    expect(stderr).toStartWith(`No Pods of any CronJob found in ${namespace.name} namespace.\n`);
    expect((await explain('sts')).stderr).toBe(
      `No resources found in ${namespace.name} namespace.\n`,
    );
  });

  test('nothing but lines of Pods comes on stdout where these are wanted alone', async () => {
    const sentence = `STOPPED  Deployment ${namespace.name}/zero has no Pods`;
    const named = await explain('deploy/zero', 'deploy/web', '-o', 'name');
    expect(named.stdout).toMatch(/^pod\/web-\S+\n$/);
    expect(named.stderr).toContain(sentence);
    const rows = await explain('deploy/zero', 'deploy/web', '--no-headers');
    expect(rows.stdout).not.toContain('STOPPED');
    expect(rows.stderr).toContain(sentence);
    expect(await explain('deploy/zero')).toMatchObject({ stderr: '' });
  });

  test('a kind of workloads says of each that has no Pods why, the worst first', async () => {
    const { stdout, exitCode } = await explain('deploy', '-o', 'json');
    const told = JSON.parse(stdout).workloads.map(
      ({ metadata, verdict }: { metadata: { name: string }; verdict: { code: string } }) =>
        `${metadata.name} ${verdict.code}`,
    );
    expect(told).toEqual(['greedy FailedCreate', 'paused Paused', 'zero ScaledToZero']);
    expect(exitCode).toBe(3);
    // The ReplicaSets of these Deployments are theirs alone.
    const ofSets = JSON.parse((await explain('rs', '-o', 'json')).stdout).workloads;
    expect(ofSets).toMatchObject([{ verdict: { code: 'FailedCreate' } }]);
    expect((await explain('cronjob,job')).stdout).toContain(
      `STOPPED  CronJob ${namespace.name}/suspended has no Pods`,
    );
  });

  test('who may not list workloads is told that, and the Pods', async () => {
    const role = ['create', 'role', 'pods', '--verb=get,list', '--resource=pods,replicasets'];
    await kubectl(['-n', namespace.name, ...role]);
    const binding = ['create', 'rolebinding', 'pods', '--role=pods', '--user=reader'];
    await kubectl(['-n', namespace.name, ...binding]);
    const { stdout, stderr } = await explain('deploy', '--as=reader');
    expect(stdout).toMatch(/^web-/m);
    expect(stderr).toContain('note: workloads without Pods are not known: ');
  });

  test('who may not list ReplicaSets is not told that Deployments have no Pods', async () => {
    const resources = '--resource=pods,deployments.apps,events';
    const role = ['create', 'role', 'deployments', '--verb=get,list', resources];
    await kubectl(['-n', namespace.name, ...role]);
    const binding = ['create', 'rolebinding', 'deployments', '--role=deployments', '--user=other'];
    await kubectl(['-n', namespace.name, ...binding]);
    const { stdout, stderr } = await explain('deploy', '--as=other');
    expect(stdout).not.toContain('/web has no Pods');
    expect(stdout).toContain('/zero has no Pods');
    expect(stderr).toContain('note: owners of ReplicaSets or Jobs are not known: ');
  });

  test('a workload whose Pods the quota refuses says so, exit 3', async () => {
    const { stdout, stderr, exitCode } = await explain('deploy/greedy');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 3 });
    expect(stdout).toStartWith(`STUCK  Deployment ${namespace.name}/greedy has no Pods`);
    expect(stdout.replace(/\s+/g, ' ')).toContain('exceeded quota: small, requested: limits.cpu=2');
    const { workloads } = JSON.parse((await explain('deploy/greedy', '-o', 'json')).stdout);
    expect(workloads).toMatchObject([{ pods: 0, verdict: { code: 'FailedCreate' } }]);
    expect(workloads[0].verdict.saidBy).toStartWith('ReplicaSet/greedy-');
  });

  test.each([
    ['deploy/zero', 'ScaledToZero', 'stopped'],
    ['deploy/paused', 'Paused', 'stopped'],
    ['job/suspended', 'Suspended', 'stopped'],
    ['cronjob/suspended', 'Suspended', 'stopped'],
    ['cronjob/yearly', 'NotDue', 'healthy'],
  ])('%s without Pods is %s and %s, exit 0', async (word, code, outcome) => {
    const { stdout, exitCode } = await explain(word, '-o', 'json');
    expect(JSON.parse(stdout).workloads).toMatchObject([{ pods: 0, verdict: { code, outcome } }]);
    expect(exitCode).toBe(0);
  });

  test('a workload that there is not does not hide the others, and makes the exit code 1', async () => {
    const { stdout, stderr, exitCode } = await explain('deploy/web', 'sts/nowhere');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('HEALTHY');
    expect(stderr).toContain('statefulsets.apps "nowhere" not found');
    expect(stderr).toContain(`There are no statefulsets in the namespace ${namespace.name}.`);
  });

  test.each([
    ['explain', 'deploy/wbe', 'Did you mean web?'],
    ['resources', 'job/runing', 'Did you mean running?'],
    ['debug', 'deploy/wbe', 'Did you mean web?'],
    ['explain', 'cronjob/quite-another', 'See kubectl get cronjobs -n '],
  ])('%s %s, which is not there, says: %s', async (command, word, hint) => {
    const args = [
      command,
      word,
      '-n',
      namespace.name,
      ...(command === 'debug' ? ['--', 'true'] : []),
    ];
    const { stderr, exitCode } = await run([executable, ...args]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Error from server \(NotFound\): /);
    expect(stderr).toContain(hint);
  });

  test('an ephemeral container whose image is not there is no next start, but a note', async () => {
    const debug = ['debug', 'good', '--image=absent:1', '-c', 'dbg', '--', 'true'];
    await kubectl(['-n', namespace.name, ...debug]);
    await until('the kubelet has tried', async () => {
      const { verdict, notes, next } = JSON.parse((await explain('good', '-o', 'json')).stdout);
      expect(verdict.code).toBe('Ready');
      const [note] = notes;
      if (note?.code !== 'ephemeral-cannot-start') return false;
      expect(note).toMatchObject({ container: 'dbg', image: 'absent:1' });
      expect(next).toBeUndefined();
      return true;
    });
    expect((await explain('good')).stdout).not.toContain('Next:');
  });

  test('names like it are asked for with one request, and only of what is not there', async () => {
    const asked = async (word: string) => {
      const { stderr } = await explain(word, '-v=6');
      return stderr.split('\n').filter((line) => line.includes('/deployments')).length;
    };
    expect(await asked('deploy/web')).toBe(1);
    expect(await asked('deploy/wbe')).toBe(2);
  });
});

describe.skipIf(realCluster.isAbsent)(
  'explain of many Pods of which only Events tell the cause',
  () => {
    let namespace = { name: '', remove: async () => '' };
    const volumes = [{ name: 'settings', configMap: { name: 'absent' } }];
    const app = { name: 'app', image: 'busybox:1.28', command: ['sleep', '3600'] };
    const mounting = { ...app, volumeMounts: [{ name: 'settings', mountPath: '/settings' }] };

    beforeAll(async () => {
      namespace = await createNamespace('ranked-events');
      const unready = { ...app, readinessProbe: { exec: { command: ['false'] } } };
      const items = [
        quickPod('no-volume', [mounting], { volumes }),
        quickPod('unready', [unready]),
        quickPod('good', [app]),
        quickDeployment('web', [mounting], { volumes }),
      ];
      const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
      await kubectl(['-n', namespace.name, 'apply', '-f', '-'], list);
    });

    afterAll(() => namespace.remove());

    const codesOf = async (...args: string[]): Promise<ReadonlyMap<string, string>> => {
      const command = [executable, 'explain', '-n', namespace.name, ...args, '-o', 'json'];
      const { items = [] } = JSON.parse((await run(command)).stdout);
      return new Map(
        items.map(({ metadata, verdict }: Listed) => [metadata.name, verdict.code] as const),
      );
    };

    interface Listed {
      readonly metadata: { readonly name: string };
      readonly verdict: { readonly code: string };
    }

    test('each has the verdict that it has alone, in whatever list', async () => {
      await until('the kubelet has said what is missing', async () => {
        const listed = await codesOf();
        return listed.get('no-volume') === 'Volumes' && listed.get('good') === 'Ready';
      });
      const listed = await codesOf();
      for (const name of ['no-volume', 'unready', 'good']) {
        const alone = await run([executable, 'explain', '-n', namespace.name, name, '-o', 'json']);
        expect([name, listed.get(name)]).toEqual([name, JSON.parse(alone.stdout).verdict.code]);
      }
      await until('also that of the Deployment', async () =>
        [...(await codesOf('deploy'))].every(([, code]) => code === 'Volumes'),
      );
      expect([...(await codesOf('deploy/web', 'no-volume')).values()]).toEqual([
        'Volumes',
        'Volumes',
      ]);
    });

    test('who may not list Events is told so, and of how many Pods they are missing', async () => {
      const role = ['create', 'role', 'pods', '--verb=get,list', '--resource=pods'];
      await kubectl(['-n', namespace.name, ...role]);
      const binding = ['create', 'rolebinding', 'pods', '--role=pods', '--user=reader'];
      await kubectl(['-n', namespace.name, ...binding]);
      const words = [
        '-n',
        namespace.name,
        '--as=reader',
        '--field-selector=metadata.name=no-volume',
      ];
      const { stdout, stderr } = await run([executable, 'explain', ...words]);
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain('logs, and here the Events of one Pod');
      expect(stderr).toContain('note: Events could not be read: ');
      const json = await run([executable, 'explain', ...words, '-o', 'json']);
      expect(JSON.parse(json.stdout).withoutEvents).toBe(1);
    });
  },
);
