import type { ContainerStateFields, ContainerStatus } from '../../src/model/kubernetes/api.ts';
import type { Sample } from '../support/histories.ts';

/** All that is given has to hold. */
export interface Condition {
  /** Columns of `kubectl get pod`. */
  readonly status?: string;
  readonly ready?: string;
  readonly phase?: string;
  /** A Pod condition that is True. */
  readonly isTrue?: string;
  /** The container that the next three are about. */
  readonly container?: string;
  /** `stopped` is waiting or terminated: which of the two a back-off shows is a matter of luck. */
  readonly state?: 'waiting' | 'running' | 'terminated' | 'stopped';
  readonly reason?: string;
  /** At least so many. */
  readonly restarts?: number;
  /** Reason of an event, of the container if one is given. */
  readonly event?: string;
  /** The Pod no longer exists. */
  readonly gone?: boolean;
  /** Seconds for which all of it has to hold without a break. */
  readonly for?: number;
}

export function holds(condition: Condition, sample: Sample | undefined, isGone: boolean): boolean {
  if (!sample) return false;
  const { pod, row } = sample;
  const checks: readonly boolean[] = [
    isGone === (condition.gone ?? false),
    same(condition.status, row.status),
    same(condition.ready, row.ready),
    same(condition.phase, pod.status?.phase),
    condition.isTrue === undefined || hasCondition(sample, condition.isTrue),
    condition.event === undefined || hasEvent(sample, condition),
    !isAboutContainer(condition) || holdsForContainer(condition, sample),
  ];
  return checks.every(Boolean);
}

function same(wanted: string | undefined, found: string | undefined): boolean {
  return wanted === undefined || wanted === found;
}

function hasCondition({ pod }: Sample, type: string): boolean {
  const found = pod.status?.conditions?.find((condition) => condition.type === type);
  return found?.status === 'True';
}

function hasEvent({ events }: Sample, { event, container }: Condition): boolean {
  return events.some(
    ({ reason, involvedObject }) =>
      reason === event &&
      (container === undefined || involvedObject?.fieldPath?.endsWith(`{${container}}`)),
  );
}

function isAboutContainer({ state, reason, restarts }: Condition): boolean {
  return state !== undefined || reason !== undefined || restarts !== undefined;
}

function holdsForContainer(condition: Condition, sample: Sample): boolean {
  const status = statusesOf(sample).find(({ name }) => name === condition.container);
  if (!status) return false;
  const { state = {}, restartCount = 0 } = status;
  return (
    isInState(condition.state, state) &&
    same(condition.reason, state.waiting?.reason ?? state.terminated?.reason) &&
    restartCount >= (condition.restarts ?? 0)
  );
}

function isInState(wanted: Condition['state'], state: ContainerStateFields): boolean {
  if (wanted === undefined) return true;
  if (wanted === 'stopped') return state.running === undefined;
  return state[wanted] !== undefined;
}

function statusesOf({ pod }: Pick<Sample, 'pod'>): readonly ContainerStatus[] {
  const { status = {} } = pod;
  return [
    ...(status.initContainerStatuses ?? []),
    ...(status.containerStatuses ?? []),
    ...(status.ephemeralContainerStatuses ?? []),
  ];
}
