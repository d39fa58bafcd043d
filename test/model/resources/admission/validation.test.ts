import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import { resourceProblems } from '../../../../src/model/resources/admission/validation.ts';
import { amounts, container, podOf } from '../small-resources.ts';

const problems = (pod: Pod) => resourceProblems(pod);
const lines = (pod: Pod) =>
  resourceProblems(pod).map(({ field, message }) => `${field}: ${message}`);

const ofContainer = (requests: string, limits: string) =>
  podOf({ containers: [container('a', requests, limits)] });
const ofPodLevel = (requests: string, limits: string, containers = [container('a')]) =>
  podOf({ containers, resources: { requests: amounts(requests), limits: amounts(limits) } });

// TestValidateResourceRequirements (pkg/apis/core/validation/validation_test.go).
describe('requests and limits', () => {
  test.each([
    ['cpu=10 hugepages-2Mi=2Mi', 'cpu=10 hugepages-2Mi=2Mi'],
    ['hugepages-2Mi=2Mi', 'hugepages-2Mi=2Mi cpu=10'],
    ['', 'memory=2Mi hugepages-2Mi=2Mi'],
    ['memory=2Mi', 'memory=2Mi'],
    ['cpu=10', 'cpu=10'],
  ])('%s and %s are good for a container and for the pod level', (requests, limits) => {
    expect(problems(ofContainer(requests, limits))).toEqual([]);
    expect(problems(ofPodLevel(requests, limits))).toEqual([]);
  });

  test.each([
    ['hugepages-2Mi=2Mi', 'hugepages-2Mi=2Mi', ': Forbidden: HugePages require cpu or memory'],
    [
      'memory=2Mi hugepages-2Mi=2Mi',
      '',
      '.limits: Required value: Limit must be set for non overcommitable resources',
    ],
    // IsHugePageResourceValueDivisible (pkg/apis/core/helper/helpers_test.go).
    [
      '',
      'cpu=1 hugepages-2Mi=5Mi',
      '.limits[hugepages-2Mi]: Invalid value: "5Mi": 5Mi is not positive integer multiple of hugepages-2Mi',
    ],
  ])('%s and %s are bad for both', (requests, limits, problem) => {
    expect(lines(ofContainer(requests, limits))).toEqual([
      `spec.containers[0].resources${problem}`,
    ]);
    expect(lines(ofPodLevel(requests, limits))).toEqual([`spec.resources${problem}`]);
  });

  test.each([
    ['hugepages-1Gi', '2Gi', true],
    ['hugepages-1Gi', '2.1Gi', false],
    ['hugepages-1Mi', '2.1Mi', false],
    ['hugepages-64Ki', '128Ki', true],
    ['hugepages-', '128Ki', false],
  ])('%s=%s is a multiple of the page size: %p', (name, amount, isMultiple) => {
    const words = problems(ofContainer('', `cpu=1 ${name}=${amount}`)).map(
      ({ message }) => message,
    );
    expect(words.some((word) => word.includes('is not positive integer multiple'))).toBe(
      !isMultiple,
    );
  });

  // TestValidatePodResourceNames.
  test.each([
    'storage',
    'requests.cpu',
    'limits.storage',
    'disk',
    '',
    'my.favorite.app.co/12345',
    'kubernetes.io/cpu',
    'ephemeral-storage',
  ])('"%s" is none of the pod level', (name) => {
    const pod = podOf({ containers: [], resources: { limits: { [name]: '1' } } });
    expect(problems(pod)).not.toEqual([]);
  });

  test('what may not differ is told of the map, and found at its entry', () => {
    expect(problems(ofContainer('cpu=2 example.com/gpu=1', 'cpu=1 example.com/gpu=2'))).toEqual([
      {
        path: ['spec', 'containers', 0, 'resources', 'requests', 'cpu'],
        field: 'spec.containers[0].resources.requests',
        message: 'Invalid value: "2": must be less than or equal to cpu limit of 1',
      },
      {
        path: ['spec', 'containers', 0, 'resources', 'requests', 'example.com/gpu'],
        field: 'spec.containers[0].resources.requests',
        message: 'Invalid value: "1": must be equal to example.com/gpu limit of 2',
      },
    ]);
  });
});

