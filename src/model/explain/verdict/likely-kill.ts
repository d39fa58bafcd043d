import type { ContainerState } from '../../kubernetes/container-state.ts';
import { type Kill, probeFailure, probeKills } from '../kubelet/kills.ts';
import { probeGraceSeconds, startupBudget } from '../kubelet/probe-budget.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import type { Situation } from './situation.ts';

type Terminated = Extract<ContainerState, { kind: 'terminated' }>;

/**
 * The kubelet drops events of a Pod that has many (client-go tools/record/events_cache.go), those
 * of kills too, and files seldom have any. A run that a signal ended is laid to a probe that has
 * killed the container before, or to a startup probe if the run lasted just as long as that may
 * fail.
 */
export function likelyKill(
  situation: Pick<Situation, 'pod' | 'events'>,
  { container, started }: ContainerHistory,
  end: Terminated,
): Kill | undefined {
  if (end.exitCode !== SIGKILL && end.exitCode !== SIGTERM) return undefined;
  const { events } = situation;
  const { startupProbe, livenessProbe } = container.spec;
  if (startupProbe && !started) {
    const span = spanOfStart(situation, container, end);
    const hasFailed = probeFailure(container, 'startup', events) !== undefined;
    if (hasFailed && span.isPossible) return { by: 'startup', inferred: true };
    if (span.isExact && events.all.length === 0) {
      return { by: 'startup', inferred: true, unseen: true };
    }
  }
  const hasKilled = livenessProbe && probeKills(container, 'liveness', events) > 0;
  return hasKilled ? { by: 'liveness', inferred: true } : undefined;
}

const SIGKILL = 137;
const SIGTERM = 143;

/** Start and end are cut to whole seconds, and both take a moment. */
const CLOCK_SECONDS = 2;

/** Whether a startup probe that only failed may have ended the run, or has ended such a run just so. */
function spanOfStart(
  { pod, events }: Pick<Situation, 'pod' | 'events'>,
  container: ContainerHistory['container'],
  { exitCode, startedAt, finishedAt }: Terminated,
) {
  const { earliestSeconds, latestSeconds } = startupBudget(container, events);
  const grace = probeGraceSeconds(container, pod);
  const seconds = ((finishedAt ?? Number.NaN) - (startedAt ?? Number.NaN)) / 1000;
  const last = latestSeconds + CLOCK_SECONDS;
  const isPossible = seconds >= earliestSeconds && seconds <= last + grace;
  // SIGKILL comes when the whole grace period has not been enough.
  const isExact =
    exitCode === SIGKILL
      ? seconds >= earliestSeconds + grace && seconds <= last + grace
      : seconds >= earliestSeconds && seconds <= last;
  return { isPossible, isExact };
}
