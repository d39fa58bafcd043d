import type { Pod } from '../kubernetes/api.ts';

/**
 * Whose processes a debug container sees (R34; pkg/kubelet/util/util.go, PidNamespaceForPod):
 * with hostPID those of the node, with shareProcessNamespace those of all containers, with a
 * target those of the target, else only its own. The first two make a target meaningless.
 */
export type ProcessNamespace =
  | { readonly kind: 'node' }
  | { readonly kind: 'pod' }
  | { readonly kind: 'target'; readonly container: string }
  | { readonly kind: 'own' };

/** Whose processes a debug container with this target sees. */
export function processNamespace(pod: Pod, target: string | undefined): ProcessNamespace {
  const shared = sharedNamespace(pod);
  if (shared !== undefined) return { kind: shared };
  return target === undefined ? { kind: 'own' } : { kind: 'target', container: target };
}

/** The namespace that the Pod has for all its containers, if it has one. */
export function sharedNamespace({ spec }: Pod): 'node' | 'pod' | undefined {
  if (spec.hostPID) return 'node';
  return spec.shareProcessNamespace ? 'pod' : undefined;
}
