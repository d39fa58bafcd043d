/** What `-f FILE --check` foretells of an update of what is there, and what the cluster then does. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';
import { container, quota } from './support/resource-objects.ts';

setDefaultTimeout(150_000);

interface Update {
  readonly isChanged: boolean;
  readonly existing: number;
  readonly toMake?: number;
  readonly made?: number;
  readonly refusal?: string;
}

interface Told {
  readonly update: Update;
  readonly exitCode: number;
  /** How many new Pods there are in the end. */
  readonly made: number;
  /** What was said where the change was only thought of. */
  readonly thought: { readonly made: number; readonly exitCode: number };
}

const NEW = 'of-the-new-version';

/** Pods that request so much; those of the new version differ by a variable too. */
function pods(cpu: string, isNew: boolean) {
  const env = isNew ? { env: [{ name: NEW, value: 'yes' }] } : {};
  const { spec } = quickPod('', [container('app', { cpu }, undefined, env)]);
  return { metadata: { labels: { app: 'web' } }, spec };
}

function workload(kind: string, replicas: number, template: object, more: object = {}) {
  const selector = { matchLabels: { app: 'web' } };
  const deadline = kind === 'Deployment' ? { progressDeadlineSeconds: 12 } : {};
  const spec = { replicas, selector, template, ...deadline, ...more };
  return { apiVersion: 'apps/v1', kind, metadata: { name: 'web' }, spec };
}

const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
  strategy: { rollingUpdate: { maxSurge, maxUnavailable } },
});
const RECREATE = { strategy: { type: 'Recreate' } };

interface Story {
  readonly hard: Readonly<Record<string, string>>;
  readonly old: object;
  readonly next: object;
}

const story = (
  hard: Story['hard'],
  kind: string,
  [count, cpu]: readonly [number, string],
  [nextCount, nextCpu]: readonly [number, string],
  more: object = {},
): Story => ({
  hard,
  old: workload(kind, count, pods(cpu, false), more),
  next: workload(kind, nextCount, pods(nextCpu, true), more),
});

const TWO = [2, '4m'] as const;

const STORIES: Readonly<Record<string, Story>> = {
  'surge-refused': story({ pods: '2' }, 'Deployment', TWO, TWO),
  'old-goes-first': story({ pods: '2' }, 'Deployment', TWO, TWO, rolling(0, 1)),
  'surge-after-one-is-gone': story({ pods: '2' }, 'Deployment', TWO, TWO, rolling(1, 1)),
  'surge-with-room': story({ pods: '3' }, 'Deployment', TWO, TWO),
  'all-go-first': story({ pods: '2' }, 'Deployment', TWO, TWO, RECREATE),
  'all-go-first-and-more-is-asked-for': story(
    { 'requests.cpu': '8m' },
    'Deployment',
    TWO,
    [2, '6m'],
    RECREATE,
  ),
  'stops-half-way': story({ 'requests.cpu': '10m' }, 'Deployment', TWO, [2, '6m'], rolling(0, 1)),
  'stops-at-once': story({ 'requests.cpu': '8m' }, 'Deployment', TWO, [2, '6m'], rolling(0, 1)),
  'less-is-asked-for': story({ 'requests.cpu': '8m' }, 'Deployment', TWO, [2, '3m'], rolling(0, 1)),
  'one-more-replica': story({ pods: '4' }, 'Deployment', TWO, [3, '4m']),
  'one-by-one': story({ pods: '2' }, 'StatefulSet', TWO, TWO),
  'one-by-one-and-larger': story({ 'requests.cpu': '10m' }, 'StatefulSet', TWO, [2, '6m']),
  'only-upper-half': story({ pods: '2' }, 'StatefulSet', TWO, TWO, {
    updateStrategy: { rollingUpdate: { partition: 1 } },
  }),
  'not-by-itself': story({ pods: '2' }, 'StatefulSet', TWO, TWO, {
    updateStrategy: { type: 'OnDelete' },
  }),
  'replicas-alone': {
    ...story({ pods: '3' }, 'Deployment', TWO, TWO),
    next: workload('Deployment', 4, pods('4m', false)),
  },
  'nothing-new': {
    ...story({ pods: '2' }, 'Deployment', TWO, TWO),
    next: workload('Deployment', 2, pods('4m', false)),
  },
  'a-replica-set': story({ pods: '2' }, 'ReplicaSet', TWO, TWO),
};

