import { initRunFailed } from '../../kubernetes/restart-policy.ts';
import type { ContainerRuns } from './container-runs.ts';

/**
 * For every container the instant from which nothing before it held it back, or undefined if
 * something still does (pkg/kubelet/kuberuntime/kuberuntime_container.go,
 * computeInitContainerActions). `base` is when the first could start. Ephemeral containers wait
 * for nobody and have no turn.
 */
export function startTurns(
  histories: readonly ContainerRuns[],
  base: number | undefined,
): readonly (number | undefined)[] {
  let turn = base;
  let lastInitEnd = -Infinity;
  return histories.map((history, index) => {
    const mine = turn;
    const { role } = history.container;
    if (role === 'ephemeral') return undefined;
    if (role === 'app' || turn === undefined) return mine;

    const pass = role === 'init' ? exitPass(history) : sidecarPass(history, histories[index + 1]);
    // An exit before an earlier init container's is of the previous sandbox and counts no more.
    const isStale = role === 'init' && pass !== undefined && pass < lastInitEnd;
    if (pass === undefined || isStale) {
      turn = undefined;
    } else {
      turn = Math.max(turn, pass);
      if (role === 'init') lastInitEnd = Math.max(lastInitEnd, pass);
    }
    return mine;
  });
}

/** A success of unknown time, as the kubelet infers one, holds nobody: it was long ago. */
const UNKNOWN_PAST = 0;

function exitPass({ state }: ContainerRuns): number | undefined {
  if (state.kind !== 'terminated' || initRunFailed(state)) return undefined;
  return state.finishedAt ?? UNKNOWN_PAST;
}

/**
 * A sidecar lets the next one start once it runs, or once its startup probe passed. When that
 * was is told nowhere; the first trace of the next container is the latest it can have been.
 * What has been passed stays passed.
 */
function sidecarPass(
  { container, firstStart }: ContainerRuns,
  next: ContainerRuns | undefined,
): number | undefined {
  if (!container.spec.startupProbe) return firstStart ?? next?.firstSign;
  const isUp = container.status?.started === true;
  // Of a first run that is not known any more the second is no trace.
  const passed = isUp && !next?.isFirstKnown ? undefined : next?.firstSign;
  return passed ?? (isUp ? firstStart : undefined);
}
