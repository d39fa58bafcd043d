import { describe, expect, test } from 'bun:test';
import type { ContainerStatus, Pod } from '../../../../src/model/kubernetes/api.ts';
import { podCost } from '../../../../src/model/resources/pod/pod-cost.ts';
import { formatQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { podAmounts } from '../../../../src/model/resources/totals/pod-amounts.ts';
import { amounts, container, podOf } from '../small-resources.ts';

const NOBODY_ASKED = {
  quotas: undefined,
  limitRanges: undefined,
  nodes: undefined,
  overhead: undefined,
  usage: undefined,
};

const has = (name: string, requests: string): ContainerStatus => ({
  name,
  allocatedResources: amounts(requests),
  resources: { requests: amounts(requests) },
});

function costOf(pod: Pod) {
  return podCost({ pod, kind: 'Pod', replicas: undefined, isStored: true }, NOBODY_ASKED);
}

/** An init container that has 1 core and an app that has 100m; the spec asks for something else. */
function infeasible(initRequest: string, appRequest: string): Pod {
  return podOf(
    {
      nodeName: 'node-1',
      initContainers: [container('warm', initRequest)],
      containers: [container('app', appRequest)],
    },
    {
      status: {
        phase: 'Running',
        qosClass: 'Burstable',
        conditions: [{ type: 'PodResizePending', status: 'True', reason: 'Infeasible' }],
        initContainerStatuses: [has('warm', 'cpu=1')],
        containerStatuses: [has('app', 'cpu=100m')],
      },
    },
  );
}

describe('R17 R19 a resize that can never be done does not count', () => {
  test.each([
    ['of the init container', infeasible('cpu=4', 'cpu=100m')],
    ['of the app container', infeasible('cpu=1', 'cpu=4')],
  ])('%s: 1 core stays reserved, 900m of it for the init phase only', (_, pod) => {
    const { resources, savings } = costOf(pod);
    const [cpu] = resources.requests;
    expect(cpu).toMatchObject({ resource: 'cpu', decidedBy: 'init', peakContainer: 'warm' });
    expect(
      [cpu?.effective, cpu?.unusedAfterInit].map((each) => each && formatQuantity(each)),
    ).toEqual(['1', '900m']);
    const { unused, requests } = podAmounts(pod);
    expect([requests.cpu, unused.cpu].map((each) => each && formatQuantity(each))).toEqual([
      '1',
      '900m',
    ]);
    expect(savings.map(({ before, after }) => [before, after].map(formatQuantity))).toEqual([
      ['1', '100m'],
    ]);
  });
});

describe('R17 a resize of the kubelet', () => {
  // As a kubelet of 1.37 wrote it after a memory limit was to go below what is in use.
  test('that failed is not one that is being carried out', () => {
    const pod = podOf(
      { containers: [container('app', 'cpu=20m memory=6Mi', 'cpu=150m memory=8Mi')] },
      {
        status: {
          phase: 'Running',
          conditions: [
            {
              type: 'PodResizeInProgress',
              status: 'True',
              reason: 'Error',
              message: 'cannot decrease memory limits',
            },
          ],
          containerStatuses: [
            {
              name: 'app',
              allocatedResources: amounts('cpu=20m memory=6Mi'),
              resources: {
                requests: amounts('cpu=20m memory=16Mi'),
                limits: amounts('cpu=150m memory=80Mi'),
              },
            },
          ],
        },
      },
    );
    const { resize, cgroup } = costOf(pod).resources;
    expect(resize).toMatchObject({ state: 'failed', message: 'cannot decrease memory limits' });
    // The old limit holds.
    expect(cgroup.memoryBytes).toBe(83_886_080n);
  });

  // Of a container without a limit the kubelet reports that of the Pod.
  test('of the Pod as a whole is none of a container without a limit of its own', () => {
    const pod = podOf(
      {
        resources: {
          requests: amounts('cpu=1990m memory=20Mi'),
          limits: amounts('cpu=2 memory=64Mi'),
        },
        containers: [container('c', 'cpu=7m memory=1536Ki', 'memory=32Mi')],
      },
      {
        status: {
          phase: 'Running',
          conditions: [{ type: 'PodResizePending', status: 'True', reason: 'Deferred' }],
          allocatedResources: amounts('cpu=40m memory=20Mi'),
          resources: {
            requests: amounts('cpu=40m memory=20Mi'),
            limits: amounts('cpu=200m memory=64Mi'),
          },
          containerStatuses: [
            {
              name: 'c',
              allocatedResources: amounts('cpu=7m memory=1536Ki'),
              resources: {
                requests: amounts('cpu=7m memory=1536Ki'),
                limits: amounts('cpu=200m memory=32Mi'),
              },
            },
          ],
        },
      },
    );
    const changed = costOf(pod).resources.resize?.amounts.map(
      ({ container: name, kind, resource }) => `${name ?? 'Pod'} ${kind} ${resource}`,
    );
    expect(changed).toEqual(['Pod requests cpu', 'Pod limits cpu']);
    // 1990m are counted, 40m promised.
    expect(podAmounts(pod).heldBack.cpu).toMatchObject({ nano: 1_950_000_000n });
  });
});

test.each(['Deferred', 'Infeasible'])(
  'R19 while a resize is %s the kubelet makes no other: a saving waits behind it',
  (reason) => {
    const pod = podOf(
      {
        nodeName: 'node-1',
        initContainers: [container('warm', 'memory=70Mi')],
        containers: [container('app', 'cpu=1500m memory=20Mi')],
      },
      {
        status: {
          phase: 'Running',
          qosClass: 'Burstable',
          conditions: [{ type: 'PodResizePending', status: 'True', reason }],
          initContainerStatuses: [
            { ...has('warm', 'memory=70Mi'), state: { terminated: { exitCode: 0 } } },
          ],
          containerStatuses: [has('app', 'cpu=20m memory=20Mi')],
        },
      },
    );
    const patches = (each: Pod) =>
      costOf(each).savings.map(({ resource, patch, isBehindResize }) => ({
        resource,
        isOffered: patch !== undefined,
        isBehindResize,
      }));
    expect(patches(pod)).toEqual([{ resource: 'memory', isOffered: false, isBehindResize: true }]);
    const done: Pod = { ...pod, status: { ...pod.status, conditions: [] } };
    expect(patches(done)).toEqual([{ resource: 'memory', isOffered: true, isBehindResize: false }]);
  },
);
