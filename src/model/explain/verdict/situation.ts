import type { Pod } from '../../kubernetes/api.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import {
  type EventIndex,
  type EventOccurrence,
  eventsOf,
  newestOf,
} from '../../kubernetes/events.ts';
import type { FoundService } from '../command/awaited-service.ts';
import type { KubeletView } from '../kubelet/kubelet-view.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import type { FoundClaim } from './claim.ts';
import {
  type ContainerVerdictCode,
  type Outcome,
  type PodVerdictCode,
  type SettledCode,
  traitsOf,
  type Verdict,
} from './codes.ts';

/**
 * All that a verdict, a note or a word about STATUS is made from: the Pod as it was sent, its
 * events, the moment, and one record per container with what the others are worked out from.
 */
export interface Situation {
  readonly pod: Pod;
  readonly events: EventIndex;
  /** The moment of which all of it is true, in milliseconds since the epoch. */
  readonly now: number;
  readonly view: KubeletView;
  /** All containers in start order, ephemeral ones last. */
  readonly containers: readonly ContainerHistory[];
  /** Services that a container waits for, as far as they have been looked up. */
  readonly services: readonly FoundService[];
  /** PersistentVolumeClaims of the Pod, as far as they have been looked at. */
  readonly claims?: readonly FoundClaim[];
  /** The last lines of the run that tells most, where they have been read: untrusted text. */
  readonly output?: {
    readonly container: string;
    /** Of the run before the present one. */
    readonly previous: boolean;
    readonly lines?: readonly string[];
  };
}

interface Facts {
  readonly since?: number | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly holdsBack?: readonly string[];
  readonly evidence?: readonly string[];
}

type OutcomeOf<Code> = [Code] extends [SettledCode]
  ? { readonly outcome?: undefined }
  : { readonly outcome: Outcome };

/** A verdict whose lists may be left out, and whose outcome is given where its code has none. */
type Finding<Code> = Facts & OutcomeOf<Code> & { readonly code: Code };

/** A verdict on the Pod as a whole. */
export function podVerdict<Code extends PodVerdictCode>(finding: Finding<Code>): Verdict {
  const { code } = finding;
  return { code, ...factsFrom(finding) };
}

/** A verdict with a container to blame. */
export function containerVerdict<Code extends ContainerVerdictCode>(
  { container }: { readonly container: PodContainer },
  finding: Finding<Code>,
): Verdict {
  const { code } = finding;
  return { code, container: container.name, ...factsFrom(finding) };
}

function factsFrom(
  finding: Facts & { code: PodVerdictCode | ContainerVerdictCode; outcome?: Outcome | undefined },
) {
  const { code, outcome, since, reason, message, holdsBack, evidence } = finding;
  const settled = traitsOf(code).outcome ?? outcome;
  return {
    // Every code without an outcome of its own is given one, says the type above.
    outcome: settled ?? 'progressing',
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

/** The newest event of the given reasons, about a container or, without one, about the Pod. */
export function newestEvent(
  { events }: Pick<Situation, 'events'>,
  reasons: readonly string[],
  container?: PodContainer,
): EventOccurrence | undefined {
  return newestOf(eventsOf(events, container).filter(({ reason }) => reasons.includes(reason)));
}

/** Whether something that began at `since` has lasted longer than `patience` milliseconds. */
export function outlasts(since: number | undefined, now: number, patience: number): boolean {
  return since !== undefined && now - since > patience;
}
