import { describe, expect, test } from 'bun:test';
import type { LimitRange } from '../../../../src/model/resources/admission/limit-range.ts';
import type { ResourceQuota } from '../../../../src/model/resources/admission/resource-quota.ts';
import type { NodeCapacity } from '../../../../src/model/resources/nodes/node-fit.ts';
import type { PodContext, PodSource } from '../../../../src/model/resources/pod/pod-context.ts';
import { type PodCost, podCost, storedForm } from '../../../../src/model/resources/pod/pod-cost.ts';
import { formatQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { resourceList } from '../../../../src/model/resources/quantity/resource-list.ts';
import { amounts, container, podOf, textOf } from '../small-resources.ts';
import { MIGRATION } from '../worked-pods.ts';

const NOBODY_ASKED: PodContext = {
  quotas: undefined,
  limitRanges: undefined,
  nodes: undefined,
  overhead: undefined,
  usage: undefined,
};

const subject = (more: Partial<PodSource> = {}): PodSource => ({
  pod: MIGRATION,
  kind: 'Pod',
  replicas: undefined,
  isStored: false,
  ...more,
});

const DEFAULTS: LimitRange = {
  metadata: { name: 'defaults' },
  spec: {
    limits: [
      {
        type: 'Container',
        default: amounts('cpu=3'),
        defaultRequest: amounts('cpu=300m'),
        max: amounts('memory=256Mi'),
      },
    ],
  },
};

const QUOTA: ResourceQuota = {
  metadata: { name: 'team' },
  status: { hard: amounts('requests.cpu=10'), used: amounts('requests.cpu=4') },
};

const requestOf = ({ resources }: PodCost, name: string) => {
  const term = resources.requests.find(({ resource }) => resource === name);
  return term && formatQuantity(term.effective);
};

describe('a manifest', () => {
  const limitOnly = podOf({ containers: [container('app', '', 'cpu=1 memory=1Gi')] });

  test('R17 is counted as the server will store it: a limit becomes the request', () => {
    const cost = podCost(subject({ pod: limitOnly }), NOBODY_ASKED);
    expect(requestOf(cost, 'cpu')).toBe('1');
    expect(cost.resources.qos.class).toBe('Guaranteed');
  });

  test('R21 takes the defaults of LimitRange, init containers too, and is told which', () => {
    const around = { ...NOBODY_ASKED, limitRanges: [DEFAULTS] };
    const cost = podCost(subject(), around);
    const given = cost.filled.map(
      ({ container: name, kind, resource }) => `${name} ${kind} ${resource}`,
    );
    expect(given.toSorted()).toEqual(['fetch-config limits cpu', 'log-shipper limits cpu']);
    expect(storedForm(subject(), around).pod.spec.initContainers?.[0]?.resources?.limits).toEqual(
      amounts('cpu=3 memory=64Mi'),
    );
  });

  test('R21 is held against LimitRange', () => {
    const { violations } = podCost(subject(), { ...NOBODY_ASKED, limitRanges: [DEFAULTS] });
    const told = violations.map((each) => `${each.container}: ${each.problem}`);
    // log-shipper has no memory limit at all.
    expect(told).toEqual([
      'app: limit-too-high',
      'log-shipper: no-limit',
      'migrate: limit-too-high',
    ]);
  });

  test('R17 gets the overhead of its RuntimeClass where that is known', () => {
    const pod = podOf({ ...MIGRATION.spec, runtimeClassName: 'kata' });
    const around = { ...NOBODY_ASKED, overhead: amounts('cpu=250m') };
    expect(requestOf(podCost(subject({ pod }), around), 'cpu')).toBe('2350m');
    expect(podCost(subject({ pod }), around).unknownRuntimeClass).toBeUndefined();
  });

  test('R17 is told of a RuntimeClass that nobody was asked about', () => {
    const pod = podOf({ ...MIGRATION.spec, runtimeClassName: 'kata' });
    expect(podCost(subject({ pod }), NOBODY_ASKED).unknownRuntimeClass).toBe('kata');
    const written = podOf({ ...pod.spec, overhead: amounts('cpu=1') });
    expect(podCost(subject({ pod: written }), NOBODY_ASKED).unknownRuntimeClass).toBeUndefined();
  });
});

describe('a stored Pod', () => {
  const stored = subject({ isStored: true });

  test('R21 is left as it is: the server has filled in what was missing', () => {
    const cost = podCost(stored, { ...NOBODY_ASKED, limitRanges: [DEFAULTS] });
    expect(cost.violations).toEqual([]);
    expect(cost.filled).toEqual([]);
    expect(cost.resources.cgroup.unbounded.cpu).toEqual(['fetch-config', 'log-shipper']);
  });

  test('R21 tells by its annotation what LimitRange has filled in', () => {
    const pod = {
      ...MIGRATION,
      metadata: {
        annotations: {
          'kubernetes.io/limit-ranger':
            'LimitRanger plugin set: cpu limit for init container fetch-config',
        },
      },
    };
    expect(podCost({ ...stored, pod }, NOBODY_ASKED).filled).toEqual([
      { container: 'fetch-config', list: 'initContainers', kind: 'limits', resource: 'cpu' },
    ]);
  });

  test('R21 is held against quota by its effective request: 2100m fit twice into 10 less 4', () => {
    const { quotas } = podCost(stored, { ...NOBODY_ASKED, quotas: [QUOTA] });
    expect(quotas?.map(({ quota, room }) => [quota, room])).toEqual([['team', 2]]);
  });

  test.each(['Succeeded', 'Failed'] as const)('R21 that has %s takes nothing any more', (phase) => {
    const pod = { ...MIGRATION, status: { phase } };
    const nodes = [node('a', 'cpu=8 memory=8Gi pods=110')];
    const cost = podCost({ ...stored, pod }, { ...NOBODY_ASKED, quotas: [QUOTA], nodes });
    expect(cost).toMatchObject({ quotas: undefined, fit: undefined });
    expect(cost.resources.hasEnded).toBe(true);
  });
});

function node(name: string, allocatable: string): NodeCapacity {
  return {
    name,
    unschedulable: false,
    labels: {},
    taints: [],
    allocatable: resourceList(amounts(allocatable)),
    requested: new Map(),
    podCount: 0,
  };
}

describe('R19 room on the nodes', () => {
  const around = { ...NOBODY_ASKED, nodes: [node('small', 'cpu=2 memory=8Gi pods=110')] };

  test('is judged by the effective request: only the init phase is too large', () => {
    const { fit } = podCost(subject(), around);
    expect(fit?.fit.nodes).toEqual([]);
    expect(fit?.facts.map(({ code }) => code)).toContain('init-phase-too-large');
  });

  test('is not known where no node was read', () => {
    expect(podCost(subject(), NOBODY_ASKED).fit).toBeUndefined();
  });
});

describe('what the Pod and its workload are', () => {
  test('is kept', () => {
    const { resources } = podCost(subject({ kind: 'Deployment', replicas: 3 }), NOBODY_ASKED);
    expect(resources).toMatchObject({
      kind: 'Deployment',
      replicas: 3,
      name: 'web',
      namespace: 'default',
      hasEnded: false,
      resources: ['cpu', 'memory'],
    });
  });

  test('R29 has its containers in start order, and ephemeral ones only as a number', () => {
    const pod = podOf({ ...MIGRATION.spec, ephemeralContainers: [container('debugger')] });
    const { resources } = podCost(subject({ pod }), NOBODY_ASKED);
    const rows = resources.containers.map(({ role, name, requests }) => [
      role,
      name,
      textOf(requests),
    ]);
    expect(rows).toEqual([
      ['init', 'fetch-config', 'cpu=100m memory=64Mi'],
      ['sidecar', 'log-shipper', 'cpu=100m memory=128Mi'],
      ['init', 'migrate', 'cpu=2 memory=256Mi'],
      ['app', 'app', 'cpu=500m memory=512Mi'],
    ]);
    expect(resources.ephemeralContainers).toBe(1);
  });
});
