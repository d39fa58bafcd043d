import type { PodContainer } from '../kubernetes/containers.ts';
import { hasFinalPhase } from '../kubernetes/pod-status.ts';
import { initFailureFailsPod, initRunFailed, shouldRestart } from '../kubernetes/restart-policy.ts';
import { parseTimestamp } from '../kubernetes/time.ts';
import { type WaitingPattern, waitingPatternOf } from './command/waiting-pattern.ts';
import type { Note } from './explanation.ts';
import { imageNotApplied } from './image-change.ts';
import { backoffWasReset } from './kubelet/backoff.ts';
import type { ExplainedContainer } from './kubelet/explained-container.ts';
import { traitsOf, type Verdict, type VerdictCode } from './verdict/codes.ts';
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
    ...reinitialized(situation),
    ...deadline(situation),
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
  if (isOver(situation)) return notes;
  if (backoffWasReset(container.status)) {
    notes.push({ code: 'backoff-was-reset', container: container.name });
  }
  if (container.role === 'sidecar') notes.push(...sidecarNotes(each));
  if (container.role === 'init') notes.push(...initNotes(situation, verdict, each));
  return notes;
}

/** Nothing will start any more, so how things start is beside the point. */
function isOver({ pod }: Situation): boolean {
  return Boolean(pod.metadata.deletionTimestamp) || hasFinalPhase(pod);
}

/** R22, R24: what lets the next container start, where a reader may expect more. */
function sidecarNotes({ container, gate, ready, state }: ExplainedContainer): readonly Note[] {
  const { name, spec } = container;
  const notes: Note[] = [];
  const isUp = state.kind === 'running';
  if (spec.readinessProbe && (!spec.startupProbe || (isUp && !ready))) {
    notes.push({ code: 'readiness-does-not-gate', container: name });
  } else if (!spec.startupProbe && !spec.lifecycle?.postStart) {
    // A postStart hook holds the next container back too.
    notes.push({ code: 'sidecar-without-startup-probe', container: name });
  }
  const isDown = state.kind === 'terminated' || state.kind === 'waiting';
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
  if (initFailureFailsPod(container, situation.pod.spec.restartPolicy)) {
    notes.push({ code: 'failure-fails-pod', container: name });
  } else if (isBlocking) {
    notes.push(...retriedFailure(situation, container));
  }
  const pattern = waitingPatternOf(spec, situation.pod.metadata.namespace);
  if (pattern && (!verdict || (isBlocking && isAtWork(pattern, verdict, situation.now)))) {
    notes.push({ code: 'waiting-pattern', container: name, ...pattern });
  }
  return notes;
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
  if (run?.reason === 'RestartingAllContainers') return [];
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

/**
 * R11: a plain init container that succeeded before runs twice only with the whole Pod. The
 * kubelet overwrites how it ended where it removed all containers to restart them in place
 * (pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses).
 */
function reinitialized({ containers }: Situation): readonly Note[] {
  const again = containers.filter(({ container, restartCount, lastState }) => {
    const isAgain =
      lastState?.kind === 'terminated' &&
      (!initRunFailed(lastState) || lastState.reason === 'RestartingAllContainers');
    return container.role === 'init' && restartCount > 0 && isAgain;
  });
  const names = again.map(({ container }) => container.name);
  return names.length > 0 ? [{ code: 'reinitialized', containers: names }] : [];
}

/** R12: counted from status.startTime, init time included (pkg/kubelet/active_deadline.go). */
function deadline(situation: Situation): readonly Note[] {
  const { spec, status } = situation.pod;
  const start = parseTimestamp(status?.startTime);
  const seconds = spec.activeDeadlineSeconds;
  if (start === undefined || seconds === undefined || isOver(situation)) return [];
  return [{ code: 'deadline', at: start + seconds * 1000, seconds }];
}

/**
 * R27: app containers first, then sidecars in reverse order
 * (pkg/kubelet/kuberuntime/kuberuntime_termination_order.go).
 */
function shutdownOrder(situation: Situation, verdict: Verdict | undefined): readonly Note[] {
  const applies = !verdict || STOPPING.has(verdict.code);
  const named = (role: string) =>
    situation.containers
      .filter(({ container }) => container.role === role)
      .map(({ container }) => container.name);
  const sidecars = named('sidecar').toReversed();
  if (!applies || sidecars.length === 0) return [];
  return [{ code: 'shutdown-order', containers: [...named('app'), ...sidecars] }];
}

const STOPPING: ReadonlySet<VerdictCode> = new Set([
  'Terminating',
  'TerminatingOverdue',
  'Completing',
]);

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
