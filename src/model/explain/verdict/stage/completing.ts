import { conditionOf, graceSecondsOf } from '../../../kubernetes/pod-status.ts';
import { shouldRestart } from '../../../kubernetes/restart-policy.ts';
import { parseTimestamp } from '../../../kubernetes/time.ts';
import type { ExplainedContainer } from '../../kubelet/explained-container.ts';
import type { Verdict } from '../codes.ts';
import { conditionField, stateField } from '../evidence.ts';
import { PATIENCE } from '../patience.ts';
import { looksLikeHelper } from '../serving-container.ts';
import { containerVerdict, outlasts, podVerdict, type Situation } from '../situation.ts';
import { latest } from './termination.ts';

/** An app container that has ended and will not be started again. */
export function isDone({ pod }: Situation, { container, stale }: ExplainedContainer): boolean {
  const end = container.status?.state?.terminated;
  if (!end || stale || container.role !== 'app') return false;
  return !shouldRestart(container, pod.spec.restartPolicy, end);
}

/**
 * Some app containers are done for good. If all are, the kubelet stops the sidecars, within the
 * grace period, and then writes the final phase (R25). If others run, the Pod waits for them, a
 * helper of an ordinary kind included, for ever if need be.
 */
export function completingVerdict(situation: Situation): Verdict | undefined {
  const { pod, now, containers } = situation;
  const done = containers.filter((each) => isDone(situation, each));
  if (done.length === 0) return undefined;
  const runs = (role: string) =>
    containers.filter(
      ({ container, state }) => container.role === role && state.kind === 'running',
    );
  const apps = runs('app');
  const sidecars = runs('sidecar');
  const since = latest(
    done.map(({ state }) => (state.kind === 'terminated' ? state.finishedAt : 0)),
  );
  const graceSeconds = graceSecondsOf(pod);
  const isOverdue =
    apps.length === 0 && outlasts(since, now, graceSeconds * 1000 + PATIENCE.termination);
  const isHeld =
    apps.length > 0 && apps.every(looksLikeHelper) && outlasts(since, now, PATIENCE.helper);
  const failed = done.find(({ state }) => state.kind === 'terminated' && state.exitCode !== 0);
  // Which of several sidecars is waited for is not told: the status stands still meanwhile.
  const [awaited] = apps.length > 0 ? apps : sidecars.length === 1 ? sidecars : [];
  const culprit = failed ?? done[0];
  // One that its own restartPolicy lets end, in a Pod that goes on for ever all the same.
  if (culprit && apps.length > 0 && (pod.spec.restartPolicy ?? 'Always') === 'Always') {
    return endedInLastingPod(situation, culprit);
  }
  const decisive = culprit?.container.status?.state?.terminated;
  const facts = {
    code: 'Completing',
    outcome: isOverdue || isHeld ? 'stuck' : 'progressing',
    since: since || undefined,
    reason: decisive?.reason,
    message: decisive?.message,
    evidence: [...done, ...(awaited ? [awaited] : [])].flatMap(({ container }) =>
      stateField(container),
    ),
  } as const;
  return awaited ? containerVerdict(awaited, facts) : podVerdict(facts);
}

/** Ready wants every container to be ready, and this one never will be again. */
function endedInLastingPod(situation: Situation, ended: ExplainedContainer): Verdict {
  const ready = conditionOf(situation.pod, 'Ready');
  return containerVerdict(ended, {
    code: 'NotReady',
    outcome: 'stuck',
    since: parseTimestamp(ready?.lastTransitionTime),
    reason: ready?.reason,
    evidence: [...stateField(ended.container), ...conditionField(ready)],
  });
}

/** Whether nothing but sidecars is left: then a lost sandbox is the end, not a new beginning. */
export function areAllAppsDone(situation: Situation): boolean {
  return situation.containers
    .filter(({ container }) => container.role === 'app')
    .every((each) => isDone(situation, each));
}
