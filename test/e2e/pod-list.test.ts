/** Reading lists of Pods, Nodes and owners in bulk from the real API server. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { ConnectionOptions } from '../../src/kube/connect/connection.ts';
import { resolveConnection } from '../../src/kube/connect/resolve-connection.ts';
import { readNodes } from '../../src/kube/reads/node-list.ts';
import { findOwners } from '../../src/kube/reads/owners.ts';
import { readPods } from '../../src/kube/reads/pod-list.ts';
import { createClient, type KubeClient } from '../../src/kube/transport/client.ts';
import type { RequestOptions } from '../../src/kube/transport/request.ts';
import type { Node } from '../../src/model/kubernetes/node.ts';
import type { CountedPod } from '../../src/model/resources/effective/counted-pod.ts';
import { createNamespace, kubectl, realCluster, until } from './support/real-cluster.ts';

const TIMEOUT_MS = 120_000;
const USER = 'lister';

describe.skipIf(realCluster.isAbsent)('a list from the real API server', () => {
  let namespace = { name: '', remove: async () => '' };
  let client: KubeClient;

  beforeAll(async () => {
    namespace = await createNamespace('pod-list');
    client = await clientFor({});
    for (const object of objects()) {
      await kubectl(['-n', namespace.name, 'create', '-f', '-'], JSON.stringify(object));
    }
    await kubectl(['-n', namespace.name, 'create', 'job', 'by-hand', '--from=cronjob/nightly']);
    await until('all Pods are ready', async () => {
      const path = '-o=jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}';
      const ready = await kubectl(['-n', namespace.name, 'get', 'pods', path]);
      return ready === 'True True True True';
    });
  }, TIMEOUT_MS);

  afterAll(async () => {
    await namespace.remove();
  });

  test('gives the same Pods in protobuf and in JSON', async () => {
    const formats: string[] = [];
    const podsBy = async (accept: string | undefined) => {
      const pods = await podsOf(recording(client, formats, accept));
      return pods.map((pod) => JSON.stringify(sorted(pod)));
    };
    // What the kubelet still has to say may come between the two.
    await until('both are equal', async () => {
      const [protobuf, json] = [await podsBy(undefined), await podsBy('application/json')];
      return protobuf.length === 4 && Bun.deepEquals(protobuf, json);
    });
    expect(formats.slice(-2)).toEqual(['application/vnd.kubernetes.protobuf', 'application/json']);
  });

  test('gives what kubectl gets of a Pod, as far as it is read', async () => {
    const pods = await podsOf(client);
    const web = pods.find(({ metadata }) => metadata.labels?.app === 'web');
    const name = web?.metadata.name ?? '';
    const { conditions = [], ...status } = web?.status ?? {};
    const stored = JSON.parse(await kubectl(['-n', namespace.name, 'get', 'pod', name, '-o=json']));
    expect(stored).toMatchObject(JSON.parse(JSON.stringify({ ...web, status })));
    // Of the conditions only some are read.
    expect(conditions.map(({ type }) => type)).toEqual(['Initialized', 'PodScheduled']);
    expect(stored.status.conditions).toContainEqual(expect.objectContaining(conditions[0] ?? {}));
    expect(web).toMatchObject({
      spec: {
        initContainers: [
          { name: 'setup', resources: { requests: { cpu: '20m' } } },
          { name: 'proxy', restartPolicy: 'Always' },
        ],
        containers: [{ name: 'app', resources: { requests: { cpu: '10m' } } }],
      },
      status: { phase: 'Running', qosClass: 'Burstable' },
    });
    expect(web?.status?.containerStatuses?.[0]?.allocatedResources?.cpu).toBe('10m');
  });

  test('gives all of its pages, each Pod once', async () => {
    const tokens: unknown[] = [];
    const inPairs: KubeClient = {
      ...client,
      open: (path, options) => {
        tokens.push(options?.query?.continue);
        return client.open(path, { ...options, query: { ...options?.query, limit: 2 } });
      },
    };
    const names = (await podsOf(inPairs)).map(({ metadata }) => metadata.name);
    expect(names).toEqual((await podsOf(client)).map(({ metadata }) => metadata.name));
    expect(tokens.length).toBe(2);
  });

  test('gives only what a selector selects', async () => {
    const labels = { namespace: namespace.name, labelSelector: 'app=web' };
    const fields = { namespace: namespace.name, fieldSelector: 'status.phase=Failed' };
    expect((await podsOf(client, labels)).length).toBe(2);
    expect(await podsOf(client, fields)).toEqual([]);
  });

  test('gives the owners of Pods with two requests', async () => {
    const paths: string[] = [];
    const owners = findOwners(recording(client, [], undefined, paths), namespace.name);
    const found: string[] = [];
    for (const pod of await podsOf(client)) {
      await owners.prepare(pod);
      const { kind, name } = owners.ownerOf(pod);
      found.push(`${kind}/${name}`);
    }
    expect(found.toSorted()).toEqual([
      'CronJob/nightly',
      'Deployment/web',
      'Deployment/web',
      'Pod/alone',
    ]);
    expect(owners.problems).toEqual([]);
    expect(paths.toSorted()).toEqual([
      `/apis/apps/v1/namespaces/${namespace.name}/replicasets`,
      `/apis/batch/v1/namespaces/${namespace.name}/jobs`,
    ]);
  });

  test('gives to who may only list Pods the nearest owners, and says why', async () => {
    const limited = await clientFor({ as: USER });
    const owners = findOwners(limited, namespace.name);
    const kinds: string[] = [];
    await readPods(limited, { namespace: namespace.name }, async (pod) => {
      await owners.prepare(pod);
      kinds.push(owners.ownerOf(pod).kind);
    });
    expect(kinds.toSorted()).toEqual(['Job', 'Pod', 'ReplicaSet', 'ReplicaSet']);
    const refused = (resource: string, group: string) =>
      `${resource}.${group} is forbidden: User "${USER}" cannot list resource "${resource}" in API group "${group}" in the namespace "${namespace.name}"`;
    expect(owners.problems.toSorted()).toEqual([
      refused('jobs', 'batch'),
      refused('replicasets', 'apps'),
    ]);
  });

  test("is refused in the server's own words", async () => {
    const limited = await clientFor({ as: USER });
    await expect(readPods(limited, {}, () => undefined)).rejects.toMatchObject({
      code: 403,
      serverMessage: `pods is forbidden: User "${USER}" cannot list resource "pods" in API group "" at the cluster scope`,
    });
  });

  test('gives the same Nodes in protobuf and in JSON', async () => {
    const nodesBy = async (accept: string | undefined) => {
      const nodes: Node[] = [];
      await readNodes(recording(client, [], accept), {}, (node) => void nodes.push(node));
      return nodes;
    };
    const nodes = await nodesBy(undefined);
    expect(nodes).toEqual(await nodesBy('application/json'));
    const path = '-o=jsonpath={.items[*].metadata.name}';
    const names = await kubectl(['get', 'nodes', path]);
    expect(nodes.map(({ metadata }) => metadata.name).join(' ')).toBe(names);
    expect(nodes[0]?.status?.allocatable).toHaveProperty('memory');
  });

  async function podsOf(from: KubeClient, scope: object = { namespace: namespace.name }) {
    const pods: CountedPod[] = [];
    await readPods(from, scope, (pod) => void pods.push(pod));
    return pods;
  }

  /** A Deployment, a CronJob that is started by hand, a Pod of its own, and a user's few rights. */
  function objects(): readonly object[] {
    const labels = { app: 'web' };
    const metadata = { name: 'web' };
    const rbac = 'rbac.authorization.k8s.io';
    return [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata,
        spec: {
          replicas: 2,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: podSpec() },
        },
      },
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'nightly' },
        spec: {
          schedule: '0 0 31 2 *',
          jobTemplate: { spec: { template: { spec: { ...podSpec(), restartPolicy: 'Never' } } } },
        },
      },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'alone' }, spec: podSpec() },
      {
        apiVersion: `${rbac}/v1`,
        kind: 'Role',
        metadata,
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
      },
      {
        apiVersion: `${rbac}/v1`,
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: rbac, kind: 'Role', name: 'web' },
        subjects: [{ apiGroup: rbac, kind: 'User', name: USER }],
      },
    ];
  }
});

