import { describe, expect, test } from 'bun:test';
import type { Pod, RequestsOrLimits } from '../../../../src/model/kubernetes/api.ts';
import {
  displayOrder,
  onTop,
  type Term,
  termsOf,
} from '../../../../src/model/resources/effective/terms.ts';
import { formatQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { amounts, container, podOf, sidecar } from '../small-resources.ts';
import { IN_A_SANDBOX, KEP_753, MIGRATION } from '../worked-pods.ts';

function termOf(pod: Pod, resource: string, kind: RequestsOrLimits = 'requests'): Term {
  const term = termsOf(pod, kind).find((each) => each.resource === resource);
  if (term === undefined) throw new Error(`no ${resource}`);
  return term;
}

/** The term with its amounts as texts. */
function texts(term: Term): Record<string, unknown> {
  const entries = Object.entries(term).map(([name, value]) =>
    typeof value === 'object' ? [name, formatQuantity(value)] : [name, value],
  );
  return Object.fromEntries(entries);
}

describe('the terms of an effective request', () => {
  test('R16 R17 R19 an init container decides: 8, of which 1 is never used again (KEP-753)', () => {
    expect(texts(termOf(KEP_753, 'cpu'))).toMatchObject({
      decidedBy: 'init',
      peakContainer: 'i2',
      initPeak: '8',
      running: '7',
      effective: '8',
      byQuota: '8',
      bySpec: '8',
      unusedAfterInit: '1',
    });
  });

  test('R17 what runs together decides, although an init container comes close', () => {
    expect(texts(termOf(MIGRATION, 'memory'))).toMatchObject({
      decidedBy: 'running',
      initPeak: '384Mi',
      running: '640Mi',
      effective: '640Mi',
      unusedAfterInit: '0',
    });
  });

  test('R17 an equal init container decides nothing', () => {
    const pod = podOf({
      initContainers: [container('i', 'cpu=1')],
      containers: [container('app', 'cpu=1')],
    });
    expect(termOf(pod, 'cpu').decidedBy).toBe('running');
  });

  test('R17 of several init containers alike the first is named', () => {
    const pod = podOf({
      initContainers: ['a', 'b', 'c'].map((name) =>
        container(name, name === 'a' ? 'cpu=1' : 'cpu=2'),
      ),
    });
    expect(termOf(pod, 'cpu').peakContainer).toBe('b');
  });

  test('R17 overhead comes on top of the init container that decides', () => {
    const term = termOf(IN_A_SANDBOX, 'cpu');
    expect(texts(term)).toMatchObject({
      decidedBy: 'init',
      overhead: '250m',
      effective: '2350m',
      unusedAfterInit: '1500m',
    });
    expect(formatQuantity(onTop(term))).toBe('250m');
  });

  test('R17 overhead alone', () => {
    const pod = podOf({ containers: [container('a')], overhead: amounts('cpu=250m') });
    expect(texts(termOf(pod, 'cpu'))).toMatchObject({ decidedBy: 'overhead', effective: '250m' });
  });

  test('R17 the pod level decides, and nothing counts as unused', () => {
    const pod = podOf({ ...MIGRATION.spec, resources: { requests: amounts('cpu=3') } });
    expect(texts(termOf(pod, 'cpu'))).toMatchObject({
      decidedBy: 'pod-level',
      podLevel: '3',
      initPeak: '2100m',
      effective: '3',
      unusedAfterInit: '0',
    });
  });

  const status = {
    nodeAllocatableResourceClaimStatuses: [
      { containers: ['app'], mapping: [{ name: 'cpu', quantity: '50m' }] },
    ],
  };

  test('R17 resource claims come on top, unless the pod level sets what they take', () => {
    const claiming = termOf(podOf(MIGRATION.spec, { status }), 'cpu');
    expect(texts(claiming)).toMatchObject({ decidedBy: 'init', claims: '50m', effective: '2150m' });
    expect(formatQuantity(onTop(claiming))).toBe('50m');
    const spec = { ...MIGRATION.spec, resources: { requests: amounts('cpu=3') } };
    const level = termOf(podOf(spec, { status }), 'cpu');
    expect(formatQuantity(level.effective)).toBe('3');
    expect(formatQuantity(onTop(level))).toBe('0');
  });

  test('R17 resource claims alone', () => {
    const pod = podOf({ containers: [container('app')] }, { status });
    expect(texts(termOf(pod, 'cpu'))).toMatchObject({ decidedBy: 'claims', effective: '50m' });
  });
});

describe('the terms of a resize', () => {
  const resizing = (conditions: NonNullable<Pod['status']>['conditions'] = []): Pod =>
    podOf(
      { containers: [container('app', 'cpu=1', 'cpu=2')] },
      {
        status: {
          phase: 'Running',
          conditions,
          containerStatuses: [
            {
              name: 'app',
              resources: { requests: amounts('cpu=3'), limits: amounts('cpu=4') },
              allocatedResources: amounts('cpu=2'),
            },
          ],
        },
      },
    );

  test('R17 what the kubelet has set still counts, for quota too, but not for describe node', () => {
    const pod = resizing([{ type: 'PodResizeInProgress', status: 'True' }]);
    expect(texts(termOf(pod, 'cpu'))).toMatchObject({
      decidedBy: 'resize',
      effective: '3',
      byQuota: '3',
      bySpec: '1',
    });
    expect(texts(termOf(pod, 'cpu', 'limits'))).toMatchObject({
      decidedBy: 'resize',
      effective: '4',
      bySpec: '2',
    });
  });

  test('R17 figures of the kubelet without a resize are told as that', () => {
    const pod = podOf(
      { containers: [container('app', 'cpu=1')] },
      {
        status: {
          phase: 'Running',
          containerStatuses: [{ name: 'app', allocatedResources: amounts('cpu=1') }],
          allocatedResources: amounts('cpu=1'),
          resources: { requests: amounts('cpu=1001m') },
        },
      },
    );
    expect(texts(termOf(pod, 'cpu'))).toMatchObject({
      decidedBy: 'running',
      effective: '1001m',
      beyondSpec: '1m',
      isOverheadAgain: false,
    });
  });

  // Seen on Kubernetes 1.37.2: the kubelet's figures for the Pod have the overhead in them.
  test('R17 the scheduler adds the overhead twice once the Pod runs', () => {
    const pod = podOf(
      {
        containers: [container('app', 'cpu=30m memory=8Mi')],
        overhead: amounts('cpu=20m memory=4Mi'),
      },
      {
        status: {
          phase: 'Running',
          containerStatuses: [{ name: 'app', allocatedResources: amounts('cpu=30m memory=8Mi') }],
          allocatedResources: amounts('cpu=50m memory=12Mi'),
          resources: { requests: amounts('cpu=50m memory=12Mi') },
        },
      },
    );
    expect(texts(termOf(pod, 'cpu'))).toMatchObject({
      decidedBy: 'running',
      effective: '70m',
      byQuota: '50m',
      bySpec: '50m',
      beyondSpec: '20m',
      isOverheadAgain: true,
    });
    expect(formatQuantity(onTop(termOf(pod, 'memory')))).toBe('8Mi');
  });

  // Seen on Kubernetes 1.37.2: status.resources of a Pod whose cgroup has no memory limit.
  test('R18 the word of the kernel for no limit is none', () => {
    const pod = podOf(
      { containers: [container('app', 'memory=16Mi', 'memory=32Mi'), container('b')] },
      {
        status: {
          phase: 'Running',
          allocatedResources: amounts('memory=16Mi'),
          resources: {
            requests: amounts('memory=16Mi'),
            limits: amounts('memory=9007199254740988Ki'),
          },
        },
      },
    );
    expect(texts(termOf(pod, 'memory', 'limits'))).toMatchObject({
      decidedBy: 'running',
      effective: '32Mi',
      byQuota: '32Mi',
      beyondSpec: undefined,
    });
  });
});

describe('the terms of an effective limit', () => {
  test('R16 R17 the same formula; a missing limit adds nothing', () => {
    expect(texts(termOf(MIGRATION, 'cpu', 'limits'))).toMatchObject({
      decidedBy: 'init',
      peakContainer: 'migrate',
      initPeak: '2',
      running: '1',
      effective: '2',
      unusedAfterInit: '0',
    });
  });

  test('R17 overhead only where there is a limit', () => {
    const pod = podOf({
      containers: [container('app', '', 'cpu=1 ephemeral-storage=0')],
      overhead: amounts('cpu=250m memory=120Mi ephemeral-storage=1Gi'),
    });
    const rows = termsOf(pod, 'limits').map(({ resource, overhead, effective }) => [
      resource,
      overhead && formatQuantity(overhead),
      formatQuantity(effective),
    ]);
    expect(rows).toEqual([
      ['cpu', '250m', '1250m'],
      ['ephemeral-storage', undefined, '0'],
    ]);
  });

  test('R17 overhead on top of a limit of the pod level', () => {
    const pod = podOf({
      containers: [sidecar('app')],
      resources: { limits: amounts('cpu=1') },
      overhead: amounts('cpu=250m'),
    });
    expect(texts(termOf(pod, 'cpu', 'limits'))).toMatchObject({
      decidedBy: 'pod-level',
      overhead: '250m',
      effective: '1250m',
    });
  });
});

test('resources are told in the order of their weight, then by name', () => {
  const names = [
    'example.com/gpu',
    'hugepages-2Mi',
    'memory',
    'a.io/b',
    'cpu',
    'ephemeral-storage',
  ];
  expect(displayOrder(names)).toEqual([
    'cpu',
    'memory',
    'ephemeral-storage',
    'hugepages-2Mi',
    'a.io/b',
    'example.com/gpu',
  ]);
});
