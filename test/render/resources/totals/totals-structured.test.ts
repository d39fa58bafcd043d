import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import type { Grouping } from '../../../../src/model/resources/totals/totals.ts';
import { withEmptyNodes } from '../../../../src/model/resources/totals/totals-report.ts';
import {
  totalsJson,
  totalsYaml,
} from '../../../../src/render/resources/totals/totals-structured.ts';
import {
  container,
  ownedBy,
  plainPod,
  pod,
  totalsOf,
} from '../../../model/resources/counted-pods.ts';
import { loadHistories } from '../../../support/histories.ts';
import { ALL_NAMESPACES, nodesOf, reportOf, treeReport } from '../reports.ts';

const FILE = join(import.meta.dirname, '../../../../schema/resource-totals.v1alpha1.schema.json');
const schema = JSON.parse(readFileSync(FILE, 'utf8'));
const validate = new Ajv({ allErrors: true }).compile(schema);

function problemsOf(value: unknown): readonly string[] {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const GROUPINGS: readonly Grouping[] = [
  { kind: 'pod' },
  { kind: 'workload' },
  { kind: 'namespace' },
  { kind: 'node' },
  { kind: 'label', key: 'app' },
];

const NAMED_GROUPINGS = GROUPINGS.map((grouping) => [grouping.kind, grouping] as const);

const pods = [
  pod('web-0', {
    inits: [container('migrate', '2100m/1.5Gi 2100m/2Gi')],
    apps: [container('web', '0.5/512Mi 1/1Gi')],
  }),
  plainPod('a', '1n/100m', { metadata: { ...ownedBy('ReplicaSet', 'a'), labels: { app: 'a' } } }),
  plainPod('b', '1e3/1500M', { spec: { nodeName: '' } }),
  plainPod('done', '1/1Gi', { status: { phase: 'Failed' } }),
];

function reportBy(grouping: Grouping) {
  const nodes = nodesOf({ name: 'node-1', isCordoned: true }, { name: 'node-2', isReady: false });
  const totals = totalsOf(grouping, pods);
  if (grouping.kind !== 'node') return reportOf(totals);
  return reportOf(withEmptyNodes(totals, nodes.values()), { nodes, ...ALL_NAMESPACES });
}

/** The pieces of JSON put together. */
function structuredTotals(report: Parameters<typeof totalsJson>[0]) {
  return JSON.parse([...totalsJson(report)].join(''));
}

describe('the JSON Schema of totals', () => {
  test.each(NAMED_GROUPINGS)('holds for totals by %s', (_, grouping) => {
    expect(problemsOf(structuredTotals(reportBy(grouping)))).toEqual([]);
  });

  test('holds for every recorded sample', () => {
    const samples = loadHistories().flatMap((history) => history.samples);
    const totals = totalsOf(
      { kind: 'pod' },
      samples.map((sample) => sample.pod),
    );
    expect(totals.rows.length).toBeGreaterThan(400);
    expect(problemsOf(structuredTotals(reportOf(totals)))).toEqual([]);
  });

  test('holds for quotas, and for selectors', () => {
    const quotas = [
      {
        metadata: { name: 'compute' },
        status: { hard: { pods: '3', 'limits.cpu': '1' }, used: { pods: '4' } },
      },
    ];
    const scope = {
      ...{ namespace: 'shop', selector: 'app=web', fieldSelector: 'spec.nodeName=n' },
      ...{ nodeSelector: 'zone=a', nodeTaints: 'none', namespaceSelector: 'team=a' },
    };
    const value = structuredTotals(reportOf(totalsOf({ kind: 'pod' }, pods), { quotas, scope }));
    expect(problemsOf(value)).toEqual([]);
    expect(value.quotas).toEqual([
      { quota: 'compute', resource: 'limits.cpu', hard: '1' },
      { quota: 'compute', resource: 'pods', hard: '3', used: '4', left: '-1' },
    ]);
  });

  test('holds for trees, whose items have items', () => {
    const totals = totalsOf({ kind: 'node' }, pods, [{ kind: 'pod' }, { kind: 'container' }]);
    const nodes = nodesOf({ name: 'node-1' }, { name: 'web-0' });
    const value = structuredTotals(treeReport(totals, { nodes, ...ALL_NAMESPACES }));
    expect(problemsOf(value)).toEqual([]);
    expect(value.thenBy).toEqual(['pod', 'container']);
    const [node] = value.items;
    const web = node.items.find(({ name }: { name: string }) => name === 'web-0');
    // A Pod that is called like a node is none.
    expect(web).not.toHaveProperty('allocatable');
    expect(web.items).toMatchObject([
      { kind: 'init', name: 'migrate', requests: { cpu: '2100m' } },
      { kind: 'app', name: 'web', requests: { cpu: '500m' } },
    ]);
  });

  test('holds for labels of nodes', () => {
    const nodes = nodesOf({ name: 'node-1', labels: { zone: 'a' } });
    const labels = { keys: [], all: true };
    const value = structuredTotals(
      reportOf(totalsOf({ kind: 'node' }, pods), { nodes, labels, ...ALL_NAMESPACES }),
    );
    expect(problemsOf(value)).toEqual([]);
    expect(value.items[0]).toMatchObject({ name: 'node-1', labels: { zone: 'a' } });
  });

  test('allows nothing that it does not describe, and describes every field', () => {
    const value = structuredTotals(reportBy({ kind: 'pod' }));
    expect(problemsOf({ ...value, more: 1 })).not.toEqual([]);
    expect(problemsOf({ ...value, items: [{}] })).not.toEqual([]);
    const objects = objectsIn(schema);
    const open = objects.filter(
      ({ type, additionalProperties }) => type === 'object' && additionalProperties === undefined,
    );
    expect(open).toEqual([]);
    const bare = objects
      .flatMap(({ properties = {} }) => Object.entries(properties as Record<string, object>))
      .filter(([, field]) => !('description' in field || '$ref' in field || 'const' in field));
    expect(bare).toEqual([]);
  });
});

function objectsIn(value: unknown): readonly Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}

