import type { Pod, WrittenResourceList } from '../../kubernetes/api.ts';
import { hasFinalPhase } from '../../kubernetes/pod-status.ts';
import {
  type LimitRange,
  type LimitRangeViolation,
  limitRangeViolations,
} from '../admission/limit-range.ts';
import {
  type FilledAmount,
  type LimitRangerSetting,
  limitRangerSettings,
} from '../admission/limit-range-defaults.ts';
import { type QuotaVerdict, quotaVerdict } from '../admission/quota.ts';
import type { ResourceQuota } from '../admission/resource-quota.ts';
import { withServerDefaults } from '../admission/server-defaults.ts';
import { explainFit, type FitExplanation } from './fit-explanation.ts';
import type { NodeCapacity } from './node-fit.ts';
import { type PodResources, podResources } from './pod-resources.ts';
import { type PodUsage, type PodUsageSample, podUsage } from './usage.ts';
/** A Pod, or the Pod that a template makes. */
export interface PodSource {
  readonly pod: Pod;
  /** `Pod`, or the workload's kind. */
  readonly kind: string;
  readonly replicas: number | undefined;
  /** Whether an API server has stored it: then its defaults are filled in already. */
  readonly isStored: boolean;
}

/** What is known of the place where the Pod runs or would run; undefined: nobody was asked. */
export interface PodContext {
  readonly quotas: readonly ResourceQuota[] | undefined;
  readonly limitRanges: readonly LimitRange[] | undefined;
  readonly nodes: readonly NodeCapacity[] | undefined;
  /** What its RuntimeClass adds to a Pod that is not stored yet. */
  readonly overhead: WrittenResourceList | undefined;
  /** `undefined` within: metrics-server was asked, and has not measured the Pod. */
  readonly usage: { readonly sample: PodUsageSample | undefined } | undefined;
}

/** What a Pod costs, and what its surroundings say to that. */
export interface PodCost {
  readonly resources: PodResources;
  /** What LimitRange gave the containers, or would give them. */
  readonly filled: readonly (FilledAmount | LimitRangerSetting)[];
  readonly violations: readonly LimitRangeViolation[];
  /** Undefined where no quota was read, or the Pod has ended and takes nothing. */
  readonly quotas: readonly QuotaVerdict[] | undefined;
  /** Whether one more such Pod finds room; undefined where no node was read. */
  readonly fit: FitExplanation | undefined;
  readonly usage: PodUsage | undefined;
  /** A RuntimeClass that nobody was asked about: it may add an overhead. */
  readonly unknownRuntimeClass: string | undefined;
}

/** The Pod as the API server stores it, with what LimitRange filled in (R21). */
export function storedForm(
  { pod, isStored }: PodSource,
  { limitRanges = [], overhead }: Pick<PodContext, 'limitRanges' | 'overhead'>,
): Pick<PodCost, 'filled'> & { readonly pod: Pod } {
  if (isStored) return { pod, filled: limitRangerSettings(pod.metadata.annotations) };
  const spec = { ...pod.spec, ...(overhead && { overhead }) };
  return withServerDefaults({ ...pod, spec }, limitRanges);
}

/** All about one Pod's cost (R16–R21). */
export function podCost(subject: PodSource, surroundings: PodContext): PodCost {
  const { pod, filled } = storedForm(subject, surroundings);
  const { quotas, limitRanges = [], nodes, usage } = surroundings;
  const hasEnded = hasFinalPhase(pod);
  return {
    resources: podResources(pod, subject),
    filled,
    violations: subject.isStored ? [] : limitRangeViolations(pod, limitRanges),
    fit: nodes && !hasEnded ? explainFit(pod, nodes) : undefined,
    unknownRuntimeClass:
      pod.spec.overhead === undefined && !subject.isStored ? pod.spec.runtimeClassName : undefined,
    usage: usage && podUsage(pod, usage.sample),
    quotas: hasEnded ? undefined : quotas?.map((quota) => quotaVerdict(quota, pod)),
  };
}
