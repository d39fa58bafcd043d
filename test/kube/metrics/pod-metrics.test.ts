import { afterAll, describe, expect, test } from 'bun:test';
import { MetricsUnavailable } from '../../../src/kube/metrics/metrics-api.ts';
import { nodeUsages, podUsages, readPodUsage } from '../../../src/kube/metrics/pod-metrics.ts';
import { createClient, type KubeClient } from '../../../src/kube/transport/client.ts';
import type { Amounts } from '../../../src/model/resources/quantity/amounts.ts';
import { formatQuantity } from '../../../src/model/resources/quantity/quantity.ts';
import { connectionTo } from '../connections.ts';

const servers: { stop(force?: boolean): void }[] = [];

afterAll(() => {
  for (const server of servers) server.stop(true);
});

const GROUP = '/apis/metrics.k8s.io';
const API_SERVICE = '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io';

type Answer = (url: URL) => Response;

/** A client of a server that has these paths, and says of others what an API server says. */
function clientOf(answers: Readonly<Record<string, Answer>>): KubeClient {
  const server = Bun.serve({
    port: 0,
    fetch: (request) => {
      const url = new URL(request.url);
      return answers[url.pathname]?.(url) ?? new Response('404 page not found\n', { status: 404 });
    },
  });
  servers.push(server);
  return createClient(connectionTo(`http://127.0.0.1:${server.port}`), 'test');
}

const status = (code: number, reason: string, message: string) =>
  Response.json({ kind: 'Status', status: 'Failure', code, reason, message }, { status: code });
/** What the aggregator says of an APIService that is not available. */
const unavailable = () => new Response('service unavailable\n', { status: 503 });
const group = (...versions: readonly string[]) => {
  const named = versions.map((version) => ({ groupVersion: `metrics.k8s.io/${version}`, version }));
  return Response.json({ kind: 'APIGroup', name: 'metrics.k8s.io', versions: named });
};

const podMetrics = (name: string, namespace = 'shop') => ({
  metadata: { name, namespace, creationTimestamp: '2026-11-24T20:06:58Z', labels: { app: 'web' } },
  timestamp: '2026-11-24T20:06:48Z',
  window: '16.344s',
  containers: [
    { name: 'app', usage: { cpu: '99607349n', memory: '248Ki', swap: '0' } },
    { name: 'helper', usage: { cpu: '0', memory: '240Ki' } },
  ],
});
const list = (names: readonly string[], metadata = {}) =>
  Response.json({ kind: 'PodMetricsList', metadata, items: names.map((name) => podMetrics(name)) });

const textOf = ({ cpu, memory, others }: Amounts) => [
  cpu && formatQuantity(cpu),
  memory && formatQuantity(memory),
  others.length,
];

async function namesOf(samples: AsyncIterable<{ readonly name: string }>) {
  const names: string[] = [];
  for await (const { name } of samples) names.push(name);
  return names;
}

const problemOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof MetricsUnavailable)) throw error;
  return { message: error.message, hint: error.hint };
};

describe('usage is read', () => {
  test('of one Pod: cpu and memory of each container, when and over how long', async () => {
    const client = clientOf({
      [`${GROUP}/v1beta1/namespaces/shop/pods/web-0`]: () => Response.json(podMetrics('web-0')),
    });
    const sample = await readPodUsage(client, 'shop', 'web-0');
    expect(sample).toMatchObject({
      namespace: 'shop',
      name: 'web-0',
      timestamp: '2026-11-24T20:06:48Z',
      window: '16.344s',
    });
    expect(sample?.containers.map(({ name, usage }) => [name, textOf(usage)])).toEqual([
      ['app', ['99607349n', '248Ki', 0]],
      ['helper', ['0', '240Ki', 0]],
    ]);
  });

  test('as nothing of a Pod that has not been measured yet', async () => {
    const client = clientOf({
      [`${GROUP}/v1beta1/namespaces/shop/pods/web-0`]: () =>
        status(404, 'NotFound', 'podmetrics.metrics.k8s.io "shop/web-0" not found'),
    });
    expect(await readPodUsage(client, 'shop', 'web-0')).toBeUndefined();
  });

  test('page by page, of the Pods that a selector names', async () => {
    const queries: (string | null)[][] = [];
    const client = clientOf({
      [`${GROUP}/v1beta1/namespaces/shop/pods`]: ({ searchParams }) => {
        const next = searchParams.get('continue');
        queries.push([searchParams.get('labelSelector'), next]);
        return next === null ? list(['a', 'b'], { continue: 'more' }) : list(['c']);
      },
    });
    const samples = podUsages(client, { namespace: 'shop', labelSelector: 'app in (web,db)' });
    expect(await namesOf(samples)).toEqual(['a', 'b', 'c']);
    expect(queries).toEqual([
      ['app in (web,db)', null],
      ['app in (web,db)', 'more'],
    ]);
  });

  test('of all namespaces, and as nothing where nothing has been measured', async () => {
    const client = clientOf({
      [`${GROUP}/v1beta1/pods`]: () => Response.json({ metadata: {}, items: null }),
    });
    expect(await namesOf(podUsages(client))).toEqual([]);
  });

  test('of nodes', async () => {
    const client = clientOf({
      [`${GROUP}/v1beta1/nodes`]: () =>
        Response.json({
          items: [
            {
              metadata: { name: 'node-1' },
              timestamp: '2026-11-24T20:03:57Z',
              window: '10.033s',
              usage: { cpu: '1987686522n', memory: '6764092Ki' },
            },
          ],
        }),
    });
    const nodes = await Array.fromAsync(nodeUsages(client));
    expect(nodes.map(({ name, usage }) => [name, textOf(usage)])).toEqual([
      ['node-1', ['1987686522n', '6764092Ki', 0]],
    ]);
  });

  test('in version v1, which kubectl knows, where the server has no v1beta1 any more', async () => {
    const client = clientOf({
      [GROUP]: () => group('v1'),
      [`${GROUP}/v1/pods`]: () => list(['a']),
    });
    expect(await namesOf(podUsages(client))).toEqual(['a']);
  });
});

