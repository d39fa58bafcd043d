/**
 * What `resources` prints is what the parts of Kubernetes count: quota, kubelet, scheduler and
 * kubectl, for Pods that differ in everything.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { parseQuantity } from '../../src/model/resources/quantity/quantity.ts';
import { cgroupFilesOf, readPodCgroup } from './support/pod-cgroup-files.ts';
import { quickPod } from './support/quick-pod.ts';
import { createNamespace, kubectl, realCluster, until } from './support/real-cluster.ts';
import {
  type DescribedNodes,
  describeNodes,
  type ResourcesAnswer,
  resourcesOf,
  resourcesText,
  rowOf,
  type StoredPod,
  storedPods,
} from './support/resource-answers.ts';
import { container } from './support/resource-objects.ts';
import { GADGET } from './support/resource-pods.ts';
import {
  createResourceWorld,
  type ResourceWorld,
  removeResourceWorld,
} from './support/resource-world.ts';

setDefaultTimeout(120_000);
const FEWEST_PODS = 25;

describe.skipIf(realCluster.isAbsent)('resources of Pods on the real cluster', () => {
  let namespace = { name: '', remove: async () => '' };
  let world: ResourceWorld = { pods: new Map(), used: new Map(), gadgetsOfNode: 0 };
  let described: DescribedNodes = { rows: new Map(), gadgets: 0 };
  let answers: ReadonlyMap<string, ResourcesAnswer> = new Map();

  beforeAll(async () => {
    namespace = await createNamespace('resources');
    world = await createResourceWorld(namespace.name);
    const names = [...world.pods.values()].map(({ metadata }) => metadata.name);
    const told = await resourcesOf(namespace.name, names);
    const nodes = [...world.pods.values()].flatMap(({ spec }) => spec.nodeName ?? []);
    described = await describeNodes(namespace.name, [...new Set(nodes)], GADGET);
    answers = new Map([...world.pods.keys()].map((name, at) => [name, must(told[at])]));
  });

  afterAll(async () => {
    await namespace.remove();
    await removeResourceWorld(namespace.name);
  });

  /** Says the same of each Pod twice: as we have it, and as the cluster does. */
  function agreement<Fact>(
    ours: (answer: ResourcesAnswer) => Fact,
    theirs: (pod: StoredPod, name: string) => Fact | undefined,
  ) {
    const told: Record<string, unknown> = {};
    const found: Record<string, unknown> = {};
    for (const [name, pod] of world.pods) {
      const fact = theirs(pod, name);
      if (fact === undefined) continue;
      found[name] = fact;
      told[name] = ours(answerOf(name));
    }
    return { told, found, count: Object.keys(found).length };
  }

  function answerOf(name: string): ResourcesAnswer {
    return must(answers.get(name));
  }

  /** Of a resource that has no fractions. */
  function totalOf(resource: string, counted: 'effective' | 'bySpec'): number {
    const amounts = [...answers.values()].map(({ requests }) => requests[resource]?.[counted]);
    return amounts.reduce((sum, amount) => sum + Number(amount ?? 0), 0);
  }

  test.skipIf(!realCluster.hasNodeAccess)(
    'R21 a ResourceQuota has used of each Pod what is printed as byQuota, of ended ones nothing',
    () => {
      const { told, found, count } = agreement(
        (answer): object =>
          answer.hasEnded
            ? { 'limits.cpu': '0', 'limits.memory': '0', ...NONE_REQUESTED, pods: '0' }
            : { ...rowOf(answer, 'byQuota'), pods: '1' },
        (_, name) => world.used.get(name),
      );
      expect(told).toEqual(found);
      expect(count).toBeGreaterThanOrEqual(FEWEST_PODS);
    },
  );

  test('R21 a ResourceQuota has used of all Pods the sum of what is printed, other resources too', () => {
    const counted = [...answers.values()].filter(({ hasEnded }) => !hasEnded);
    const sum = (kind: 'requests' | 'limits', resource: string) =>
      counted.reduce((total, answer) => total + nano(answer[kind][resource]?.byQuota ?? '0'), 0n);
    const { pods, ...used } = must(world.used.get('all'));
    expect(pods).toBe(String(counted.length));
    for (const [name, amount] of Object.entries(used)) {
      const [, kind, resource = ''] = /^(requests|limits)\.(.+)$/.exec(name) ?? [];
      expect([name, sum(kind === 'limits' ? 'limits' : 'requests', resource)]).toEqual([
        name,
        nano(amount),
      ]);
    }
    expect(nano(used['requests.ephemeral-storage'] ?? '0')).toBeGreaterThan(0n);
  });

  test('R17 kubectl describe node has in the row of each Pod what is printed as byQuota', async () => {
    const { told, found, count } = agreement(
      (answer) => rowOf(answer, 'byQuota'),
      ({ metadata }) => described.rows.get(metadata.name),
    );
    expect(told).toEqual(found);
    expect(count).toBeGreaterThanOrEqual(FEWEST_PODS);
    expect(described.rows.has('failed')).toBe(false);
  });

  test.skipIf(!realCluster.hasNodeAccess)(
    'R17 kubectl describe node adds up what is printed as bySpec, that is, overhead once',
    () => {
      expect(described.gadgets).toBe(totalOf(GADGET, 'bySpec'));
    },
  );

  test.skipIf(!realCluster.hasNodeAccess)(
    'R16 R17 the kubelet has promised each Pod what is printed as bySpec, of every resource',
    () => {
      const { told, found, count } = agreement(
        ({ requests }): object =>
          Object.fromEntries(Object.entries(requests).map(([name, { bySpec }]) => [name, bySpec])),
        ({ status }) => status.allocatedResources,
      );
      expect(told).toEqual(found);
      expect(count).toBeGreaterThanOrEqual(FEWEST_PODS);
    },
  );

  test.skipIf(!realCluster.hasNodeAccess)(
    'R18 R21 the cgroup of each Pod on its node is as printed, without a bound where none is printed',
    () => {
      const { told, found, count } = agreement(cgroupFilesOf, ({ metadata }) =>
        readPodCgroup(metadata.uid),
      );
      expect(told).toEqual(found);
      expect(count).toBeGreaterThanOrEqual(FEWEST_PODS);
    },
  );

  test('R20 the QoS class that the server has set is the one worked out from init and app containers', () => {
    const { told, found, count } = agreement(
      ({ qos }) => qos.bySpec,
      ({ status }) => status.qosClass,
    );
    expect(told).toEqual(found);
    expect(count).toBe(world.pods.size);
    expect(new Set(Object.values(found)).size).toBe(3);
  });

  test('R16 of several init containers the highest counts, for each resource another one', () => {
    const { cpu, memory } = answerOf('several-inits').requests;
    expect([cpu?.bySpec, memory?.bySpec]).toEqual(['40m', '48Mi']);
    expect([cpu, memory]).toMatchObject([{ container: 'quick' }, { container: 'large' }]);
  });

  test('R17 a sidecar before a big init container makes the Pod dearer than one after it', async () => {
    expect(answerOf('sidecar-before-init').requests.cpu?.bySpec).toBe('70m');
    expect(answerOf('sidecar-after-init').requests.cpu?.bySpec).toBe('50m');
    expect(await resourcesText(namespace.name, 'sidecar-before-init')).toContain(
      'Init container setup decides: it needs 50m while sidecar proxy already takes 20m.',
    );
  });

  test.each([
    ['init-without-limits', 'setup'],
    ['sidecar-without-limits', 'proxy'],
  ])('R18 one container without limits leaves the Pod %s without any', async (name, container) => {
    expect(answerOf(name).cgroup.unbounded).toEqual({ cpu: [container], memory: [container] });
    const text = await resourcesText(namespace.name, name);
    expect(text).toContain(`The Pod as a whole has no cpu limit, because ${container} has none.`);
    expect(text).toContain('The limits that are set come to 20m: quota counts that.');
  });

  test('R19 what only the init phase needs stays reserved, and is told', async () => {
    const { cpu, memory } = answerOf('init-larger').requests;
    expect(cpu).toMatchObject({ bySpec: '60m', unusedAfterInit: '50m' });
    expect(memory).toMatchObject({ bySpec: '64Mi', unusedAfterInit: '56Mi' });
    expect(await resourcesText(namespace.name, 'init-larger')).toContain(
      'Once the init phase is over the Pod needs 10m: 50m (83%) stay reserved and unused.',
    );
  });

  test.skipIf(!realCluster.hasNodeAccess)(
    'R19 the scheduler takes as much as is printed as effective: what is left fits, one more does not',
    async () => {
      expect(totalOf(GADGET, 'effective')).toBeGreaterThan(totalOf(GADGET, 'bySpec'));
      const left = world.gadgetsOfNode - totalOf(GADGET, 'effective');
      const asking = (name: string, count: number) => {
        const limits = { cpu: '1m', memory: '1Mi', [GADGET]: String(count) };
        const pod = quickPod(name, [container('app', undefined, limits)]);
        return kubectl(['-n', namespace.name, 'create', '-f', '-'], JSON.stringify(pod));
      };
      const reasonOf = async (name: string) => {
        const pod = (await storedPods(namespace.name)).find(
          ({ metadata }) => metadata.name === name,
        );
        const scheduled = pod?.status.conditions?.find(({ type }) => type === 'PodScheduled');
        return scheduled && `${scheduled.reason ?? 'Scheduled'}`;
      };
      await asking('too-many', left + 1);
      await until('one is too many', async () => (await reasonOf('too-many')) === 'Unschedulable');
      await asking('just-enough', left);
      await until('the rest fits', async () => (await reasonOf('just-enough')) === 'Scheduled');
      expect(await reasonOf('too-many')).toBe('Unschedulable');
    },
  );
});

const NONE_REQUESTED = { 'requests.cpu': '0', 'requests.memory': '0' };

function nano(text: string): bigint {
  return parseQuantity(text).nano;
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not there');
  return value;
}
