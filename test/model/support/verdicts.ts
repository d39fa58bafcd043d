import type { Pod, PodCondition, PodEvent, PodStatus } from '../../../src/model/kubernetes/api.ts';
import { explainLive } from '../../support/explain-live.ts';
import { at, type PodParts, pod, sandbox, timestamp } from './pods.ts';

export interface Moment extends PodParts {
  readonly phase?: PodStatus['phase'];
  readonly reason?: string;
  readonly message?: string;
  readonly conditions?: readonly PodCondition[];
  readonly metadata?: Partial<Pod['metadata']>;
  readonly events?: readonly PodEvent[];
  /** Seconds; 10 unless given. */
  readonly now?: number;
}

/** An acknowledged Pod whose sandbox is ready since second 0, explained at `now`. */
export function explained(moment: Moment) {
  const { phase = 'Pending', reason, message, conditions = [], metadata, ...rest } = moment;
  const { events = [], now = 10, ...parts } = rest;
  const built = pod(parts);
  const hasSandbox = conditions.some(({ type }) => type === 'PodReadyToStartContainers');
  const status: PodStatus = {
    startTime: timestamp(0),
    ...built.status,
    phase,
    ...(reason && { reason }),
    ...(message && { message }),
    conditions: hasSandbox ? conditions : [sandbox('True', 0), ...conditions],
    ...parts.status,
  };
  const whole: Pod = {
    ...built,
    metadata: { ...built.metadata, creationTimestamp: timestamp(0), ...metadata },
    status,
  };
  return explainLive({ pod: whole, events, now: at(now) });
}

export function verdictAt(moment: Moment) {
  return explained(moment).verdict;
}

/** The verdict in three words: code, outcome, container. */
export function headline(moment: Moment): readonly (string | undefined)[] {
  const { code, outcome, container } = verdictAt(moment);
  return container === undefined ? [code, outcome] : [code, outcome, container];
}

export function condition(
  type: string,
  status: PodCondition['status'],
  second = 0,
  reason?: string,
  message?: string,
): PodCondition {
  return {
    type,
    status,
    lastTransitionTime: timestamp(second),
    ...(reason && { reason }),
    ...(message && { message }),
  };
}

export function podEvent(reason: string, second: number, message = ''): PodEvent {
  return {
    reason,
    type: 'Warning',
    message,
    count: 1,
    firstTimestamp: timestamp(second),
    lastTimestamp: timestamp(second),
    involvedObject: { kind: 'Pod', name: 'web', namespace: 'default' },
  };
}