function podSpec() {
  const container = (name: string, cpu: string, command: readonly string[]) => ({
    name,
    image: 'busybox:1.28',
    command,
    resources: { requests: { cpu, memory: '8Mi' }, limits: { memory: '64Mi' } },
  });
  const sleep = ['sleep', '3600'];
  return {
    terminationGracePeriodSeconds: 0,
    initContainers: [
      container('setup', '20m', ['true']),
      { ...container('proxy', '5m', sleep), restartPolicy: 'Always' },
    ],
    containers: [container('app', '10m', sleep)],
  };
}

async function clientFor(options: ConnectionOptions): Promise<KubeClient> {
  const { kubeconfig } = realCluster;
  const surroundings = { env: {}, stdinIsTerminal: false };
  const connection = await resolveConnection({ kubeconfig, ...options }, surroundings);
  return createClient(connection, 'kubectl-initx-test');
}

/** The client, noting the format of each answer and the path of each request. */
function recording(
  client: KubeClient,
  formats: string[],
  accept?: string,
  paths: string[] = [],
): KubeClient {
  return {
    ...client,
    open: async (path: string, options: RequestOptions = {}) => {
      paths.push(path);
      const answer = await client.open(
        path,
        accept === undefined ? options : { ...options, accept },
      );
      formats.push(answer.contentType.split(';')[0] ?? '');
      return answer;
    },
  };
}

/** With fields and entries in one order: protobuf has them by number, JSON by name. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, sorted(each)]));
}
