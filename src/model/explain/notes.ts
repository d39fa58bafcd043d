import type { PodContainer } from '../kubernetes/containers.ts';
import { hasFinalPhase } from '../kubernetes/pod-status.ts';
import { initFailureFailsPod, initRunFailed, shouldRestart } from '../kubernetes/restart-policy.ts';
import { parseTimestamp } from '../kubernetes/time.ts';
import { endlessCommandOf } from './command/never-ends.ts';
import { type WaitingPattern, waitingPatternOf } from './command/waiting-pattern.ts';
import type { Note } from './explanation.ts';
import { imageNotApplied } from './image-change.ts';
import { backoffWasReset } from './kubelet/backoff.ts';
import type { ExplainedContainer } from './kubelet/explained-container.ts';
import { killOf, wasChanged } from './kubelet/kills.ts';
import {
  deadline,
  failedEphemeral,
  failsToo,
  helperInForecast,
  reinitialized,
  resizePending,
  shutdownOrder,
  stoppedSidecars,
} from './pod-notes.ts';
import { serviceFindings } from './verdict/awaited.ts';
import { traitsOf, type Verdict } from './verdict/codes.ts';
import { probesLater, waitsForLater } from './verdict/deadlock.ts';
import type { Situation } from './verdict/situation.ts';

/**
 * What a reader of this Pod should know beside the verdict; nothing that does not apply to it.
 * Without a verdict it is a manifest, and the notes are about what will be.
 */
export function notesOf(
  situation: Situation,
  verdict: Verdict | undefined,
  eventsUnreadable?: string,
): readonly Note[] {
  return [
    ...situation.containers.flatMap((each) => containerNotes(situation, verdict, each)),
    ...reinitialized(situation, verdict),
    ...(verdict ? stoppedSidecars(situation) : helperInForecast(situation)),
    ...failsToo(situation, verdict),
    ...resizePending(situation),
    ...failedEphemeral(situation, verdict),
    ...deadline(situation, verdict),
    ...shutdownOrder(situation, verdict),
    ...missingEvents(situation, verdict, eventsUnreadable),
  ];
}

function containerNotes(
  situation: Situation,
  verdict: Verdict | undefined,
  each: ExplainedContainer,
): readonly Note[] {
  const { container } = each;
  const notes = [...inferredCompletion(each), ...imageChange(situation, each)];
  if (isOver(situation, verdict)) return notes;
  const isSaid = verdict?.container === container.name && verdict.outcome !== 'healthy';
  if (!isSaid) notes.push(...restartedForChange(situation, each));
  if (backoffWasReset(container)) {
    notes.push({ code: 'backoff-was-reset', container: container.name });
  }
  if (container.role === 'sidecar') {
    const later = each.gate.passed ? undefined : probesLater(situation, each);
    if (later) notes.push({ code: 'probes-later', container: container.name, ...later });
    notes.push(...sidecarNotes(each));
  }
  if (!verdict || isSaid) notes.push(...restartRules(each));
  if (container.role === 'init') notes.push(...initNotes(situation, verdict, each));
  return notes;
}

/** Nothing will start any more, so how things start is beside the point. */
function isOver({ pod }: Situation, verdict: Verdict | undefined): boolean {
  const isEnding = verdict?.code === 'DeadlineExceeded' || verdict?.code === 'Completing';
  return isEnding || Boolean(pod.metadata.deletionTimestamp) || hasFinalPhase(pod);
}

/** R26: a changed sidecar or app container is killed and started anew, under any policy. */
function restartedForChange(
  { events }: Situation,
  { container, state, lastState }: ExplainedContainer,
): readonly Note[] {
  if (state.kind !== 'running' || lastState?.kind !== 'terminated') return [];
  const kill = killOf(container, lastState, events);
  if (!wasChanged(kill)) return [];
  const isResize = kill?.by === 'resize';
  return [
    { code: 'restarted-for-change', container: container.name, ...(isResize && { isResize }) },
  ];
}

/** R22, R24: what lets the next container start, where a reader may expect more. */
function sidecarNotes({
  container,
  gate,
  ready,
  state,
  latest,
}: ExplainedContainer): readonly Note[] {
  const { name, spec } = container;
  const notes: Note[] = [];
  const isUp = state.kind === 'running';
  if (spec.readinessProbe && (!spec.startupProbe || (isUp && !ready))) {
    notes.push({ code: 'readiness-does-not-gate', container: name });
  } else if (!spec.startupProbe && !spec.lifecycle?.postStart) {
    // A postStart hook holds the next container back too.
    notes.push({ code: 'sidecar-without-startup-probe', container: name });
  }
  const isDown = state.kind !== 'unknown' && latest.kind !== 'running';
  if (gate.passed && isDown) notes.push({ code: 'gate-already-passed', container: name });
  return notes;
}

