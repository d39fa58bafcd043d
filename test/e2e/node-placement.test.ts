/** Pods that nodes keep away whatever is free there: what `--check` says, and what the scheduler does. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { PodSpec } from '../../src/model/kubernetes/api.ts';
import { workplace } from './support/policy-workplace.ts';
import { quickPod } from './support/quick-pod.ts';
import { executable, kubectl, realCluster, run, until } from './support/real-cluster.ts';
import { resourcesText, type StoredPod, storedPods } from './support/resource-answers.ts';
import { container } from './support/resource-objects.ts';

setDefaultTimeout(120_000);

/** What keeps everybody else's Pods away from this node, and who may come all the same. */
const TAINT = { key: 'example.com/initx', value: 'tests', effect: 'NoSchedule' };
const TOLERATED = { key: TAINT.key, operator: 'Equal', value: 'tests', effect: 'NoSchedule' };
/** No kubelet is there, which the cluster notices after a while. */
const UNREACHABLE = ['unreachable', 'not-ready'].map((name) => ({
  key: `node.kubernetes.io/${name}`,
  operator: 'Exists',
}));

const required = (...nodeSelectorTerms: readonly object[]) => ({
  affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
  },
});
const expression = (key: string, operator: string, ...values: readonly string[]) => ({
  key,
  operator,
  ...(values.length > 0 && { values }),
});
const affinity = (...all: Parameters<typeof expression>[]) =>
  required({ matchExpressions: all.map((each) => expression(...each)) });
const field = (operator: string, node: string) =>
  required({ matchFields: [expression('metadata.name', operator, node)] });

/** What a Pod wants, beside the labels by which it can only be on the node of this test. */
const WISHES: Readonly<Record<string, (node: string) => object>> = {
  nothing: () => ({}),
  'a-label': () => ({ nodeSelector: { disk: 'ssd' } }),
  'another-value': () => ({ nodeSelector: { disk: 'hdd' } }),
  in: () => affinity(['disk', 'In', 'hdd', 'ssd']),
  'in-others': () => affinity(['disk', 'In', 'hdd']),
  'not-in': () => affinity(['disk', 'NotIn', 'hdd']),
  'not-in-where-absent': () => affinity(['zone', 'NotIn', 'a']),
  exists: () => affinity(['zone', 'Exists']),
  'does-not-exist': () => affinity(['zone', 'DoesNotExist']),
  greater: () => affinity(['cores', 'Gt', '9']),
  'not-greater': () => affinity(['cores', 'Gt', '16']),
  less: () => affinity(['cores', 'Lt', '17']),
  'greater-than-a-word': () => affinity(['disk', 'Gt', '1']),
  both: () => affinity(['disk', 'Exists'], ['zone', 'Exists']),
  'either-term': () =>
    required(
      { matchExpressions: [expression('zone', 'Exists')] },
      { matchExpressions: [expression('disk', 'Exists')] },
    ),
  'an-empty-term': () => required({}),
  'this-node': (node) => field('In', node),
  'not-this-node': (node) => field('NotIn', node),
  'no-toleration': () => ({ tolerations: UNREACHABLE }),
  'any-value': () => ({
    tolerations: [...UNREACHABLE, { key: TAINT.key, operator: 'Exists' }],
  }),
  anything: () => ({ tolerations: [{ operator: 'Exists' }] }),
  'another-effect': () => ({
    tolerations: [...UNREACHABLE, { ...TOLERATED, effect: 'NoExecute' }],
  }),
  'another-taint-value': () => ({
    tolerations: [...UNREACHABLE, { ...TOLERATED, value: 'others' }],
  }),
};

