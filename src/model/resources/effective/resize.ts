import type {
  Container,
  ContainerStatus,
  Pod,
  RequestsOrLimits,
  WrittenResourceList,
} from '../../kubernetes/api.ts';
import { conditionOf } from '../../kubernetes/pod-status.ts';
import {
  formatQuantity,
  isEqual,
  parseQuantity,
  type Quantity,
  subtract,
  ZERO,
} from '../quantity/quantity.ts';

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
  /**
   * - `unseen`: the kubelet has not said anything yet
   * - `deferred`: it does not fit the node now, and is tried again
   * - `infeasible`: it can never be done on this node
   * - `in-progress`: promised, being set
   */
  readonly state: 'unseen' | 'deferred' | 'infeasible' | 'in-progress';
  readonly message: string | undefined;
  readonly amounts: readonly ResizedAmount[];
}

/**
 * The resize under way, if there is one (conditions PodResizePending and PodResizeInProgress;
 * pkg/kubelet/allocation/allocation_manager.go). Amounts that only differ by what the cgroup
 * rounds them to are none.
 */
export function resizeOf(pod: Pod): Resize | undefined {
  if (pod.status?.phase !== 'Running' && pod.status?.phase !== 'Pending') return undefined;
  const pending = conditionOf(pod, 'PodResizePending');
  const progress = conditionOf(pod, 'PodResizeInProgress');
  const amounts = amountsOf(pod);
  if (pending?.status === 'True') {
    const state = pending.reason === 'Infeasible' ? 'infeasible' : 'deferred';
    return { state, message: pending.message, amounts };
  }
  if (progress?.status === 'True') {
    return { state: 'in-progress', message: progress.message, amounts };
  }
  const promisedOtherwise = amounts.filter(
    ({ desired, allocated }) => allocated !== undefined && !isEqual(desired, allocated),
  );
  if (promisedOtherwise.length === 0) return undefined;
  return { state: 'unseen', message: undefined, amounts: promisedOtherwise };
}

function amountsOf(pod: Pod): readonly ResizedAmount[] {
  const { containers, initContainers = [], resources } = pod.spec;
  const statuses = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ];
  return [
    ...(resources === undefined ? [] : differences(undefined, resources, podLevelStatus(pod))),
    ...[...initContainers, ...containers].flatMap((container) =>
      differences(
        container.name,
        container.resources,
        statuses.find(({ name }) => name === container.name),
      ),
    ),
  ];
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
      const amount = amountOf(amounts, name);
      const overhead = amountOf(spec.overhead, name) ?? ZERO;
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
        desired: amountOf(spec?.[kind], resource),
        allocated: amountOf(allocated, resource),
        actual: amountOf(actual, resource),
      };
      return isSettled(amount) ? [] : [amount];
    });
  });
}

function isSettled({ desired, allocated, actual }: ResizedAmount): boolean {
  const isPromised = allocated === undefined || isEqual(allocated, desired);
  return isPromised && isEqual(desired, actual);
}

function amountOf(amounts: WrittenResourceList | undefined, name: string): Quantity | undefined {
  const text = amounts?.[name];
  return text === undefined ? undefined : parseQuantity(text);
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
