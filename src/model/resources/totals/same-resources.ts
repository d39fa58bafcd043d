import type { ResourceRequirements, WrittenResourceList } from '../../kubernetes/api.ts';
import type {
  CountedContainer,
  CountedContainerStatus,
  CountedPod,
} from '../effective/counted-pod.ts';

/** All of a Pod that decides what it takes of a node, and nothing else of it. */
export interface ResourceFacts {
  readonly spec: Pick<
    CountedPod['spec'],
    'containers' | 'initContainers' | 'resources' | 'overhead'
  >;
  readonly status?: ResourceStatus;
}

type ResourceStatus = Pick<
  NonNullable<CountedPod['status']>,
  | 'qosClass'
  | 'resources'
  | 'allocatedResources'
  | 'initContainerStatuses'
  | 'containerStatuses'
  | 'nodeAllocatableResourceClaimStatuses'
  | 'conditions'
>;

/** Copied, so that nothing else of the Pod stays in memory. */
export function resourceFacts({ spec, status }: CountedPod): ResourceFacts {
  const { initContainers, resources, overhead } = spec;
  return {
    spec: {
      containers: spec.containers.map(containerFacts),
      ...(initContainers && { initContainers: initContainers.map(containerFacts) }),
      ...(resources && { resources }),
      ...(overhead && { overhead }),
    },
    ...(status && { status: statusFacts(status) }),
  };
}

function containerFacts({ name, restartPolicy, resources }: CountedContainer): CountedContainer {
  return { name, ...(restartPolicy && { restartPolicy }), ...(resources && { resources }) };
}

function statusFacts(status: NonNullable<CountedPod['status']>): ResourceStatus {
  const { qosClass, resources, allocatedResources, initContainerStatuses } = status;
  const { containerStatuses, nodeAllocatableResourceClaimStatuses, conditions } = status;
  const resize = conditions?.filter(({ type }) => type === RESIZE_PENDING);
  return {
    ...(qosClass && { qosClass }),
    ...(resources && { resources }),
    ...(allocatedResources && { allocatedResources }),
    ...(initContainerStatuses && {
      initContainerStatuses: initContainerStatuses.map(containerStatusFacts),
    }),
    ...(containerStatuses && { containerStatuses: containerStatuses.map(containerStatusFacts) }),
    ...(nodeAllocatableResourceClaimStatuses && { nodeAllocatableResourceClaimStatuses }),
    ...(resize && { conditions: resize }),
  };
}

function containerStatusFacts(status: CountedContainerStatus): CountedContainerStatus {
  const { name, resources, allocatedResources } = status;
  return {
    name,
    ...(resources && { resources }),
    ...(allocatedResources && { allocatedResources }),
  };
}

const RESIZE_PENDING = 'PodResizePending';

/** Whether two Pods take the same of a node because every text that decides about it is the same. */
export function hasSameResources(one: ResourceFacts, other: ResourceFacts): boolean {
  const [spec, otherSpec] = [one.spec, other.spec];
  return (
    sameLists(spec.containers, otherSpec.containers, sameContainers) &&
    sameLists(spec.initContainers, otherSpec.initContainers, sameContainers) &&
    sameRequirements(spec.resources, otherSpec.resources) &&
    sameAmounts(spec.overhead, otherSpec.overhead) &&
    sameStatuses(one.status, other.status)
  );
}

function sameStatuses(one: ResourceStatus | undefined, other: ResourceStatus | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.qosClass === other.qosClass &&
    sameRequirements(one.resources, other.resources) &&
    sameAmounts(one.allocatedResources, other.allocatedResources) &&
    sameLists(one.containerStatuses, other.containerStatuses, sameContainerStatuses) &&
    sameLists(one.initContainerStatuses, other.initContainerStatuses, sameContainerStatuses) &&
    resizeReason(one) === resizeReason(other) &&
    claimsText(one) === claimsText(other)
  );
}

function sameLists<Item>(
  one: readonly Item[] | undefined,
  other: readonly Item[] | undefined,
  isSame: (one: Item, other: Item) => boolean,
): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.length === other.length &&
    one.every((item, index) => {
      const counterpart = other[index];
      return counterpart !== undefined && isSame(item, counterpart);
    })
  );
}

function sameContainers(one: CountedContainer, other: CountedContainer): boolean {
  return (
    one.name === other.name &&
    one.restartPolicy === other.restartPolicy &&
    sameRequirements(one.resources, other.resources)
  );
}

function sameContainerStatuses(
  one: CountedContainerStatus,
  other: CountedContainerStatus,
): boolean {
  return (
    one.name === other.name &&
    sameRequirements(one.resources, other.resources) &&
    sameAmounts(one.allocatedResources, other.allocatedResources)
  );
}

function sameRequirements(
  one: ResourceRequirements | undefined,
  other: ResourceRequirements | undefined,
): boolean {
  // Lists decode what is the same byte by byte into one object.
  if (one === other) return true;
  if (one === undefined || other === undefined) return false;
  return sameAmounts(one.requests, other.requests) && sameAmounts(one.limits, other.limits);
}

/** An empty list and none differ: the former says that nothing is set. */
function sameAmounts(
  one: WrittenResourceList | undefined,
  other: WrittenResourceList | undefined,
): boolean {
  if (one === undefined || other === undefined) return one === other;
  let surplus = 0;
  for (const name in one) {
    if (one[name] !== other[name]) return false;
    surplus += 1;
  }
  for (const _ in other) surplus -= 1;
  return surplus === 0;
}

function resizeReason({ conditions }: ResourceStatus): string | undefined {
  return conditions?.find(({ type }) => type === RESIZE_PENDING)?.reason;
}

/** Rare, and deep. */
function claimsText({ nodeAllocatableResourceClaimStatuses: claims }: ResourceStatus) {
  return claims === undefined ? undefined : JSON.stringify(claims);
}
