import type { Pod } from '../../kubernetes/api.ts';
import {
  fromBytes,
  fromMilli,
  isZero,
  milliValue,
  parseQuantity,
  type Quantity,
  wholeValue,
  ZERO,
} from '../quantity/quantity.ts';
import { type ResourceList, resourceList } from '../quantity/resource-list.ts';
import { isCpuOrMemory } from '../quantity/resource-name.ts';
import type { CountedContainer, CountedPod } from './counted-pod.ts';
import { BY_SPEC, FOR_LIMITS } from './counting.ts';
import { effectiveLimits, effectiveRequests } from './effective.ts';
import { hasPodLevelResources } from './pod-level.ts';
import { qosOf } from './qos.ts';
import { allocatedPod, resizeOf } from './resize.ts';

/** What the kubelet writes into the cgroup of the whole Pod. Undefined: no bound but the node. */
export interface PodCgroup {
  readonly cpuShares: bigint;
  /** Of each 100 ms, in microseconds. */
  readonly cpuQuotaMicroseconds: bigint | undefined;
  readonly memoryBytes: bigint | undefined;
  /** Containers without a limit, which leave the Pod without one (R18). */
  readonly unbounded: { readonly cpu: readonly string[]; readonly memory: readonly string[] };
}

const PERIOD_MICROSECONDS = 100_000n;
const MIN_QUOTA_MICROSECONDS = 1000n;
const MIN_SHARES = 2n;
const MAX_SHARES = 262_144n;

/**
 * The cgroup of the Pod (R18, R21): cpu quota and memory limit are set only when every init and
 * app container has that limit, or the pod level does (pkg/kubelet/cm/helpers_linux.go,
 * ResourceConfigForPod). A kubelet with cpuCFSQuota false sets no cpu quota; the API does not tell.
 */
export function podCgroup(pod: Pod): PodCgroup {
  const written = cgroupOf(allocatedPod(pod));
  const resize = resizeOf(pod);
  if (resize === undefined) return written;
  const isGoingOn = resize.state === 'in-progress' || resize.state === 'failed';
  return { ...written, ...(isGoingOn && asYetBound(pod, written)), ...readBack(pod, written) };
}

/** The containers whose missing limit leaves the Pod without a bound; none but cpu and memory has one. */
export function unboundedBy({ unbounded }: PodCgroup, resource: string): readonly string[] {
  return isCpuOrMemory(resource) ? unbounded[resource] : [];
}

function cgroupOf(pod: Pod): PodCgroup {
  const qosClass = pod.status?.qosClass ?? qosOf(pod).class;
  const limits = effectiveLimits(pod, BY_SPEC);
  const unbounded = {
    cpu: containersWithoutLimit(pod, 'cpu'),
    memory: containersWithoutLimit(pod, 'memory'),
  };
  const bounds = (name: 'cpu' | 'memory') =>
    qosClass === 'Guaranteed' || (qosClass === 'Burstable' && unbounded[name].length === 0);
  return {
    cpuShares: qosClass === 'BestEffort' ? MIN_SHARES : sharesOf(requestedCpu(pod)),
    cpuQuotaMicroseconds: bounds('cpu') ? quotaOf(limits) : undefined,
    memoryBytes: bounds('memory') ? bytesOf(limits) : undefined,
    unbounded,
  };
}

/**
 * What the kubelet has read from the cgroup, which a resize may not have reached yet: since 1.36 it
 * tells, but for bounds that there are not and amounts below what a cgroup can hold
 * (pkg/kubelet/kubelet_pods.go, convertToAPIPodLevelResourcesStatus).
 */
function readBack({ status }: Pod, written: PodCgroup): Partial<PodCgroup> {
  const requests = resourceList(status?.resources?.requests);
  const limits = resourceList(status?.resources?.limits);
  const cpu = requests.get('cpu');
  return {
    ...(cpu && { cpuShares: sharesOf(milliValue(cpu)) }),
    ...(written.cpuQuotaMicroseconds !== undefined &&
      limits.has('cpu') && { cpuQuotaMicroseconds: quotaOf(limits) }),
    ...(written.memoryBytes !== undefined &&
      limits.has('memory') && { memoryBytes: bytesOf(limits) }),
  };
}

/**
 * Whatever a resize does first, the Pod is never held to less than its containers are
 * (pkg/kubelet/kuberuntime/kuberuntime_manager.go, doPodResizeAction).
 */
function asYetBound(pod: Pod, written: PodCgroup): Partial<PodCgroup> {
  const limits = effectiveLimits(pod, FOR_LIMITS);
  return {
    ...(written.cpuQuotaMicroseconds !== undefined && { cpuQuotaMicroseconds: quotaOf(limits) }),
    ...(written.memoryBytes !== undefined && { memoryBytes: bytesOf(limits) }),
  };
}

/** What the cgroup of the Pod holds it to; undefined where only the node does. */
export function boundOf(
  { cpuQuotaMicroseconds, memoryBytes }: PodCgroup,
  resource: 'cpu' | 'memory',
): Quantity | undefined {
  if (resource === 'memory') return memoryBytes === undefined ? undefined : fromBytes(memoryBytes);
  return cpuQuotaMicroseconds === undefined
    ? undefined
    : fromMilli((cpuQuotaMicroseconds * 1000n) / PERIOD_MICROSECONDS);
}

/** Init, sidecar and app containers without this limit; none if the pod level has it (R18). */
export function containersWithoutLimit(
  pod: Pick<CountedPod, 'spec'>,
  resource: 'cpu' | 'memory',
): readonly string[] {
  const { resources, initContainers = [], containers } = pod.spec;
  if (hasPodLevelResources(pod) && !lacksAmount(resources?.limits?.[resource])) return [];
  const lacksLimit = (container: CountedContainer) =>
    lacksAmount(container.resources?.limits?.[resource]);
  return [...initContainers, ...containers].filter(lacksLimit).map(({ name }) => name);
}

function lacksAmount(amount: string | undefined): boolean {
  return amount === undefined || isZero(parseQuantity(amount));
}

function requestedCpu(pod: Pod): bigint {
  const cpu = effectiveRequests(pod, BY_SPEC).get('cpu');
  return cpu === undefined ? 0n : milliValue(cpu);
}

/** MilliCPUToShares */
function sharesOf(millicores: bigint): bigint {
  const shares = (millicores * 1024n) / 1000n;
  if (shares < MIN_SHARES) return MIN_SHARES;
  return shares > MAX_SHARES ? MAX_SHARES : shares;
}

/** MilliCPUToQuota */
function quotaOf(limits: ResourceList): bigint | undefined {
  const millicores = milliValue(limitOf(limits, 'cpu'));
  if (millicores === 0n) return undefined;
  const quota = (millicores * PERIOD_MICROSECONDS) / 1000n;
  return quota < MIN_QUOTA_MICROSECONDS ? MIN_QUOTA_MICROSECONDS : quota;
}

/** A 0 is not written, as is none of the cpu quota (github.com/opencontainers/cgroups fs2). */
function bytesOf(limits: ResourceList): bigint | undefined {
  return wholeValue(limitOf(limits, 'memory')) || undefined;
}

function limitOf(limits: ResourceList, name: string): Quantity {
  return limits.get(name) ?? ZERO;
}
