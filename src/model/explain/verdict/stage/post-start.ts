import { eventsOf } from '../../../kubernetes/events.ts';
import type { ContainerHistory } from '../../timeline/history.ts';
import type { Verdict } from '../codes.ts';
import { PATIENCE } from '../patience.ts';
import { runningEvidence, runningSince } from '../running.ts';
import { containerVerdict, outlasts, type Situation } from '../situation.ts';
import { isRunning, isRunningUnreported } from '../trouble.ts';

/**
 * The kubelet writes no status while it waits for a postStart hook, and starts nothing else in
 * this Pod: only the Started event tells (pkg/kubelet/kuberuntime/kuberuntime_container.go,
 * startContainer).
 */
export function postStartVerdict(
  situation: Situation,
  explained: ContainerHistory,
): Verdict | undefined {
  const { container } = explained;
  const hasHook = Boolean(container.spec.lifecycle?.postStart);
  if (!hasHook || !isRunningUnreported(explained)) return undefined;
  const since = runningSince(situation, explained);
  const { containers, now } = situation;
  const later = containers
    .slice(containers.indexOf(explained) + 1)
    .filter((each) => each.container.role !== 'ephemeral');
  // Work on a later container proves that the hook has returned.
  if (later.some((each) => hasSignSince(situation, each, since))) return undefined;
  return containerVerdict(explained, {
    code: 'PostStartBlocking',
    outcome: outlasts(since, now, PATIENCE.postStart) ? 'stuck' : 'progressing',
    since,
    holdsBack: later.filter((each) => !isRunning(each)).map((each) => each.container.name),
    evidence: runningEvidence(situation, explained),
  });
}

/** A sidecar whose hook runs counts as running, yet the kubelet cannot start the next one. */
export function sidecarHookVerdict(situation: Situation): Verdict | undefined {
  for (const explained of situation.containers) {
    const isSidecar = explained.container.role === 'sidecar';
    const found = isSidecar ? postStartVerdict(situation, explained) : undefined;
    if (found) return found;
  }
  return undefined;
}

function hasSignSince(
  { events }: Situation,
  { container }: ContainerHistory,
  since = Infinity,
): boolean {
  return eventsOf(events, container).some(({ last = -Infinity }) => last >= since);
}
