import { describe, expect, test } from 'bun:test';
import { compactAmounts } from '../../../../src/model/resources/quantity/amounts.ts';
import { resourceList } from '../../../../src/model/resources/quantity/resource-list.ts';
import { placeableRoom } from '../../../../src/model/resources/totals/placeable-room.ts';
import type { Grouping } from '../../../../src/model/resources/totals/totals.ts';
import { selectRows } from '../../../../src/model/resources/totals/totals-order.ts';
import { withEmptyNodes } from '../../../../src/model/resources/totals/totals-report.ts';
import {
  container,
  ownedBy,
  plainPod,
  pod,
  totalsOf,
} from '../../../model/resources/counted-pods.ts';
import { ALL_NAMESPACES, nodesOf, reportOf, tableText, treeReport } from '../reports.ts';

const BY_POD: Grouping = { kind: 'pod' };

/** Its init container alone reserves 1600m and 1Gi. */
const costly = pod('web-0', {
  inits: [container('migrate', '2100m/1536Mi 2100m/2Gi')],
  apps: [container('web', '500m/512Mi 1/1Gi')],
});
const free = plainPod('web-1', '500m/512Mi');
const half = pod('web-2', { apps: [container('a', '1/1Gi 1/1Gi'), container('b', '1/1Gi')] });

describe('the table of Pods', () => {
  test('R16 R18 R19 has requests, what is unused of them, and limits marked where they bound nothing', () => {
    expect(tableText(reportOf(totalsOf(BY_POD, [costly, free, half])))).toBe(
      `POD             CPU REQ  CPU UNUSED  CPU LIM  MEM REQ  MEM UNUSED  MEM LIM
web-0           2100m    1600m       2100m    1536Mi   1Gi         2Gi
web-1           500m     -           none     512Mi    -           none
web-2           2        -           1+       2Gi      -           1Gi+
TOTAL (3 Pods)  4600m    1600m       3100m+   4Gi      1Gi         3Gi+

+ No upper bound: containers without a limit count as nothing in the sum.
`,
    );
  });

  test('has no UNUSED where nothing is, no TOTAL of one row, and no marks that are not explained', () => {
    expect(tableText(reportOf(totalsOf(BY_POD, [free])))).toBe(
      `POD    CPU REQ  CPU LIM  MEM REQ  MEM LIM
web-1  500m     none     512Mi    none
`,
    );
  });

  test('of all namespaces begins with the namespace', () => {
    const other = plainPod('jobs-0', '1/1Gi', { metadata: { namespace: 'bank' } });
    const text = tableText(reportOf(totalsOf(BY_POD, [free, other]), ALL_NAMESPACES));
    expect(text.split('\n').map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
      ['NAMESPACE', 'POD', 'CPU REQ'],
      ['bank', 'jobs-0', '1'],
      ['shop', 'web-1', '500m'],
      ['TOTAL', '2 Pods', '1500m'],
      [''],
    ]);
  });

  test('says which Pods are left out, which are on no node, and that TOTAL is of all', () => {
    const totals = totalsOf(BY_POD, [
      free,
      plainPod('waits', '1/1Gi', { spec: { nodeName: '' } }),
      plainPod('done', '1/1Gi', { status: { phase: 'Succeeded' } }),
      plainPod('broken', '1/1Gi', { status: { phase: 'Failed' } }),
    ]);
    const [first] = totals.rows;
    const text = tableText(reportOf(totals, { shown: first ? [first] : [] }));
    expect(text).toContain('Left out: 2 Pods that have ended; they reserve nothing.\n');
    expect(text).toContain('Counted too: 1 Pod that is on no node yet.\n');
    expect(text).toContain('Shown: 1 of 2 rows. TOTAL is of all.\n');
    expect(text).toContain('TOTAL (2 Pods)  1500m ');
  });

  test('R20 wide has QoS classes, nodes, other resources and remarks', () => {
    const gpu = pod(
      'gpu',
      { apps: [{ name: 'app', resources: { requests: { 'example.com/gpu': '2' } } }] },
      {
        metadata: { ...ownedBy('DaemonSet', 'gpus'), deletionTimestamp: '2026-01-02T00:00:00Z' },
        status: { qosClass: 'BestEffort' },
      },
    );
    const text = tableText(reportOf(totalsOf(BY_POD, [gpu, free])), { isWide: true });
    const cells = text.split('\n').map((line) => line.split(/ {2,}/));
    expect(cells[0]?.slice(-4)).toEqual(['EXAMPLE.COM/GPU REQ', 'QOS', 'NODE', 'REMARKS']);
    expect(cells[1]?.slice(-4)).toEqual(['2', 'BestEffort', 'node-1', 'DaemonSet, being deleted']);
    expect(cells[2]?.slice(-3)).toEqual(['0', 'Burstable', 'node-1']);
    expect(cells[3]?.slice(-3)).toEqual(['2', '-', '-']);
  });

  test('has limits go first, and of a resource in the domain of its maker the short name', () => {
    const amounts = { 'example.com/gadget': '2', 'ephemeral-storage': '1Gi', cpu: '1' };
    const init = { name: 'init', resources: { requests: amounts } };
    const thirsty = pod('a-name', { inits: [init], apps: [container('app', '10m/1Gi')] });
    const report = reportOf(totalsOf(BY_POD, [thirsty]));
    expect(tableText(report).split('\n\n')).toEqual([
      'POD     CPU REQ  CPU UNUSED  CPU LIM  MEM REQ  GADGET REQ  GADGET UNUSED\n' +
        'a-name  1        990m        none     1Gi      2           2',
      // What is wasted and has no room stands below.
      'POD     EPHEMERAL REQ  EPHEMERAL UNUSED\na-name  1Gi            1Gi',
      'No room for MEM LIM and EPHEMERAL LIM: -o wide has them.\n',
    ]);
    const only = tableText({ ...report, only: ['example.com/gadget'] });
    expect(only).toContain('POD     GADGET REQ  GADGET UNUSED\n');
    expect(tableText(report, { isWide: true })).toContain('  EXAMPLE.COM/GADGET REQ  ');
  });

  test('tells resources by their whole names where the short ones are alike', () => {
    const requests = { 'example.com/gpu': '2', 'example.org/gpu': '1' };
    const both = pod('both', { apps: [{ name: 'app', resources: { requests } }] });
    const [head] = tableText(reportOf(totalsOf(BY_POD, [both])), { width: 100 }).split('\n');
    expect(head).toContain('EXAMPLE.COM/GPU REQ  EXAMPLE.ORG/GPU REQ');
  });

  test('shows what is in use as kubectl top rounds it', () => {
    const totals = totalsOf(BY_POD, [free]);
    const [row] = totals.rows;
    const usage = {
      cpu: { nano: 1_000_001n, format: 'DecimalSI' as const },
      memory: { nano: (3n * 1024n * 1024n - 1n) * 1_000_000_000n, format: 'BinarySI' as const },
      others: [],
    };
    const used = row ? [{ ...row, ...facts(row), usage }] : [];
    const text = tableText(reportOf(totals, { shown: used, hasUsage: true }));
    expect(text.split('\n')[0]).toEndWith('CPU USE  MEM USE');
    expect(text.split('\n')[1]).toEndWith('2m       2Mi');
  });
});

