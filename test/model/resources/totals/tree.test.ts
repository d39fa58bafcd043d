import { describe, expect, test } from 'bun:test';
import { formatQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import {
  countTotals,
  type Grouping,
  groupingsOf,
} from '../../../../src/model/resources/totals/totals.ts';
import { selectRows } from '../../../../src/model/resources/totals/totals-order.ts';
import { nodesIn, treeOf } from '../../../../src/model/resources/totals/tree.ts';
import { container, plainPod, pod, sidecar } from '../counted-pods.ts';

const on = (nodeName: string, namespace: string) => ({
  metadata: { namespace },
  spec: { nodeName },
});
const PODS = [
  plainPod('a', '1/1Gi', on('node-1', 'shop')),
  plainPod('b', '3/1Gi', on('node-1', 'shop')),
  plainPod('c', '2/1Gi', on('node-2', 'shop')),
  plainPod('d', '5/1Gi', on('node-2', 'other')),
  pod('e', {
    inits: [sidecar('proxy', '100m/'), container('migrate', '2/')],
    apps: [container('app', '10m/1Gi 20m/')],
  }),
].map((each, index) => ({ ...each, metadata: { ...each.metadata, name: 'abcde'.charAt(index) } }));

const EVERYTHING = { sortBy: undefined, top: undefined, min: new Map(), waste: false };

function treeBy(keys: readonly Grouping['kind'][], selection = {}) {
  const [by = { kind: 'pod' } as const, ...thenBy] = keys.map((kind) => ({ kind }) as Grouping);
  const counter = countTotals(
    by,
    {
      ownerOf: ({ metadata }) => ({ kind: 'Pod', name: metadata.name ?? '' }),
      usageOf: () => undefined,
    },
    thenBy,
  );
  for (const each of PODS) counter.take(each);
  const totals = counter.finish();
  const wanted = { ...EVERYTHING, ...selection };
  return { totals, tree: treeOf(totals, selectRows(totals, wanted), wanted) };
}

const textsOf = ({ tree }: ReturnType<typeof treeBy>) =>
  nodesIn(tree).map(({ row, depth }) => {
    const cpu = row.requests.cpu ? formatQuantity(row.requests.cpu) : '0';
    return `${'-'.repeat(depth)}${row.kind ?? ''}${row.name} ${cpu}`;
  });

describe('R17 Pods put together by several things', () => {
  test('have below each row what it is the sum of', () => {
    const { totals, tree } = treeBy(['node', 'pod']);
    expect(textsOf({ totals, tree })).toEqual([
      ...['node-1 6100m', '-a 1', '-b 3', '-e 2100m', 'node-2 7', '-d 5', '-c 2'],
    ]);
    expect(groupingsOf(totals).map(({ kind }) => kind)).toEqual(['node', 'pod']);
    expect(formatQuantity(totals.total.requests.cpu ?? { nano: 0n, format: 'DecimalSI' })).toBe(
      '13100m',
    );
  });

  test('may go deeper, and are in one order on every level', () => {
    const sortBy = { by: 'amount', of: 'requests', resource: 'cpu' } as const;
    expect(textsOf(treeBy(['node', 'namespace', 'pod'], { sortBy, top: 1 }))).toEqual([
      ...['node-2 7', '-other 5', '--d 5', '-shop 2', '--c 2'],
    ]);
  });

  test('have below a Pod its containers as they start, each with its own amounts', () => {
    const sortBy = { by: 'amount', of: 'requests', resource: 'cpu' } as const;
    expect(textsOf(treeBy(['pod', 'container'], { sortBy, top: 3 }))).toEqual([
      ...['d 5', '-appapp 5', 'b 3', '-appapp 3'],
      ...['e 2100m', '-sidecarproxy 100m', '-initmigrate 2', '-appapp 10m'],
    ]);
    const { tree } = treeBy(['pod', 'container']);
    const parts = tree.find(({ row }) => row.name === 'e')?.parts ?? [];
    expect(parts.map(({ row }) => row.withoutLimit.cpu)).toEqual([1, 1, 0]);
  });

  test('have of waste below a row only what is wasteful too', () => {
    expect(textsOf(treeBy(['node', 'pod'], { waste: true }))).toEqual(['node-1 6100m', '-e 2100m']);
  });
});
