import { preflight } from '../../debug/preflight.ts';
import type { Pod } from '../../kubernetes/api.ts';
import { hasNeverRun } from '../../kubernetes/container-state.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';
import type { Verdict, VerdictCode } from '../verdict/codes.ts';

/** How to look into the container to blame with `debug`, to find out what is the matter. */
export interface LookInside {
  readonly container: string;
  /**
   * Of a container that crashes: the shell that its own command is, to be run in its place in a copy
   * of the Pod. Without it the container runs and can be joined.
   */
  readonly shell?: string;
}

/** A process goes on there that does not do what the Pod waits for. */
const AT_WORK: ReadonlySet<VerdictCode> = new Set([
  'InitRunning',
  'SidecarStarting',
  'PostStartBlocking',
  'NotReady',
]);
/** It ends by itself, again and again. */
const CRASHES: ReadonlySet<VerdictCode> = new Set(['InitBackoff', 'AppBackoff']);
const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:sh|ash|bash|dash)$/;

/**
 * Where a look from inside helps and can be had: in the container to blame, while it runs, in a Pod
 * that takes debug containers; or in a copy of one that crashes, if its image surely has a shell.
 */
export function lookInside(
  pod: Pod,
  { container: name, code, outcome }: Verdict,
  containers: readonly ExplainedContainer[],
): LookInside | undefined {
  const found = containers.find(({ container }) => container.name === name);
  if (name === undefined || outcome !== 'stuck' || found === undefined || found.stale) {
    return undefined;
  }
  if (CRASHES.has(code)) {
    const [shell = ''] = found.container.spec.command ?? [];
    return SHELL.test(shell) && hasRun(found) ? { container: name, shell } : undefined;
  }
  if (!AT_WORK.has(code) || found.state.kind !== 'running') return undefined;
  return preflight(pod) === undefined ? { container: name } : undefined;
}

/** Its command has been there to be run, whatever became of it. */
function hasRun({ state, lastState }: ExplainedContainer): boolean {
  const run = state.kind === 'terminated' ? state : lastState;
  return run?.kind === 'terminated' && !hasNeverRun(run.reason);
}