/** What a spread of the row would leave behind on its class. */
function facts(row: ReturnType<typeof totalsOf>['rows'][number]) {
  const { kind, pods, requests, limits, unused, withoutLimit, qosClass, counts, each } = row;
  return { kind, pods, requests, limits, unused, withoutLimit, qosClass, counts, each };
}

describe('the table of workloads', () => {
  const totals = totalsOf({ kind: 'workload' }, [
    plainPod('web-1', '500m/512Mi', { metadata: ownedBy('ReplicaSet', 'web') }),
    plainPod('web-2', '500m/512Mi', { metadata: ownedBy('ReplicaSet', 'web') }),
    plainPod('db-0', '1/1Gi', { metadata: ownedBy('StatefulSet', 'db') }),
    plainPod('db-1', '2/1Gi', { metadata: ownedBy('StatefulSet', 'db') }),
  ]);

  test('says what each Pod requests where all are alike', () => {
    expect(tableText(reportOf(totals))).toBe(
      `WORKLOAD        PODS  EACH        CPU REQ  CPU LIM  MEM REQ  MEM LIM
StatefulSet/db  2     varies      3        none     2Gi      none
ReplicaSet/web  2     500m 512Mi  1        none     1Gi      none
TOTAL           4     varies      4        none     3Gi      none
`,
    );
  });

  test('leaves EACH out on a terminal that has no room for it', () => {
    const [head = ''] = tableText(reportOf(totals), { isTerminal: true, width: 60 }).split('\n');
    expect(head).toBe('WORKLOAD        PODS  CPU REQ  CPU LIM  MEM REQ  MEM LIM');
  });
});

