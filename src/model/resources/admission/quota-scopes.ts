import type { Pod, PodAffinity, PodAffinityTerm } from '../../kubernetes/api.ts';
import { qosOf } from '../effective/qos.ts';
import { podResourcesOf } from './quota-usage.ts';
import type { ResourceQuota, ScopeRequirement } from './resource-quota.ts';

/**
 * Whether the quota counts this Pod at all: it tracks something that Pods use, and the Pod is in
 * all its scopes (apiserver pkg/quota/v1/generic/evaluator.go, Matches).
 */
export function quotaMatches(quota: ResourceQuota, pod: Pod): boolean {
  const hard = Object.keys(quota.status?.hard ?? {});
  return podResourcesOf(hard).length > 0 && requirementsOf(quota).every((each) => isIn(each, pod));
}

function requirementsOf({ spec }: ResourceQuota): readonly ScopeRequirement[] {
  const scopes = spec?.scopes ?? [];
  return [
    ...scopes.map((scopeName) => ({ scopeName, operator: 'Exists' })),
    ...(spec?.scopeSelector?.matchExpressions ?? []),
  ];
}

/** pkg/quota/v1/evaluator/core/pods.go, podMatchesScopeFunc. */
function isIn({ scopeName, operator, values }: ScopeRequirement, pod: Pod): boolean {
  switch (scopeName) {
    case 'Terminating':
      return hasDeadline(pod);
    case 'NotTerminating':
      return !hasDeadline(pod);
    case 'BestEffort':
      return isBestEffort(pod);
    case 'NotBestEffort':
      return !isBestEffort(pod);
    case 'PriorityClass':
      return matchesPriorityClass(pod.spec.priorityClassName ?? '', operator, values ?? []);
    case 'CrossNamespacePodAffinity':
      return looksIntoOtherNamespaces(pod);
    default:
      return false;
  }
}

/** The scope is called after the deadline that will end the Pod, not after a deletion. */
function hasDeadline({ spec }: Pick<Pod, 'spec'>): boolean {
  return (spec.activeDeadlineSeconds ?? -1) >= 0;
}

function isBestEffort(pod: Pod): boolean {
  return (pod.status?.qosClass ?? qosOf(pod).class) === 'BestEffort';
}

/** As a label selector does it: a Pod without a class is in none, so `NotIn` takes it. */
function matchesPriorityClass(
  className: string,
  operator: string | undefined,
  values: readonly string[],
): boolean {
  switch (operator) {
    case 'In':
      return values.includes(className);
    case 'NotIn':
      return !values.includes(className);
    case 'Exists':
      return className !== '';
    case 'DoesNotExist':
      return className === '';
    default:
      return false;
  }
}

function looksIntoOtherNamespaces({ spec }: Pick<Pod, 'spec'>): boolean {
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {};
  return [...termsOf(podAffinity), ...termsOf(podAntiAffinity)].some(
    ({ namespaces, namespaceSelector }) =>
      (namespaces ?? []).length > 0 ||
      (namespaceSelector !== undefined && namespaceSelector !== null),
  );
}

function termsOf(affinity: PodAffinity | undefined): readonly PodAffinityTerm[] {
  const required = affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [...required, ...preferred.map(({ podAffinityTerm }) => podAffinityTerm ?? {})];
}
