/** What LimitRange and ResourceQuota do to a Pod, and what `resources` says of that. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quickDeployment, quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';
import {
  resourcesOf,
  resourcesText,
  type StoredPod,
  storedPods,
} from './support/resource-answers.ts';
import { type Amounts, container, limitRange, quota } from './support/resource-objects.ts';

setDefaultTimeout(90_000);

/** Each container leaves out something else. */
const UNSPECIFIED = quickPod(
  'unspecified',
  [container('app', { cpu: '30m' }), container('other', undefined, { memory: '20Mi', cpu: '25m' })],
  {
    initContainers: [
      container('proxy', undefined, { cpu: '100m' }, { restartPolicy: 'Always' }),
      container('setup', undefined, undefined, { command: ['true'] }),
      container('late', { memory: '24Mi' }, undefined, { command: ['true'] }),
    ],
  },
);

describe.skipIf(realCluster.isAbsent)('resources under a LimitRange', () => {
  let namespace = { name: '', remove: async () => '' };
  let stored: StoredPod | undefined;

  beforeAll(async () => {
    namespace = await createNamespace('limits');
    const defaults = {
      type: 'Container',
      default: { cpu: '40m', memory: '32Mi', 'ephemeral-storage': '64Mi' },
      defaultRequest: { cpu: '0.02', memory: '16Mi' },
    };
    await create(namespace.name, limitRange('usual', defaults));
    await create(namespace.name, UNSPECIFIED);
    [stored] = await storedPods(namespace.name);
  });

  afterAll(async () => {
    await namespace.remove();
  });

  test('R21 of a stored Pod it is told what was filled in, of init containers too', async () => {
    const [answer] = await resourcesOf(namespace.name, ['unspecified']);
    const annotation = stored?.metadata.annotations?.['kubernetes.io/limit-ranger'];
    expect(annotationOf(answer?.limitRange.filled ?? [])).toEqual(
      new Set(annotation?.replace('LimitRanger plugin set: ', '').split('; ')),
    );
    const text = await resourcesText(namespace.name, 'unspecified');
    expect(text).toMatch(/Init container setup was given [^.]*cpu request/);
    expect(text).toMatch(/Container app was given [^.]*cpu limit/);
  });

  test('R21 of a manifest it is told what would be filled in: just what the server has stored', async () => {
    const file = JSON.stringify(UNSPECIFIED);
    const [checked] = await resourcesOf(namespace.name, ['-f', '-', '--check'], file);
    const [live] = await resourcesOf(namespace.name, ['unspecified']);
    const told = checked?.containers.map(({ name, requests, limits }) => {
      return { name, requests, limits };
    });
    const { initContainers = [], containers = [] } = stored?.spec ?? {};
    expect(told).toEqual(
      [...initContainers, ...containers].map(({ name, resources: { requests, limits } }) => {
        return { name, requests: requests ?? {}, limits: limits ?? {} };
      }),
    );
    expect(checked?.requests.cpu?.bySpec).toBe(live?.requests.cpu?.bySpec ?? '');
    const filled = checked?.limitRange.filled ?? [];
    const without = ({ amount: _, limitRange: __, ...setting }: Amounts) => setting;
    expect(new Set(filled.map(without))).toEqual(new Set(live?.limitRange.filled));
    expect(new Set(filled.map((each) => each.limitRange))).toEqual(new Set(['usual']));
  });

  test('R21 of a manifest without a namespace that of the context is judged, and told', async () => {
    const config = JSON.parse(await kubectl(['config', 'view', '--raw', '--minify', '-o', 'json']));
    config.contexts[0].context.namespace = namespace.name;
    const folder = mkdtempSync(join(tmpdir(), 'initx-context-'));
    const file = join(folder, 'kubeconfig');
    writeFileSync(file, JSON.stringify(config));
    const command = [executable, 'resources', '-f', '-', '--check', '-o', 'json'];
    const { stdout } = await run(command, {
      stdin: JSON.stringify(UNSPECIFIED),
      env: { KUBECONFIG: file },
    });
    rmSync(folder, { recursive: true });
    const { metadata, limitRange: told } = JSON.parse(stdout);
    expect(metadata.namespace).toBe(namespace.name);
    expect(told.filled.length).toBeGreaterThan(0);
  });
});

