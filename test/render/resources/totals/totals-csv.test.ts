import { expect, test } from 'bun:test';
import { totalsCsv } from '../../../../src/render/resources/totals/totals-csv.ts';
import {
  container,
  ownedBy,
  plainPod,
  pod,
  totalsOf,
} from '../../../model/resources/counted-pods.ts';
import { nodesOf, reportOf, treeReport } from '../reports.ts';

const linesOf = (report: Parameters<typeof totalsCsv>[0]) =>
  [...totalsCsv(report)].join('').split('\n');

const costly = pod('web-0', {
  inits: [container('migrate', '2100m/1.5Gi 2100m/2Gi')],
  apps: [container('web', '0.5/512Mi 1/1Gi')],
});

test('CSV of Pods has exact amounts, nothing where there is none, and no total', () => {
  expect(linesOf(reportOf(totalsOf({ kind: 'pod' }, [costly, plainPod('a', '1n/1Gi')])))).toEqual([
    'namespace,pod,node,qosClass,pods,requests.cpu,requests.memory,limits.cpu,limits.memory,unused.cpu,unused.memory,podsWithoutLimit.cpu,podsWithoutLimit.memory,counts.daemonSet,counts.static,counts.unscheduled,counts.deleting',
    'shop,a,node-1,Burstable,1,1n,1Gi,,,,,1,1,0,0,0,0',
    'shop,web-0,node-1,Burstable,1,2100m,1536Mi,2100m,2Gi,1600m,1Gi,0,0,0,0,0,0',
    '',
  ]);
});

test('CSV has a column for every resource that any row has', () => {
  const gpu = pod('gpu', {
    apps: [{ name: 'app', resources: { requests: { 'example.com/gpu': '2' } } }],
  });
  const [head = '', first = '', second = ''] = linesOf(
    reportOf(totalsOf({ kind: 'namespace' }, [gpu, { ...costly, metadata: { name: 'x' } }])),
  );
  expect(head.split(',').slice(0, 5)).toEqual([
    'namespace',
    'pods',
    'requests.cpu',
    'requests.memory',
    'requests.example.com/gpu',
  ]);
  expect(first.split(',').slice(0, 5)).toEqual(['default', '1', '2100m', '1536Mi', '']);
  expect(second.split(',').slice(0, 5)).toEqual(['shop', '1', '', '', '2']);
});

test('CSV of workloads has their kind, of nodes what they have', () => {
  const owned = plainPod('a', '1/1Gi', { metadata: ownedBy('ReplicaSet', 'web') });
  const [head, row] = linesOf(reportOf(totalsOf({ kind: 'workload' }, [owned])));
  expect(head).toStartWith('namespace,kind,workload,pods,');
  expect(row).toStartWith('shop,ReplicaSet,web,1,');
  const nodes = nodesOf({ name: 'node-1' });
  const byNode = linesOf(reportOf(totalsOf({ kind: 'node' }, [owned]), { nodes }));
  expect(byNode[0]).toEndWith(
    ',allocatable.cpu,allocatable.memory,allocatable.pods,overcommitted,ready,cordoned',
  );
  expect(byNode[1]).toEndWith(',4,16Gi,110,,true,false');
  const whole = { namespace: undefined, selector: undefined, fieldSelector: undefined };
  const all = linesOf(reportOf(totalsOf({ kind: 'node' }, [owned]), { nodes, scope: whole }));
  expect(all[0]).toEndWith(',allocatable.pods,free.cpu,free.memory,overcommitted,ready,cordoned');
  expect(all[1]).toEndWith(',4,16Gi,110,3,15Gi,,true,false');
});

test('CSV has what the tables and JSON have: what each Pod requests, of which kind it is, what is overcommitted', () => {
  const owned = ['a', 'b'].map((name) =>
    plainPod(name, '1/1Gi', { metadata: ownedBy('DaemonSet', 'logs') }),
  );
  const cellsOf = (report: Parameters<typeof totalsCsv>[0]) => {
    const [head = '', row = ''] = linesOf(report);
    return { titles: head.split(','), texts: row.split(',') };
  };
  const { titles, texts } = cellsOf(reportOf(totalsOf({ kind: 'workload' }, owned)));
  const at = (title: string) => texts[titles.indexOf(title)];
  expect([at('each.cpu'), at('each.memory'), at('counts.daemonSet')]).toEqual(['1', '1Gi', '2']);
  const full = pod('big', { apps: [container('a', '1/1Gi 5/1Gi')] });
  const byNode = cellsOf(
    reportOf(totalsOf({ kind: 'node' }, [full]), { nodes: nodesOf({ name: 'node-1' }) }),
  );
  expect(byNode.texts[byNode.titles.indexOf('overcommitted')]).toBe('cpu');
});

test('what a file calls its Pods is neither a formula nor more cells', () => {
  const names = ['=1+1', '@cmd', 'a,b', 'say "hi"', 'two\nlines'];
  const pods = names.map((name) => plainPod(name, '1/1Gi'));
  const lines = linesOf(reportOf(totalsOf({ kind: 'pod' }, pods)));
  expect(lines.map((line) => line.slice(0, line.indexOf(',node-1')))).toEqual([
    expect.anything(),
    "shop,'=1+1",
    "shop,'@cmd",
    'shop,"a,b"',
    'shop,"say ""hi"""',
    'shop,two\\nlines',
    expect.anything(),
  ]);
});

test('CSV of a tree has its innermost rows with the names of those above them', () => {
  const web = pod('web-0', {
    inits: [container('migrate', '2/')],
    apps: [container('web', '1/1Gi')],
  });
  const totals = totalsOf({ kind: 'node' }, [web], [{ kind: 'pod' }, { kind: 'container' }]);
  const [head, first, second, ...others] = linesOf(treeReport(totals));
  expect(head).toStartWith('node,pod.namespace,pod,role,container,pods,requests.cpu,');
  expect(first).toStartWith('node-1,shop,web-0,init,migrate,1,2,');
  expect(second).toStartWith('node-1,shop,web-0,app,web,1,1,1Gi,');
  expect(others.filter(Boolean)).toEqual([]);
});
