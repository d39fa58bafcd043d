import type { Pod, Probe } from '../../kubernetes/api.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import type { EventIndex } from '../../kubernetes/events.ts';
import { graceSecondsOf } from '../../kubernetes/pod-status.ts';
import { probeFailure } from './kills.ts';

/** When a startup probe that only fails gets its container killed, counted from its start. */
export interface ProbeBudget {
  readonly earliestSeconds: number;
  readonly latestSeconds: number;
}

/**
 * The kubelet probes on ticks of `periodSeconds`, the first one up to a period after the initial
 * delay, and kills at the failure that makes `failureThreshold`. A probe that runs into its
 * timeout delays the next tick (pkg/kubelet/prober/worker.go); one that is refused does not.
 */
export function startupBudget(container: PodContainer, events: EventIndex): ProbeBudget {
  const probe: Probe = container.spec.startupProbe ?? {};
  // A file may have what the API server refuses.
  const initialDelaySeconds = Math.max(probe.initialDelaySeconds ?? 0, 0);
  const periodSeconds = Math.max(probe.periodSeconds ?? 10, 1);
  const failureThreshold = Math.max(probe.failureThreshold ?? 3, 1);
  const timeoutSeconds = Math.max(probe.timeoutSeconds ?? 1, 1);
  const failure = probeFailure(container, 'startup', events);
  const isQuick = failure !== undefined && !TIMEOUT.test(failure.message);
  const longest = isQuick ? periodSeconds : Math.max(periodSeconds, timeoutSeconds);
  return {
    earliestSeconds: initialDelaySeconds + (failureThreshold - 1) * periodSeconds,
    // One more second, as startedAt is cut to whole ones.
    latestSeconds: initialDelaySeconds + failureThreshold * longest + 1,
  };
}

/** What Go's HTTP client, the kubelet's exec and gRPC probes say of a probe that took too long. */
const TIMEOUT = /timed? ?out|deadline exceeded|Client\.Timeout/i;

/** How long the process has to end once a probe has made the kubelet kill it. */
export function probeGraceSeconds({ spec, status }: PodContainer, pod: Pod): number {
  // The liveness probe begins where the startup probe has succeeded.
  const isStarted = status?.started === true;
  const probe = isStarted ? spec.livenessProbe : (spec.startupProbe ?? spec.livenessProbe);
  return probe?.terminationGracePeriodSeconds ?? graceSecondsOf(pod);
}
