import type { Pod } from '../kubernetes/api.ts';
import { isAbsentReason } from '../kubernetes/container-state.ts';
import { containersOf } from '../kubernetes/containers.ts';
import { isTrue } from '../kubernetes/pod-status.ts';
import { parseTimestamp } from '../kubernetes/time.ts';
import { preflight } from './preflight.ts';

/** The Pod of several that is worth looking into, and why this one. */
export interface Sickest {
  readonly pod: Pod;
  readonly by: 'failing' | 'not-ready' | 'newest' | 'only';
  /** The waiting reason of the container that fails. */
  readonly reason?: string;
}

/**
 * Of Pods that can take a debug container: one in which a container fails, else one that is not
 * Ready, else the newest. Undefined if none can take one.
 */
export function sickest(pods: readonly Pod[]): Sickest | undefined {
  const able = pods
    .filter((pod) => preflight(pod) === undefined)
    .sort((one, other) => createdAt(other) - createdAt(one));
  const [newest, ...more] = able;
  if (newest === undefined) return undefined;
  if (more.length === 0) return { pod: newest, by: 'only' };
  for (const pod of able) {
    const reason = failingReason(pod);
    if (reason !== undefined) return { pod, by: 'failing', reason };
  }
  const unready = able.find((pod) => !isTrue(pod, 'Ready'));
  return unready ? { pod: unready, by: 'not-ready' } : { pod: newest, by: 'newest' };
}

function createdAt({ metadata }: Pod): number {
  return parseTimestamp(metadata.creationTimestamp) ?? 0;
}

/** CrashLoopBackOff, ImagePullBackOff, …; debug containers of others do not count. */
function failingReason(pod: Pod): string | undefined {
  const own = containersOf(pod).filter(({ role }) => role !== 'ephemeral');
  const reasons = own.map(({ status }) => status?.state?.waiting?.reason);
  return reasons.find((reason) => reason && !isAbsentReason(reason));
}
