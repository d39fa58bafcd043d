import type { Pod } from '../kubernetes/api.ts';
import { containersOf } from '../kubernetes/containers.ts';

/** What PodSecurity admission has against a Pod with the debug container in it. */
export interface PodSecurityRefusal {
  /** `baseline:latest` */
  readonly policy: string;
  /** The server's words about what is not allowed. */
  readonly violations: string;
  /** Containers other than the new one that it names: these cannot be helped. */
  readonly others: readonly string[];
  /** Whether all of these are debug containers that were added before. */
  readonly byOldDebuggers: boolean;
}

/**
 * Reads `pods "x" is forbidden: violates PodSecurity "baseline:latest": non-default capabilities
 * (container "d" must not include …)`; undefined for any other refusal. It judges the whole Pod
 * (pod-security-admission admission/admission.go, EvaluatePod).
 */
export function podSecurityRefusal(
  message: string,
  pod: Pod,
  ownName: string,
): PodSecurityRefusal | undefined {
  const [, policy, violations] = /violates PodSecurity "([^"]*)": (.*)$/s.exec(message) ?? [];
  if (policy === undefined || violations === undefined) return undefined;
  const quoted = new Set(Array.from(violations.matchAll(/"([^"]+)"/g), ([, name]) => name));
  const others = containersOf(pod).filter(({ name }) => name !== ownName && quoted.has(name));
  return {
    policy,
    violations,
    others: others.map(({ name }) => name),
    byOldDebuggers: others.length > 0 && others.every(({ role }) => role === 'ephemeral'),
  };
}

/** What quotas and LimitRanges have against a new Pod. */
export type AmountsRefusal =
  | { readonly code: 'QuotaFull' | 'QuotaWantsAmounts'; readonly quota: string }
  | { readonly code: 'LimitRange' };

/**
 * Reads the words of the plugins ResourceQuota (apiserver plugin/resourcequota/controller.go) and
 * LimitRanger (plugin/pkg/admission/limitranger/admission.go); undefined for any other refusal.
 */
export function amountsRefusal(message: string): AmountsRefusal | undefined {
  const [, quota, wants] =
    /: (?:exceeded|failed) quota: ([^,:\s]+)(: must specify)?/.exec(message) ?? [];
  if (quota !== undefined) {
    return { code: wants === undefined ? 'QuotaFull' : 'QuotaWantsAmounts', quota };
  }
  return /(?:imum \S+ usage|max limit to request ratio) per (?:Container|Pod) is /.test(message)
    ? { code: 'LimitRange' }
    : undefined;
}
