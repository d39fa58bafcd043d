import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import {
  containerRequests,
  isResizeInfeasible,
} from '../../../../src/model/resources/effective/container-sums.ts';
import {
  BY_DESCRIBE,
  BY_QUOTA,
  BY_SCHEDULER,
  BY_SPEC,
  type Counting,
} from '../../../../src/model/resources/effective/counting.ts';
import {
  effectiveLimits,
  effectiveRequests,
} from '../../../../src/model/resources/effective/effective.ts';
import {
  hasPodLevelResources,
  isPodLevelResource,
} from '../../../../src/model/resources/effective/pod-level.ts';
import { amounts, container, podOf, sidecar, textOf } from '../small-resources.ts';
import {
  BY_ORDER,
  CLAIMS_AND_RESIZE,
  type EffectiveCase,
  INFEASIBLE,
  POD_LEVEL,
  POD_STATUS,
  RESIZED,
  WITH_CLAIMS,
  WITH_OVERHEAD,
} from './effective-cases.ts';

function podOfCase({ init, apps = [], podLevel, overhead, status }: EffectiveCase): Pod {
  return podOf(
    {
      containers: apps,
      ...(init && { initContainers: init }),
      ...(podLevel && { resources: podLevel }),
      ...(overhead !== undefined && { overhead: amounts(overhead) }),
    },
    status && { status },
  );
}

/** The options that the table's test gives to PodRequests and PodLimits. */
const WITH_CONTAINER_STATUS: Counting = { ...BY_SCHEDULER, withPodLevelStatus: false };

describe.each([
  ['R16 R17 of the init and app containers by their order', BY_ORDER, BY_SPEC],
  ['R17 the overhead of the RuntimeClass', WITH_OVERHEAD, BY_SPEC],
  ['R17 pod-level resources', POD_LEVEL, BY_SPEC],
  ['R17 resource claims', WITH_CLAIMS, BY_SPEC],
  ['R17 a resize', RESIZED, WITH_CONTAINER_STATUS],
  ['R17 the status of the whole Pod', POD_STATUS, BY_SCHEDULER],
  ['R17 claims beside', CLAIMS_AND_RESIZE, WITH_CONTAINER_STATUS],
] as const)('%s', (_, cases, counting) => {
  test.each(cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
    const pod = podOfCase(each);
    const { requests, limits } = each;
    expect(requests ?? limits).toBeDefined();
    if (requests !== undefined) expect(textOf(effectiveRequests(pod, counting))).toBe(requests);
    if (limits !== undefined) expect(textOf(effectiveLimits(pod, counting))).toBe(limits);
  });
});

describe('R18 R21 who counts what', () => {
  const resized = podOf(
    { containers: [container('a', 'cpu=1', 'cpu=1')], overhead: amounts('cpu=100m') },
    {
      status: {
        containerStatuses: [
          {
            name: 'a',
            resources: { requests: amounts('cpu=2'), limits: amounts('cpu=2') },
            allocatedResources: amounts('cpu=3'),
          },
        ],
        nodeAllocatableResourceClaimStatuses: [
          { containers: ['a'], mapping: [{ name: 'cpu', quantity: '10m' }] },
        ],
      },
    },
  );

  test('the scheduler and quota count a resize, kubectl describe node does not', () => {
    expect(textOf(effectiveRequests(resized, BY_SCHEDULER))).toBe('cpu=3110m');
    expect(textOf(effectiveRequests(resized, BY_QUOTA))).toBe('cpu=3100m');
    expect(textOf(effectiveRequests(resized, BY_DESCRIBE))).toBe('cpu=1100m');
  });

  test('only the scheduler and the kubelet count resource claims', () => {
    expect(textOf(effectiveRequests(resized, BY_SPEC))).toBe('cpu=1110m');
  });

  test('quota counts no figures of the whole Pod', () => {
    const { spec } = podOf({
      containers: [container('a', 'cpu=1')],
      resources: { requests: amounts('cpu=2') },
    });
    const status = {
      allocatedResources: amounts('cpu=4'),
      resources: { requests: amounts('cpu=3') },
    };
    expect(textOf(effectiveRequests({ metadata: {}, spec, status }, BY_SCHEDULER))).toBe('cpu=4');
    expect(textOf(effectiveRequests({ metadata: {}, spec, status }, BY_QUOTA))).toBe('cpu=2');
  });

  test('R30 ephemeral containers never count', () => {
    const ephemeral = container('debugger', 'cpu=8', 'cpu=8');
    const pod = podOf({ containers: [container('a', 'cpu=1')], ephemeralContainers: [ephemeral] });
    expect(textOf(effectiveRequests(pod, BY_SCHEDULER))).toBe('cpu=1');
    expect(textOf(effectiveLimits(pod, BY_SCHEDULER))).toBe('');
  });

  test('an init container that is restarted on failure is no sidecar', () => {
    const init = container('i', 'cpu=1', '', { restartPolicy: 'OnFailure' });
    const pod = podOf({ initContainers: [init], containers: [container('a', 'cpu=1')] });
    expect(textOf(effectiveRequests(pod, BY_SPEC))).toBe('cpu=1');
  });

  test('what the containers request leaves out pod level and overhead', () => {
    const pod = podOf({
      resources: { requests: amounts('cpu=8') },
      overhead: amounts('cpu=1'),
      initContainers: [sidecar('s', 'cpu=1')],
      containers: [container('a', 'cpu=2')],
    });
    expect(textOf(containerRequests(pod, BY_SPEC))).toBe('cpu=3');
  });
});

describe('R17 pod-level resources', () => {
  // TestIsPodLevelResourcesSet and TestIsPodLevelLimitsSet.
  test.each([
    [undefined, false, false],
    [{}, false, false],
    [{ requests: amounts('ephemeral-storage=1Mi') }, false, false],
    [{ limits: amounts('ephemeral-storage=1Mi') }, false, false],
    [{ requests: amounts('memory=100Mi') }, true, false],
    [{ requests: amounts('ephemeral-storage=1Mi cpu=1m') }, true, false],
    [{ limits: amounts('ephemeral-storage=1Mi cpu=1m') }, true, true],
  ])('%j are set: %p, and are limits: %p', (resources, isSet, hasLimits) => {
    const pod = podOf(resources === undefined ? {} : { resources });
    expect(hasPodLevelResources(pod)).toBe(isSet);
    expect(hasPodLevelResources(pod, 'limits')).toBe(hasLimits);
  });

  // TestIsSupportedPodLevelResource.
  test.each([
    ['cpu', true],
    ['memory', true],
    ['ephemeral-storage', false],
    ['hugepages-2Mi', true],
    ['hugepages-1Gi', true],
  ])('of %s count: %p', (name, isSupported) => {
    expect(isPodLevelResource(name)).toBe(isSupported);
  });
});

// TestResizeConditionsAndSupportedResources.
test.each([
  ['Infeasible', true],
  ['Deferred', false],
  ['Other', false],
])('R17 a resize that waits for %s is infeasible: %p', (reason, isInfeasible) => {
  const conditions = [{ ...INFEASIBLE.conditions[0], reason }];
  expect(isResizeInfeasible({ status: { conditions } })).toBe(isInfeasible);
});
