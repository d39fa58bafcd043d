import { describe, expect, test } from 'bun:test';
import type { Container, Pod } from '../../../../src/model/kubernetes/api.ts';
import {
  containersWithoutLimit,
  podCgroup,
} from '../../../../src/model/resources/effective/pod-cgroup.ts';
import { amounts, container, podOf, sidecar } from '../small-resources.ts';

const MI = 1024n * 1024n;

/** MilliCPUToShares without its bounds: thousandths of a core, of which each counts 1.024. */
const shares = (millicores: bigint) => (millicores * 1024n) / 1000n;

interface CgroupCase {
  readonly name: string;
  readonly init?: readonly Container[];
  readonly apps: readonly Container[];
  readonly podLevel?: readonly [requests: string, limits: string];
  readonly claims?: NonNullable<Pod['status']>['nodeAllocatableResourceClaimStatuses'];
  readonly cpuShares: bigint;
  readonly cpuQuotaMicroseconds?: bigint;
  readonly memoryBytes?: bigint;
}

const some = container('some', 'cpu=100m memory=100Mi', 'cpu=200m memory=200Mi');
const open = container('open', 'cpu=100m memory=100Mi');
const all = container('all', 'cpu=100m memory=100Mi', 'cpu=100m memory=100Mi');
const inner = container('inner', 'cpu=10m memory=50Mi', 'cpu=50m memory=100Mi');
const claiming = container('c1', 'cpu=1 memory=200Mi', 'cpu=3 memory=500Mi');

/** The cases of TestResourceConfigForPod (pkg/kubelet/cm/helpers_linux_test.go). */
const CASES: readonly CgroupCase[] = [
  { name: 'BestEffort', apps: [container('a')], cpuShares: 2n },
  { name: 'Burstable without limits', apps: [open], cpuShares: shares(100n) },
  {
    name: 'Burstable with limits',
    apps: [some],
    cpuShares: shares(100n),
    cpuQuotaMicroseconds: 20_000n,
    memoryBytes: 200n * MI,
  },
  { name: 'one container without limits', apps: [some, open], cpuShares: shares(200n) },
  {
    name: 'one init container without limits',
    init: [container('i1', 'cpu=100m memory=100m', 'cpu=100m memory=100Mi'), open],
    apps: [container('a1', 'cpu=100m memory=100m', 'cpu=100m memory=100Mi'), open],
    cpuShares: shares(200n),
  },
  {
    name: 'Guaranteed',
    apps: [all],
    cpuShares: shares(100n),
    cpuQuotaMicroseconds: 10_000n,
    memoryBytes: 100n * MI,
  },
  { name: 'an empty pod level', apps: [container('a')], podLevel: ['', ''], cpuShares: 2n },
  {
    name: 'requests of the pod level',
    apps: [container('a')],
    podLevel: ['cpu=100m memory=100Mi', ''],
    cpuShares: shares(100n),
  },
  {
    name: 'requests of the pod level and of containers',
    apps: [container('a', 'cpu=10m memory=50Mi')],
    podLevel: ['cpu=100m memory=100Mi', ''],
    cpuShares: shares(100n),
  },
  {
    name: 'limits of the pod level bind a container without any',
    apps: [container('a')],
    podLevel: ['cpu=100m memory=100Mi', 'cpu=200m memory=200Mi'],
    cpuShares: shares(100n),
    cpuQuotaMicroseconds: 20_000n,
    memoryBytes: 200n * MI,
  },
  {
    name: 'limits of the pod level stand for those of containers',
    apps: [inner],
    podLevel: ['cpu=100m memory=100Mi', 'cpu=200m memory=200Mi'],
    cpuShares: shares(100n),
    cpuQuotaMicroseconds: 20_000n,
    memoryBytes: 200n * MI,
  },
  {
    name: 'requests of the pod level, limits of containers',
    apps: [container('a', 'cpu=200m memory=200Mi', 'cpu=200m memory=200Mi')],
    podLevel: ['cpu=200m memory=300Mi', ''],
    cpuShares: shares(200n),
    cpuQuotaMicroseconds: 20_000n,
    memoryBytes: 200n * MI,
  },
  {
    name: 'Guaranteed by the pod level, with init containers',
    init: [container('i', 'cpu=10m memory=50Mi', 'cpu=50m memory=50Mi')],
    apps: [inner],
    podLevel: ['cpu=100m memory=100Mi', 'cpu=100m memory=100Mi'],
    cpuShares: shares(100n),
    cpuQuotaMicroseconds: 10_000n,
    memoryBytes: 100n * MI,
  },
  {
    name: 'resource claims on top of requests and limits',
    apps: [claiming],
    claims: [{ containers: ['c1'], mapping: [{ name: 'cpu', quantity: '2' }] }],
    cpuShares: shares(3000n),
    cpuQuotaMicroseconds: 500_000n,
    memoryBytes: 500n * MI,
  },
  {
    name: 'resource claims with their overhead',
    apps: [claiming],
    claims: [
      {
        containers: ['c1'],
        mapping: [
          { name: 'cpu', quantity: '2' },
          { name: 'memory', quantity: '100Mi' },
        ],
        overhead: [
          { name: 'cpu', perPod: '1', perContainer: '1500m' },
          { name: 'memory', perPod: '300Mi', perContainer: '100Mi' },
        ],
      },
    ],
    cpuShares: shares(5500n),
    cpuQuotaMicroseconds: 750_000n,
    memoryBytes: 1000n * MI,
  },
];

