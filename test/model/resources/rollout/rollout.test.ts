import { describe, expect, test } from 'bun:test';
import type { UsedQuota } from '../../../../src/model/resources/admission/resource-quota.ts';
import type { NodeCapacity } from '../../../../src/model/resources/nodes/node-fit.ts';
import { resourceList } from '../../../../src/model/resources/quantity/resource-list.ts';
import { rollOut } from '../../../../src/model/resources/rollout/rollout.ts';
import { boundsOf, type Strategy } from '../../../../src/model/resources/rollout/strategy.ts';
import { amounts, container, podOf } from '../small-resources.ts';

/** Not what the real cluster does, which test/e2e compares: these are its nodes and numbers. */
const podWith = (cpu: string, nodeName?: string) =>
  podOf({ containers: [container('app', `cpu=${cpu}`)], ...(nodeName && { nodeName }) });

const quotaOf = (hard: string, used: string): UsedQuota => ({
  metadata: { name: 'team' },
  status: { hard: amounts(hard), used: amounts(used) },
});

function node(name: string, cpu: string, requested: string, podCount: number): NodeCapacity {
  return {
    name,
    allocatable: resourceList(amounts(`cpu=${cpu} pods=10`)),
    requested: resourceList(amounts(`cpu=${requested}`)),
    podCount,
    unschedulable: false,
    labels: {},
    taints: [],
  };
}

const ROLLING: Strategy = { kind: 'rolling', maxSurge: '25%', maxUnavailable: '25%' };

describe('the bounds of a rolling update', () => {
  // pkg/controller/deployment/util/deployment_util_test.go, TestResolveFenceposts.
  test.each([
    ['0%', '0%', 10, 0, 1],
    ['39%', '39%', 10, 4, 3],
    ['oops', '39%', 10, 0, 3],
    ['55%', '90%', 10, 6, 9],
    [5, 1, 3, 5, 1],
  ])('%s too many and %s too few of %i', (maxSurge, maxUnavailable, wanted, surge, unavailable) => {
    const bounds = boundsOf({ kind: 'rolling', maxSurge, maxUnavailable }, wanted);
    expect(bounds).toEqual({ surge, unavailable });
  });
});

describe('R19 R21 a rollout', () => {
  const old = [podWith('1', 'a'), podWith('1', 'b')];
  const nodes = [node('a', '2', '2', 2), node('b', '2', '2', 2)];

  test('goes on where an old Pod makes room on its node, and stops where it does not', () => {
    const away: Strategy = { kind: 'rolling', maxSurge: 0, maxUnavailable: 1 };
    const at = (cpu: string) =>
      rollOut({ strategy: away, isChanged: true, old }, podWith(cpu), 2, { quotas: [], nodes });
    expect(at('1')).toMatchObject({ toMake: 2, made: 2, blocker: undefined });
    expect(at('2')).toMatchObject({ toMake: 2, made: 0, blocker: 'nodes' });
  });

  test('of a DaemonSet wants each new Pod where the old one was', () => {
    const strategy: Strategy = { kind: 'per-node', maxSurge: 0 };
    const [, full] = nodes;
    if (full === undefined) throw new Error('no node');
    const roomy = [node('a', '4', '2', 2), full];
    const room = { quotas: [], nodes: roomy };
    const larger = rollOut({ strategy, isChanged: true, old }, podWith('2'), 2, room);
    expect(larger).toMatchObject({ toMake: 2, made: 1, blocker: 'nodes' });
    const surging: Strategy = { kind: 'per-node', maxSurge: 1 };
    const beside = rollOut({ strategy: surging, isChanged: true, old }, podWith('1'), 2, room);
    expect(beside).toMatchObject({ made: 1, blocker: 'nodes' });
  });

  test('leaves what a quota counts as it will be', () => {
    const quotas = [quotaOf('requests.cpu=5 pods=9', 'requests.cpu=2 pods=2')];
    const strategy: Strategy = { kind: 'recreate' };
    const outcome = rollOut({ strategy, isChanged: true, old }, podWith('500m'), 3, {
      quotas,
      nodes: undefined,
    });
    expect(outcome?.atFirst.quotas?.[0]?.status?.used).toEqual({ 'requests.cpu': '0', pods: '0' });
    expect(outcome?.left.quotas?.[0]?.status?.used).toEqual({ 'requests.cpu': '1500m', pods: '3' });
  });

  test('does not begin where a quota wants what the Pods do not set', () => {
    const room = { quotas: [quotaOf('limits.cpu=9', 'limits.cpu=0')], nodes: undefined };
    const outcome = rollOut({ strategy: ROLLING, isChanged: true, old }, podWith('1'), 2, room);
    expect(outcome).toMatchObject({ toMake: 2, made: 0, blocker: 'quota' });
  });

  test('scales down before anything else', () => {
    const quotas = [quotaOf('pods=2', 'pods=2')];
    const room = { quotas, nodes: undefined };
    expect(
      rollOut({ strategy: ROLLING, isChanged: true, old }, podWith('1'), 1, room),
    ).toMatchObject({ toMake: 1, made: 1 });
    expect(
      rollOut({ strategy: ROLLING, isChanged: false, old }, podWith('1'), 1, room),
    ).toMatchObject({ toMake: 0, made: 0 });
  });

  test('of more Pods than anybody has is not played through', () => {
    const made = { strategy: { kind: 'never' }, isChanged: false, old: [] } as const;
    const room = { quotas: [], nodes: undefined };
    expect(rollOut(made, podWith('1'), 2_000_000_000, room)).toBeUndefined();
  });
});
