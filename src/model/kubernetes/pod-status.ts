import type { OwnerReference, Pod, PodCondition, PodStatus } from './api.ts';
import { parseTimestamp } from './time.ts';

/** The Pod's condition of that type; of each there is one. */
export function conditionOf<Condition extends Pick<PodCondition, 'type'> = PodCondition>(
  { status }: { readonly status?: { readonly conditions?: readonly Condition[] } },
  type: string,
): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** Whether the condition is there and True; an unknown one is not. */
export function isTrue(pod: Pick<Pod, 'status'>, type: string): boolean {
  return conditionOf(pod, type)?.status === 'True';
}

/** Since when the condition is True, in milliseconds since the epoch; undefined while it is not. */
export function trueSince(pod: Pick<Pod, 'status'>, type: string): number | undefined {
  const condition = conditionOf(pod, type);
  return condition?.status === 'True' ? parseTimestamp(condition.lastTransitionTime) : undefined;
}

/** Who controls an object: of its owners at most one does. */
export function controllerOf({
  ownerReferences = [],
}: {
  readonly ownerReferences?: readonly OwnerReference[];
}): OwnerReference | undefined {
  return ownerReferences.find(({ controller }) => controller === true);
}

/** Whether the Pod's phase is one that never changes again. */
export function hasFinalPhase({ status }: { readonly status?: Pick<PodStatus, 'phase'> }): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/**
 * When the Pod's deletion was asked for, in milliseconds: deletionTimestamp is when the grace
 * period ends. Undefined where it may have been moved: a second deletion whose shorter period would
 * have ended before, as the kubelet's own when all has stopped, sets it to the moment of its own and
 * the period to 0 or 1 (apiserver pkg/registry/rest/delete.go, BeforeDelete).
 */
export function deletedAt({ metadata, spec }: Pick<Pod, 'metadata' | 'spec'>): number | undefined {
  const graceEnd = parseTimestamp(metadata.deletionTimestamp);
  const { deletionGracePeriodSeconds: grace = 0 } = metadata;
  const { terminationGracePeriodSeconds: wanted = DEFAULT_GRACE_SECONDS } = spec;
  const isShortest = metadata.deletionGracePeriodSeconds !== undefined && grace <= 1;
  const mayBeMoved = isShortest && wanted > 1 && Boolean(spec.nodeName);
  return graceEnd === undefined || mayBeMoved ? undefined : graceEnd - grace * 1000;
}

/** The kubelet's default (pkg/apis/core/v1/defaults.go). */
const DEFAULT_GRACE_SECONDS = 30;

/** How long the Pod's containers get to end by themselves once they are told to. */
export function graceSecondsOf({ metadata, spec }: Pod): number {
  return (
    metadata.deletionGracePeriodSeconds ??
    spec.terminationGracePeriodSeconds ??
    DEFAULT_GRACE_SECONDS
  );
}

/**
 * When activeDeadlineSeconds end the Pod, in milliseconds: counted from when the kubelet took note
 * of it (pkg/kubelet/active_deadline.go).
 */
export function deadlineOf({ spec, status }: Pod): number | undefined {
  const start = parseTimestamp(status?.startTime);
  const { activeDeadlineSeconds: seconds } = spec;
  return start === undefined || seconds === undefined ? undefined : start + seconds * 1000;
}

/** Whether it only shows a static Pod, which its node runs without the API server. */
export function isMirrorPod({
  metadata,
}: {
  readonly metadata: Pick<Pod['metadata'], 'annotations'>;
}): boolean {
  return metadata.annotations?.[MIRROR_ANNOTATION] !== undefined;
}

/** pkg/apis/core/annotation_key_constants.go, MirrorPodAnnotationKey. */
export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/** The API server gives every Pod a phase: without one it is a manifest. */
export function hasStatus({ status }: Pick<Pod, 'status'>): boolean {
  return status?.phase !== undefined;
}
