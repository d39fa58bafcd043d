import { afterEach, describe, expect, test } from 'bun:test';
import { tell } from '../../../../src/commands/outcome.ts';
import type { Sums, SumsOfFiles } from '../../../../src/commands/resources/request.ts';
import { nodeFilterOf } from '../../../../src/commands/resources/sum-options.ts';
import { sumUp } from '../../../../src/commands/resources/sums/totals.ts';
import { sumUpFiles } from '../../../../src/commands/resources/sums/totals-of-files.ts';
import type { Io } from '../../../../src/io/io.ts';
import { createClient } from '../../../../src/kube/transport/client.ts';
import { parseLabelSelector } from '../../../../src/model/kubernetes/label-selector.ts';
import { parseQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { parseTaintSelector } from '../../../../src/model/resources/totals/taint-selector.ts';
import { connectionTo } from '../../../kube/connections.ts';
import { ownedBy, plainPod } from '../../../model/resources/counted-pods.ts';
import { fakeIo } from '../../../support/fake-io.ts';

type Answer = object | ((request: Request) => Promise<Response> | Response);

let stop = () => {};
afterEach(() => stop());

/** An API server that knows these paths, and answers 404 to all others. */
function serverOf(answers: Readonly<Record<string, Answer>>): string {
  const server = Bun.serve({
    port: 0,
    fetch: (request) => {
      const answer = answers[new URL(request.url).pathname];
      if (answer === undefined) return new Response('404 page not found\n', { status: 404 });
      return typeof answer === 'function' ? answer(request) : Response.json(answer);
    },
  });
  stop = () => void server.stop(true);
  return `http://localhost:${server.port}`;
}

function refusal(code: number, reason: string): Response {
  const message = `nodes is forbidden: User "u" cannot list resource "nodes"`;
  return Response.json({ kind: 'Status', code, reason, message }, { status: code });
}

function list(kind: string, ...items: readonly object[]): object {
  return { kind, metadata: {}, items };
}

const PRINTED = {
  by: { kind: 'pod' },
  thenBy: [],
  sortBy: undefined,
  top: undefined,
  min: new Map(),
  waste: false,
  labels: { keys: [], all: false },
  only: undefined,
  output: 'table',
  color: 'never',
  hasTitles: true,
} as const;

const IN_SHOP = { allNamespaces: false, selector: undefined, fieldSelector: undefined };
const EVERYWHERE = { pods: { ...IN_SHOP, allNamespaces: true } };

const SUMS: Sums = {
  kind: 'sums',
  pods: IN_SHOP,
  usage: false,
  now: false,
  check: false,
  namespaceSelector: undefined,
  onNodes: undefined,
  ...PRINTED,
};

async function run(server: string, request: Partial<Sums> = {}, given: Partial<Io> = {}) {
  const fake = fakeIo(given);
  const exitCode = await sumsOf(server, request, fake.io);
  return { exitCode, ...fake.written };
}

async function sumsOf(server: string, request: Partial<Sums>, io: Io): Promise<number> {
  const client = createClient({ ...connectionTo(server), namespace: 'shop' }, 'test');
  return tell(await sumUp({ ...SUMS, ...request }, client, io), io);
}

const PODS = '/api/v1/namespaces/shop/pods';
const web = plainPod('web-0', '500m/1Gi');

describe('the totals of a cluster', () => {
  test('R21 of one namespace come with its quotas', async () => {
    const quota = {
      metadata: { name: 'compute' },
      status: { hard: { 'requests.cpu': '2' }, used: { 'requests.cpu': '500m' } },
    };
    const server = serverOf({
      [PODS]: list('PodList', web),
      '/api/v1/namespaces/shop/resourcequotas': list('ResourceQuotaList', quota),
      '/api/v1/namespaces/shop/limitranges': list('LimitRangeList'),
    });
    expect(await run(server)).toEqual({
      exitCode: 0,
      stdout: `POD    CPU REQ  CPU LIM  MEM REQ  MEM LIM
web-0  500m     none     1Gi      none

RESOURCEQUOTA  RESOURCE      USED  HARD  LEFT
compute        requests.cpu  500m  2     1500m
`,
      stderr: '',
    });
  });

  test('ask the server for what was selected', async () => {
    const queries: URLSearchParams[] = [];
    const server = serverOf({
      '/api/v1/pods': (request) => {
        queries.push(new URL(request.url).searchParams);
        return Response.json(list('PodList', web));
      },
    });
    const { stdout } = await run(server, {
      pods: { allNamespaces: true, selector: 'app=web', fieldSelector: 'spec.nodeName=node-1' },
      output: 'json',
    });
    expect(queries[0]?.get('labelSelector')).toBe('app=web');
    expect(queries[0]?.get('fieldSelector')).toBe('spec.nodeName=node-1');
    expect(JSON.parse(stdout)).toMatchObject({
      selector: 'app=web',
      fieldSelector: 'spec.nodeName=node-1',
      items: [{ name: 'web-0' }],
    });
  });

  test('of nodes with some labels and taints have the Pods on these, and no other', async () => {
    const taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };
    const node = (name: string, taints: readonly object[]) => ({
      metadata: { name, labels: { zone: 'a', 'example.com/pool': name } },
      spec: { taints },
      status: { allocatable: { cpu: '4', memory: '16Gi', pods: '110' } },
    });
    const queries: (string | null)[] = [];
    const on = (name: string, nodeName: string) => plainPod(name, '1/1Gi', { spec: { nodeName } });
    const server = serverOf({
      '/api/v1/pods': list('PodList', on('a', 'node-1'), on('b', 'node-2'), on('c', '')),
      '/api/v1/nodes': (request) => {
        queries.push(new URL(request.url).searchParams.get('labelSelector'));
        return Response.json(list('NodeList', node('node-1', [taint]), node('node-2', [])));
      },
    });
    const hasTaints = parseTaintSelector('!dedicated') ?? (() => false);
    const onNodes = { selector: 'zone=a', taints: '!dedicated', hasTaints };
    const { stdout } = await run(server, { ...EVERYWHERE, onNodes, output: 'json' });
    expect(queries).toEqual(['zone=a']);
    expect(JSON.parse(stdout)).toMatchObject({
      nodeSelector: 'zone=a',
      nodeTaints: '!dedicated',
      items: [{ name: 'b', node: 'node-2' }],
      total: { pods: 1 },
    });
    const labels = { keys: ['zone', 'example.com/pool', 'none'], all: false };
    const byNode = { ...EVERYWHERE, onNodes, labels, by: { kind: 'node' } as const };
    const csv = (await run(server, { ...byNode, output: 'csv' })).stdout.split('\n');
    expect(csv.length).toBe(3);
    expect(csv[0]).toEndWith(',ready,cordoned,label.zone,label.example.com/pool,label.none');
    expect(csv[1]).toEndWith(',false,false,a,node-2,');
    const none = { selector: undefined, taints: 'x', hasTaints: () => false };
    const { stderr } = await run(server, { ...EVERYWHERE, onNodes: none });
    expect(stderr).toBe('No node has these labels and taints.\n');
  });

  test('of Pods have their labels as columns, with the titles of kubectl', async () => {
    const labelled = plainPod('web-0', '500m/1Gi', {
      metadata: { labels: { app: 'web', 'example.com/team': 'a' } },
    });
    const server = serverOf({ '/api/v1/pods': list('PodList', labelled, plainPod('x', '1/1Gi')) });
    const labels = { keys: ['example.com/team'], all: true };
    const { stdout } = await run(server, { ...EVERYWHERE, labels });
    const cells = stdout.split('\n').map((line) => line.trim().split(/ {2,}/).slice(-2));
    expect(cells.slice(0, 4)).toEqual([
      ['TEAM', 'LABELS'],
      ['a', 'app=web,example.com/team=a'],
      ['-', '-'],
      ['-', '-'],
    ]);
    const json = await run(server, {
      ...EVERYWHERE,
      labels: { ...labels, all: false },
      output: 'json',
    });
    expect(JSON.parse(json.stdout).items).toMatchObject([
      { name: 'web-0', labels: { 'example.com/team': 'a' } },
      { name: 'x', labels: {} },
    ]);
  });

  test('by node have each node, also those without Pods', async () => {
    const node = (name: string, more: object = {}) => ({
      metadata: { name },
      spec: { ...more },
      status: {
        allocatable: { cpu: '4', memory: '16Gi', pods: '110' },
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    });
    const server = serverOf({
      '/api/v1/pods': list('PodList', web),
      '/api/v1/nodes': list('NodeList', node('node-1'), node('node-2', { unschedulable: true })),
    });
    const { stdout } = await run(server, { ...EVERYWHERE, by: { kind: 'node' } });
    expect(
      stdout
        .split('\n')
        .slice(0, 3)
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      [
        'NODE',
        'PODS',
        'CPU REQ',
        'CPU LIM',
        'CPU FREE',
        'MEM REQ',
        'MEM LIM',
        'MEM FREE',
        'REMARKS',
      ],
      ['node-1', '1/110', '500m 12%', 'none', '3500m', '1Gi 6%', 'none', '15Gi'],
      ['node-2', '0/110', '0 0%', '0', '4', '0 0%', '0', '16Gi', 'cordoned'],
    ]);
  });

  test.each([
    [
      { by: { kind: 'node' } as const },
      'note: what the nodes have is not known: nodes is forbidden',
    ],
    [{ waste: true, by: { kind: 'pod' } as const }, 'Nothing is wasted'],
  ])('are told without the nodes where these may not be read: %p', async (options, said) => {
    const server = serverOf({
      '/api/v1/pods': list('PodList', web),
      '/api/v1/nodes': () => refusal(403, 'Forbidden'),
    });
    const { exitCode, stderr } = await run(server, { ...EVERYWHERE, ...options });
    expect(exitCode).toBe(0);
    expect(stderr).toContain(said);
    expect(stderr.trimEnd().split('\n').length).toBe(1);
  });

  test('say where the LimitRanges may not be read that resizes have to keep to', async () => {
    const server = serverOf({
      '/api/v1/pods': list('PodList', web),
      '/api/v1/limitranges': () => refusal(403, 'Forbidden'),
    });
    const { exitCode, stderr } = await run(server, { ...EVERYWHERE, waste: true, now: true });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('note: whether LimitRanges let in the resizes is not known: ');
  });

  test('are told without use where there is no metrics-server', async () => {
    const server = serverOf({ '/api/v1/pods': list('PodList', web) });
    const { exitCode, stdout, stderr } = await run(server, { ...EVERYWHERE, usage: true });
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('USE');
    expect(stderr).toStartWith('note: what is used is not known: ');
  });

  test('by workload find Deployments behind ReplicaSets, in one more request', async () => {
    let requests = 0;
    const owned = (name: string) =>
      plainPod(name, '500m/1Gi', {
        metadata: {
          ownerReferences: [{ kind: 'ReplicaSet', name: 'web-5d8f', uid: '1', controller: true }],
        },
      });
    const replicaSet = {
      metadata: {
        name: 'web-5d8f',
        uid: '1',
        ownerReferences: [{ kind: 'Deployment', name: 'web', uid: '2', controller: true }],
      },
    };
    const server = serverOf({
      '/api/v1/pods': list('PodList', owned('a'), owned('b')),
      '/apis/apps/v1/replicasets': () => {
        requests += 1;
        return Response.json(list('PartialObjectMetadataList', replicaSet));
      },
    });
    const { stdout } = await run(server, { ...EVERYWHERE, by: { kind: 'workload' } });
    expect(stdout.split('\n')[1]?.split(/ {2,}/).slice(0, 3)).toEqual([
      'shop',
      'Deployment/web',
      '2',
    ]);
    expect(requests).toBe(1);
  });

  test('show what is used of each Pod that is measured', async () => {
    const metrics = {
      metadata: { name: 'web-0', namespace: 'shop' },
      timestamp: '2026-01-02T00:00:00Z',
      window: '10s',
      containers: [
        { name: 'app', usage: { cpu: '1500000n', memory: '2Mi' } },
        { name: 'proxy', usage: { cpu: '500000n', memory: '1Mi' } },
      ],
    };
    const server = serverOf({
      [PODS]: list('PodList', web, plainPod('web-1', '1/1Gi')),
      '/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods': list('PodMetricsList', metrics),
    });
    const { stdout } = await run(server, { usage: true });
    const cells = stdout.split('\n').map((line) => line.split(/ {2,}/).slice(-2));
    expect(cells.slice(0, 4)).toEqual([
      ['CPU USE', 'MEM USE'],
      ['2m', '3Mi'],
      ['-', '-'],
      ['2m', '3Mi'],
    ]);
  });
});