describe.skipIf(realCluster.isAbsent)('resources under a ResourceQuota', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('quota');
    await create(namespace.name, quota('reserved', { 'requests.cpu': '100m' }));
    await create(namespace.name, quickDeployment('web', [container('app', { cpu: '30m' })]));
    await until('a Pod is counted', async () => (await usedCpu()) === '30m');
  });

  afterAll(async () => {
    await namespace.remove();
  });

  const usedCpu = () =>
    kubectl([
      ...['-n', namespace.name, 'get', 'quota', 'reserved'],
      '-o=jsonpath={.status.used.requests\\.cpu}',
    ]);

  /** What the ReplicaSet controller was told, without `pods "…" is forbidden: ` before it. */
  async function refusals(deployment: string): Promise<readonly string[]> {
    const events = await kubectl(['-n', namespace.name, 'get', 'events', '-o', 'json']);
    const ofIts = ({ reason, involvedObject }: FailedCreate) =>
      reason === 'FailedCreate' && involvedObject.name.startsWith(`${deployment}-`);
    const items: readonly FailedCreate[] = JSON.parse(events).items;
    return items.filter(ofIts).map(({ message }) => message.replace(/^.*? is forbidden: /, ''));
  }

  test('R21 room for two more means that two more are created, and the third is refused as told', async () => {
    const scaleTo = async (replicas: number, used: string) => {
      await kubectl(['-n', namespace.name, 'scale', 'deploy/web', `--replicas=${replicas}`]);
      await until(`${used} are counted`, async () => (await usedCpu()) === used);
    };
    await scaleTo(1, '30m'); // A second try finds what the first left.
    const [roomy] = await resourcesOf(namespace.name, ['deploy/web']);
    expect(roomy?.quotas).toMatchObject([{ name: 'reserved', room: 2 }]);
    expect(roomy?.quotas?.[0]?.refusal).toBeUndefined();
    expect(await resourcesText(namespace.name, 'deploy/web')).toContain(
      'reserved has room for 2 more such Pods (requests.cpu: 30m of 100m used, 30m each).',
    );

    // One after another: the quota's controller may count again from a list that lacks the newest Pods,
    // and then the server lets one too many in.
    await scaleTo(2, '60m');
    await scaleTo(3, '90m');
    await scaleTo(4, '90m');
    await until('a replica is refused', async () => (await refusals('web')).length > 0);
    expect((await storedPods(namespace.name)).length).toBe(3);

    const [full] = await resourcesOf(namespace.name, ['deploy/web']);
    expect(full?.quotas).toMatchObject([
      { name: 'reserved', room: 0, refusal: { code: 'exceeded' } },
    ]);
    expect(await refusals('web')).toContain(full?.quotas?.[0]?.refusal?.message ?? '');
    expect(await resourcesText(namespace.name, 'deploy/web')).toContain(
      'reserved refuses one more such Pod: requests.cpu: 90m of 100m are used and it needs 30m.',
    );
  });

  test('R19 R21 an autoscaler may want more Pods than the quota has room for: 5 × 30m in 100m', async () => {
    const ofWeb = ['-n', namespace.name, 'autoscale', 'deploy/web', '--max=5', '--cpu=80%'];
    await kubectl(ofWeb);
    const text = await resourcesText(namespace.name, 'deploy/web');
    await kubectl(['-n', namespace.name, 'delete', 'hpa', 'web']);
    expect(text).toContain('Its autoscaler may scale it to 5 Pods, which request cpu 150m.');
    expect(text).toContain('Quota has room for 3 of these 5.');
  });

  test('R18 R21 a quota on a limit refuses Pods with an init container that has none', async () => {
    await create(namespace.name, quota('bounded', { 'limits.cpu': '1' }));
    await until('the quota has counted', async () => {
      const used = ['get', 'quota', 'bounded', '-o=jsonpath={.status.used}'];
      return (await kubectl(['-n', namespace.name, ...used])) !== '';
    });
    const app = container('app', { cpu: '1m' }, { cpu: '10m' });
    const initContainers = [container('setup', { cpu: '1m' })];
    await create(namespace.name, quickDeployment('open', [app], { initContainers }));
    await until('it is refused', async () => (await refusals('open')).length > 0);

    const [answer] = await resourcesOf(namespace.name, ['deploy/open']);
    const verdict = answer?.quotas?.find(({ name }) => name === 'bounded');
    expect(verdict?.refusal?.code).toBe('must-specify');
    expect(await refusals('open')).toContain(verdict?.refusal?.message ?? '');
    expect(await resourcesText(namespace.name, 'deploy/open')).toContain(
      'bounded refuses one more such Pod: every container has to set what it counts, but setup has no cpu limit.',
    );
  });
});

interface FailedCreate {
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly name: string };
}

function create(namespace: string, object: object): Promise<string> {
  return kubectl(['-n', namespace, 'create', '-f', '-'], JSON.stringify(object));
}

/** In the words of the annotation that LimitRanger leaves. */
function annotationOf(filled: readonly Amounts[]): ReadonlySet<string> {
  const groups = new Map<string, string[]>();
  for (const { list, container: name, kind, resource = '' } of filled) {
    const what = kind === 'requests' ? 'request' : 'limit';
    const who = list === 'initContainers' ? 'init container' : 'container';
    const key = `${what} for ${who} ${name}`;
    groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  return new Set([...groups].map(([key, names]) => `${names.sort().join(', ')} ${key}`));
}