describe('where there is no room for all, the table', () => {
  const requests = { cpu: '2', memory: '1Gi', 'example.com/gpu': '2', 'ephemeral-storage': '2Gi' };
  const train = pod('a-name-that-takes-some-room-0', {
    inits: [{ name: 'warm', resources: { requests } }],
    apps: [{ name: 'a', resources: { requests: { cpu: '1', 'example.com/gpu': '1' } } }],
  });
  const huge = pod('huge', {
    apps: [{ name: 'a', resources: { requests: { cpu: '1', 'hugepages-2Mi': '4Mi' } } }],
  });
  const totals = totalsOf(BY_POD, [train, huge]);
  const tablesOf = (changes: Parameters<typeof reportOf>[1] = {}) => {
    const text = tableText(reportOf(totals, { ...ALL_NAMESPACES, ...changes }));
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const tables = text.split('\n\n').map((table) => table.split('\n'));
    return tables.map((lines) => lines.map((line) => line.split(/ {2,}/)));
  };

  test('has what is wasted below it, of those that waste it', () => {
    const [main, below, last, notes] = tablesOf();
    expect(main?.[0]).toEqual(['NAMESPACE', 'POD', 'CPU REQ', 'CPU UNUSED', 'CPU LIM', 'MEM REQ']);
    expect(below).toEqual([
      ['NAMESPACE', 'POD', 'MEM UNUSED', 'GPU REQ', 'GPU UNUSED'],
      ['shop', 'a-name-that-takes-some-room-0', '1Gi', '2', '1'],
      ['TOTAL', '2 Pods', '1Gi', '2', '1'],
    ]);
    expect(last?.[0]).toEqual(['NAMESPACE', 'POD', 'EPHEMERAL REQ', 'EPHEMERAL UNUSED']);
    expect(notes?.flat().join(' ')).toBe(
      'No room for MEM LIM, EPHEMERAL LIM and HUGEPAGES-2MI REQ: -o wide has them. ',
    );
  });

  test('keeps what decides the order of its rows, and has it also where it would not be', () => {
    const decidedBy = (of: 'requests' | 'limits' | 'unused', resource: string, changes = {}) =>
      tablesOf({ deciding: [{ of, resource }], ...changes })[0]?.[0] ?? [];
    expect(decidedBy('requests', 'hugepages-2Mi')).toContain('HUGEPAGES-2MI REQ');
    expect(decidedBy('limits', 'memory', { scope: IN_SHOP })).toContain('MEM LIM');
    expect(decidedBy('unused', 'ephemeral-storage')).toContain('EPHEMERAL UNUSED');
    expect(decidedBy('requests', 'cpu', { only: ['memory'] })).toContain('CPU REQ');
    expect(decidedBy('limits', 'cpu', { isWaste: true })).toContain('CPU LIM');
    expect(decidedBy('unused', 'hugepages-2Mi')).toContain('HUGEPAGES-2MI UNUSED');
  });
});

const IN_SHOP = { namespace: 'shop', selector: undefined, fieldSelector: undefined };

describe('the table of waste', () => {
  const totals = totalsOf(BY_POD, [
    costly,
    free,
    pod('gpu', {
      inits: [{ name: 'i', resources: { requests: { cpu: '2', 'example.com/gpu': '4' } } }],
      apps: [container('app', '1500m/3Gi')],
    }),
  ]);
  const shown = selectRows(totals, {
    sortBy: undefined,
    top: undefined,
    min: new Map(),
    waste: true,
  });

  test('R19 ranks what is unused, with its share of what the Pod requests', () => {
    const text = tableText(reportOf(totals, { shown, isWaste: true }), { width: 200 });
    expect(text.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['POD', 'CPU UNUSED', 'MEM UNUSED', 'GPU UNUSED', 'CPU REQ', 'MEM REQ'],
      // 1600m of 2100m is 76.2 %, 1Gi of 1.5Gi is 66.7 %.
      ['web-0', '1600m 76%', '1Gi 66%', '-', '2100m', '1536Mi'],
      ['gpu', '500m 25%', '-', '4 100%', '2', '3Gi'],
      [''],
      // 2100m of 4600m and 1Gi of 5Gi.
      ['Unused once init containers are done:'],
      ['', '2100m cpu: 45% of what is requested'],
      ['', '1Gi memory: 20% of what is requested'],
      ['', '4 example.com/gpu: 100% of what is requested'],
      ['Shown: 2 of 3 rows. Shares and sums are of all.'],
      [''],
    ]);
  });

  test('R19 tells the share of the nodes too, where they may be read', () => {
    const nodes = nodesOf({ name: 'node-1' }, { name: 'node-2' });
    const text = tableText(reportOf(totals, { shown, isWaste: true, nodes }));
    // 2100m of 8 cores, 1Gi of 32Gi; no node has a GPU.
    expect(text).toContain('2100m cpu: 45% of what is requested, 26% of what the nodes have\n');
    expect(text).toContain('1Gi memory: 20% of what is requested, 3% of what the nodes have\n');
    expect(text).toContain('4 example.com/gpu: 100% of what is requested\n');
  });
});

