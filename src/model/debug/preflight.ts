import type { Pod } from '../kubernetes/api.ts';
import type { Node } from '../kubernetes/node.ts';
import { conditionOf, hasFinalPhase, isMirrorPod } from '../kubernetes/pod-status.ts';
import type { Refusal } from './refusal.ts';

/**
 * Why a debug container could not run in the Pod. The API server checks none of this but the
 * mirror annotation: it would store a container that never starts and can never be removed
 * (R31; pkg/apis/core/validation/validation.go, ValidatePodEphemeralContainersUpdate).
 */
export function preflight(pod: Pod): Refusal | undefined {
  const { metadata, spec, status } = pod;
  if (isMirrorPod(pod)) return { code: 'StaticPod' };
  if (hasFinalPhase(pod)) return { code: 'PodFinished', phase: status?.phase ?? '' };
  if (metadata.deletionTimestamp) return { code: 'PodDeleting' };
  if (!spec.nodeName) {
    const message = conditionOf(pod, 'PodScheduled')?.message;
    return { code: 'Unscheduled', ...(message && { message }) };
  }
  return isWindows(pod) ? { code: 'Windows' } : undefined;
}

/** Why the Pod's node would not start it. */
export function nodeRefusal(node: Node): Refusal | undefined {
  const { name = '', labels } = node.metadata;
  if (labels?.[OS] === 'windows') return { code: 'Windows' };
  const ready = conditionOf(node, 'Ready');
  if (ready === undefined || ready.status === 'True') return undefined;
  return { code: 'NodeNotReady', node: name, ...(ready.reason && { reason: ready.reason }) };
}

const OS = 'kubernetes.io/os';

function isWindows({ spec }: Pod): boolean {
  return spec.os?.name === 'windows' || spec.nodeSelector?.[OS] === 'windows';
}
