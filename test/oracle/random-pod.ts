import type {
  Container,
  ContainerStatus,
  NodeAllocatableClaimStatus,
  Pod,
  PodCondition,
  PodStatus,
  ResourceRequirements,
  RestartPolicy,
  WrittenResourceList,
} from '../../src/model/kubernetes/api.ts';
import type { Random } from './random.ts';
import { randomQuantity } from './random-quantity.ts';

/** The time at which the Pods' deletion lies a little before or after the end of the grace period. */
export const NOW = '2026-03-01T12:00:00Z';

const USUAL_RESOURCES = ['cpu', 'memory'];
const OTHER_RESOURCES = [
  ...['ephemeral-storage', 'hugepages-2Mi', 'hugepages-1Gi', 'example.com/gpu'],
  ...['deviceclass.resource.kubernetes.io/gpu', 'kubernetes.io/batch-cpu'],
];
const POLICIES: readonly RestartPolicy[] = ['Always', 'OnFailure', 'Never'];

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A Pod with everything that any part of Kubernetes counts, in any state it may be met in. */
export function randomPod(random: Random): Pod {
  const containers = containerList(random, 'app', 1 + random.below(3));
  const spec: Writable<Pod['spec']> = { containers };
  if (random.percent(75)) spec.initContainers = containerList(random, 'init', random.below(5));
  if (random.percent(5)) spec.ephemeralContainers = containerList(random, 'debugger', 1);
  if (random.percent(30)) spec.resources = requirements(random);
  if (random.percent(25)) spec.overhead = amounts(random);
  const pod: Writable<Pod> = { metadata: metadata(random), spec };
  if (random.percent(60)) pod.status = status(random, spec);
  return pod;
}

function metadata(random: Random): Pod['metadata'] {
  if (random.percent(90)) return { name: 'pod' };
  const second = String(20 + random.below(20)).padStart(2, '0');
  return {
    name: 'pod',
    deletionTimestamp: `2026-03-01T11:59:${second}Z`,
    ...(random.percent(90) && { deletionGracePeriodSeconds: random.pick([0, 30, 30, 60]) }),
  };
}

function containerList(random: Random, name: string, length: number): readonly Container[] {
  return Array.from({ length }, (_, index) => {
    const container: Writable<Container> = { name: `${name}-${index}` };
    if (random.percent(85)) container.resources = requirements(random);
    const sidecarShare = name === 'init' ? 45 : 10;
    if (random.percent(sidecarShare)) container.restartPolicy = 'Always';
    else if (random.percent(10)) container.restartPolicy = random.pick(POLICIES);
    return container;
  });
}

function requirements(random: Random): ResourceRequirements {
  if (random.percent(10)) {
    // Guaranteed, or nearly.
    const both = { cpu: randomQuantity(random), memory: randomQuantity(random) };
    return { requests: both, limits: both };
  }
  const result: Writable<ResourceRequirements> = {};
  if (random.percent(80)) result.requests = amounts(random);
  if (random.percent(60)) result.limits = amounts(random);
  return result;
}

function amounts(random: Random): WrittenResourceList {
  const result: Record<string, string> = {};
  for (const name of USUAL_RESOURCES) {
    if (random.percent(70)) result[name] = randomQuantity(random);
  }
  while (random.percent(25)) result[random.pick(OTHER_RESOURCES)] = randomQuantity(random);
  return result;
}

function status(random: Random, spec: Pod['spec']): PodStatus {
  const { containers, initContainers = [] } = spec;
  const result: Writable<PodStatus> = {};
  if (random.percent(80)) result.phase = random.pick(['Pending', 'Running', 'Running', 'Failed']);
  if (random.percent(5)) result.phase = random.pick(['Succeeded', 'Unknown']);
  if (random.percent(50)) result.conditions = conditions(random);
  if (random.percent(80)) result.containerStatuses = statuses(random, containers);
  if (random.percent(80)) result.initContainerStatuses = statuses(random, initContainers);
  if (random.percent(30)) result.resources = requirements(random);
  if (random.percent(30)) result.allocatedResources = amounts(random);
  if (random.percent(20)) {
    const claim = () => claimStatus(random, containers);
    result.nodeAllocatableResourceClaimStatuses = Array.from({ length: random.below(3) }, claim);
  }
  return result;
}

function conditions(random: Random): readonly PodCondition[] {
  const all: PodCondition[] = [
    { type: 'Ready', status: random.pick(['True', 'False']) },
    {
      type: 'PodResizePending',
      status: 'True',
      reason: random.pick(['Infeasible', 'Infeasible', 'Deferred']),
    },
    { type: 'PodResizeInProgress', status: 'True' },
  ];
  return all.filter(() => random.percent(60));
}

function statuses(random: Random, containers: readonly Container[]): readonly ContainerStatus[] {
  return containers
    .filter(() => random.percent(85))
    .map(({ name }) => ({
      name,
      ...(random.percent(60) && { allocatedResources: amounts(random) }),
      ...(random.percent(60) && { resources: requirements(random) }),
    }))
    .reverse();
}

function claimStatus(random: Random, containers: readonly Container[]): NodeAllocatableClaimStatus {
  const resource = () => random.pick([...USUAL_RESOURCES, 'memory', 'hugepages-2Mi']);
  const result: Writable<NodeAllocatableClaimStatus> = {};
  if (random.percent(80)) {
    result.containers = containers.map(({ name }) => name).slice(random.below(2));
  }
  if (random.percent(70)) {
    result.mapping = Array.from({ length: random.below(3) }, () => ({
      name: resource(),
      ...(random.percent(90) && { quantity: randomQuantity(random) }),
    }));
  }
  if (random.percent(50)) {
    result.overhead = Array.from({ length: random.below(3) }, () => ({
      name: resource(),
      ...(random.percent(60) && { perPod: randomQuantity(random) }),
      ...(random.percent(60) && { perContainer: randomQuantity(random) }),
    }));
  }
  return result;
}
