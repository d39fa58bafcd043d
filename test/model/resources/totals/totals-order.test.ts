import { describe, expect, test } from 'bun:test';
import { compactAmounts } from '../../../../src/model/resources/quantity/amounts.ts';
import { parseQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { resourceList } from '../../../../src/model/resources/quantity/resource-list.ts';
import {
  decidingAmounts,
  parseSortKey,
  type Selection,
  selectRows,
} from '../../../../src/model/resources/totals/totals-order.ts';
import { container, plainPod, pod, totalsOf } from '../counted-pods.ts';

/** With an init container that needs more than the app. */
const wasteful = (name: string, init: string, app: string) =>
  pod(name, { inits: [container('init', init)], apps: [container('app', app)] });

const totals = totalsOf({ kind: 'pod' }, [
  plainPod('b', '10/1Gi', { metadata: { namespace: 'shop' } }),
  plainPod('a', '9/3Gi', { metadata: { namespace: 'shop' } }),
  plainPod('c', '2/2Gi', { metadata: { namespace: 'bank' } }),
  wasteful('memory-only', '100m/4Gi', '1/1Gi'),
  wasteful('much', '3/1Gi', '1/1Gi'),
  wasteful('little', '2/2Gi', '1/1Gi'),
  pod('limited', { apps: [container('app', '1/1Gi 32/1Gi')] }),
]);

function names(selection: Partial<Selection> & { readonly sort?: string }): readonly string[] {
  const { sort, ...others } = selection;
  const sortBy = sort === undefined ? undefined : parseSortKey(sort);
  const rows = selectRows(totals, {
    sortBy,
    top: undefined,
    min: new Map(),
    waste: false,
    ...others,
  });
  return rows.map(({ name }) => name ?? '');
}

describe('the amounts that decide', () => {
  const of = (selection: Partial<Selection>) =>
    decidingAmounts({
      sortBy: undefined,
      top: undefined,
      min: new Map(),
      waste: false,
      ...selection,
    });

  test('are those of --sort-by and --min, and cpu where only the first rows are shown', () => {
    expect(of({ sortBy: parseSortKey('unused.example.com/gpu') })).toEqual([
      { of: 'unused', resource: 'example.com/gpu' },
    ]);
    expect(of({ min: new Map([['example.com/gpu', parseQuantity('1')]]), top: 3 })).toEqual([
      { of: 'requests', resource: 'cpu' },
      { of: 'requests', resource: 'example.com/gpu' },
    ]);
    expect(of({ sortBy: parseSortKey('name'), top: 3 })).toEqual([]);
    expect(of({ top: 3, waste: true })).toEqual([]);
  });
});

describe('the rows of a summary', () => {
  test('come by what the nodes use where that is told in place of what their Pods use', () => {
    const used = (cpu: string) => compactAmounts(resourceList({ cpu }));
    const usageOf = ({ name }: { readonly name: string | undefined }) =>
      name === 'much' ? used('2') : name === 'little' ? used('3') : undefined;
    expect(names({ sort: 'usage.cpu', usageOf }).slice(0, 2)).toEqual(['little', 'much']);
  });

  test('come by namespace and name where nothing else is asked for', () => {
    expect(names({})).toEqual(['c', 'a', 'b', 'limited', 'little', 'memory-only', 'much']);
  });

  test('are sorted by amounts, not by texts, with the greatest first', () => {
    expect(names({ sort: 'cpu' })).toEqual([
      'b',
      'a',
      'much',
      'c',
      'little',
      'limited',
      'memory-only',
    ]);
    expect(names({ sort: 'memory' }).slice(0, 2)).toEqual(['memory-only', 'a']);
    expect(names({ sort: 'limits.cpu' })[0]).toBe('limited');
    expect(names({ sort: 'unused.memory' }).slice(0, 2)).toEqual(['memory-only', 'little']);
    expect(names({ sort: 'name' })).toEqual(names({}));
  });

  test('are sorted by shares: of what the node has, and of what is requested', () => {
    const wholes = new Map([
      ['a', '90'],
      ['c', '4'],
      ['b', '100'],
    ]);
    const wholeOf = ({ name = '' }: { readonly name: string | undefined }) =>
      parseQuantity(wholes.get(name) ?? '1000');
    // 2 of 4, 10 of 100 and 9 of 90.
    expect(names({ sort: 'cpu%', wholeOf }).slice(0, 3)).toEqual(['c', 'a', 'b']);
    // 2 of 3 cores, 1 of 2.
    expect(names({ sort: 'unused.cpu%' }).slice(0, 2)).toEqual(['much', 'little']);
  });

  test('R19 of waste are those with something unused, by cpu and then by memory', () => {
    expect(names({ waste: true })).toEqual(['much', 'little', 'memory-only']);
    expect(names({ waste: true, sort: 'memory' })).toEqual(['memory-only', 'little', 'much']);
  });

  test('of which only the first are wanted are those with the most cpu', () => {
    expect(names({ top: 2 })).toEqual(['b', 'a']);
    expect(names({ top: 1, sort: 'name' })).toEqual(['c']);
  });

  test('reach every threshold', () => {
    const min = (...pairs: [string, string][]) =>
      new Map(pairs.map(([resource, amount]) => [resource, parseQuantity(amount)]));
    expect(names({ min: min(['cpu', '9']) })).toEqual(['a', 'b']);
    expect(names({ min: min(['cpu', '9000m'], ['memory', '1025Mi']) })).toEqual(['a']);
    expect(names({ min: min(['example.com/gpu', '1']) })).toEqual([]);
  });

  test('are cut after the first ones of the whole order', () => {
    expect(names({ sort: 'cpu', top: 2 })).toEqual(['b', 'a']);
    expect(names({ waste: true, top: 1 })).toEqual(['much']);
    expect(names({ top: 99 }).length).toBe(7);
  });
});

describe('a sort key', () => {
  test.each([
    ['cpu', { by: 'amount', of: 'requests', resource: 'cpu' }],
    ['requests.memory', { by: 'amount', of: 'requests', resource: 'memory' }],
    ['limits.ephemeral-storage', { by: 'amount', of: 'limits', resource: 'ephemeral-storage' }],
    ['unused.hugepages-2Mi', { by: 'amount', of: 'unused', resource: 'hugepages-2Mi' }],
    ['usage.cpu', { by: 'amount', of: 'usage', resource: 'cpu' }],
    ['example.com/gpu', { by: 'amount', of: 'requests', resource: 'example.com/gpu' }],
    ['pods', { by: 'pods' }],
    ['name', { by: 'name' }],
  ] as const)('%s is understood', (text, key) => {
    expect(parseSortKey(text)).toEqual(key);
  });

  test.each(['', 'cpus', 'limit.cpu', 'limits.', 'limits', 'CPU', '-cpu', 'kubernetes.io/x/y'])(
    '%p is none',
    (text) => {
      expect(parseSortKey(text)).toBeUndefined();
    },
  );
});