describe('nothing to show', () => {
  test.each([
    [{ pods: IN_SHOP }, 'No resources found in shop namespace.\n'],
    [EVERYWHERE, 'No resources found\n'],
  ])("is told in kubectl's words: %p", async (options, stderr) => {
    const pods = list('PodList');
    const server = serverOf({
      '/api/v1/pods': pods,
      [PODS]: pods,
      '/api/v1/namespaces/shop/resourcequotas': list('ResourceQuotaList'),
      '/api/v1/namespaces/shop/limitranges': list('LimitRangeList'),
    });
    expect(await run(server, options)).toEqual({ exitCode: 0, stdout: '', stderr });
  });

  test('has its reason where there are Pods', async () => {
    const ended = plainPod('done', '1/1Gi', { status: { phase: 'Succeeded' } });
    const server = serverOf({ '/api/v1/pods': list('PodList', ended) });
    const { stderr } = await run(server, EVERYWHERE);
    expect(stderr).toBe('All Pods have ended; they reserve nothing.\n');
    stop();
    const other = serverOf({ '/api/v1/pods': list('PodList', web) });
    const min = new Map([['cpu', parseQuantity('100')]]);
    expect((await run(other, { ...EVERYWHERE, min })).stderr).toBe(
      'No row requests as much as --min wants.\n',
    );
  });

  test('is an empty list for scripts', async () => {
    const server = serverOf({ '/api/v1/pods': list('PodList') });
    const { stdout, stderr } = await run(server, { ...EVERYWHERE, output: 'json' });
    expect(JSON.parse(stdout)).toMatchObject({ items: [], total: { pods: 0 } });
    expect(stderr).toBe('');
  });
});