function initNotes(
  situation: Situation,
  verdict: Verdict | undefined,
  each: ExplainedContainer,
): readonly Note[] {
  const { container, gate } = each;
  const { name, spec } = container;
  const notes: Note[] = [];
  if (spec.ports?.length) notes.push({ code: 'init-ports-not-in-service', container: name });
  if (gate.passed) return notes;
  const isBlocking = verdict?.container === name;
  const hasEnded = isBlocking && verdict.outcome !== 'progressing' && each.latest.kind === 'exited';
  if (initFailureFailsPod(container, situation.pod.spec.restartPolicy)) {
    // What has happened needs no foretelling.
    if (hasEnded) return notes;
    notes.push({ code: 'failure-fails-pod', container: name });
  } else if (isBlocking) {
    notes.push(...retriedFailure(situation, container));
  }
  if (!verdict || (isBlocking && traitsOf(verdict.code).doesItsWork)) {
    const endless = endlessCommandOf(spec);
    if (endless) return [...notes, { code: 'never-ends', container: name, command: endless }];
    const later = waitsForLater(situation, each);
    if (later) return [...notes, { code: 'waits-for-later', container: name, ...later }];
  }
  const pattern = waitingPatternOf(spec, situation.pod.metadata.namespace);
  if (pattern && (!verdict || (isBlocking && isAtWork(pattern, verdict, situation.now)))) {
    const services = serviceFindings(situation, pattern);
    notes.push({
      code: 'waiting-pattern',
      container: name,
      ...pattern,
      ...(services.length > 0 && { services }),
    });
  }
  return notes;
}

/** What the exit code alone decides, before the policies (pkg/api/v1/pod/util.go). */
function restartRules({ container }: ExplainedContainer): readonly Note[] {
  const rules = (container.spec.restartPolicyRules ?? []).flatMap(({ action, exitCodes }) =>
    exitCodes ? [{ action, operator: exitCodes.operator, exitCodes: exitCodes.values ?? [] }] : [],
  );
  return rules.length > 0 ? [{ code: 'restart-rules', container: container.name, rules }] : [];
}

/**
 * Before a container is at work, what it would do is beside the point. A command that failed, or
 * that runs for longer than it sleeps, is at something else.
 */
function isAtWork(
  { pattern, seconds = Infinity }: WaitingPattern,
  { code, since = Infinity }: Verdict,
  now: number,
): boolean {
  if (!traitsOf(code).doesItsWork) return false;
  return pattern !== 'sleep' || (code !== 'InitBackoff' && now - since <= seconds * 1000);
}

/** R3: `Always` of the Pod acts as OnFailure for init containers. */
function retriedFailure({ pod }: Situation, container: PodContainer): readonly Note[] {
  const { state, lastState } = container.status ?? {};
  const run = state?.terminated ?? lastState?.terminated;
  const { restartPolicy } = pod.spec;
  // Rules, if there are any, say it themselves.
  if (run?.reason === 'RestartingAllContainers' || container.spec.restartPolicyRules) return [];
  if (!run || !initRunFailed(run) || !shouldRestart(container, restartPolicy, run)) return [];
  const policy = container.spec.restartPolicy ?? restartPolicy ?? 'Always';
  return [{ code: 'restarts-on-failure', container: container.name, policy }];
}

/**
 * Completed by the kubelet's inference: it no longer has the container, but an app container
 * exists (pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses). The init container does
 * not run again (R10).
 */
function inferredCompletion({ container }: ExplainedContainer): Note[] {
  const end = container.status?.state?.terminated;
  const isInferred =
    container.role === 'init' &&
    end?.exitCode === 0 &&
    parseTimestamp(end.startedAt) === undefined &&
    parseTimestamp(end.finishedAt) === undefined;
  return isInferred ? [{ code: 'inferred-completion', container: container.name }] : [];
}

/** R10: a new image of an init container that has run is not applied. */
function imageChange({ pod, events }: Situation, each: ExplainedContainer): Note[] {
  const image = imageNotApplied(pod, each, events);
  const { name } = each.container;
  return image === undefined ? [] : [{ code: 'image-change-not-applied', container: name, image }];
}

function missingEvents(
  situation: Situation,
  verdict: Verdict | undefined,
  unreadable?: string,
): readonly Note[] {
  if (unreadable !== undefined) return [{ code: 'events-unreadable', reason: unreadable }];
  // The first events come with the node; the API server forgets them after an hour.
  const hasHad = Boolean(situation.pod.status?.startTime);
  const matter = verdict?.outcome === 'stuck' || verdict?.outcome === 'progressing';
  return hasHad && matter && situation.events.all.length === 0 ? [{ code: 'events-missing' }] : [];
}
