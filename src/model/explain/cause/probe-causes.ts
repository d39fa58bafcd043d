import { deadlineOf } from '../../kubernetes/pod-status.ts';
import { probeFailure } from '../kubelet/kills.ts';
import { startupBudget } from '../kubelet/probe-budget.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import { isProbeErroring, isProbeOverdue, runningSince } from '../verdict/running.ts';
import type { Situation } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';

/** Of a container that runs and whose startup probe has not passed. */
export function startupCauses(situation: Situation, blamed: ContainerHistory): readonly Cause[] {
  const { container, started, latest } = blamed;
  const { name, spec } = container;
  if (!spec.startupProbe || started || latest.kind !== 'running') return [];
  const since = runningSince(situation, blamed);
  const { earliestSeconds, latestSeconds } = startupBudget(container, situation.events);
  if (isProbeErroring(situation, blamed)) {
    const { message } = probeFailure(container, 'startup', situation.events) ?? {};
    return [{ code: 'probe-errors', container: name, ...(message && { message }) }];
  }
  if (isProbeOverdue(situation, blamed)) {
    return [{ code: 'probe-overdue', container: name, seconds: latestSeconds - 1 }];
  }
  const failure = probeFailure(container, 'startup', situation.events);
  const isOfRun = failure?.at !== undefined && since !== undefined && failure.at >= since;
  const isCounted = isOfRun && (failure?.since ?? 0) >= since;
  // Of a sidecar the next start tells when it is killed.
  const mayBeKilled = container.role === 'app' && since !== undefined && !latest.replaced;
  // R12: the end of the Pod may come before.
  const deadline = deadlineOf(situation.pod) ?? Infinity;
  const tellsKill = mayBeKilled && since + earliestSeconds * 1000 < deadline;
  if (!failure && !tellsKill) return [];
  return [
    {
      code: 'probe-fails',
      container: name,
      probe: 'startup',
      hasFailed: failure !== undefined,
      ...(isCounted && { failures: failure.count }),
      threshold: spec.startupProbe.failureThreshold ?? 3,
      ...(failure?.message && { message: failure.message }),
      ...(tellsKill && {
        killEarliest: since + earliestSeconds * 1000,
        killLatest: since + latestSeconds * 1000,
      }),
    },
  ];
}
