import { describe, expect, test } from 'bun:test';
import type {
  ContainerStatus,
  Pod,
  PodCondition,
  PodStatus,
} from '../../../../src/model/kubernetes/api.ts';
import { podCgroup } from '../../../../src/model/resources/effective/pod-cgroup.ts';
import {
  allocatedPod,
  type Resize,
  resizeOf,
} from '../../../../src/model/resources/effective/resize.ts';
import { formatQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { loadHistories } from '../../../support/histories.ts';
import { amounts, container, podOf, sidecar } from '../small-resources.ts';

const pending = (reason: string): PodCondition => ({
  type: 'PodResizePending',
  status: 'True',
  reason,
  message: 'Node didn’t have enough resource: cpu',
});
const IN_PROGRESS: PodCondition = { type: 'PodResizeInProgress', status: 'True' };

function reported(
  name: string,
  requests: string,
  limits: string,
  allocated = requests,
): ContainerStatus {
  return {
    name,
    resources: { requests: amounts(requests), limits: amounts(limits) },
    allocatedResources: amounts(allocated),
  };
}

/** A Pod that asks for 2 cores, with what the kubelet says of it. */
function podWith(status: Partial<PodStatus>, ...statuses: readonly ContainerStatus[]): Pod {
  return podOf(
    { containers: [container('app', 'cpu=2 memory=1Gi', 'cpu=4')] },
    { status: { phase: 'Running', containerStatuses: statuses, ...status } },
  );
}

const before = reported('app', 'cpu=1 memory=1Gi', 'cpu=4');

/** `app requests cpu: 2 / 1 / 1`: desired, allocated and actual. */
function lines(resize: Resize | undefined): readonly string[] | undefined {
  const text = (amount: Resize['amounts'][number]['desired']) =>
    amount === undefined ? '-' : formatQuantity(amount);
  return resize?.amounts.map(
    ({ container: name, kind, resource, desired, allocated, actual }) =>
      `${name ?? 'pod'} ${kind} ${resource}: ${[desired, allocated, actual].map(text).join(' / ')}`,
  );
}

describe('R17 the state of a resize', () => {
  test.each([
    ['unseen', 'the kubelet has not answered', [], before],
    ['deferred', 'the node has no room now', [pending('Deferred')], before],
    ['infeasible', 'the node can never do it', [pending('Infeasible')], before],
    [
      'in-progress',
      'it is promised, and being set',
      [IN_PROGRESS],
      reported('app', 'cpu=1 memory=1Gi', 'cpu=4', 'cpu=2 memory=1Gi'),
    ],
  ] as const)('is %s while %s', (state, _, conditions, status) => {
    const resize = resizeOf(podWith({ conditions }, status));
    expect(resize?.state).toBe(state);
    const allocated = state === 'in-progress' ? 2 : 1;
    expect(lines(resize)).toEqual([`app requests cpu: 2 / ${allocated} / 1`]);
  });

  test('a resize that waits comes before one that is being carried out', () => {
    const conditions = [IN_PROGRESS, pending('Deferred')];
    expect(resizeOf(podWith({ conditions }, before))?.state).toBe('deferred');
  });

  test('the message of the kubelet is kept', () => {
    const resize = resizeOf(podWith({ conditions: [pending('Deferred')] }, before));
    expect(resize?.message).toBe('Node didn’t have enough resource: cpu');
  });

  test('limits and sidecars are told too', () => {
    const pod = podOf(
      { initContainers: [sidecar('proxy', 'cpu=1', 'cpu=2 memory=2Gi')] },
      {
        status: {
          phase: 'Running',
          conditions: [IN_PROGRESS],
          initContainerStatuses: [reported('proxy', 'cpu=1', 'cpu=1 memory=3Gi')],
        },
      },
    );
    expect(lines(resizeOf(pod))).toEqual([
      'proxy limits cpu: 2 / - / 1',
      'proxy limits memory: 2Gi / - / 3Gi',
    ]);
  });

  test.each<[string, Pod]>([
    ['a Pod whose amounts are all set', podWith({}, reported('app', 'cpu=2 memory=1Gi', 'cpu=4'))],
    ['a Pod of which the kubelet says nothing', podWith({})],
    [
      'amounts written in another way',
      podWith({}, reported('app', 'cpu=2000m memory=1024Mi', 'cpu=4')),
    ],
    [
      'a limit that the cgroup has rounded',
      podWith({}, reported('app', 'cpu=2 memory=1Gi', 'cpu=4001m')),
    ],
    [
      'a Pod that has ended',
      podWith({ phase: 'Failed', conditions: [pending('Deferred')] }, before),
    ],
    [
      'a condition that is over',
      podWith(
        { conditions: [{ ...IN_PROGRESS, status: 'False' }] },
        reported('app', 'cpu=2 memory=1Gi', 'cpu=4'),
      ),
    ],
  ])('%s is none', (_, pod) => {
    expect(resizeOf(pod)).toBeUndefined();
  });

  test('of the recorded Pods only those that were resized have any, as its conditions say', () => {
    const told = loadHistories().flatMap(({ scenario, samples }) =>
      samples.flatMap(({ pod }) => {
        const state = resizeOf(pod)?.state;
        const types = pod.status?.conditions?.map(({ type }) => type) ?? [];
        const isInProgress = types.includes('PodResizeInProgress');
        expect(state === 'in-progress' || state === 'failed').toBe(isInProgress);
        return state === undefined ? [] : [{ scenario, state }];
      }),
    );
    expect(new Set(told.map(({ scenario }) => scenario))).toEqual(
      new Set(['resize-in-place', 'resize-restarts']),
    );
  });
});

/**
 * As Kubernetes 1.37.2 told of a Pod whose pod-level cpu was raised from 110m to 2, limit from 200m
 * to 2: the node had no room.
 */
const POD_LEVEL = podOf(
  {
    containers: [container('app', 'cpu=50m memory=16Mi')],
    resources: { requests: amounts('cpu=2 memory=16Mi'), limits: amounts('cpu=2') },
  },
  {
    status: {
      phase: 'Running',
      qosClass: 'Burstable',
      conditions: [pending('Deferred')],
      containerStatuses: [reported('app', 'cpu=50m memory=16Mi', '')],
      allocatedResources: amounts('cpu=110m memory=16Mi'),
      resources: {
        requests: amounts('cpu=110m memory=16Mi'),
        limits: amounts('cpu=200m memory=9007199254740988Ki'),
      },
    },
  },
);

describe('R17 a resize of the Pod as a whole', () => {
  test('is told of the resources that the pod level names', () => {
    expect(lines(resizeOf(POD_LEVEL))).toEqual([
      'pod requests cpu: 2 / 110m / 110m',
      'pod limits cpu: 2 / - / 200m',
    ]);
  });

  test('the sums that the kubelet tells of a Pod without pod-level resources are none', () => {
    const { resources: _, ...spec } = POD_LEVEL.spec;
    expect(lines(resizeOf({ ...POD_LEVEL, spec }))).toEqual([]);
  });
});

describe('R18 R21 the Pod as the kubelet runs it', () => {
  test('is the spec unless a resize waits', () => {
    const pod = podWith({ conditions: [IN_PROGRESS] }, before);
    expect(allocatedPod(pod)).toBe(pod);
  });

  test('has what was promised while a resize waits, and the limits that are set', () => {
    const waiting = podWith(
      { conditions: [pending('Deferred')] },
      reported('app', 'cpu=900m memory=1Gi', 'cpu=3', 'cpu=1 memory=1Gi'),
    );
    expect(allocatedPod(waiting).spec.containers[0]?.resources).toEqual({
      requests: amounts('cpu=1 memory=1Gi'),
      limits: amounts('cpu=3'),
    });
  });

  test('has the old pod level in its cgroup: 110m · 1.024 shares and 200m of quota', () => {
    expect(podCgroup(POD_LEVEL)).toMatchObject({
      cpuShares: 112n,
      cpuQuotaMicroseconds: 20_000n,
      memoryBytes: undefined,
    });
  });

  test('has the limit that is set in its cgroup while a lower one cannot be set', () => {
    const resized = loadHistories().find(({ scenario }) => scenario === 'resize-in-place');
    const pod = resized?.samples.at(-1)?.pod;
    // 20Mi are wanted of the app; its 64Mi stand, beside the 16Mi of the sidecar.
    expect(pod?.spec.containers[0]?.resources?.limits?.memory).toBe('20Mi');
    expect(pod && podCgroup(pod).memoryBytes).toBe(80n * 1024n * 1024n);
  });

  test('has the overhead once, although the kubelet tells the pod level with it', () => {
    const { spec, status } = POD_LEVEL;
    const pod: Pod = {
      ...POD_LEVEL,
      spec: { ...spec, overhead: amounts('cpu=20m') },
      status: {
        ...status,
        allocatedResources: amounts('cpu=130m memory=16Mi'),
        resources: { limits: amounts('cpu=220m') },
      },
    };
    expect(allocatedPod(pod).spec.resources).toEqual({
      requests: amounts('cpu=110m memory=16Mi'),
      limits: amounts('cpu=200m'),
    });
  });
});