describe('the totals as data', () => {
  test('have every digit, in the canonical form of the API server', () => {
    const { items, total, leftOut } = structuredTotals(reportBy({ kind: 'pod' }));
    expect(items).toMatchObject([
      { name: 'a', requests: { cpu: '1n', memory: '100m' } },
      { name: 'b', requests: { cpu: '1e3', memory: '1500M' }, counts: { unscheduled: 1 } },
      {
        name: 'web-0',
        node: 'node-1',
        qosClass: 'Burstable',
        requests: { cpu: '2100m', memory: '1536Mi' },
        limits: { cpu: '2100m', memory: '2Gi' },
        unused: { cpu: '1600m', memory: '1Gi' },
        podsWithoutLimit: { cpu: 0, memory: 0 },
      },
    ]);
    expect(total).toMatchObject({
      pods: 3,
      // 0.1 + 1500000000 + 1610612736 bytes, and 1e-9 + 1000 + 2.1 cores.
      requests: { cpu: '1002100000001n', memory: '3110612736100m' },
      podsWithoutLimit: { cpu: 2, memory: 2 },
    });
    expect(leftOut).toEqual({ endedPods: 1, rows: 0 });
  });

  test('of nodes have what is allocatable and free, and no name where there is no node', () => {
    const { items } = structuredTotals(reportBy({ kind: 'node' }));
    const [first, second, third] = items as Record<string, unknown>[];
    expect(first).toMatchObject({
      name: 'node-1',
      pods: 2,
      allocatable: { cpu: '4', memory: '16Gi', pods: '110' },
      free: { cpu: '1899999999n' },
      cordoned: true,
      ready: true,
    });
    expect(second).toMatchObject({ name: 'node-2', pods: 0, requests: {}, ready: false });
    expect(third).not.toHaveProperty('name');
    expect(third).not.toHaveProperty('allocatable');
  });

  test.each(NAMED_GROUPINGS)('by %s are the same as JSON and as YAML', (_, grouping) => {
    const report = reportBy(grouping);
    const value = structuredTotals(report);
    expect(Bun.YAML.parse([...totalsYaml(report)].join(''))).toEqual(value);
  });

  test('are laid out as if they had been written at once, however many there are', () => {
    const many = Array.from({ length: 1201 }, (_, index) => plainPod(`p${index}`, '1/1Gi'));
    for (const some of [many, many.slice(0, 1), []]) {
      const report = reportOf(totalsOf({ kind: 'pod' }, some));
      const text = [...totalsJson(report)].join('');
      const value = structuredTotals(report);
      expect(text).toBe(`${JSON.stringify(value, undefined, 2)}\n`);
      expect(value.items.map(({ name }: { name: string }) => name)).toEqual(
        report.shown.map(({ name }) => name),
      );
      expect(Bun.YAML.parse([...totalsYaml(report)].join(''))).toEqual(value);
    }
  });

  test('cannot command a terminal, whatever a file calls its Pods and resources', () => {
    const hostile = pod('\x1b]0;owned\x07', {
      apps: [{ name: 'app', resources: { requests: { 'a\x1b[31m/b': '1' } } }],
    });
    const report = reportOf(totalsOf({ kind: 'pod' }, [hostile]));
    for (const text of [[...totalsJson(report)].join(''), [...totalsYaml(report)].join('')]) {
      expect(text).toMatch(/^[\n -~]+$/);
    }
    const { items } = JSON.parse([...totalsJson(report)].join(''));
    expect(items[0].name).toBe('\x1b]0;owned\x07');
  });
});

test('a quantity of the schema is what the API server writes', () => {
  const pattern = new RegExp(schema.$defs.quantity.pattern, 'u');
  const written = ['0', '1n', '1u', '100m', '2100m', '1k', '1500M', '1e3', '12e-3', '-1Gi', '9Ei'];
  expect(written.filter((text) => !pattern.test(text))).toEqual([]);
  expect(['', '1.5', '1 Gi', 'Gi', '1mi'].filter((text) => pattern.test(text))).toEqual([]);
});
