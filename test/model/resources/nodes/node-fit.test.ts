import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import { explainFit } from '../../../../src/model/resources/nodes/fit-explanation.ts';
import {
  fitOf,
  type NodeCapacity,
  scheduledAmounts,
} from '../../../../src/model/resources/nodes/node-fit.ts';
import { formatQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { resourceList } from '../../../../src/model/resources/quantity/resource-list.ts';
import { amounts, container, podOf, sidecar, textOf } from '../small-resources.ts';

const list = (text: string) => resourceList(amounts(text));

function node(name: string, allocatable: string, requested: string, more = {}): NodeCapacity {
  const all = `pods=32 ${allocatable}`;
  const capacity = { allocatable: list(all), requested: list(requested) };
  return { name, ...capacity, podCount: 0, unschedulable: false, labels: {}, taints: [], ...more };
}

/**
 * Nodes as in TestEnoughRequests and TestNotEnoughRequests
 * (pkg/scheduler/framework/plugins/noderesources/fit_test.go): allocatable are 10 milli cpu, 20
 * bytes of memory, 5 of example.com/a, 20 of ephemeral storage, 5 of hugepages and 32 pods.
 */
const allocatable = 'cpu=10m memory=20 example.com/a=5 ephemeral-storage=20 hugepages-2Mi=5';
const testNode = (requested: string, podCount = 1) =>
  node('node', allocatable, requested, { podCount });

describe('R19 a Pod fits a node', () => {
  test.each([
    ['nothing requested', '', 'cpu=10m memory=20', ''],
    ['too much of both', 'cpu=1m memory=1', 'cpu=10m memory=20', 'cpu memory'],
    ['both', 'cpu=1m memory=1', 'cpu=5m memory=5', ''],
    ['too much cpu', 'cpu=2m memory=1', 'cpu=9m memory=5', 'cpu'],
    ['too much memory', 'cpu=1m memory=2', 'cpu=5m memory=19', 'memory'],
    ['equal to what is free', 'cpu=5m memory=1', 'cpu=5m memory=19', ''],
    ['an extended resource', 'example.com/a=1', 'example.com/a=0', ''],
    ['more of an extended resource than there is', 'example.com/a=10', '', 'example.com/a'],
    ['more of it than is left', 'example.com/a=1', 'example.com/a=5', 'example.com/a'],
    ['an extended resource that is unknown', 'example.com/b=1', '', 'example.com/b'],
    ['an unknown one, but none of it', 'example.com/b=0', '', ''],
    ['hugepages', 'hugepages-2Mi=3', 'hugepages-2Mi=2', ''],
    ['too many hugepages', 'hugepages-2Mi=5', 'hugepages-2Mi=2', 'hugepages-2Mi'],
    ['too much storage', 'ephemeral-storage=25', '', 'ephemeral-storage'],
  ])('%s', (_, requests, requested, short) => {
    const { nodes, nearest } = fitOf(list(requests), [testNode(requested)]);
    expect(nodes).toEqual(short === '' ? ['node'] : []);
    expect((nearest?.short ?? []).map(({ name }) => name).join(' ')).toBe(short);
  });

  test('if there is a place for one more Pod', () => {
    expect(fitOf(list('cpu=1m'), [testNode('', 31)]).nodes).toEqual(['node']);
    const { nearest } = fitOf(list(''), [testNode('', 32)]);
    expect(nearest?.short.map(({ name, free }) => [name, formatQuantity(free)])).toEqual([
      ['pods', '0'],
    ]);
  });

  test('by thousandths of cpu and whole bytes, rounded up', () => {
    const counted = scheduledAmounts(
      list('cpu=1.0001 memory=1500m ephemeral-storage=1m example.com/a=1 storage=5'),
    );
    expect(textOf(counted)).toBe('cpu=1001m ephemeral-storage=1 example.com/a=1 memory=2');
  });
});

describe('R19 of several nodes', () => {
  const nodes = [
    node('a', 'cpu=4 memory=8Gi', 'cpu=3 memory=1Gi'),
    node('b', 'cpu=8 memory=16Gi', 'cpu=6 memory=15Gi'),
    node('c', 'cpu=2 memory=4Gi', 'cpu=3 memory=0'),
  ];

  test('it is told how many have enough of a resource, and who has the most', () => {
    const { resources } = fitOf(list('cpu=1500m memory=2Gi'), nodes);
    const found = resources.map(({ name, fitting, largest }) => [
      name,
      fitting,
      largest?.node,
      largest && formatQuantity(largest.free),
    ]);
    expect(found).toEqual([
      ['pods', 3, 'a', '32'],
      ['cpu', 1, 'b', '2'],
      ['memory', 2, 'a', '7Gi'],
    ]);
  });

  test('the nearest is short of the fewest resources, then of the least share', () => {
    // a lacks a third of the cpu, b half of the memory, c all of the cpu and more.
    expect(fitOf(list('cpu=1500m memory=2Gi'), nodes).nearest?.name).toBe('a');
    // a lacks half of the cpu, b 1/16 of the memory.
    expect(fitOf(list('cpu=2 memory=1088Mi'), nodes).nearest?.name).toBe('b');
    expect(fitOf(list('cpu=4 memory=16Gi'), nodes).nearest?.name).toBe('a');
    expect(fitOf(list('cpu=1'), nodes).nearest).toBeUndefined();
    expect(fitOf(list('cpu=1'), []).nearest).toBeUndefined();
  });
});

describe('R19 why a Pod fits nowhere', () => {
  const facts = (pod: Pod, nodes: readonly NodeCapacity[]) => explainFit(pod, nodes).facts;
  const app = container('app', 'cpu=500m memory=1Gi');
  const migrate = container('migrate', 'cpu=2 memory=64Mi');
  const small = node('small', 'cpu=4 memory=8Gi', 'cpu=3 memory=1Gi');
  const cordoned = node('cordoned', 'cpu=8 memory=8Gi', 'cpu=0', { unschedulable: true });

  test('it does not', () => {
    expect(explainFit(podOf({ containers: [app] }), [small])).toMatchObject({
      fit: { nodes: ['small'] },
      facts: [],
    });
  });

  test('only its init container needs so much', () => {
    const pod = podOf({
      containers: [app],
      initContainers: [sidecar('proxy', 'cpu=100m'), container('tiny', 'cpu=1m'), migrate],
    });
    const [fact, ...others] = facts(pod, [small]);
    expect(others).toEqual([]);
    if (fact?.code !== 'init-phase-too-large') throw new Error(`unexpected ${fact?.code}`);
    expect(fact.nodes).toEqual(['small']);
    const raises = fact.raises.map(({ container, resource, use, running }) => [
      container,
      resource,
      formatQuantity(use),
      formatQuantity(running),
    ]);
    expect(raises).toEqual([['migrate', 'cpu', '2100m', '600m']]);
  });

  test('even empty nodes are too small', () => {
    const pod = podOf({ containers: [container('app', 'cpu=5')] });
    const [fact, ...others] = facts(pod, [small]);
    expect(others).toEqual([]);
    if (fact?.code !== 'exceeds-empty-nodes') throw new Error(`unexpected ${fact?.code}`);
    expect(fact.empty.nearest?.short.map(({ name, free }) => [name, formatQuantity(free)])).toEqual(
      [['cpu', '4']],
    );
  });

  test('both: without its init container it would fit, with it no empty node would do', () => {
    const pod = podOf({ containers: [app], initContainers: [container('big', 'cpu=6')] });
    expect(facts(pod, [small]).map(({ code }) => code)).toEqual([
      'init-phase-too-large',
      'exceeds-empty-nodes',
    ]);
  });

  test('the nodes that would take it are cordoned', () => {
    const pod = podOf({ containers: [container('app', 'cpu=2')] });
    expect(facts(pod, [small, cordoned])).toEqual([
      { code: 'fits-cordoned-nodes', nodes: ['cordoned'] },
    ]);
    expect(facts(pod, [cordoned]).map(({ code }) => code)).toEqual([
      'no-nodes',
      'fits-cordoned-nodes',
    ]);
  });

  test('there is simply no room', () => {
    const pod = podOf({ containers: [container('app', 'cpu=2')] });
    expect(facts(pod, [small])).toEqual([]);
  });

  test('pod-level requests say what is reserved, whatever the init containers ask for', () => {
    const pod = podOf({
      containers: [app],
      initContainers: [migrate],
      resources: { requests: amounts('cpu=2 memory=1Gi') },
    });
    expect(facts(pod, [small])).toEqual([]);
  });
});
