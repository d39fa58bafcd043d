import { describe, expect, test } from 'bun:test';
import {
  parseGrouping,
  parseGroupings,
  parseMin,
  parseSortBy,
} from '../../../src/commands/resources/sum-options.ts';
import { UserError } from '../../../src/errors.ts';
import { formatQuantity } from '../../../src/model/resources/quantity/quantity.ts';

const BY_POD = { kind: 'pod' } as const;

describe('--by', () => {
  test.each(['pod', 'workload', 'namespace', 'node'] as const)('takes %s', (kind) => {
    expect(parseGrouping(kind)).toEqual({ kind });
  });

  test('takes any label key, also with a prefix', () => {
    expect(parseGrouping('label=app.kubernetes.io/name')).toEqual({
      kind: 'label',
      key: 'app.kubernetes.io/name',
    });
  });

  test.each(['', 'pods', 'label', 'label=', 'Node'])(
    'refuses %p and names what there is',
    (text) => {
      expect(() => parseGrouping(text)).toThrow(UserError);
      expect(hintOf(() => parseGrouping(text))).toContain('workload');
    },
  );
});

describe('--by of something else', () => {
  test.each([
    ['Node', 'node'],
    ['nod', 'node'],
    ['podd', 'pod'],
    ['ns', 'namespace'],
    ['sts', 'workload'],
    ['deployments', 'workload'],
    ['labels', 'label=KEY'],
    // Like nothing, and maybe a label.
    ['foo', 'label=foo'],
    ['app.kubernetes.io/name', 'label=app.kubernetes.io/name'],
  ])('%s: was %s meant?', (text, meant) => {
    expect(hintOf(() => parseGrouping(text))).toStartWith(`Was ${meant} meant? `);
  });

  test('asks nothing where nothing can be meant', () => {
    expect(hintOf(() => parseGrouping('a=b'))).toStartWith('Give pod,');
  });
});

describe('--min', () => {
  test('takes thresholds one by one or with commas', () => {
    const min = parseMin(['cpu=2,memory=1.5Gi', 'example.com/gpu=1']);
    expect([...min].map(([name, amount]) => [name, formatQuantity(amount)])).toEqual([
      ['cpu', '2'],
      ['memory', '1536Mi'],
      ['example.com/gpu', '1'],
    ]);
  });

  test.each([['cpu'], ['=2'], ['cpus=2'], ['cpu=2;memory=1'], ['cpu=']])('refuses %s', (text) => {
    expect(() => parseMin([text])).toThrow(UserError);
  });

  test('asks whether a resource was meant by its short name', () => {
    expect(hintOf(() => parseMin(['mem=1Gi']))).toStartWith('Was memory=1Gi meant? ');
  });
});

describe('--sort-by in the words of others', () => {
  test.each([
    ['cpu.request', 'cpu'],
    ['mem', 'memory'],
    ['mem.util', 'usage.memory'],
    ['MEM LIM', 'limits.memory'],
    ['wasted-cpu', 'unused.cpu'],
    ['unusd.cpu', 'unused.cpu'],
    ['utilization', 'usage.cpu'],
    ['cpu.util.percentage', 'usage.cpu%'],
    ['gpu', 'nvidia.com/gpu'],
    ['Name', 'name'],
  ])('%s: was %s meant?', (text, meant) => {
    expect(hintOf(() => parseSortBy(text, BY_POD))).toStartWith(`Was ${meant} meant? `);
  });
});

describe('--sort-by', () => {
  test('is optional, and takes amounts', () => {
    expect(parseSortBy(undefined, BY_POD)).toBeUndefined();
    expect(parseSortBy('unused.cpu', BY_POD)).toEqual({
      by: 'amount',
      of: 'unused',
      resource: 'cpu',
    });
  });

  test('takes shares of what nodes have, and of what is unused any', () => {
    const key = { by: 'amount', of: 'usage', resource: 'cpu', isShare: true } as const;
    expect(parseSortBy('usage.cpu%', { kind: 'node' })).toEqual(key);
    expect(() => parseSortBy('usage.cpu%', BY_POD)).toThrow('shares are of what a node has');
    expect(parseSortBy('unused.cpu%', BY_POD)).toEqual({ ...key, of: 'unused' });
  });

  test('refuses what is no column and names those that there are', () => {
    expect(() => parseSortBy('age', BY_POD)).toThrow('--sort-by age: there is no such column');
    const hint = hintOf(() => parseSortBy('age', BY_POD));
    for (const word of ['name', 'pods', 'cpu', 'memory', 'limits.', 'unused.']) {
      expect(hint).toContain(word);
    }
  });
});

function hintOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error.hint ?? '';
  }
  return '';
}

describe('--by with several keys', () => {
  test.each([
    ['node,pod', false, ['node', 'pod']],
    ['namespace, workload,pod', true, ['namespace', 'workload', 'pod', 'container']],
    ['pod', true, ['pod', 'container']],
    ['label=app,pod', false, ['label', 'pod']],
  ])('%s, with containers: %p', (text, withContainers, kinds) => {
    const { by, thenBy } = parseGroupings(text, withContainers);
    expect([by, ...thenBy].map(({ kind }) => kind)).toEqual(kinds as never);
  });

  test.each([
    ['pod,node', false, 'nothing but --containers goes below Pods'],
    ['node,node', false, 'a key comes twice'],
    ['node,', false, 'there is no such way'],
    ['workload', true, '--containers are told below their Pods'],
  ])('%s, with containers %p, is refused', (text, withContainers, reason) => {
    expect(() => parseGroupings(text, withContainers)).toThrow(reason);
  });
});
