import type { Pod } from '../../src/model/kubernetes/api.ts';
import { quotaVerdict } from '../../src/model/resources/admission/quota.ts';
import { podQuotaUsage } from '../../src/model/resources/admission/quota-usage.ts';
import {
  containerLimits,
  containerRequests,
  isResizeInfeasible,
} from '../../src/model/resources/effective/container-sums.ts';
import {
  BY_DESCRIBE,
  BY_QUOTA,
  BY_SCHEDULER,
  BY_SPEC,
  type Counting,
  FOR_LIMITS,
} from '../../src/model/resources/effective/counting.ts';
import {
  effectiveLimits,
  effectiveRequests,
} from '../../src/model/resources/effective/effective.ts';
import { podCgroup } from '../../src/model/resources/effective/pod-cgroup.ts';
import { qosOf } from '../../src/model/resources/effective/qos.ts';
import type { ResourceList } from '../../src/model/resources/quantity/resource-list.ts';
import { NOW } from './random-pod.ts';

interface RequestsAndLimits<Amounts> {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** What each part of Kubernetes counts for a Pod: with our lists, or the oracle's texts. */
export interface PodAnswers<Amounts> {
  readonly scheduler: RequestsAndLimits<Amounts>;
  readonly spec: RequestsAndLimits<Amounts>;
  readonly quota: RequestsAndLimits<Amounts>;
  readonly describe: RequestsAndLimits<Amounts>;
  readonly forLimits: RequestsAndLimits<Amounts>;
  readonly containers: RequestsAndLimits<Amounts>;
  /** What a quota charges for it at NOW. */
  readonly quotaUsage: Amounts;
  /** Why a quota on cpu and memory wants more said of the containers; empty if it does not. */
  readonly mustSpecify?: string;
  readonly qos: string;
  readonly infeasible: boolean;
  /** What the kubelet writes for a Pod of which no resize waits. */
  readonly cgroup: {
    readonly cpuShares?: string;
    readonly cpuQuota?: string;
    readonly memory?: string;
  };
}

/** By resource name: the canonical text, with `=nanos` behind it where it does not tell the amount. */
export type TheirAmounts = Readonly<Record<string, string>>;

/** Our answers, from the functions of the model that the oracle judges. */
export function ourAnswers(pod: Pod): PodAnswers<ResourceList> {
  return {
    scheduler: counted(pod, BY_SCHEDULER),
    spec: counted(pod, BY_SPEC),
    quota: counted(pod, BY_QUOTA),
    describe: counted(pod, BY_DESCRIBE),
    forLimits: counted(pod, FOR_LIMITS),
    containers: {
      requests: containerRequests(pod, BY_SCHEDULER),
      limits: containerLimits(pod, BY_SCHEDULER),
    },
    quotaUsage: podQuotaUsage(pod, Date.parse(NOW)),
    qos: qosOf(pod).class,
    infeasible: isResizeInfeasible(pod),
    cgroup: cgroupOf(pod),
  };
}

function counted(pod: Pod, counting: Counting): RequestsAndLimits<ResourceList> {
  return { requests: effectiveRequests(pod, counting), limits: effectiveLimits(pod, counting) };
}

const CPU_AND_MEMORY = Object.fromEntries(
  ['cpu', 'memory'].flatMap((name) =>
    ['', 'requests.', 'limits.'].map((prefix) => [prefix + name, '1']),
  ),
);

/** Our answer to `mustSpecify`, which takes as long as all the others. */
export function mustSpecify(pod: Pod): string {
  const quota = { metadata: { name: '' }, status: { hard: CPU_AND_MEMORY, used: CPU_AND_MEMORY } };
  const { refusal } = quotaVerdict(quota, pod);
  return refusal?.code === 'must-specify' ? refusal.message.replace('failed quota: : ', '') : '';
}

function cgroupOf({ metadata, spec, status }: Pod): PodAnswers<ResourceList>['cgroup'] {
  const claims = status?.nodeAllocatableResourceClaimStatuses;
  const settled: Pod = {
    metadata,
    spec,
    ...(claims && { status: { nodeAllocatableResourceClaimStatuses: claims } }),
  };
  const { cpuShares, cpuQuotaMicroseconds, memoryBytes } = podCgroup(settled);
  return {
    cpuShares: String(cpuShares),
    ...(cpuQuotaMicroseconds !== undefined && { cpuQuota: String(cpuQuotaMicroseconds) }),
    ...(memoryBytes !== undefined && { memory: String(memoryBytes) }),
  };
}
