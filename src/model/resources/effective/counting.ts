/**
 * The parts of Kubernetes that count what a Pod takes pass different options to
 * k8s.io/component-helpers resource/helpers.go (PodResourcesOptions).
 */

/** What one part of Kubernetes takes into account. */
export interface Counting {
  /** Also what the kubelet has promised and set, while a resize is under way. */
  readonly withStatus: boolean;
  /** Also the kubelet's figures for the whole Pod (InPlacePodLevelResourcesVerticalScaling). */
  readonly withPodLevelStatus: boolean;
  readonly withOverhead: boolean;
  /** Also what resource claims take of the node's own resources (DRANodeAllocatableResources). */
  readonly withClaims: boolean;
}

/** The scheduler, for Pods that are on a node (pkg/scheduler/framework/types.go). */
export const BY_SCHEDULER: Counting = {
  withStatus: true,
  withPodLevelStatus: true,
  withOverhead: true,
  withClaims: true,
};

/** The scheduler for a Pod that it places, and the kubelet's cgroup for what it has promised. */
export const BY_SPEC: Counting = {
  withStatus: false,
  withPodLevelStatus: false,
  withOverhead: true,
  withClaims: true,
};

/** ResourceQuota (pkg/quota/v1/evaluator/core/pods.go, PodUsageFunc). */
export const BY_QUOTA: Counting = {
  withStatus: true,
  withPodLevelStatus: false,
  withOverhead: true,
  withClaims: false,
};

/**
 * The sums of `kubectl describe node` (k8s.io/kubectl pkg/describe/describe.go,
 * getPodsTotalRequestsAndLimits); its rows of Pods are counted as quota counts.
 */
export const BY_DESCRIBE: Counting = { ...BY_SPEC, withClaims: false };

/**
 * Limits beside the scheduler's requests; itself it looks at none. The kubelet's limits of the whole
 * Pod are left out: where there is no limit they say 9007199254740988Ki, the kernel's word for that.
 */
export const FOR_LIMITS: Counting = { ...BY_SCHEDULER, withPodLevelStatus: false };