describe.skipIf(realCluster.isAbsent)('R21 an update that is foretold', () => {
  const places = new Map<string, Awaited<ReturnType<typeof createNamespace>>>();
  const said = new Map<string, Told>();

  const apply = (namespace: string, object: object) =>
    kubectl(['-n', namespace, 'apply', '-f', '-'], JSON.stringify(object));

  const check = async (namespace: string, object: object, ...flags: readonly string[]) => {
    const command = [executable, 'resources', '-n', namespace, '-f', '-', '--check', ...flags];
    const stdin = JSON.stringify(object);
    const { stdout, exitCode } = await run([...command, '-o', 'json'], { stdin });
    return { ...JSON.parse(stdout), exitCode } as {
      readonly update: Update;
      readonly verdict: string;
      readonly exitCode: number;
    };
  };

  const podsIn = async (namespace: string) => {
    const text = await kubectl(['-n', namespace, 'get', 'pods', '-o', 'json']);
    const items: readonly Stored[] = JSON.parse(text).items;
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  };

  interface Stored {
    readonly metadata: { readonly deletionTimestamp?: string };
    readonly spec: { readonly containers: readonly { readonly env?: readonly object[] }[] };
    readonly status: {
      readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    };
  }

  const isReady = ({ status }: Stored) =>
    status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') === true;

  beforeAll(async () => {
    const names = Object.keys(STORIES);
    await Promise.all(
      names.map(async (name) => {
        const { hard, old } = STORIES[name] ?? { hard: {}, old: {} };
        const place = await createNamespace('update');
        places.set(name, place);
        await apply(place.name, quota('q', hard));
        await until('the quota is counted', async () => {
          const used = await kubectl([
            '-n',
            place.name,
            'get',
            'quota',
            'q',
            '-o=jsonpath={.status.used}',
          ]);
          return used !== '';
        });
        await apply(place.name, old);
      }),
    );
    await Promise.all(names.map(tell));
  });

  /** What is foretold of an update, and what is there once nothing has changed for long. */
  async function tell(name: string) {
    const { old, next } = STORIES[name] ?? { old: {}, next: {} };
    const namespace = places.get(name)?.name ?? '';
    const { replicas } = (old as { spec: { replicas: number } }).spec;
    await until(`the Pods of ${name} are ready`, async () => {
      const found = await podsIn(namespace);
      return found.filter(isReady).length === replicas;
    });
    const { update, exitCode } = await check(namespace, next);
    const thought = await whatIf(namespace, old, next);
    await apply(namespace, next);
    let [before, since] = ['', Date.now()];
    let found: readonly Stored[] = [];
    // What a quota has refused is tried again after ever longer pauses.
    await until('nothing changes any more', async () => {
      await Bun.sleep(1000);
      found = await podsIn(namespace);
      const now = JSON.stringify([found.length, found.filter(isReady).length, newOf(found)]);
      if (now !== before) [before, since] = [now, Date.now()];
      return Date.now() - since > 40_000;
    });
    const made = update.isChanged ? newOf(found) : found.length - update.existing;
    said.set(name, { update, exitCode, made, thought: thought ?? { made, exitCode } });
  }

  /** The same asked of what is there; undefined where it is not the amount that changes. */
  async function whatIf(namespace: string, old: object, next: object) {
    const [before, after] = [requestOf(old), requestOf(next)];
    if (before === after) return undefined;
    const kind = (next as { kind: string }).kind.toLowerCase();
    const command = [executable, 'resources', '-n', namespace, `${kind}/web`, '--check'];
    const flags = ['--what-if', `app.cpu=${after}`, '-o', 'json'];
    const { stdout, exitCode } = await run([...command, ...flags]);
    return { made: JSON.parse(stdout).whatIf.after.update.made, exitCode };
  }

  function requestOf(object: object): string {
    return /"cpu":"([^"]*)"/.exec(JSON.stringify(object))?.[1] ?? '';
  }

  afterAll(async () => {
    await Promise.all([...places.values()].map(({ remove }) => remove()));
  });

  test.each(Object.keys(STORIES))('%s', (name) => {
    const { update, exitCode, made, thought } = said.get(name) ?? {};
    expect<unknown>(made).toBe(update?.made);
    expect(exitCode).toBe(update?.made === update?.toMake ? 0 : 5);
    expect<unknown>(thought).toEqual({ made, exitCode });
  });

  function newOf(found: readonly Stored[]): number {
    return found.filter(({ spec }) => spec.containers.some(({ env = [] }) => env.length > 0))
      .length;
  }

  test('some come to an end, and some do not', () => {
    const codes = [...said.values()].map(({ exitCode }) => exitCode);
    expect(codes.filter((code) => code === 5).length).toBeWithin(5, 9);
  });

  test('is not known to somebody who cannot tell which Pods are those of a Deployment', async () => {
    const namespace = places.get('nothing-new')?.name ?? '';
    const inNamespace = (...words: readonly string[]) => kubectl(['-n', namespace, ...words]);
    const resources = '--resource=pods,deployments.apps,resourcequotas,limitranges';
    await inNamespace('create', 'role', 'half', '--verb=get,list', resources);
    await inNamespace('create', 'rolebinding', 'half', '--role=half', '--user=half');
    const command = [executable, 'resources', '-n', namespace, '--as', 'half', '--check'];
    const thought = await run([...command, 'deploy/web', '--what-if', 'app.cpu=5m']);
    const stdin = JSON.stringify(workload('Deployment', 2, pods('5m', false)));
    const applied = await run([...command, '-f', '-'], { stdin });
    for (const { stdout, stderr, exitCode } of [thought, applied]) {
      expect(stdout).not.toContain('has no Pods');
      expect(stderr).toContain('cannot list resource "replicasets"');
      expect(exitCode).toBe(6);
    }
  });

  describe('of what cannot be changed', () => {
    let place: Awaited<ReturnType<typeof createNamespace>>;
    const pod = (cpu: string, image: string) =>
      quickPod('alone', [container('app', { cpu }, undefined, { image })]);
    const job = (cpu: string) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'once' },
      spec: {
        template: {
          spec: quickPod('', [container('app', { cpu })], { restartPolicy: 'Never' }).spec,
        },
      },
    });

    const stopped = (template: object, more: object = {}) =>
      workload('Deployment', 0, template, more);
    const volume = (source: object) => {
      const { metadata, spec } = pods('1m', false);
      return { metadata, spec: { ...spec, volumes: [{ name: 'data', ...source }] } };
    };

    beforeAll(async () => {
      place = await createNamespace('update');
      await apply(place.name, quota('q', { pods: '2' }));
      await apply(place.name, pod('1m', 'busybox:1.28'));
      await apply(place.name, job('1m'));
      await apply(place.name, stopped(volume({ emptyDir: {} })));
      await until('both are there', async () => (await podsIn(place.name)).length === 2);
    });

    afterAll(() => place.remove());

    test.each([
      ['the same Pod', pod('1m', 'busybox:1.28'), 0],
      ['another image', pod('1m', 'busybox:1.36'), 0],
      ['another request', pod('2m', 'busybox:1.28'), 5],
      ['the same Job', job('1m'), 0],
      ['another template of a Job', job('2m'), 5],
      ['another strategy', stopped(volume({ emptyDir: {} }), RECREATE), 0],
      ['another source of a volume', stopped(volume({ configMap: { name: 'web' } })), 0],
    ])('%s', async (_, object, code) => {
      const { exitCode, update } = await check(place.name, object);
      const stdin = JSON.stringify(object);
      const command = [
        realCluster.kubectl,
        '-n',
        place.name,
        'apply',
        '--dry-run=server',
        '-f',
        '-',
      ];
      const applied = await run(command, { stdin });
      expect(applied.exitCode === 0 ? 0 : 5).toBe(code);
      expect(exitCode).toBe(code);
      if (code === 5) expect(applied.stderr).toContain(update.refusal?.slice(-60) ?? 'no refusal');
    });
  });
});