describe('R18 R21 the cgroup of the Pod', () => {
  test.each(CASES.map((each) => [each.name, each] as const))('%s', (_, each) => {
    const { init, apps, podLevel, claims, name: _name, ...expected } = each;
    const pod = podOf(
      {
        containers: apps,
        ...(init && { initContainers: init }),
        ...(podLevel && {
          resources: { requests: amounts(podLevel[0]), limits: amounts(podLevel[1]) },
        }),
      },
      claims && { status: { nodeAllocatableResourceClaimStatuses: claims } },
    );
    const { cpuShares, cpuQuotaMicroseconds, memoryBytes } = podCgroup(pod);
    expect({ cpuShares, cpuQuotaMicroseconds, memoryBytes }).toEqual({
      cpuQuotaMicroseconds: undefined,
      memoryBytes: undefined,
      ...expected,
    });
  });

  // TestMilliCPUToQuota.
  test.each([
    ['0', undefined],
    ['5m', 1000n],
    ['9m', 1000n],
    ['10m', 1000n],
    ['200m', 20_000n],
    ['500m', 50_000n],
    ['1', 100_000n],
    ['1500m', 150_000n],
  ])('a cpu limit of %s is %p microseconds of each tenth of a second', (limit, quota) => {
    const pod = podOf({ containers: [container('a', 'memory=1Mi', `cpu=${limit} memory=1Gi`)] });
    expect(podCgroup(pod).cpuQuotaMicroseconds).toBe(quota);
  });

  // MinShares and MaxShares of helpers_linux.go.
  test.each([
    ['1m', 2n],
    ['256', 262_144n],
    ['300', 262_144n],
  ])('a cpu request of %s is %p shares', (request, expected) => {
    const pod = podOf({ containers: [container('a', `cpu=${request}`)] });
    expect(podCgroup(pod).cpuShares).toBe(expected);
  });

  test('overhead counts for it', () => {
    const pod = podOf({ containers: [some], overhead: amounts('cpu=100m memory=56Mi') });
    expect(podCgroup(pod)).toMatchObject({
      cpuShares: shares(200n),
      cpuQuotaMicroseconds: 30_000n,
      memoryBytes: 256n * MI,
    });
  });

  test('the QoS class that was stored at creation decides, not that of the spec of today', () => {
    const status = { qosClass: 'BestEffort' } as const;
    expect(podCgroup(podOf({ containers: [some] }, { status }))).toMatchObject({
      cpuShares: 2n,
      cpuQuotaMicroseconds: undefined,
    });
  });
});

describe('R18 the containers that leave the Pod without a limit', () => {
  const pod = podOf({
    initContainers: [container('i', '', 'cpu=1'), sidecar('s', '', 'cpu=1 memory=1Gi')],
    containers: [container('zero', '', 'cpu=0 memory=1Gi'), container('a', '', 'cpu=1 memory=1Gi')],
  });

  test('are those with none or 0, init containers and sidecars too', () => {
    expect(containersWithoutLimit(pod, 'cpu')).toEqual(['zero']);
    expect(containersWithoutLimit(pod, 'memory')).toEqual(['i']);
    expect(podCgroup(pod).unbounded).toEqual({ cpu: ['zero'], memory: ['i'] });
  });

  test('are none where the pod level sets the limit', () => {
    const level = podOf({ ...pod.spec, resources: { limits: amounts('cpu=1') } });
    expect(containersWithoutLimit(level, 'cpu')).toEqual([]);
    expect(containersWithoutLimit(level, 'memory')).toEqual(['i']);
  });
});
