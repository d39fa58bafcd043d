/** `-o jsonpath` and `-o custom-columns` read as kubectl's do, held against kubectl's own. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { customColumnsText, parseCustomColumns } from '../../src/render/fields/custom-columns.ts';
import { fillTemplate, parseTemplate } from '../../src/render/fields/json-path.ts';
import { createNamespace, executable, kubectl, realCluster, run } from './support/real-cluster.ts';

const MAPS = ['a', 'b', 'c'].map((name, at) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name,
    labels: { 'app.kubernetes.io/name': `app-${name}`, ...(at === 1 ? { tier: 'x' } : {}) },
  },
  data: { 'a.txt': `text of ${name}\nline 2`, number: String(at) },
}));

const TEMPLATES = [
  '{.items[*].metadata.name}',
  '{.items[0].metadata.name}',
  '{.items[-1].metadata.name}',
  '{.items[0:2].metadata.name}',
  '{.items[::2].metadata.name}',
  '{$.kind}',
  '.kind',
  'names: {.items[*].metadata.name} end',
  '{range .items[*]}{.metadata.name}{"\\t"}{.data.number}{"\\n"}{end}',
  "{range .items[*]}{@.metadata.name}{'; '}{end}",
  '{.items[*].metadata.labels.app\\.kubernetes\\.io/name}',
  "{.items[*].metadata.labels['app\\.kubernetes\\.io/name']}",
  "{.items[*]['metadata.name', 'data.number']}",
  '{.items[?(@.metadata.name=="b")].data.number}',
  "{.items[?(@.metadata.name!='b')].metadata.name}",
  '{.items[?(@.metadata.labels.tier)].metadata.name}',
  '{.items[?(@.metadata.labels.tier=="x")].data.a\\.txt}',
  '{.items[?(@.data.number>"0")].metadata.name}',
  '{.items[*].metadata.nowhere}',
  '{.items[0].data}',
  '{.items[1].metadata.labels}',
  '{..number}',
  '{.items[*].kind}{"\\n"}',
];

const BROKEN = ['{.items[*].metadata.name', '{end}', '{.items[7]}', '{x'];

const COLUMNS = [
  'NAME:.metadata.name,NUMBER:.data.number',
  'NAME:metadata.name',
  'NAME:{.metadata.name},TIER:.metadata.labels.tier',
  'LABELS:.metadata.labels.app\\.kubernetes\\.io/name',
];

describe.skipIf(realCluster.isAbsent)('fields, as kubectl takes them', () => {
  let namespace = { name: '', remove: async () => '' };
  let list: { readonly items: readonly unknown[] } = { items: [] };
  const get = (output: string) =>
    run([
      ...[realCluster.kubectl, '-n', namespace.name, 'get', 'configmaps'],
      ...['a', 'b', 'c', '-o', output],
    ]);

  beforeAll(async () => {
    namespace = await createNamespace('fields');
    const objects = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: MAPS });
    await kubectl(['-n', namespace.name, 'apply', '-f', '-'], objects);
    list = JSON.parse((await get('json')).stdout);
  });

  afterAll(async () => {
    await namespace.remove();
  });

  test.each(TEMPLATES)('%s', async (template) => {
    const { stdout, stderr } = await get(`jsonpath=${template}`);
    expect(stderr).toBe('');
    expect(fillTemplate(parseTemplate(template), list)).toBe(stdout);
  });

  test.each(BROKEN)('%s is refused', async (template) => {
    expect((await get(`jsonpath=${template}`)).exitCode).toBe(1);
    expect(() => fillTemplate(parseTemplate(template), list)).toThrow();
  });

  test.each(COLUMNS)('%s', async (columns) => {
    const { stdout } = await get(`custom-columns=${columns}`);
    const ours = customColumnsText(parseCustomColumns(columns), list.items, true);
    const cells = (text: string) => text.split('\n').map((line) => line.trim().split(/ {2,}/));
    expect(cells(ours)).toEqual(cells(stdout));
  });

  test('explain and resources give the fields of their JSON', async () => {
    const manifest = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'app', image: 'a', resources: { requests: { cpu: '5m' } } }] },
    });
    const ask = async (...words: string[]) =>
      (await run([executable, ...words, '-f', '-'], { stdin: manifest })).stdout;
    expect(await ask('explain', '-o', 'jsonpath={.metadata.name}: {.kind}')).toBe(
      'web: PodExplanation',
    );
    expect(await ask('explain', '-o', 'name')).toBe('pod/web\n');
    expect(await ask('resources', '-o', 'jsonpath={.requests.cpu.effective}')).toBe('5m');
    expect(await ask('resources', '-o', 'custom-columns=CPU:.requests.cpu.effective')).toBe(
      'CPU\n5m\n',
    );
    const rows = ['--no-headers', '-o', 'custom-columns=CPU:.requests.cpu.effective'];
    expect(await ask('resources', ...rows)).toBe('5m\n');
    const named = 'custom-columns=POD:.metadata.name,NAME:.name,CPU:.requests.cpu';
    const sum = await ask('resources', '--by', 'pod', '--no-headers', '-o', named);
    expect(sum.trim().split(/ +/)).toEqual(['web', 'web', '5m']);
  });
});
