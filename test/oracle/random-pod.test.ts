import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../src/model/kubernetes/api.ts';
import { conditionOf } from '../../src/model/kubernetes/pod-status.ts';
import { readQuantity } from '../../src/model/resources/quantity/quantity.ts';
import { randomFrom } from './random.ts';
import { randomPod } from './random-pod.ts';
import { randomQuantity } from './random-quantity.ts';

const COUNT = 3000;

/** What must be met again and again among the Pods for the comparison to mean anything. */
const KINDS: Readonly<Record<string, (pod: Pod) => boolean>> = {
  'a sidecar before and after an init container': ({ spec }) => {
    const roles = (spec.initContainers ?? []).map(
      ({ restartPolicy }) => restartPolicy === 'Always',
    );
    return /true,(false,)+true/.test(roles.join());
  },
  'an init container that may fail': ({ spec }) =>
    (spec.initContainers ?? []).some(({ restartPolicy }) => restartPolicy === 'OnFailure'),
  'an app container with restartPolicy Always': ({ spec }) =>
    spec.containers.some(({ restartPolicy }) => restartPolicy === 'Always'),
  'an ephemeral container': ({ spec }) => spec.ephemeralContainers !== undefined,
  'pod-level requests': ({ spec }) => spec.resources?.requests?.cpu !== undefined,
  'pod-level limits alone': ({ spec }) =>
    spec.resources?.limits !== undefined && spec.resources.requests === undefined,
  'pod-level resources that are empty': ({ spec }) =>
    spec.resources !== undefined && Object.keys(spec.resources).length === 0,
  overhead: ({ spec }) => Object.keys(spec.overhead ?? {}).length > 0,
  'overhead that is empty': ({ spec }) =>
    spec.overhead !== undefined && Object.keys(spec.overhead).length === 0,
  'a resize that is infeasible': (pod) =>
    conditionOf(pod, 'PodResizePending')?.reason === 'Infeasible' &&
    (pod.status?.containerStatuses ?? []).some(({ allocatedResources }) => allocatedResources),
  'a resize that waits': (pod) => conditionOf(pod, 'PodResizePending')?.reason === 'Deferred',
  'promised and set for the Pod': ({ status }) =>
    status?.allocatedResources !== undefined && status.resources?.requests !== undefined,
  'promised and set for an init container': ({ status }) =>
    (status?.initContainerStatuses ?? []).some(
      ({ allocatedResources, resources }) => allocatedResources && resources,
    ),
  'a claim with overhead': ({ status }) =>
    (status?.nodeAllocatableResourceClaimStatuses ?? []).some(
      ({ containers, overhead }) =>
        containers && overhead?.some(({ perPod, perContainer }) => perPod && perContainer),
    ),
  'huge pages': ({ spec }) =>
    spec.containers.some(({ resources }) => resources?.limits?.['hugepages-2Mi'] !== undefined),
  'an extended resource': ({ spec }) =>
    spec.containers.some(({ resources }) => resources?.requests?.['example.com/gpu'] !== undefined),
  'the end of its grace period': ({ metadata }) =>
    metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 30,
  'a final phase': ({ status }) => status?.phase === 'Failed',
};

describe('the Pods that are compared', () => {
  const random = randomFrom(1);
  const pods = Array.from({ length: COUNT }, () => randomPod(random));

  test.each(Object.keys(KINDS))('among them are some with %s', (kind) => {
    expect(pods.filter((pod) => KINDS[kind]?.(pod)).length).toBeGreaterThanOrEqual(10);
  });

  test('are the same for the same seed, and others for another', () => {
    const again = randomFrom(1);
    expect(Array.from({ length: COUNT }, () => randomPod(again))).toEqual(pods);
    expect(randomPod(randomFrom(2))).not.toEqual(randomPod(randomFrom(3)));
  });

  test('have quantities in every notation, of none up to more than an int64, and finer than milli', () => {
    const texts = Array.from({ length: COUNT }, () => randomQuantity(random));
    const nanos = texts.map((text) => {
      const read = readQuantity(text);
      if ('problem' in read) throw new Error(`${text}: ${read.problem}`);
      return read.nano;
    });
    expect(nanos.every((nano) => nano >= 0n)).toBe(true);
    expect(nanos.filter((nano) => nano === 0n).length).toBeGreaterThan(50);
    expect(nanos.filter((nano) => nano % 1_000_000n !== 0n).length).toBeGreaterThan(50);
    expect(nanos.filter((nano) => nano / 1_000_000_000n >= 2n ** 63n).length).toBeGreaterThan(20);
    const suffixes = new Set(texts.map((text) => /[a-z].*$/i.exec(text)?.[0].slice(0, 2)));
    for (const suffix of ['n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Ei', 'e-', 'E5']) {
      expect(suffixes).toContain(suffix);
    }
  });
});
