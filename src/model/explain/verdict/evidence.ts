import type { PodCondition } from '../../kubernetes/api.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import type { EventOccurrence } from '../../kubernetes/events.ts';

/** `status.containerStatuses[web].state.waiting.reason = ErrImagePull`, by name, not by index. */
export function statusField(
  { role, name }: PodContainer,
  path: string,
  value: string | number | boolean,
): string {
  return `status.${STATUS_LISTS[role]}[${name}].${path} = ${value}`;
}

const STATUS_LISTS = {
  init: 'initContainerStatuses',
  sidecar: 'initContainerStatuses',
  app: 'containerStatuses',
  ephemeral: 'ephemeralContainerStatuses',
} as const;

/** The container's state in the field that decides: its reason, exit code or start. */
export function stateField(container: PodContainer): readonly string[] {
  const { waiting, running, terminated } = container.status?.state ?? {};
  if (waiting) return [statusField(container, 'state.waiting.reason', waiting.reason ?? '""')];
  if (running) {
    return [statusField(container, 'state.running.startedAt', running.startedAt ?? 'null')];
  }
  if (terminated) {
    return [
      statusField(container, 'state.terminated.exitCode', terminated.exitCode),
      ...(terminated.reason
        ? [statusField(container, 'state.terminated.reason', terminated.reason)]
        : []),
    ];
  }
  return [];
}

/** When the run ended, where that is what decides. */
export function finishField(container: PodContainer): readonly string[] {
  const finishedAt = container.status?.state?.terminated?.finishedAt;
  return finishedAt ? [statusField(container, 'state.terminated.finishedAt', finishedAt)] : [];
}

/** The run before the present state, where that is what failed. */
export function lastStateField(container: PodContainer): readonly string[] {
  const last = container.status?.lastState?.terminated;
  if (!last) return [];
  const reason = last.reason
    ? [statusField(container, 'lastState.terminated.reason', last.reason)]
    : [];
  return [statusField(container, 'lastState.terminated.exitCode', last.exitCode), ...reason];
}

/** A condition as evidence; nothing where there is none. */
export function conditionField(condition: PodCondition | undefined): readonly string[] {
  if (!condition) return [];
  const { type, status, reason } = condition;
  return [`status.conditions[${type}] = ${status}${reason ? ` (${reason})` : ''}`];
}

/** An event as evidence; nothing where there is none. */
export function eventField(event: EventOccurrence | undefined): readonly string[] {
  if (!event) return [];
  const { reason, fieldPath, count } = event;
  return [
    `event ${reason}${fieldPath ? ` of ${fieldPath}` : ''}${count > 1 ? ` (x${count})` : ''}`,
  ];
}
