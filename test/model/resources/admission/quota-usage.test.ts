import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import {
  podQuotaUsage,
  podResourcesOf,
} from '../../../../src/model/resources/admission/quota-usage.ts';
import { amounts, container, podOf, textOf } from '../small-resources.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const secondsBefore = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

const usage = (pod: Pod) => textOf(podQuotaUsage(pod, NOW));
const sorted = (text: string) => text.split(' ').sort().join(' ');

const CPU = 'count/pods=1 pods=1 cpu=1m requests.cpu=1m limits.cpu=2m';
const MEMORY = 'count/pods=1 pods=1 memory=1m requests.memory=1m limits.memory=2m';
const STORAGE =
  'count/pods=1 pods=1 ephemeral-storage=32Mi requests.ephemeral-storage=32Mi limits.ephemeral-storage=64Mi';
const HUGE_PAGES = 'count/pods=1 pods=1 hugepages-2Mi=100Mi requests.hugepages-2Mi=100Mi';
const EXTENDED = 'count/pods=1 pods=1 requests.example.com/dongle=3';
const IMPLICIT = 'count/pods=1 pods=1 requests.deviceclass.resource.kubernetes.io/dongle=3';

// The cases of TestPodEvaluatorUsage (pkg/quota/v1/evaluator/core/pods_test.go).
describe('R21 what a quota charges for a Pod', () => {
  const one: readonly [string, string, string, string][] = [
    ['cpu', 'cpu=1m', 'cpu=2m', CPU],
    ['memory', 'memory=1m', 'memory=2m', MEMORY],
    ['ephemeral storage', 'ephemeral-storage=32Mi', 'ephemeral-storage=64Mi', STORAGE],
    ['hugepages', 'hugepages-2Mi=100Mi', '', HUGE_PAGES],
    ['an extended resource', 'example.com/dongle=3', 'example.com/dongle=3', EXTENDED],
    [
      'a device class',
      'deviceclass.resource.kubernetes.io/dongle=3',
      'deviceclass.resource.kubernetes.io/dongle=3',
      IMPLICIT,
    ],
  ];
  test.each(one)('%s of an init container as of an app container', (_, requests, limits, want) => {
    const containers = [container('a', requests, limits)];
    expect(usage(podOf({ initContainers: containers }))).toBe(sorted(want));
    expect(usage(podOf({ containers }))).toBe(sorted(want));
  });

  test('the effective values', () => {
    const pod = podOf({
      initContainers: [
        container(
          'i1',
          'cpu=4 memory=100M example.com/dongle=4',
          'cpu=8 memory=200M example.com/dongle=4',
        ),
        container(
          'i2',
          'cpu=1 memory=50M example.com/dongle=2',
          'cpu=2 memory=100M example.com/dongle=2',
        ),
      ],
      containers: [
        container(
          'a1',
          'cpu=1 memory=50M example.com/dongle=1',
          'cpu=2 memory=100M example.com/dongle=1',
        ),
        container(
          'a2',
          'cpu=2 memory=25M example.com/dongle=2',
          'cpu=5 memory=50M example.com/dongle=2',
        ),
      ],
    });
    expect(usage(pod)).toBe(
      sorted(
        'count/pods=1 pods=1 requests.cpu=4 requests.memory=100M limits.cpu=8 limits.memory=200M cpu=4 memory=100M requests.example.com/dongle=4',
      ),
    );
  });

  test('overhead', () => {
    const pod = podOf({
      overhead: amounts('cpu=1'),
      containers: [container('a', 'cpu=1', 'cpu=2')],
    });
    expect(usage(pod)).toBe(sorted('count/pods=1 pods=1 requests.cpu=2 limits.cpu=3 cpu=2'));
  });

  test('pod-level resources, and what of the containers they do not replace', () => {
    const pod = podOf({
      resources: { requests: amounts('memory=1Mi'), limits: amounts('memory=2Mi') },
      containers: [container('a', 'ephemeral-storage=32Mi', 'ephemeral-storage=64Mi')],
    });
    expect(usage(pod)).toBe(sorted(`${STORAGE} memory=1Mi requests.memory=1Mi limits.memory=2Mi`));
  });

  // TestPodEvaluatorUsageResourceResize; a status without a name is that of the container.
  test.each([
    [
      'memory=200Mi',
      'memory=400Mi',
      'memory=150Mi',
      'memory=200Mi requests.memory=200Mi limits.memory=400Mi',
    ],
    ['cpu=100m', 'cpu=200m', 'cpu=150m', 'cpu=150m requests.cpu=150m limits.cpu=200m'],
    ['cpu=100m', 'cpu=200m', '', 'cpu=100m requests.cpu=100m limits.cpu=200m'],
  ])('the higher of %s in the spec and what the kubelet has set', (requests, limits, set, want) => {
    const resources = set === '' ? {} : { resources: { requests: amounts(set) } };
    const pod = podOf(
      { containers: [container('', requests, limits)] },
      { status: { containerStatuses: [{ name: '', ...resources }] } },
    );
    expect(usage(pod)).toBe(sorted(`count/pods=1 pods=1 ${want}`));
  });
});

describe('R21 a Pod that is over counts as an object only', () => {
  const containers = [container('a', 'cpu=1m', 'cpu=2m')];

  test.each(['Succeeded', 'Failed'] as const)('when it has %s', (phase) => {
    expect(usage(podOf({ containers }, { status: { phase } }))).toBe('count/pods=1');
  });

  test.each([
    ['is just over', 0, 30, CPU],
    ['is over by less than the grace period', 29, 30, CPU],
    ['is over by the grace period', 30, 30, CPU],
    ['is over by more than the grace period', 31, 30, 'count/pods=1'],
    ['of no seconds is over', 1, 0, 'count/pods=1'],
  ])('when its deletion hangs: the grace period %s', (_, ago, grace, want) => {
    const deletionTimestamp = secondsBefore(ago);
    const metadata = { deletionTimestamp, deletionGracePeriodSeconds: grace };
    expect(usage(podOf({ containers }, { metadata }))).toBe(sorted(want));
  });

  test('not when nothing says how long its grace period is', () => {
    const metadata = { deletionTimestamp: secondsBefore(1000) };
    expect(usage(podOf({ containers }, { metadata }))).toBe(sorted(CPU));
  });
});

test('R21 a quota tracks of Pods the names of pods.go, hugepages and extended resources', () => {
  const tracked = [
    'count/pods',
    'pods',
    'cpu',
    'limits.memory',
    'requests.ephemeral-storage',
    'hugepages-2Mi',
    'requests.hugepages-1Gi',
    'requests.example.com/gpu',
    'requests.deviceclass.resource.kubernetes.io/gpu',
  ];
  const others = [
    'services',
    'count/services',
    'requests.storage',
    'example.com/gpu',
    'limits.example.com/gpu',
    'requests.kubernetes.io/gpu',
    'gold.storageclass.storage.k8s.io/requests.storage',
  ];
  expect(podResourcesOf([...others, ...tracked])).toEqual([...tracked].sort());
});
