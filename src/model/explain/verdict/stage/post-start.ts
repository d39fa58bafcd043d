import { eventsOf } from '../../../kubernetes/events.ts';
import { HOOK_FAILED, hookFailures } from '../../kubelet/kills.ts';
import type { ContainerHistory } from '../../timeline/history.ts';
import type { Verdict } from '../codes.ts';
import { eventField } from '../evidence.ts';
import { PATIENCE } from '../patience.ts';
import { runningEvidence, runningSince } from '../running.ts';
import { containerVerdict, newestEvent, outlasts, type Situation } from '../situation.ts';
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
  const { latest } = explained;
  const killedAt = latest.kind === 'running' ? latest.killedAt : undefined;
  const facts = {
    code: 'PostStartBlocking',
    holdsBack: later.filter((each) => !isRunning(each)).map((each) => each.container.name),
  } as const;
  if (killedAt !== undefined) {
    const failed = newestEvent(situation, [HOOK_FAILED], container);
    return containerVerdict(explained, {
      ...facts,
      outcome: 'stuck',
      since: killedAt,
      reason: HOOK_FAILED,
      evidence: [...runningEvidence(situation, explained), ...eventField(failed)],
    });
  }
  // Work on a later container proves that the hook has returned.
  if (later.some((each) => hasSignSince(situation, each, since))) return undefined;
  const hasFailed = hookFailures(container, situation.events) !== undefined;
  return containerVerdict(explained, {
    ...facts,
    // A hook that has failed before is no better for being tried again.
    outcome: hasFailed || outlasts(since, now, PATIENCE.postStart) ? 'stuck' : 'progressing',
    since,
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