// A node more may change what other people's Pods do.
describe.skipIf(realCluster.isAbsent || !realCluster.hasNodeAccess)('R19 --check', () => {
  let place: Awaited<ReturnType<typeof workplace>>;
  let node = '';
  let foretold: readonly Answer[] = [];
  let stored: readonly StoredPod[] = [];

  interface Answer {
    readonly metadata: { readonly name: string };
    readonly verdict: string;
    readonly fit: { readonly closed?: readonly { readonly code: string }[] };
  }

  const answers = async (words: readonly string[], stdin?: string) => {
    const command = [executable, 'resources', '-n', place.name, '--check', '-o', 'json', ...words];
    const { stdout, exitCode } = await run(command, stdin === undefined ? {} : { stdin });
    const answer = JSON.parse(stdout);
    return { items: (answer.items ?? [answer]) as readonly Answer[], exitCode };
  };

  beforeAll(async () => {
    place = await workplace('placement');
    node = place.name;
    const own = { 'example.com/initx-node': node };
    const labels = { ...own, disk: 'ssd', cores: '16' };
    const amounts = { cpu: '1', memory: '1Gi', pods: '100' };
    const status = { capacity: amounts, allocatable: amounts };
    const object = { apiVersion: 'v1', kind: 'Node', metadata: { name: node, labels } };
    await kubectl(
      ['create', '-f', '-'],
      JSON.stringify({ ...object, spec: { taints: [TAINT] }, status }),
    );
    const items = Object.entries(WISHES).map(([name, wish]) => {
      const { nodeSelector, ...spec } = wish(node) as Partial<PodSpec>;
      const tolerations = [...UNREACHABLE, TOLERATED];
      const at = { nodeSelector: { ...own, ...nodeSelector } };
      return quickPod(name, [container('app', { cpu: '1m' })], { tolerations, ...spec, ...at });
    });
    const list = { apiVersion: 'v1', kind: 'List', items };
    foretold = (await answers(['-f', '-'], JSON.stringify(list))).items;
    await place.create(list);
    await until('the scheduler has looked at all', async () => {
      stored = await storedPods(place.name);
      const isSeen = ({ status: { conditions = [] } }: StoredPod) =>
        conditions.some(({ type }) => type === 'PodScheduled');
      return stored.length === items.length && stored.every(isSeen);
    });
  });

  afterAll(async () => {
    await kubectl(['delete', 'node', node, '--ignore-not-found']);
    await place.remove();
  });

  const isPlaced = (name: string) =>
    stored.find(({ metadata }) => metadata.name === name)?.spec.nodeName === node;

  test('foretells of each manifest whether the scheduler finds a node for it', () => {
    const said = foretold.map(({ metadata, verdict }) => [metadata.name, verdict]);
    const done = Object.keys(WISHES).map((name) => [name, isPlaced(name) ? 'admitted' : 'refused']);
    expect(said).toEqual(done);
    // Each of both kinds is there.
    expect(done.filter(([, verdict]) => verdict === 'refused').length).toBeWithin(8, 16);
  });

  test('says of a Pod that waits what keeps it away, with exit code 5', async () => {
    const { items, exitCode } = await answers(['another-value']);
    expect(exitCode).toBe(5);
    expect(items[0]).toMatchObject({ verdict: 'refused' });
    const text = await resourcesText(place.name, 'another-value');
    expect(text).toContain(`${node} lack the labels of its nodeSelector`);
    const untolerated = await resourcesText(place.name, 'no-toleration');
    expect(untolerated).toContain('has the taint example.com/initx=tests:NoSchedule');
  });

  test('of a cordoned node takes only what tolerates that', async () => {
    await kubectl(['cordon', node]);
    const { items } = await answers(['nothing', 'anything']);
    expect(items.map(({ verdict }) => verdict)).toEqual(['refused', 'admitted']);
  });

  test('is not sure where other Pods decide, with exit code 6', async () => {
    const apart = {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { a: 'b' } } },
        ],
      },
    };
    const pod = quickPod('apart', [container('app')], { affinity: apart });
    const { items, exitCode } = await answers(['-f', '-'], JSON.stringify(pod));
    expect(exitCode).toBe(6);
    expect(items[0]).toMatchObject({ verdict: 'unknown', fit: { unjudged: ['pod-affinity'] } });
  });
});
