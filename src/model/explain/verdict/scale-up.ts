import { eventsOf, newestOf } from '../../kubernetes/events.ts';
import type { Situation } from './situation.ts';

/** What an autoscaler of nodes has said of a Pod that no node takes. */
export interface ScaleUp {
  /** Whether it adds a node for it. */
  readonly isAdding: boolean;
  /** The component's name: untrusted text. */
  readonly by: string;
  readonly at?: number;
  readonly message: string;
}

/**
 * The newest word counts: of the cluster-autoscaler (processors/status/eventing_scale_up_processor.go)
 * or of Karpenter, which fails to schedule in its own name.
 */
export function scaleUpOf({ events }: Pick<Situation, 'events'>): ScaleUp | undefined {
  const said = eventsOf(events).filter(
    ({ reason, source }) =>
      ANSWERS.has(reason) || (reason === 'FailedScheduling' && source === 'karpenter'),
  );
  const newest = newestOf(said);
  if (!newest) return undefined;
  const { reason, source, last, message } = newest;
  return {
    isAdding: ANSWERS.get(reason) ?? false,
    by: source || 'The autoscaler',
    ...(last !== undefined && { at: last }),
    message,
  };
}

const ANSWERS: ReadonlyMap<string, boolean> = new Map([
  ['TriggeredScaleUp', true],
  ['Nominated', true],
  ['NotTriggerScaleUp', false],
]);
