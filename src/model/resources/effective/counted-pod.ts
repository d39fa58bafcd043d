import type {
  Container,
  ContainerStatus,
  ObjectMeta,
  PodCondition,
  PodSpec,
  PodStatus,
} from '../../kubernetes/api.ts';

/**
 * Some fields of an object. The others are unknown, so that a whole object passes for a slice and a
 * slice never for the whole: what was not decoded must not look as if it were not there.
 */
type Slice<Whole, Known extends keyof Whole> = Pick<Whole, Known> & {
  readonly [Name in Exclude<keyof Whole, Known>]?: unknown;
};

/** As much of a Pod as lists decode of it: all that decides what it takes of a node. */
export interface CountedPod {
  readonly metadata: Slice<
    ObjectMeta,
    | 'name'
    | 'namespace'
    | 'uid'
    | 'deletionTimestamp'
    | 'deletionGracePeriodSeconds'
    | 'labels'
    | 'annotations'
    | 'ownerReferences'
  >;
  readonly spec: CountedSpec;
  readonly status?: CountedStatus;
}

type CountedSpec = Slice<
  Omit<PodSpec, 'containers' | 'initContainers'>,
  'activeDeadlineSeconds' | 'nodeName' | 'priorityClassName' | 'overhead' | 'os' | 'resources'
> & {
  readonly containers: readonly CountedContainer[];
  readonly initContainers?: readonly CountedContainer[];
};

export type CountedContainer = Slice<Container, 'name' | 'resources' | 'restartPolicy'>;

type CountedStatus = Slice<
  Omit<PodStatus, 'conditions' | 'containerStatuses' | 'initContainerStatuses'>,
  'phase' | 'qosClass' | 'resources' | 'allocatedResources' | 'nodeAllocatableResourceClaimStatuses'
> & {
  /** Only `PodScheduled`, `Initialized` and those of resizes. */
  readonly conditions?: readonly Slice<PodCondition, 'type' | 'status' | 'reason'>[];
  readonly containerStatuses?: readonly CountedContainerStatus[];
  readonly initContainerStatuses?: readonly CountedContainerStatus[];
};

export type CountedContainerStatus = Slice<
  ContainerStatus,
  'name' | 'resources' | 'allocatedResources'
>;

/** Finds what the status says of a container of the Pod, by its name. */
export function statusLookup({
  status,
}: Pick<CountedPod, 'status'>): (
  container: Pick<CountedContainer, 'name'>,
) => CountedContainerStatus | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = status ?? {};
  // Lists may have no statuses at all, and this is asked of every Pod.
  if (containerStatuses.length + initContainerStatuses.length === 0) return () => undefined;
  return ({ name }) => {
    const isIt = (each: CountedContainerStatus) => each.name === name;
    return containerStatuses.find(isIt) ?? initContainerStatuses.find(isIt);
  };
}