describe('a slow server', () => {
  /** Says when it is asked, and answers only when `answer` is called. */
  function slowServer() {
    const asked = Promise.withResolvers<void>();
    const { promise, resolve: answer } = Promise.withResolvers<() => Response>();
    const server = serverOf({
      '/api/v1/pods': async () => {
        asked.resolve();
        return (await promise)();
      },
    });
    return { server, asked: asked.promise, answer };
  }

  test('Ctrl-C ends the reading with 130 and nothing on stdout, whatever the server does', async () => {
    const { server, asked } = slowServer();
    const { io, written, interrupt } = fakeIo({ stderrIsTerminal: true });
    const running = sumsOf(server, EVERYWHERE, io);
    await asked;
    interrupt();
    expect(await running).toBe(130);
    expect(written).toEqual({ stdout: '', stderr: '' });
  });

  test('is waited for with a line on the terminal, which is gone before the output', async () => {
    const { server, asked, answer } = slowServer();
    const order: string[] = [];
    const { io, wait } = fakeIo({
      stderrIsTerminal: true,
      writeOut: async () => void order.push('out'),
      writeError: async (text) => void order.push(text),
    });
    const running = sumsOf(server, EVERYWHERE, io);
    await asked;
    wait(1600);
    answer(() => Response.json(list('PodList', web)));
    await running;
    expect(order).toEqual(['\rReading Pods', `\r${' '.repeat('Reading Pods'.length)}\r`, 'out']);
  });

  test('an error is thrown and leaves no line behind', async () => {
    const { server, asked, answer } = slowServer();
    const { io, written, wait } = fakeIo({ stderrIsTerminal: true });
    const running = sumsOf(server, EVERYWHERE, io);
    await asked;
    wait(1600);
    answer(() => refusal(403, 'Forbidden'));
    const error = await running.catch((reason: unknown) => reason);
    expect(String(error)).toContain('forbidden');
    expect(written.stderr).toEndWith(' \r');
    expect(written.stdout).toBe('');
  });
});