describe('the table of nodes', () => {
  const nodes = nodesOf(
    { name: 'node-1' },
    { name: 'node-2', isCordoned: true },
    { name: 'node-3', isCordoned: true, isReady: false },
  );
  const totals = withEmptyNodes(
    totalsOf({ kind: 'node' }, [
      pod('big', { apps: [container('a', '3/4Gi 5/4Gi')] }),
      plainPod('plain', '500m/4Gi'),
      plainPod('elsewhere', '1/1Gi', { spec: { nodeName: 'node-0' } }),
      pod('limited', { apps: [container('a', '1/2Gi 2/8Gi')] }, { spec: { nodeName: 'node-2' } }),
      plainPod('waits', '7/1Gi', { spec: { nodeName: '' } }),
    ]),
    nodes.values(),
  );

  test('sets requests and limits against what each node has, and marks what is wrong', () => {
    const text = tableText(reportOf(totals, { ...ALL_NAMESPACES, nodes }), { width: 100 });
    expect(text).toBe(
      `NODE       PODS   CPU REQ    CPU LIM  CPU FREE  MEM REQ   MEM LIM  MEM FREE  REMARKS
node-1     2/110  3500m 87%  125%+!   500m      8Gi 50%   25%+     8Gi
node-2     1/110  1 25%      50%      3         2Gi 12%   50%      14Gi      cordoned
node-3     0/110  0 0%       0        4         0 0%      0        16Gi      cordoned, not ready
TOTAL      3/330  4500m 37%  58%+     7500m     10Gi 20%  25%+     38Gi
node-0     1      1          none     -         1Gi       none     -         gone
(no node)  1      7          none     -         1Gi       none     -

+ No upper bound: containers without a limit count as nothing in the sum.
! Overcommitted: the limits exceed what the node has.
3 nodes, 2 cordoned, 1 not ready. Free where Pods may be placed: 500m cpu and 8Gi memory.
`,
    );
  });

  test('fits 80 columns when nothing is to be remarked on', () => {
    const only = withEmptyNodes(
      totalsOf({ kind: 'node' }, [free]),
      nodesOf({ name: 'n' }).values(),
    );
    const text = tableText(reportOf(only, { ...ALL_NAMESPACES, nodes: nodesOf({ name: 'n' }) }));
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('keeps to 80 columns by leaving limits out, and says so', () => {
    const text = tableText(reportOf(totals, { ...ALL_NAMESPACES, nodes }));
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain('\n\nNo room for CPU LIM and MEM LIM: -o wide has them.\n');
  });

  test('ends with what is left where Pods may be placed, and the most on one node', () => {
    const three = nodesOf(
      { name: 'a' },
      { name: 'b', allocatable: resourceList({ cpu: '8', memory: '8Gi' }) },
      { name: 'full', allocatable: resourceList({ cpu: '1', memory: '1Gi' }) },
      { name: 'closed', isCordoned: true },
    );
    const on = (name: string, amounts: string, nodeName: string) =>
      plainPod(name, amounts, { spec: { nodeName } });
    const report = {
      ...reportOf(totalsOf({ kind: 'node' }, [on('x', '1/4Gi', 'a'), on('y', '3/2Gi', 'full')]), {
        ...ALL_NAMESPACES,
        nodes: three,
      }),
    };
    // 3 of 4 and 8 cores, 12Gi of 16Gi and 8Gi; what `full` lacks takes nothing from the others.
    expect(placeableRoom(report)).toEqual({
      ...{ nodes: 4, cordoned: 1, notReady: 0 },
      free: compactAmounts(resourceList({ cpu: '11', memory: '20Gi' })),
      mostOnOne: compactAmounts(resourceList({ cpu: '8', memory: '12Gi' })),
    });
    expect(tableText(report).replaceAll(/\s+/g, ' ')).toContain(
      '4 nodes, 1 cordoned. Free where Pods may be placed: 11 cpu and 20Gi memory; at most 8 cpu and 12Gi memory on one node.',
    );
    const some = { ...report, scope: { ...report.scope, namespace: 'shop' } };
    expect(placeableRoom(some)).toBeUndefined();
  });

  test('R19 has every resource that a node offers or a Pod requests, with what is free of it', () => {
    const gpus = nodesOf({
      name: 'node-1',
      allocatable: resourceList({ cpu: '4', memory: '16Gi', pods: '110', 'example.com/gpu': '8' }),
    });
    const train = pod('train', {
      inits: [{ name: 'warm', resources: { requests: { 'example.com/gpu': '3' } } }],
      apps: [{ name: 'a', resources: { requests: { 'example.com/gpu': '1' } } }],
    });
    const byNode = totalsOf({ kind: 'node' }, [train]);
    const report = reportOf(byNode, { ...ALL_NAMESPACES, nodes: gpus });
    const [head = '', row = ''] = tableText(report, { width: 140 }).split('\n');
    const cells = head.split(/ {2,}/);
    const at = (title: string) => row.split(/ {2,}/)[cells.indexOf(title)];
    // 3 of 8 while it starts, of which 2 are used by nothing later.
    expect(at('GPU REQ')).toBe('3 37%');
    expect(at('GPU FREE')).toBe('5');
    expect(at('GPU UNUSED')).toBe('2');
    expect(cells).not.toContain('GPU LIM');
  });

  test('of many resources lets those go first that nobody requests, and keeps to 80 columns', () => {
    const amounts = { cpu: '4', memory: '16Gi', pods: '110', 'ephemeral-storage': '9Gi' };
    const allocatable = resourceList({
      ...amounts,
      'example.com/gpu': '8',
      'hugepages-2Mi': '1Gi',
    });
    const many = nodesOf({ name: 'node-1', allocatable }, { name: 'node-2', isCordoned: true });
    const requests = { cpu: '1', 'example.com/gpu': '3', 'ephemeral-storage': '1Gi' };
    const train = pod('train', { apps: [{ name: 'a', resources: { requests } }] });
    const byNode = withEmptyNodes(totalsOf({ kind: 'node' }, [train]), many.values());
    const text = tableText(reportOf(byNode, { ...ALL_NAMESPACES, nodes: many }));
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text.split('\n')[0]?.split(/ {2,}/)).toEqual(
      'NODE,PODS,CPU REQ,CPU FREE,MEM REQ,MEM FREE,GPU REQ,GPU FREE,REMARKS'.split(','),
    );
    expect(text).toContain('HUGEPAGES-2MI REQ');
  });

  test('R17 says what resizes hold back that wait for room: 4 counted, 1 given', () => {
    const waiting = pod(
      'waits',
      { apps: [container('a', '4/1Gi')] },
      {
        status: {
          phase: 'Running',
          conditions: [{ type: 'PodResizePending', status: 'True', reason: 'Deferred' }],
          containerStatuses: [
            {
              name: 'a',
              allocatedResources: { cpu: '1', memory: '1Gi' },
              resources: { requests: { cpu: '1', memory: '1Gi' } },
            },
          ],
        },
      },
    );
    const byNode = totalsOf({ kind: 'node' }, [waiting]);
    const text = tableText(reportOf(byNode, { ...ALL_NAMESPACES, nodes }));
    expect(text).toContain(
      'Held back for resizes that wait for room, beyond what the Pods have: 3 cpu.\n',
    );
  });

  test('R17 says what the scheduler counts beyond the specs: 310m that the kubelet still has, of 30m', () => {
    const trimmed = pod(
      'trimmed',
      { apps: [container('a', '30m/1Gi')] },
      {
        status: {
          phase: 'Running',
          allocatedResources: { cpu: '30m', memory: '1Gi' },
          resources: { requests: { cpu: '310m', memory: '1Gi' } },
        },
      },
    );
    const text = (by: Grouping) =>
      tableText(reportOf(totalsOf(by, [trimmed]), ALL_NAMESPACES)).replaceAll(/\s+/g, ' ');
    expect(text(BY_POD)).toContain('The scheduler counts 280m cpu more than the specs have: ');
    expect(text({ kind: 'node' })).toContain('280m cpu more than kubectl describe node: ');
  });

  test("has the nodes' own use with its share, where it is measured", () => {
    const usage = compactAmounts(resourceList({ cpu: '3920m', memory: '1945Mi' }));
    const measured = nodesOf({ name: 'node-1', usage });
    const byNode = totalsOf({ kind: 'node' }, [free]);
    const report = reportOf(byNode, { ...ALL_NAMESPACES, nodes: measured, hasUsage: true });
    // 3920m of 4 cores are 98 %, 1945Mi of 16Gi 11 %.
    expect(tableText(report, { width: 140 }).split('\n')[1]).toEndWith('  3920m 98%  1945Mi 11%');
  });

  test('does not call free what Pods that were not counted may have taken', () => {
    const text = tableText(reportOf(totals, { nodes }));
    expect(text).not.toContain('FREE');
    expect(text).toContain('Only some Pods are counted');
  });

  test('has plain amounts where nodes may not be read', () => {
    const [head, first] = tableText(reportOf(totals, ALL_NAMESPACES)).split('\n');
    expect(head).toBe('NODE       PODS  CPU REQ  CPU LIM  MEM REQ  MEM LIM');
    expect(first).toBe('node-0     1     1        none     1Gi      none');
  });
});

describe('the quotas below the table of a namespace', () => {
  test('R21 have what the server counts as used, and what is left', () => {
    const quotas = [
      {
        metadata: { name: 'compute' },
        status: {
          hard: { 'requests.cpu': '10', 'requests.memory': '4Gi', pods: '3' },
          used: { 'requests.cpu': '2600m', 'requests.memory': '5Gi', pods: '3' },
        },
      },
      { metadata: { name: 'new' }, spec: { hard: { 'limits.cpu': '4' } } },
    ];
    const text = tableText(reportOf(totalsOf(BY_POD, [free]), { quotas }));
    expect(text.split('\n\n')[1]).toBe(
      `RESOURCEQUOTA  RESOURCE         USED   HARD  LEFT
compute        pods             3      3     0
compute        requests.cpu     2600m  10    7400m
compute        requests.memory  5Gi    4Gi   -1Gi
new            limits.cpu       -      4     -
`,
    );
  });
});

describe('a table of some resources', () => {
  const train = pod('train', {
    inits: [{ name: 'warm', resources: { requests: { 'example.com/gpu': '3', cpu: '2' } } }],
    apps: [container('a', '1/1Gi')],
  });
  const headOf = (only: readonly string[], changes = {}) => {
    const text = tableText(reportOf(totalsOf(BY_POD, [train]), { only, ...changes }));
    return text.split('\n')[0];
  };

  test('has only the columns of these, also where nobody requests one', () => {
    expect(headOf(['memory'])).toBe('POD    MEM REQ  MEM LIM');
    expect(headOf(['gpu', 'memory'])).toBe('POD    GPU REQ  GPU UNUSED  MEM REQ  MEM LIM');
    expect(headOf(['hugepages-2Mi'])).toBe('POD    HUGEPAGES-2MI REQ');
    expect(headOf(['cpu'], { isWaste: true })).toBe('POD    CPU UNUSED  CPU REQ');
    expect(headOf(['cpu'], { hasUsage: true })).toBe(
      'POD    CPU REQ  CPU UNUSED  CPU LIM  CPU USE',
    );
  });

  test('of nodes too', () => {
    const nodes = nodesOf({ name: 'node-1' });
    const totals = totalsOf({ kind: 'node' }, [train]);
    const text = tableText(reportOf(totals, { ...ALL_NAMESPACES, nodes, only: ['memory'] }));
    expect(text).toStartWith(
      'NODE    PODS   MEM REQ  MEM LIM  MEM FREE\nnode-1  1/110  1Gi 6%   none     15Gi\n',
    );
  });
});

describe('a table of several keys', () => {
  const web = pod('node-1', {
    inits: [container('warm', '2/1Gi')],
    apps: [container('a', '1/1Gi')],
  });
  const other = plainPod('b', '1/1Gi', { metadata: { namespace: 'ops' } });

  test('has what is below a row indented, with its namespace where that is not clear', () => {
    const totals = totalsOf(
      { kind: 'node' },
      [web, other],
      [{ kind: 'pod' }, { kind: 'container' }],
    );
    const nodes = nodesOf({ name: 'node-1' }, { name: 'warm' });
    const text = tableText(treeReport(totals, { nodes, ...ALL_NAMESPACES }));
    expect(text.split('\n\n')[0]).toBe(
      `NODE/POD/CONTAINER  PODS   CPU REQ  CPU FREE  CPU UNUSED  MEM REQ  MEM FREE
node-1              2/110  3 75%    1         1           2Gi 12%  14Gi
  ops/b             1      1        -         -           1Gi      -
    app/app         1      1        -         -           1Gi      -
  shop/node-1       1      2        -         1           1Gi      -
    init/warm       1      2        -         -           1Gi      -
    app/a           1      1        -         -           1Gi      -`,
    );
    const byNamespace = totalsOf({ kind: 'namespace' }, [web, other], [{ kind: 'pod' }]);
    expect(tableText(treeReport(byNamespace, ALL_NAMESPACES))).toContain('\nops    ');
    expect(tableText(treeReport(byNamespace, ALL_NAMESPACES))).toContain('\n  b    ');
  });
});

describe('the quotas below a table', () => {
  test('R21 have their amounts in units of 1024, exact where rounding would hide what is used', () => {
    const hard = { 'requests.memory': '80Gi', 'limits.memory': '100G', memory: '80Gi' };
    const used = { 'requests.memory': '48Mi', 'limits.memory': '206336Ki', memory: '1536Ki' };
    const quotas = [{ metadata: { name: 'q' }, status: { hard, used } }];
    const text = tableText(reportOf(totalsOf(BY_POD, [free]), { quotas }));
    const rows = text.split('\n\n')[1]?.split('\n').slice(1, 4);
    expect(rows?.map((row) => row.trim().split(/ +/).slice(1))).toEqual([
      // 100 GB are 93.13Gi.
      ['limits.memory', '202Mi', '93.1Gi', '92.9Gi'],
      ['memory', '1536Ki', '80Gi', '<80Gi'],
      ['requests.memory', '48Mi', '80Gi', '81872Mi'],
    ]);
  });
});

describe('on a terminal', () => {
  const long = Array.from({ length: 3 }, (_, index) =>
    plainPod(`a-name-that-is-far-too-long-for-the-table-5d8f7c9b6d-abc0${index}`, '1/1Gi'),
  );

  test('names are shortened in their middle so that the table fits', () => {
    const report = reportOf(totalsOf(BY_POD, long), ALL_NAMESPACES);
    const lines = tableText(report, { isTerminal: true, width: 80 }).split('\n');
    expect(lines.filter((line) => Bun.stringWidth(line) > 80)).toEqual([]);
    expect(lines[1]).toContain('…');
    expect(lines[1]).toContain('abc00 ');
  });

  test('nothing is shortened in a pipe, nor by -o wide', () => {
    const report = reportOf(totalsOf(BY_POD, long));
    const name = long[0]?.metadata.name ?? '';
    expect(tableText(report, { width: 80 })).toContain(name);
    expect(tableText(report, { isTerminal: true, isWide: true, width: 80 })).toContain(name);
  });

  test('colour adds nothing to the text', () => {
    const report = reportOf(totalsOf(BY_POD, [costly, free]));
    const colored = tableText(report, { color: true });
    expect(colored).toContain('\x1b[');
    expect(Bun.stripANSI(colored)).toBe(tableText(report));
  });

  test('what a file calls its Pods cannot command it', () => {
    const hostile = plainPod('\x1b]0;owned\x07\u202e', '1/1Gi');
    const text = tableText(reportOf(totalsOf(BY_POD, [hostile, free])));
    expect(text).toMatch(/^[\n -~]+$/);
    const status = { qosClass: '\x1b[31m' as 'Burstable' };
    const wide = plainPod('web', '1/1Gi', { spec: { nodeName: '\x9b31m' }, status });
    const wideText = tableText(reportOf(totalsOf(BY_POD, [wide])), { isWide: true });
    expect(wideText).toMatch(/^[\n -~]+$/);
    const byLabel = totalsOf({ kind: 'label', key: 'a\x1b[31m' }, [free]);
    expect(tableText(reportOf(byLabel))).toMatch(/^[\n -~]+$/);
    const columns = text.split('\n').map((line) => line.indexOf('1Gi'));
    expect(columns[1]).toBe(text.split('\n')[0]?.indexOf('MEM REQ') ?? -1);
  });
});
