import type {
  Container,
  ContainerStatus,
  Pod,
  RequestsOrLimits,
  ResourceRequirements,
  WrittenResourceList,
} from '../../kubernetes/api.ts';
import { conditionOf } from '../../kubernetes/pod-status.ts';
import { formatQuantity, isEqual, type Quantity, subtract, ZERO } from '../quantity/quantity.ts';
import { writtenAmount } from '../quantity/resource-list.ts';
import { statusLookup } from './counted-pod.ts';
import { type ResizeState, resizeState } from './resize-state.ts';

/** One amount that an in-place resize changes. */
export interface ResizedAmount {
  /** Undefined for pod-level resources. */
  readonly container: string | undefined;
  readonly kind: RequestsOrLimits;
  readonly resource: string;
  /** What the spec asks for. */
  readonly desired: Quantity | undefined;
  /** What the kubelet has promised; it tells so for requests only. */
  readonly allocated: Quantity | undefined;
  /** What is set now. */
  readonly actual: Quantity | undefined;
}

/** An in-place resize that is not done. */
export interface Resize {
  readonly state: ResizeState;
  readonly message: string | undefined;
  readonly amounts: readonly ResizedAmount[];
}

/**
 * The resize under way, if there is one. Amounts that only differ by what the cgroup rounds them to
 * are none.
 */
export function resizeOf(pod: Pod): Resize | undefined {
  const state = resizeState(pod) ?? (isPodLevelUnseen(pod) ? 'unseen' : undefined);
  if (state === undefined) return undefined;
  const condition =
    state === 'deferred' || state === 'infeasible' ? 'PodResizePending' : 'PodResizeInProgress';
  const amounts = amountsOf(pod);
  return {
    state,
    message: state === 'unseen' ? undefined : conditionOf(pod, condition)?.message,
    amounts: state === 'unseen' ? amounts.filter(isPromisedOtherwise) : amounts,
  };
}

function isPromisedOtherwise({ desired, allocated }: ResizedAmount): boolean {
  return allocated !== undefined && !isEqual(desired, allocated);
}

function isPodLevelUnseen(pod: Pod): boolean {
  const { phase } = pod.status ?? {};
  if (phase !== 'Running' && phase !== 'Pending') return false;
  return amountsOf(pod).some((each) => each.container === undefined && isPromisedOtherwise(each));
}

function amountsOf(pod: Pod): readonly ResizedAmount[] {
  const { containers, initContainers = [], resources } = pod.spec;
  const statusOf = statusLookup(pod);
  return [
    ...(resources === undefined ? [] : differences(undefined, resources, podLevelStatus(pod))),
    ...[...initContainers, ...containers].flatMap((container) =>
      differences(container.name, container.resources, statusOf(container)).filter(
        (amount) => !isOfPod(amount, resources),
      ),
    ),
  ];
}

/** For a container without an amount of its own the kubelet tells that of the Pod. */
function isOfPod(
  { desired, kind, resource }: ResizedAmount,
  podLevel: ResourceRequirements | undefined,
): boolean {
  return desired === undefined && podLevel?.[kind]?.[resource] !== undefined;
}

/**
 * The kubelet's figures for the whole Pod have every resource and the overhead in them
 * (pkg/kubelet/kubelet_pods.go): here are those that the pod level sets, without the overhead.
 */
function podLevelStatus({
  spec,
  status,
}: Pod): Pick<ContainerStatus, 'resources' | 'allocatedResources'> {
  const own = (kind: RequestsOrLimits, amounts: WrittenResourceList | undefined) => {
    const names = Object.keys(spec.resources?.[kind] ?? {});
    const known = names.flatMap((name) => {
      const amount = writtenAmount(amounts, name);
      const overhead = writtenAmount(spec.overhead, name) ?? ZERO;
      return amount ? [[name, formatQuantity(subtract(amount, overhead))] as const] : [];
    });
    return Object.fromEntries(known);
  };
  const { allocatedResources, resources } = status ?? {};
  return {
    ...(allocatedResources && { allocatedResources: own('requests', allocatedResources) }),
    ...(resources && {
      resources: {
        requests: own('requests', resources.requests),
        limits: own('limits', resources.limits),
      },
    }),
  };
}

function differences(
  container: string | undefined,
  spec: Container['resources'],
  status: Pick<ContainerStatus, 'resources' | 'allocatedResources'> | undefined,
): readonly ResizedAmount[] {
  if (status?.resources === undefined) return [];
  return (['requests', 'limits'] as const).flatMap((kind) => {
    const actual = status.resources?.[kind];
    const allocated = kind === 'requests' ? status.allocatedResources : undefined;
    const names = new Set([...Object.keys(spec?.[kind] ?? {}), ...Object.keys(actual ?? {})]);
    return [...names].flatMap((resource): readonly ResizedAmount[] => {
      const amount = {
        container,
        kind,
        resource,
        desired: writtenAmount(spec?.[kind], resource),
        allocated: writtenAmount(allocated, resource),
        actual: writtenAmount(actual, resource),
      };
      return isSettled(amount) ? [] : [amount];
    });
  });
}

function isSettled({ desired, allocated, actual }: ResizedAmount): boolean {
  const isPromised = allocated === undefined || isEqual(allocated, desired);
  return isPromised && isEqual(desired, actual);
}

/**
 * The Pod as the kubelet runs it: while a resize waits, with the requests that it has promised and
 * the limits that are set instead of those that the spec asks for.
 */
export function allocatedPod(pod: Pod): Pod {
  if (conditionOf(pod, 'PodResizePending')?.status !== 'True') return pod;
  const withPromise =
    (statuses: readonly ContainerStatus[] = []) =>
    (container: Container): Container => {
      const status = statuses.find(({ name }) => name === container.name);
      if (status?.allocatedResources === undefined) return container;
      const limits = status.resources?.limits;
      return {
        ...container,
        resources: { requests: status.allocatedResources, ...(limits && { limits }) },
      };
    };
  const { containers, initContainers } = pod.spec;
  const { containerStatuses, initContainerStatuses } = pod.status ?? {};
  return {
    ...pod,
    spec: {
      ...pod.spec,
      ...podLevelPromise(pod),
      containers: containers.map(withPromise(containerStatuses)),
      ...(initContainers && {
        initContainers: initContainers.map(withPromise(initContainerStatuses)),
      }),
    },
  };
}

function podLevelPromise(pod: Pod): Pick<Pod['spec'], 'resources'> {
  const { allocatedResources, resources: set } = podLevelStatus(pod);
  if (pod.spec.resources === undefined || set === undefined) return {};
  const { requests, limits } = pod.spec.resources;
  return {
    resources: {
      ...(requests && { requests: { ...requests, ...allocatedResources } }),
      ...(limits && { limits: { ...limits, ...set.limits } }),
    },
  };
}