describe('the totals of files', () => {
  const WORKLOADS = `
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      initContainers: [{ name: migrate, image: a, resources: { requests: { cpu: 2100m, memory: 1Gi } } }]
      containers: [{ name: web, image: a, resources: { requests: { cpu: 500m, memory: 1Gi } } }]
---
kind: CronJob
metadata: { name: report, namespace: shop }
spec:
  schedule: '@daily'
  jobTemplate:
    spec:
      parallelism: 2
      template:
        spec:
          restartPolicy: Never
          containers: [{ name: app, image: a, resources: { requests: { cpu: '1' } } }]
---
kind: DaemonSet
metadata: { name: logs, namespace: ops }
spec:
  selector: { matchLabels: { app: logs } }
  template:
    metadata: { labels: { app: logs } }
    spec: { containers: [{ name: app, image: a, resources: { requests: { cpu: 100m } } }] }
`;

  const STDIN = { names: ['-'], isRecursive: false, namespace: undefined };

  async function runFiles(request: Partial<SumsOfFiles>, text = WORKLOADS) {
    const { io, written } = fakeIo({ readStdin: async () => text });
    const sums: SumsOfFiles = {
      kind: 'sums-of-files',
      files: STDIN,
      selector: undefined,
      isSelected: () => true,
      onNodes: undefined,
      ...PRINTED,
      ...request,
    };
    const exitCode = await tell(await sumUpFiles(sums, io), io);
    return { exitCode, ...written };
  }

  test('are of the Pods with the labels that are asked for', async () => {
    const isSelected = parseLabelSelector('app=logs');
    if (isSelected === undefined) throw new Error('no selector');
    const { stdout } = await runFiles({ by: { kind: 'workload' }, isSelected, output: 'name' });
    expect(stdout).toBe('daemonset.apps/logs\n');
  });

  test('have nothing but rows without titles', async () => {
    const { stdout } = await runFiles({ by: { kind: 'namespace' }, hasTitles: false });
    expect(stdout).toBe(
      'ops   1  100m   -      none  0    none\nshop  5  8300m  4800m  none  3Gi  none\n',
    );
  });

  test('by node are sorted by the share of what the Nodes of the files have', async () => {
    const node = (name: string, cpu: string) => `
---
kind: Node
metadata: { name: ${name} }
status: { allocatable: { cpu: '${cpu}' } }`;
    const pod = (nodeName: string, cpu: string) => `
---
kind: Pod
metadata: { name: on-${nodeName} }
spec:
  nodeName: ${nodeName}
  containers: [{ name: app, image: a, resources: { requests: { cpu: ${cpu} } } }]`;
    const text =
      node('large', '10') + pod('large', '2') + node('small', '1') + pod('small', '900m');
    const sortBy = { by: 'amount', of: 'requests', resource: 'cpu', isShare: true } as const;
    const { stdout } = await runFiles({ by: { kind: 'node' }, sortBy, output: 'name' }, text);
    expect(stdout).toBe('node/small\nnode/large\n');
  });

  test('are of the Pods on the nodes that are asked for, by what the files say of these', async () => {
    const node = (name: string, pool: string, key?: string) => ({
      ...{ kind: 'Node', metadata: { name, labels: { pool } } },
      ...{ spec: key ? { taints: [{ key, effect: 'NoSchedule' }] } : {}, status: {} },
    });
    const pod = (name: string, nodeName?: string) => ({
      kind: 'Pod',
      metadata: { name },
      spec: { ...(nodeName && { nodeName }), containers: [{ name: 'app', image: 'a' }] },
    });
    const nodes = [node('one', 'a'), node('two', 'a', 'gpu'), node('three', 'b')];
    const pods = [pod('on-one', 'one'), pod('on-two', 'two'), pod('on-three', 'three')];
    const namesOf = async (selector: string | undefined, taints: string | undefined) => {
      const onNodes = nodeFilterOf({
        ...(selector && { nodeSelector: selector }),
        ...(taints && { nodeTaints: taints }),
      });
      const objects = [...nodes, ...pods, pod('on-none'), pod('lost', 'four')];
      const text = objects.map((each) => JSON.stringify(each)).join('\n---\n');
      const { stdout } = await runFiles({ by: { kind: 'pod' }, onNodes, output: 'name' }, text);
      return stdout;
    };
    expect(await namesOf('pool=a', undefined)).toBe('pod/on-one\npod/on-two\n');
    expect(await namesOf('pool=a', 'gpu')).toBe('pod/on-two\n');
    expect(await namesOf(undefined, 'none')).toBe('pod/on-one\npod/on-three\n');
  });

  test('of the Pods on some nodes need the Nodes in the files', async () => {
    const onNodes = nodeFilterOf({ nodeTaints: 'none' });
    const answer = runFiles({ by: { kind: 'pod' }, onNodes });
    await expect(answer).rejects.toThrow('the files have no Node');
  });

  test('have the names of their rows as kubectl prints them', async () => {
    const { stdout } = await runFiles({ by: { kind: 'workload' }, output: 'name' });
    expect(stdout).toBe('daemonset.apps/logs\ncronjob.batch/report\ndeployment.apps/web\n');
  });

  test('R19 count each Pod as often as its workload runs it', async () => {
    const { exitCode, stdout, stderr } = await runFiles({ by: { kind: 'workload' } });
    expect(exitCode).toBe(0);
    expect(
      stdout,
    ).toBe(`NAMESPACE  WORKLOAD        PODS  CPU REQ  CPU UNUSED  CPU LIM  MEM REQ  MEM LIM
ops        DaemonSet/logs  1     100m     -           none     0        none
shop       CronJob/report  2     2        -           none     0        none
shop       Deployment/web  3     6300m    4800m       none     3Gi      none
TOTAL      3 workloads     6     8400m    4800m       none     3Gi      none

No room for EACH: -o wide has it.
`);
    expect(stderr).toBe(
      'A DaemonSet is counted as one Pod: no file says how many nodes it is on.\n',
    );
  });

  test('R21 count what a LimitRange of the file gives each container', async () => {
    const limits = [{ type: 'Container', defaultRequest: { cpu: '100m' } }];
    const documents = [
      { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'lr' }, spec: { limits } },
      {
        ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } },
        spec: {
          containers: [
            { name: 'a', image: 'x' },
            { name: 'b', image: 'x' },
          ],
        },
      },
    ];
    const text = documents.map((each) => JSON.stringify(each)).join('\n---\n');
    const { stdout } = await runFiles({ by: { kind: 'pod' } }, text);
    expect(stdout).toMatch(/web +200m/);
  });

  test('tell a template by the kind that it stands in, and a Job that is done as no Pod', async () => {
    const template = { spec: { containers: [{ name: 'a', image: 'b' }] } };
    const workload = (kind: string, apiVersion: string, more: object = {}) =>
      JSON.stringify({
        ...{ apiVersion, kind, metadata: { name: 'web', uid: kind } },
        ...{ spec: { template }, ...more },
      });
    const done = { status: { conditions: [{ type: 'Complete', status: 'True' }] } };
    const text = [
      workload('Deployment', 'apps/v1'),
      workload('StatefulSet', 'apps/v1'),
      workload('Job', 'batch/v1', done),
    ].join('\n');
    const { stdout } = await runFiles({ output: 'json' }, text);
    expect(JSON.parse(stdout).items).toMatchObject([
      { kind: 'Deployment', name: 'web', pods: 1, qosClass: 'BestEffort' },
      { kind: 'Job', name: 'web', pods: 0 },
      { kind: 'StatefulSet', name: 'web', pods: 1 },
    ]);
    expect((await runFiles({}, text)).stdout).toContain('\nStatefulSet/web ');
    const names = await runFiles({ output: 'name' }, text);
    expect(names.stdout).toBe('deployment.apps/web\njob.batch/web\nstatefulset.apps/web\n');
  });

  test('know the owner of a saved Pod', async () => {
    const saved = { kind: 'Pod', ...plainPod('web-x', '1/1Gi', { metadata: ownedBy('Job', 'j') }) };
    const { stdout } = await runFiles(
      { by: { kind: 'workload' }, output: 'json' },
      JSON.stringify(saved),
    );
    expect(JSON.parse(stdout).items).toMatchObject([{ kind: 'Job', name: 'j', pods: 1 }]);
  });
});
