import type { Pod, PodCondition, PodEvent } from '../../kubernetes/api.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import { eventsOf, type Occurrence } from '../../kubernetes/events.ts';
import { conditionOf } from '../../kubernetes/pod-status.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';
import type { KubeletView } from '../kubelet/kubelet-view.ts';
import type { Outcome, Verdict, VerdictCode } from './codes.ts';

/** What a verdict is made from. */
export interface Situation {
  readonly pod: Pod;
  readonly events: readonly PodEvent[];
  readonly now: number;
  readonly view: KubeletView;
  /** All containers in start order. */
  readonly containers: readonly ExplainedContainer[];
}

/** A verdict whose lists may be left out. */
export interface Finding {
  readonly code: VerdictCode;
  readonly outcome: Outcome;
  readonly container?: string | undefined;
  readonly since?: number | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly holdsBack?: readonly string[];
  readonly evidence?: readonly string[];
}

export function verdict(finding: Finding): Verdict {
  const { code, outcome, container, since, reason, message, holdsBack, evidence } = finding;
  return {
    code,
    outcome,
    ...(container !== undefined && { container }),
    ...(since !== undefined && { since }),
    ...(reason && { reason }),
    ...(message && { message }),
    holdsBack: holdsBack ?? [],
    evidence: evidence ?? [],
  };
}

/** Everything that starts, in order: what a stage before the first container holds back. */
export function startingNames({ containers }: Situation): readonly string[] {
  return containers
    .filter(({ container }) => container.role !== 'ephemeral')
    .map(({ container }) => container.name);
}

export function condition({ pod }: Situation, type: string): PodCondition | undefined {
  return conditionOf(pod, type);
}

export function isTrue(situation: Situation, type: string): boolean {
  return condition(situation, type)?.status === 'True';
}

/** The newest event of the given reasons, about a container or, without one, about the Pod. */
export function newestEvent(
  { events }: Situation,
  reasons: readonly string[],
  container?: PodContainer,
): Occurrence | undefined {
  return eventsOf(events, container)
    .filter(({ reason }) => reasons.includes(reason))
    .reduce<Occurrence | undefined>(
      (newest, each) => ((each.last ?? 0) >= (newest?.last ?? 0) ? each : newest),
      undefined,
    );
}

export function outlasts(since: number | undefined, now: number, patience: number): boolean {
  return since !== undefined && now - since > patience;
}
