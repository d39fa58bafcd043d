import { isAbsentReason } from '../../kubernetes/container-state.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';
import type { Verdict } from '../verdict/codes.ts';
import type { Seen } from './until.ts';

/** Something that became other than it was; what it is now stands in the explanation. */
export type PodChange =
  /** What the headline says: also of the first look at a Pod. */
  | { readonly code: 'verdict' }
  | { readonly code: 'container'; readonly container: string }
  /** The Pod is gone; the explanation is the last one of it. */
  | { readonly code: 'deleted' };

/**
 * What has changed since the look before. Time that merely goes by is no change; what becomes of
 * it, such as a step that lasts too long, is.
 */
export function changesSince(before: Seen | undefined, now: Seen): readonly PodChange[] {
  if (now.isDeleted) return [{ code: 'deleted' }];
  const { explanation } = now;
  if (before === undefined) return [{ code: 'verdict' }];
  const old = new Map(
    before.explanation.containers.map((each) => [each.container.name, stateKey(each)]),
  );
  const changed = explanation.containers.filter(
    (each) => old.get(each.container.name) !== stateKey(each),
  );
  return [
    ...changed.map(({ container }) => ({ code: 'container' as const, container: container.name })),
    ...(isOtherVerdict(before.explanation.verdict, explanation.verdict)
      ? [{ code: 'verdict' as const }]
      : []),
  ];
}

type Said = Pick<Verdict, 'code' | 'outcome' | 'container' | 'reason' | 'message'>;

/** Whether a headline says something else, not only that it has lasted longer. */
export function isOtherVerdict(before: Said | undefined, now: Said): boolean {
  return before === undefined || verdictKey(before) !== verdictKey(now);
}

function verdictKey({ code, outcome, container, reason, message }: Said): string {
  return JSON.stringify([code, outcome, container, reason, message]);
}

/** What is told of a container, without what changes as time goes by. */
function stateKey(explained: ExplainedContainer): string {
  const { gate, stale, skipped } = explained;
  const state = isRunning(explained) ? ['running', isUnready(explained)] : restState(explained);
  return JSON.stringify([...state, restartsOf(explained), gate.passed, stale, skipped]);
}

/** An event tells of a start before the status does. */
function isRunning({ state, latest }: ExplainedContainer): boolean {
  return state.kind === 'running' || isUnreported(latest);
}

/** Of those whose readiness counts, as far as it is known. */
function isUnready({ container, latest, ready }: ExplainedContainer): boolean {
  const counts = container.role === 'app' || container.role === 'sidecar';
  return counts && !ready && !isUnreported(latest);
}

function isUnreported(latest: ExplainedContainer['latest']): boolean {
  return latest.kind === 'running' && !latest.reported;
}

function restState({ state }: ExplainedContainer): readonly unknown[] {
  if (state.kind === 'terminated') return [state.kind, state.exitCode, state.reason];
  return ['waiting', state.kind === 'waiting' && !isAbsentReason(state.reason) ? state.reason : ''];
}

/** With a restart that the status does not count yet. */
function restartsOf({ state, lastState, latest, restartCount }: ExplainedContainer): number {
  const hasRun = state.kind === 'terminated' || lastState !== undefined;
  return isUnreported(latest) && hasRun ? restartCount + 1 : restartCount;
}
