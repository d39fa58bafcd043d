import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import { type Amounts, listAmounts } from '../../../../src/model/resources/quantity/amounts.ts';
import { formatQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { countTotals, type Grouping } from '../../../../src/model/resources/totals/totals.ts';
import type { TotalsRow } from '../../../../src/model/resources/totals/totals-row.ts';
import { loadHistories } from '../../../support/histories.ts';
import { container, ownedBy, plainPod, pod, sidecar, totalsOf } from '../counted-pods.ts';

const BY_POD: Grouping = { kind: 'pod' };

/** `cpu=1 memory=1Gi`. */
function words(amounts: Amounts | undefined): string {
  if (amounts === undefined) return 'undefined';
  return listAmounts(amounts)
    .map(([resource, quantity]) => `${resource}=${formatQuantity(quantity)}`)
    .join(' ');
}

function namesAndRequests(rows: readonly TotalsRow[]): readonly (readonly unknown[])[] {
  return rows.map(({ namespace, kind, name, pods, requests }) => [
    ...[namespace, kind, name].filter((each) => each !== undefined),
    pods,
    words(requests),
  ]);
}

/** Its init container needs 2100m of cpu and 1536Mi; what runs later 500m and 512Mi. */
const costly = pod('web-0', {
  inits: [sidecar('proxy', '100m/256Mi 200m/512Mi'), container('migrate', '2/1280Mi 2/2Gi')],
  apps: [container('web', '400m/256Mi 1/1Gi')],
});

describe('the totals of Pods', () => {
  test('R17 R19 have the effective amounts of each Pod, and what init containers alone reserve', () => {
    const { rows } = totalsOf(BY_POD, [costly]);
    const [row] = rows;
    expect(row).toMatchObject({ namespace: 'shop', name: 'web-0', pods: 1, node: 'node-1' });
    expect(words(row?.requests)).toBe('cpu=2100m memory=1536Mi');
    expect(words(row?.limits)).toBe('cpu=2200m memory=2560Mi');
    expect(words(row?.unused)).toBe('cpu=1600m memory=1Gi');
  });

  test('are exact where floating point is not', () => {
    const pods = Array.from({ length: 10 }, (_, index) => plainPod(`p${index}`, '100m/0.1'));
    const tiny = plainPod('tiny', '1n/1m');
    const { total } = totalsOf(BY_POD, [...pods, tiny]);
    expect(words(total.requests)).toBe('cpu=1000000001n memory=1001m');
  });

  test('R18 count the Pods without a limit: one container without it is enough', () => {
    const pods = [
      costly,
      plainPod('free', '1/1Gi'),
      pod('half', { apps: [container('a', '1/1Gi 1/1Gi'), container('b', '1/1Gi 1/')] }),
      pod('init', { inits: [container('i', '/')], apps: [container('a', '1/1Gi 1/1Gi')] }),
      pod(
        'pod-level',
        { apps: [container('a', '1/1Gi')] },
        { spec: { resources: { limits: { cpu: '2', memory: '2Gi' } } } },
      ),
    ];
    const { rows, total } = totalsOf(BY_POD, pods);
    const counts = rows.map(({ name, withoutLimit }) => [name, ...Object.values(withoutLimit)]);
    expect(counts).toEqual([
      ['free', 1, 1],
      ['half', 0, 1],
      ['init', 1, 1],
      ['pod-level', 0, 0],
      ['web-0', 0, 0],
    ]);
    expect(total.withoutLimit).toEqual({ cpu: 2, memory: 3 });
  });

  test('leave out Pods that have ended: neither scheduler nor quota counts them', () => {
    const ended = (['Succeeded', 'Failed'] as const).map((phase) =>
      plainPod(phase, '8/8Gi', { status: { phase } }),
    );
    const { rows, total, ended: count } = totalsOf(BY_POD, [...ended, plainPod('web', '1/1Gi')]);
    expect(namesAndRequests(rows)).toEqual([['shop', 'web', 1, 'cpu=1 memory=1Gi']]);
    expect(words(total.requests)).toBe('cpu=1 memory=1Gi');
    expect(count).toBe(2);
  });

  test('count Pods that are being deleted, static ones and those of DaemonSets', () => {
    const { rows, total } = totalsOf({ kind: 'node' }, [
      plainPod('going', '1/1Gi', { metadata: { deletionTimestamp: '2026-01-02T00:00:00Z' } }),
      plainPod('kube-apiserver', '250m/', { metadata: ownedBy('Node', 'node-1') }),
      plainPod('logs-1', '100m/100Mi', { metadata: ownedBy('DaemonSet', 'logs') }),
      plainPod('web', '1/1Gi', { metadata: ownedBy('ReplicaSet', 'web') }),
    ]);
    expect(namesAndRequests(rows)).toEqual([['node-1', 4, 'cpu=2350m memory=2148Mi']]);
    expect(total.counts).toEqual({ daemonSet: 1, static: 1, unscheduled: 0, deleting: 1 });
  });

  test('of nodes have a row of its own, the last, for Pods that are on none yet', () => {
    const nowhere = { spec: { nodeName: '' }, status: { phase: 'Pending' as const } };
    const { rows, total } = totalsOf({ kind: 'node' }, [
      plainPod('waits', '4/4Gi', nowhere),
      plainPod('runs', '1/1Gi', { spec: { nodeName: 'zone-z' } }),
      plainPod('starts', '2/2Gi', { status: { phase: 'Pending' } }),
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['node-1', 'zone-z', undefined]);
    expect(rows.map(({ requests }) => words(requests))).toEqual([
      'cpu=2 memory=2Gi',
      'cpu=1 memory=1Gi',
      'cpu=4 memory=4Gi',
    ]);
    expect(total.counts.unscheduled).toBe(1);
  });

  test('put Pods together by namespace, workload or the value of a label', () => {
    const metadata = (namespace: string, owner: string, team?: string): Pod['metadata'] => ({
      namespace,
      ...ownedBy('ReplicaSet', owner),
      ...(team !== undefined && { labels: { team } }),
    });
    const pods = [
      plainPod('a', '1/', { metadata: metadata('shop', 'web', 'blue') }),
      plainPod('b', '2/', { metadata: metadata('shop', 'web') }),
      plainPod('c', '4/', { metadata: metadata('shop', 'jobs', '') }),
      plainPod('d', '8/', { metadata: metadata('bank', 'web', 'blue') }),
    ];
    expect(namesAndRequests(totalsOf({ kind: 'namespace' }, pods).rows)).toEqual([
      ['bank', 'bank', 1, 'cpu=8'],
      ['shop', 'shop', 3, 'cpu=7'],
    ]);
    expect(namesAndRequests(totalsOf({ kind: 'workload' }, pods).rows)).toEqual([
      ['bank', 'ReplicaSet', 'web', 1, 'cpu=8'],
      ['shop', 'ReplicaSet', 'jobs', 1, 'cpu=4'],
      ['shop', 'ReplicaSet', 'web', 2, 'cpu=3'],
    ]);
    // An empty value is not the same as no label.
    const byTeam = totalsOf({ kind: 'label', key: 'team' }, pods).rows;
    expect(byTeam.map(({ name, requests }) => [name, words(requests)])).toEqual([
      ['', 'cpu=4'],
      ['blue', 'cpu=9'],
      [undefined, 'cpu=2'],
    ]);
  });

  test('say what each of several Pods requests, as long as all request the same', () => {
    const same = [plainPod('a', '500m/1Gi'), plainPod('b', '0.5/1024Mi')];
    const other = plainPod('c', '500m/1025Mi');
    const each = (pods: readonly Pod[]) => totalsOf({ kind: 'namespace' }, pods).rows[0]?.each;
    expect(words(each(same))).toBe('cpu=500m memory=1Gi');
    expect(each([...same, other])).toBeUndefined();
    expect(each([other, ...same])).toBeUndefined();
  });

  test('count a Pod of a workload as often as it runs', () => {
    const counter = countTotals(BY_POD, {
      ownerOf: () => ({ kind: 'Deployment', name: 'web' }),
      usageOf: () => undefined,
    });
    counter.take(costly, 3);
    const { rows } = counter.finish();
    expect(namesAndRequests(rows)).toEqual([['shop', 'web-0', 3, 'cpu=6300m memory=4608Mi']]);
    expect(words(rows[0]?.unused)).toBe('cpu=4800m memory=3Gi');
    expect(words(rows[0]?.each)).toBe('cpu=2100m memory=1536Mi');
  });

  test('keep extended resources and hugepages apart', () => {
    const gpus = (count: string): Pod =>
      pod(`gpu-${count}`, {
        inits: [{ name: 'warm-up', resources: { requests: { 'example.com/gpu': '4' } } }],
        apps: [
          {
            name: 'app',
            resources: { requests: { 'example.com/gpu': count, 'hugepages-2Mi': '4Mi' } },
          },
        ],
      });
    const { total } = totalsOf(BY_POD, [gpus('1'), gpus('2'), plainPod('web', '1/1Gi')]);
    expect(words(total.requests)).toBe('cpu=1 memory=1Gi example.com/gpu=8 hugepages-2Mi=8Mi');
    expect(words(total.unused)).toBe('example.com/gpu=5');
  });

  test('sum up what is in use of the Pods that are measured', () => {
    const used: Amounts = {
      cpu: { nano: 5_000_000n, format: 'DecimalSI' },
      memory: { nano: 1_048_576_000_000_000n, format: 'BinarySI' },
      others: [],
    };
    const counter = countTotals(
      { kind: 'namespace' },
      {
        ownerOf: () => ({ kind: 'Pod', name: '' }),
        usageOf: (_, name) => (name === 'new' ? undefined : used),
      },
    );
    for (const name of ['a', 'b', 'new']) counter.take(plainPod(name, '1/1Gi'));
    expect(words(counter.finish().total.usage)).toBe('cpu=10m memory=2Mi');
  });
});

test('R16 R18 the totals of every recorded sample agree with its own fields', () => {
  const samples = loadHistories().flatMap((history) => history.samples);
  expect(samples.length).toBeGreaterThan(400);
  const over = samples.filter(({ pod: { status } }) => /Succeeded|Failed/.test(`${status?.phase}`));
  const { rows, ended } = totalsOf(
    BY_POD,
    samples.map((sample) => sample.pod),
  );
  expect(over.length).toBeGreaterThan(0);
  expect(ended).toBe(over.length);
  expect(rows.length).toBe(samples.length - over.length);
  const asking = rows.filter(({ requests }) => listAmounts(requests).length > 0);
  const told = asking.map(({ name, requests, withoutLimit }) => {
    const story = name?.replace(/^(daemon-set-pod)-\w+$/, '$1');
    return `${story}: ${words(requests)}${withoutLimit.memory === 1 ? ', no memory limit' : ''}`;
  });
  expect([...new Set(told)].sort()).toEqual([
    'daemon-set-pod: cpu=4k, no memory limit',
    'evicted-yet-succeeded: ephemeral-storage=10Mi, no memory limit',
    'init-oom-exits-zero: memory=24Mi, no memory limit',
    'init-oom-unnoticed-never: memory=24Mi, no memory limit',
    'init-oom-unnoticed: memory=24Mi, no memory limit',
    'init-oom: memory=24Mi, no memory limit',
    'limit-range-defaults: cpu=70m memory=48Mi',
    'pod-level-resources: cpu=50m memory=64Mi',
    'probe-out-of-memory: memory=24Mi',
    'rejected-out-of-cpu: cpu=4k, no memory limit',
    'resize-in-place: cpu=20m memory=24Mi',
    'resize-in-place: cpu=35m memory=24Mi',
    'resize-restarts: memory=20Mi',
    'resources-sidecar-before-init: cpu=80m memory=80Mi, no memory limit',
    'sidecar-oom: memory=24Mi, no memory limit',
  ]);
});