describe('where there is no usage, it is said why', () => {
  test('no metrics-server (404)', async () => {
    const client = clientOf({});
    const expected = {
      message:
        'Metrics API not available: this cluster has no metrics-server, which tells what containers use',
      hint: expect.stringContaining('installed'),
    };
    expect(await problemOf(readPodUsage(client, 'shop', 'web-0'))).toEqual(expected);
    expect(await problemOf(namesOf(podUsages(client)))).toEqual(expected);
  });

  test('no metrics-server, asked by who might not read it either (403)', async () => {
    const forbidden = () => status(403, 'Forbidden', 'pods.metrics.k8s.io is forbidden');
    const client = clientOf({ [`${GROUP}/v1beta1/pods`]: forbidden });
    const { message } = await problemOf(namesOf(podUsages(client)));
    expect(message).toContain('no metrics-server');
  });

  test('no right to read it (403)', async () => {
    const words =
      'pods.metrics.k8s.io is forbidden: User "eve" cannot list resource "pods" in API group "metrics.k8s.io" in the namespace "shop"';
    const client = clientOf({
      [GROUP]: () => group('v1beta1'),
      [`${GROUP}/v1beta1/namespaces/shop/pods`]: () => status(403, 'Forbidden', words),
    });
    expect(await problemOf(namesOf(podUsages(client, { namespace: 'shop' })))).toEqual({
      message: `Error from server (Forbidden): ${words}`,
      hint: 'It needs the right to list pods.metrics.k8s.io: check with kubectl auth can-i list pods.metrics.k8s.io -n shop',
    });
  });

  test('metrics-server does not answer (503): what the API server knows of it', async () => {
    const message = 'service/metrics-server in "kube-system" is not present';
    const client = clientOf({
      [`${GROUP}/v1beta1/pods`]: unavailable,
      [API_SERVICE]: () =>
        Response.json({
          spec: { service: { name: 'metrics-server', namespace: 'kube-system' } },
          status: {
            conditions: [
              { type: 'Available', status: 'False', reason: 'ServiceNotFound', message },
            ],
          },
        }),
    });
    expect(await problemOf(namesOf(podUsages(client)))).toEqual({
      message: `Metrics API not available: metrics-server is registered but does not answer (ServiceNotFound: ${message})`,
      hint: 'Does it run? See what is behind the Service metrics-server: kubectl get pods,endpointslices -n kube-system',
    });
  });

  test('metrics-server does not answer (503), and no more may be read', async () => {
    const client = clientOf({
      [`${GROUP}/v1beta1/pods`]: unavailable,
      [API_SERVICE]: () => status(403, 'Forbidden', 'apiservices is forbidden'),
    });
    expect(await problemOf(namesOf(podUsages(client)))).toEqual({
      message:
        'Metrics API not available: metrics-server is registered but does not answer (the server is currently unable to handle the request: service unavailable)',
      hint: 'Does it run? See kubectl describe apiservice v1beta1.metrics.k8s.io',
    });
  });

  test('metrics-server itself has failed (500): in its own words', async () => {
    const client = clientOf({
      [`${GROUP}/v1beta1/pods`]: () => status(500, 'InternalError', 'failed listing pods'),
    });
    await expect(namesOf(podUsages(client))).rejects.toMatchObject({
      name: 'ApiError',
      message: 'Error from server (InternalError): failed listing pods',
    });
  });

  test('what it sends is no quantity: never told as nothing', async () => {
    const item = { ...podMetrics('web-0'), containers: [{ name: 'app', usage: { cpu: '12x' } }] };
    const client = clientOf({ [`${GROUP}/v1beta1/pods`]: () => Response.json({ items: [item] }) });
    await expect(namesOf(podUsages(client))).rejects.toMatchObject({
      message: expect.stringMatching(
        /^The metrics API says that app of Pod web-0 uses cpu "12x": /,
      ),
    });
  });
});
