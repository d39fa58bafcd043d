import { resolveConnection } from '../../src/kube/connect/resolve-connection.ts';
import { createClient, type KubeClient } from '../../src/kube/transport/client.ts';
import { isForbidden, isNotFound } from '../../src/kube/transport/errors.ts';

const NAMESPACE = 'bench';
const NODES = 100;
/** More at a time do not make the API server quicker. */
const IN_FLIGHT = 24;

/**
 * Thousands of Pods that seem to run on Nodes without a kubelet. It needs a cluster that leaves
 * them alone: see `keepFakeNodes` of test/cluster.
 */
export interface Population {
  /** Adds Pods until there are so many. */
  grow(count: number): Promise<void>;
  remove(): Promise<void>;
}

/** Makes the namespace and the Nodes for the Pods. */
export async function createPopulation(kubeconfig: string): Promise<Population> {
  const connection = await resolveConnection({ kubeconfig }, { env: {}, stdinIsTerminal: false });
  const client = createClient(connection, 'kubectl-initx-bench');
  await removeAll(client);
  await client.sendJson('POST', '/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE },
  });
  await inTurns(NODES, (index) => createNode(client, index));
  await untilPodsAreAdmitted(client);
  let size = 0;
  return {
    grow: async (count) => {
      const before = size;
      await inTurns(count - before, (index) => createPod(client, before + index));
      size = count;
    },
    remove: () => removeAll(client),
  };
}

async function createNode(client: KubeClient, index: number): Promise<void> {
  const name = `bench-${index}`;
  const amounts = { cpu: '64', memory: '256Gi', pods: '500', 'ephemeral-storage': '500Gi' };
  await client.sendJson('POST', '/api/v1/nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    // Nothing but what names the node itself may go there.
    spec: { unschedulable: true },
  });
  await patchStatus(client, `/api/v1/nodes/${name}`, {
    capacity: amounts,
    allocatable: amounts,
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
  });
}

/** Three init containers, one of them a sidecar, and two apps, with twelve variables each. */
async function createPod(client: KubeClient, index: number): Promise<void> {
  const pod = podOf(index);
  const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
  await client.sendJson('POST', path, pod);
  await patchStatus(client, `${path}/${pod.metadata.name}`, statusOf(pod));
}

function podOf(index: number) {
  const app = `app-${index % 250}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${app}-5d8f7c9b6d-${index}`,
      namespace: NAMESPACE,
      labels: { app, team: `team-${index % 20}`, 'pod-template-hash': '5d8f7c9b6d' },
    },
    spec: {
      nodeName: `bench-${index % NODES}`,
      initContainers: [
        container('migrate', '1', '512Mi'),
        container('proxy', '100m', '64Mi', { restartPolicy: 'Always' }),
        container('fetch', '500m', '1Gi'),
      ],
      containers: [container('web', '250m', '256Mi'), container('worker', '300m', '384Mi')],
    },
  };
}

function container(name: string, cpu: string, memory: string, more: object = {}) {
  return {
    name,
    image: `registry.example/team/${name}:1.28.3`,
    env: Array.from({ length: 12 }, (_, index) => ({
      name: `SETTING_${index}`,
      value: `a value of some length for ${name} number ${index}`,
    })),
    resources: { requests: { cpu, memory }, limits: { cpu, memory } },
    ...more,
  };
}

function statusOf({ spec }: ReturnType<typeof podOf>) {
  const time = new Date().toISOString().replace(/\.\d+Z/, 'Z');
  const condition = (type: string) => ({ type, status: 'True', lastTransitionTime: time });
  const ended = {
    terminated: { exitCode: 0, reason: 'Completed', startedAt: time, finishedAt: time },
  };
  const statusFor = ({ name, image, resources, ...more }: ReturnType<typeof container>) => {
    const isInit = spec.initContainers.some((each) => each.name === name);
    const state = isInit && !('restartPolicy' in more) ? ended : { running: { startedAt: time } };
    return {
      name,
      image,
      imageID: `${image}@sha256:${'0123456789abcdef'.repeat(4)}`,
      containerID: `containerd://${'fedcba9876543210'.repeat(4)}`,
      ready: true,
      started: true,
      restartCount: 0,
      state,
      ...('running' in state ? { resources, allocatedResources: resources.requests } : {}),
    };
  };
  return {
    phase: 'Running',
    startTime: time,
    podIP: '10.1.2.3',
    podIPs: [{ ip: '10.1.2.3' }],
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(condition),
    initContainerStatuses: spec.initContainers.map(statusFor),
    containerStatuses: spec.containers.map(statusFor),
  };
}

async function patchStatus(client: KubeClient, path: string, status: object): Promise<void> {
  const contentType = 'application/merge-patch+json';
  await client.sendJson('PATCH', `${path}/status`, { status }, { contentType });
}

/**
 * A Pod is refused without the default ServiceAccount, and for a moment also because the API
 * server still remembers the namespace of this name that was removed.
 */
async function untilPodsAreAdmitted(client: KubeClient): Promise<void> {
  const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
  for (let tries = 0; ; tries++) {
    try {
      await client.sendJson('POST', path, podOf(0), { query: { dryRun: 'All' } });
      return;
    } catch (error) {
      if (!isForbidden(error) || tries > 100) throw error;
      await Bun.sleep(300);
    }
  }
}

/** Also what an interrupted run has left behind. */
async function removeAll(client: KubeClient): Promise<void> {
  const pods = `/api/v1/namespaces/${NAMESPACE}/pods`;
  // No kubelet will ever end them.
  await removeEach(client, pods, { gracePeriodSeconds: 0 });
  await removeEach(client, '/api/v1/nodes', {}, (name) => name.startsWith('bench-'));
  const namespace = `/api/v1/namespaces/${NAMESPACE}`;
  while (await exists(client, namespace)) {
    await client.sendJson('DELETE', namespace, {}).catch(() => undefined);
    await Bun.sleep(500);
  }
}

async function removeEach(
  client: KubeClient,
  path: string,
  options: object,
  isMeant: (name: string) => boolean = () => true,
): Promise<void> {
  const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
  const { body } = await client.getJson(path, { accept });
  // An empty list of metadata has null for its items.
  const { items } = body as { readonly items: readonly { metadata: { name: string } }[] | null };
  const names = (items ?? []).map(({ metadata }) => metadata.name).filter(isMeant);
  await inTurns(names.length, async (index) => {
    await client.sendJson('DELETE', `${path}/${names[index]}`, options).catch((error) => {
      if (!isNotFound(error)) throw error;
    });
  });
}

async function exists(client: KubeClient, path: string): Promise<boolean> {
  try {
    await client.getJson(path);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/** Runs `work` for 0 to count - 1, some at a time. */
async function inTurns(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}
