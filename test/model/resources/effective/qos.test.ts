import { describe, expect, test } from 'bun:test';
import type { Container, Pod, ResourceRequirements } from '../../../../src/model/kubernetes/api.ts';
import { type QosClass, qosOf } from '../../../../src/model/resources/effective/qos.ts';
import { amounts, container, podOf, sidecar } from '../small-resources.ts';

// The resources of TestComputePodQOS (pkg/apis/core/v1/helper/qos/qos_test.go).
const GUARANTEED = container(
  'g',
  'cpu=100m memory=100Mi ephemeral-storage=10Gi',
  'cpu=100m memory=100Mi',
);
const BEST_EFFORT: readonly Container[] = [
  container('b'),
  container('b', 'cpu=0 memory=0'),
  container('b', 'cpu=0 memory=0', 'cpu=0 memory=0'),
  container('b', 'ephemeral-storage=10Gi'),
  container('b', 'ephemeral-storage=10Gi', 'ephemeral-storage=10Gi'),
];
const BURSTABLE: readonly Container[] = [
  container('u', 'cpu=100m memory=100Mi', 'cpu=200m memory=200Mi'),
  container('u', 'cpu=100m memory=100Mi', 'cpu=100m memory=200Mi'),
  container('u', 'cpu=100m memory=100Mi', 'cpu=200m memory=100Mi'),
  container('u', 'cpu=100m memory=100Mi'),
  container('u', 'cpu=100m memory=100Mi', 'cpu=100m'),
];

const SINGLE: readonly (readonly [Container, QosClass])[] = [
  [GUARANTEED, 'Guaranteed'],
  ...BEST_EFFORT.map((each) => [each, 'BestEffort'] as const),
  ...BURSTABLE.map((each) => [each, 'Burstable'] as const),
];

const [NOTHING = GUARANTEED, ZEROS = GUARANTEED] = BEST_EFFORT;
const [SOME = GUARANTEED, OTHERS = GUARANTEED] = BURSTABLE;
const FIRST = { Guaranteed: GUARANTEED, BestEffort: NOTHING, Burstable: SOME };
const SECOND = { Guaranteed: GUARANTEED, BestEffort: ZEROS, Burstable: OTHERS };
const CLASSES = ['Guaranteed', 'BestEffort', 'Burstable'] as const;

const PAIRS = CLASSES.flatMap((one) =>
  CLASSES.map((other) => [one, other, one === other ? one : 'Burstable'] as const),
);

const classOf = (spec: Partial<Pod['spec']>) => qosOf(podOf(spec)).class;

describe('R20 the QoS class', () => {
  test.each(SINGLE)('of one container %j is %s', (only, expected) => {
    expect(classOf({ containers: [only] })).toBe(expected);
  });

  test.each(PAIRS)('of a container like %s and one like %s is %s', (one, other, expected) => {
    expect(classOf({ containers: [FIRST[one], SECOND[other]] })).toBe(expected);
  });

  test.each(PAIRS)(
    'of an app like %s and an init container like %s is %s',
    (app, init, expected) => {
      const initContainers = [SECOND[init]];
      expect(classOf({ containers: [FIRST[app]], initContainers })).toBe(expected);
      const sidecars = initContainers.map((each) => ({
        ...each,
        restartPolicy: 'Always' as const,
      }));
      expect(classOf({ containers: [FIRST[app]], initContainers: sidecars })).toBe(expected);
    },
  );

  test('takes no notice of ephemeral containers', () => {
    const spec = { containers: [GUARANTEED], ephemeralContainers: [container('debugger')] };
    expect(classOf(spec)).toBe('Guaranteed');
  });
});

describe('R20 pod-level resources', () => {
  const podLevel = (resources: ResourceRequirements, containers = [GUARANTEED]) =>
    qosOf(podOf({ containers, resources }));

  test.each(SINGLE.filter(([{ resources = {} }]) => isOfCpuOrMemory(resources)))(
    'like those of %j decide alone: %s',
    ({ resources = {} }, expected) => {
      expect(podLevel(resources)).toMatchObject({ class: expected, decidedBy: 'pod-level' });
    },
  );

  test.each([
    ['an empty field', {}],
    ['empty lists', { requests: {}, limits: {} }],
    ['other resources', { requests: amounts('ephemeral-storage=10Gi') }],
  ])('that are %s leave it to the containers', (_, resources) => {
    expect(podLevel(resources)).toMatchObject({ class: 'Guaranteed', decidedBy: 'containers' });
  });

  test.each([
    [
      'cpu=10m memory=100Mi hugepages-2Mi=100Mi',
      'cpu=10m memory=100Mi hugepages-2Mi=100Mi',
      'Guaranteed',
    ],
    ['cpu=10m hugepages-2Mi=100Mi', 'hugepages-2Mi=100Mi', 'Burstable'],
  ])('with hugepages: requests %s, limits %s: %s', (requests, limits, expected) => {
    const resources = { requests: amounts(requests), limits: amounts(limits) };
    expect(podLevel(resources, [container('a')]).class).toBe(expected as QosClass);
  });
});

function isOfCpuOrMemory({ requests, limits }: ResourceRequirements): boolean {
  const names = [...Object.keys(requests ?? {}), ...Object.keys(limits ?? {})];
  return names.some((name) => name === 'cpu' || name === 'memory');
}

describe('R20 what keeps a Pod from Guaranteed', () => {
  test('is told of each container and resource, in the order in which they start', () => {
    const { shortfalls } = qosOf(
      podOf({
        initContainers: [
          container('low', 'cpu=1 memory=1Gi', 'cpu=2 memory=1Gi'),
          sidecar('open', 'cpu=1'),
        ],
        containers: [
          container('limit-only', '', 'cpu=1 memory=1Gi'),
          container('fine', 'cpu=1 memory=1024Mi', 'cpu=1000m memory=1Gi'),
        ],
      }),
    );
    expect(shortfalls).toEqual([
      { container: 'low', resource: 'cpu', problem: 'request-below-limit' },
      { container: 'open', resource: 'cpu', problem: 'no-limit' },
      { container: 'open', resource: 'memory', problem: 'no-request-no-limit' },
      { container: 'limit-only', resource: 'cpu', problem: 'no-request' },
      { container: 'limit-only', resource: 'memory', problem: 'no-request' },
    ]);
  });

  test('is told of the pod level where that decides', () => {
    const spec = { containers: [GUARANTEED], resources: { requests: amounts('cpu=1') } };
    expect(qosOf(podOf(spec)).shortfalls).toEqual([
      { container: undefined, resource: 'cpu', problem: 'no-limit' },
      { container: undefined, resource: 'memory', problem: 'no-request-no-limit' },
    ]);
  });

  test.each([[GUARANTEED], [NOTHING]])('is nothing for %j', (only) => {
    expect(qosOf(podOf({ containers: [only] })).shortfalls).toEqual([]);
  });
});
