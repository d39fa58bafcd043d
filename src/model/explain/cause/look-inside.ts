import { preflight } from '../../debug/preflight.ts';
import type { Pod } from '../../kubernetes/api.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';
import type { Verdict, VerdictCode } from '../verdict/codes.ts';

/** A running container that a debug container can join, to find out what holds it up. */
export interface LookInside {
  readonly container: string;
}

/** A process goes on there that does not do what the Pod waits for. */
const AT_WORK: ReadonlySet<VerdictCode> = new Set([
  'InitRunning',
  'SidecarStarting',
  'PostStartBlocking',
  'NotReady',
]);

/**
 * Where a look from inside helps and can be had: in the container to blame, while it runs, in a Pod
 * that takes debug containers. What crashes or has never started has no processes to look at.
 */
export function lookInside(
  pod: Pod,
  { container: name, code, outcome }: Verdict,
  containers: readonly ExplainedContainer[],
): LookInside | undefined {
  if (name === undefined || outcome !== 'stuck' || !AT_WORK.has(code)) return undefined;
  const found = containers.find(({ container }) => container.name === name);
  if (found?.state.kind !== 'running' || found.stale) return undefined;
  return preflight(pod) === undefined ? { container: name } : undefined;
}