// TestValidatePodResourceConsistency.
describe('the pod level holds what the containers ask for', () => {
  const two = (kind: 'requests' | 'limits', one: string, other: string) => [
    container('a', ...(kind === 'requests' ? ([one] as const) : (['', one] as const))),
    container('b', ...(kind === 'requests' ? ([other] as const) : (['', other] as const))),
  ];

  test.each([
    ['requests', 'cpu=10 memory=10Mi', 'cpu=5 memory=5Mi', 'cpu=4 memory=3Mi'],
    ['requests', 'cpu=10 memory=10Mi', 'cpu=5 memory=5Mi', 'cpu=5 memory=5Mi'],
    ['limits', 'cpu=10 memory=10Mi', 'cpu=5 memory=5Mi', 'cpu=6 memory=9Mi'],
    [
      'limits',
      'cpu=10 memory=10Mi hugepages-2Mi=8Mi',
      'cpu=5 memory=5Mi hugepages-2Mi=4Mi',
      'cpu=5 memory=5Mi hugepages-2Mi=4Mi',
    ],
  ] as const)('%s of %s hold %s and %s', (kind, podLevel, one, other) => {
    const pod = podOf({
      containers: two(kind, one, other),
      resources: { [kind]: amounts(podLevel) },
    });
    expect(problems(pod)).toEqual([]);
  });

  test('not fewer requests than their sum', () => {
    const containers = two('requests', 'cpu=6 memory=5Mi', 'cpu=8 memory=7Mi');
    expect(lines(ofPodLevel('cpu=10 memory=10Mi', '', containers))).toEqual([
      'spec.resources.requests[cpu]: Invalid value: "10": must be greater than or equal to aggregate container requests of 14',
      'spec.resources.requests[memory]: Invalid value: "10Mi": must be greater than or equal to aggregate container requests of 12Mi',
    ]);
  });

  test('not fewer hugepages than the sum of limits', () => {
    const containers = two('limits', 'cpu=6 hugepages-2Mi=4Mi', 'cpu=6 hugepages-2Mi=4Mi');
    expect(lines(ofPodLevel('', 'cpu=10 hugepages-2Mi=4Mi', containers))).toEqual([
      'spec.resources.limits[hugepages-2Mi]: Invalid value: "4Mi": must be greater than or equal to aggregate container limits of 8Mi',
    ]);
  });

  test('no limit of a container above it; it is found in the container', () => {
    const containers = [container('a', '', 'cpu=11')];
    expect(problems(ofPodLevel('', 'cpu=10', containers))).toEqual([
      {
        path: ['spec', 'containers', 0, 'resources', 'limits', 'cpu'],
        field: 'spec.resources.containers[0][cpu].limits',
        message: 'Invalid value: "11": must be less than or equal to pod limits of 10',
      },
    ]);
  });

  // TestValidatePodResources.
  test('nothing at all on Windows', () => {
    const pod = podOf({ os: { name: 'windows' }, resources: { limits: amounts('cpu=-1') } });
    expect(lines(pod)).toEqual(['spec.resources: Forbidden: may not be set for a windows pod']);
  });
});

describe('overhead', () => {
  // TestValidateOverhead.
  test('is checked like limits, and found where it stands', () => {
    expect(problems(podOf({ overhead: amounts('cpu=10 memory=10G') }))).toEqual([]);
    const [first] = problems(podOf({ overhead: amounts('my.org=10m') }));
    expect(first).toEqual({
      path: ['spec', 'overhead', 'my.org'],
      field: 'spec.overhead.limits[my.org]',
      message: 'Invalid value: "my.org": must be a standard resource type or fully qualified',
    });
  });
});
