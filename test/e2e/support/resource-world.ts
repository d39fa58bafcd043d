import { NODE_NAME } from '../../cluster/layout.ts';
import { kubectl, realCluster, run, until } from './real-cluster.ts';
import { type StoredPod, storedPods } from './resource-answers.ts';
import { GADGET, OVERHEADS, RESOURCE_PODS, type ResourcePod } from './resource-pods.ts';

/** The Pods of `RESOURCE_PODS`, each in its state, and what goes with them. */
export interface ResourceWorld {
  /** By the name in `RESOURCE_PODS`; that of a Job's Pod is the Job's. */
  readonly pods: ReadonlyMap<string, StoredPod>;
  /** What the quota of all Pods (`all`), and those of one Pod each, count as used. */
  readonly used: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly gadgetsOfNode: number;
}

const OF_EACH = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory', 'pods'];
/** A quota that picks Pods by their class may only limit the above. */
const OF_ALL = [
  ...OF_EACH,
  'requests.ephemeral-storage',
  'limits.ephemeral-storage',
  `requests.${GADGET}`,
];
const GADGETS_OF_NODE = 20;

/** Makes all of it in the namespace, all Pods at once, and waits until it has settled. */
export async function createResourceWorld(namespace: string): Promise<ResourceWorld> {
  const cases = RESOURCE_PODS.filter(
    ({ needsOwnCluster }) => realCluster.hasNodeAccess || !needsOwnCluster,
  );
  // Each Pod has a quota of its own by its class; but a cluster of others gets no classes of ours.
  const classes = realCluster.hasNodeAccess ? cases.map(({ name }) => name) : [];
  if (realCluster.hasNodeAccess) {
    await patchGadgets(JSON.stringify(String(GADGETS_OF_NODE)));
    const runtimeClasses = Object.entries(OVERHEADS).map(runtimeClass);
    const priorityClasses = classes.map(priorityClass);
    await kubectl(['create', '-f', '-'], list([...runtimeClasses, ...priorityClasses]));
  }
  await kubectl(['-n', namespace, 'create', '-f', '-'], list(cases.map(manifest)));
  await settled(cases);
  const debug = ['debug', 'nothing', '--image=busybox:1.28', '--container=look'];
  await kubectl(['-n', namespace, ...debug, '--', 'sleep', '3600']);
  // A quota on limits would have refused Pods without them: it comes later and counts all the same.
  await kubectl(
    ['-n', namespace, 'create', '-f', '-'],
    list([quota('all', OF_ALL), ...classes.map((name) => quota(name, OF_EACH, classOf(name)))]),
  );
  const used = await usedByQuotas(classes.length + 1);
  return { pods: await settled(cases), used, gadgetsOfNode: GADGETS_OF_NODE };

  function classOf(name: string) {
    return `${namespace}-${name}`;
  }

  function manifest({ name, spec, job }: ResourcePod) {
    const metadata = { name, labels: { case: name } };
    const { runtimeClassName } = spec;
    const full = {
      ...spec,
      ...(classes.includes(name) && { priorityClassName: classOf(name) }),
      ...(runtimeClassName !== undefined && {
        runtimeClassName: classOf(String(runtimeClassName)),
      }),
    };
    return job
      ? {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata,
          spec: { template: { metadata, spec: full } },
        }
      : { apiVersion: 'v1', kind: 'Pod', metadata, spec: full };
  }

  function runtimeClass([name, podFixed]: [string, Readonly<Record<string, string>>]) {
    const kind = { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass' };
    return { ...kind, metadata: clusterWide(name), handler: 'runc', overhead: { podFixed } };
  }

  function priorityClass(name: string) {
    const kind = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass' };
    return { ...kind, metadata: clusterWide(name), value: 0, preemptionPolicy: 'Never' };
  }

  function clusterWide(name: string) {
    return { name: classOf(name), labels: { 'initx-test': namespace } };
  }

  async function settled(awaited: readonly ResourcePod[]): Promise<ResourceWorld['pods']> {
    let found = new Map<string, StoredPod>();
    await until('every Pod is in its state', async () => {
      const pods = await storedPods(namespace);
      found = new Map(pods.map((pod) => [pod.metadata.labels?.case ?? '', pod]));
      return awaited.every(({ name, state }) => isIn(state, found.get(name)));
    });
    return found;
  }

  async function usedByQuotas(count: number): Promise<ResourceWorld['used']> {
    let items: readonly CountedQuota[] = [];
    await until('every quota has counted', async () => {
      items = JSON.parse(await kubectl(['-n', namespace, 'get', 'quota', '-o', 'json'])).items;
      return items.filter(({ status }) => status?.used !== undefined).length === count;
    });
    return new Map(items.map(({ metadata, status }) => [metadata.name, status?.used ?? {}]));
  }
}

/** Takes back what is not in the namespace. */
export async function removeResourceWorld(namespace: string): Promise<void> {
  if (!realCluster.hasNodeAccess) return;
  const kinds = 'priorityclass,runtimeclass';
  await run([realCluster.kubectl, 'delete', kinds, '-l', `initx-test=${namespace}`]);
  await patchGadgets('null');
}

interface CountedQuota {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly used?: Readonly<Record<string, string>> };
}

function isIn(state: ResourcePod['state'], pod: StoredPod | undefined): boolean {
  if (pod === undefined) return false;
  const { phase, containerStatuses = [], initContainerStatuses = [] } = pod.status;
  const isRunning = ({ state: now }: (typeof containerStatuses)[number]) =>
    now?.running !== undefined;
  if (state === 'ended') return phase === 'Succeeded' || phase === 'Failed';
  if (state === 'initialising') return initContainerStatuses.some(isRunning);
  return phase === 'Running' && containerStatuses.every(isRunning);
}

function quota(name: string, resources: readonly string[], priorityClass?: string) {
  const scope = { scopeName: 'PriorityClass', operator: 'In', values: [priorityClass] };
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name },
    spec: {
      hard: Object.fromEntries(resources.map((resource) => [resource, '1000Gi'])),
      ...(priorityClass && { scopeSelector: { matchExpressions: [scope] } }),
    },
  };
}

function list(items: readonly object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** Gives the node a number of gadgets, as whoever counts such things by hand does. */
async function patchGadgets(value: string): Promise<void> {
  const amount = `{"${GADGET}":${value}}`;
  const patch = `{"status":{"capacity":${amount},"allocatable":${amount}}}`;
  await kubectl(['patch', 'node', NODE_NAME, '--subresource=status', '-p', patch]);
}
