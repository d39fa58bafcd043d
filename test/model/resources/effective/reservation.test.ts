import { describe, expect, test } from 'bun:test';
import { unusedAfterInit } from '../../../../src/model/resources/effective/counted-reservation.ts';
import { reservationOf } from '../../../../src/model/resources/effective/reservation.ts';
import { amounts, container, podOf, sidecar, textOf } from '../small-resources.ts';
import { IN_A_SANDBOX, KEP_753, MIGRATION } from '../worked-pods.ts';

describe('what a Pod needs step by step', () => {
  test('R17 the example of KEP-753: each init container beside the sidecars before it', () => {
    const { steps } = reservationOf(KEP_753, 'requests');
    const rows = steps.map(({ container: name, role, own, beside, use }) => {
      return [name, role, textOf(own), textOf(beside), textOf(use)];
    });
    expect(rows).toEqual([
      ['i1', 'init', 'cpu=5', '', 'cpu=5'],
      ['s1', 'sidecar', 'cpu=1', '', 'cpu=1'],
      ['s2', 'sidecar', 'cpu=2', 'cpu=1', 'cpu=3'],
      ['i2', 'init', 'cpu=5', 'cpu=3', 'cpu=8'],
      ['s3', 'sidecar', 'cpu=3', 'cpu=3', 'cpu=6'],
    ]);
  });

  test('R17 the example of KEP-753: 6 of sidecars and 1 of the app run in the end, 8 at the peak', () => {
    const { apps, sidecars, running, initPeak } = reservationOf(KEP_753, 'requests');
    expect(apps.map(({ container: name, own }) => [name, textOf(own)])).toEqual([['app', 'cpu=1']]);
    expect([sidecars, running, initPeak].map(textOf)).toEqual(['cpu=6', 'cpu=7', 'cpu=8']);
  });

  test('R16 the highest init container decides each resource for itself', () => {
    const pod = podOf({
      initContainers: [container('a', 'cpu=3 memory=1Gi'), container('b', 'cpu=1 memory=4Gi')],
      containers: [container('app', 'cpu=2 memory=2Gi')],
    });
    const { initPeak, running } = reservationOf(pod, 'requests');
    expect(textOf(initPeak)).toBe('cpu=3 memory=4Gi');
    expect(textOf(running)).toBe('cpu=2 memory=2Gi');
  });

  test('limits are counted like requests, and a missing one as nothing', () => {
    const { steps, running, initPeak } = reservationOf(MIGRATION, 'limits');
    expect(steps.map(({ use }) => textOf(use))).toEqual(['memory=64Mi', '', 'cpu=2 memory=512Mi']);
    expect(textOf(running)).toBe('cpu=1 memory=1Gi');
    expect(textOf(initPeak)).toBe('cpu=2 memory=512Mi');
  });

  test('without init containers there is no step', () => {
    const pod = podOf({ containers: [container('app', 'cpu=1')] });
    expect(reservationOf(pod, 'requests')).toMatchObject({ steps: [], initPeak: new Map() });
  });
});

describe('R19 what stays reserved and is never used again', () => {
  test.each([
    ['8 at the peak, 7 running: 1 (KEP-753)', KEP_753, 'cpu=1'],
    ['100m + 2 at the peak, 100m + 500m running: 1500m', MIGRATION, 'cpu=1500m'],
    ['overhead is needed all the time', IN_A_SANDBOX, 'cpu=1500m'],
    [
      'what only an init container requests',
      podOf({
        initContainers: [container('i', 'example.com/gpu=1 cpu=1')],
        containers: [container('app', 'cpu=1')],
      }),
      'example.com/gpu=1',
    ],
    [
      'nothing of sidecars, which go on running',
      podOf({ initContainers: [sidecar('s', 'cpu=4')], containers: [container('app', 'cpu=1')] }),
      '',
    ],
    [
      'nothing where the Pod as a whole says what it reserves',
      podOf({
        resources: { requests: amounts('cpu=3') },
        initContainers: [container('i', 'cpu=2 memory=2Gi')],
        containers: [container('app', 'cpu=1 memory=1Gi')],
      }),
      'memory=1Gi',
    ],
    [
      'the whole peak of a resource that the pod level cannot set',
      podOf({
        resources: { requests: amounts('ephemeral-storage=3Gi') },
        initContainers: [container('i', 'ephemeral-storage=2Gi')],
      }),
      'ephemeral-storage=2Gi',
    ],
  ])('%s', (_, pod, unused) => {
    expect(textOf(unusedAfterInit(pod))).toBe(unused);
  });
});
