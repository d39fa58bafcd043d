import type { ContainerStatus, PodEvent } from '../../src/model/kubernetes/api.ts';
import { containersOf, type PodContainer } from '../../src/model/kubernetes/containers.ts';
import { parseTimestamp } from '../../src/model/kubernetes/time.ts';
import type { Sample } from './histories.ts';

/** A process that the kubelet started, told by its container ID. */
export interface ObservedStart {
  readonly container: string;
  readonly startedAt: number;
  /** How many starts of this container came before. */
  readonly number: number;
  /** The first sample whose status shows it. */
  readonly seenIn: number;
  /** From the event, where it is the container's first start: status times are whole seconds. */
  readonly nanoseconds?: number;
}

/** All starts of a history, in the order they happened. */
export function observedStarts(samples: readonly Sample[]): readonly ObservedStart[] {
  const byContainer = new Map<string, Map<string, Omit<ObservedStart, 'number'>>>();
  for (const [seenIn, sample] of samples.entries()) {
    for (const each of containersOf(sample.pod)) {
      const seen = byContainer.get(each.name) ?? new Map();
      byContainer.set(each.name, seen);
      for (const [id, startedAt] of instancesOf(each.status)) {
        if (!seen.has(id)) seen.set(id, { container: each.name, startedAt, seenIn });
      }
    }
  }
  const last = samples.at(-1);
  return [...byContainer.values()]
    .flatMap((seen) =>
      [...seen.values()].sort(byStart).map((start, number) => ({ ...start, number })),
    )
    .map((start) => ({ ...start, ...(last && nanosecondsOf(start, last)) }))
    .sort(byStart);
}

/** Whether the sample tells of the start, by its status or by the count of Started events. */
export function isKnownIn(
  start: ObservedStart,
  samples: readonly Sample[],
  index: number,
): boolean {
  const sample = samples[index];
  if (start.seenIn <= index || !sample) return true;
  const container = containersOf(sample.pod).find(({ name }) => name === start.container);
  return container !== undefined && startedCount(container, sample) > start.number;
}

/** Containers of which the events of the sample tell a start that its status does not show yet. */
export function startedByEvent(
  starts: readonly ObservedStart[],
  samples: readonly Sample[],
  index: number,
): ReadonlySet<string> {
  const ahead = starts.filter((start) => {
    return start.seenIn > index && isKnownIn(start, samples, index);
  });
  return new Set(ahead.map(({ container }) => container));
}

/** Whether one came before the other, or the times are too coarse to tell. */
export function byStart(
  one: Omit<ObservedStart, 'number'>,
  other: Omit<ObservedStart, 'number'>,
): number {
  const exact = (one.nanoseconds ?? Number.NaN) - (other.nanoseconds ?? Number.NaN);
  return one.startedAt - other.startedAt || exact || 0;
}

/** Instances that ran, with their start; a StartError has none. */
function instancesOf(status: ContainerStatus | undefined): readonly (readonly [string, number])[] {
  const { state = {}, lastState = {}, containerID } = status ?? {};
  const found = [
    [lastState.terminated?.containerID, lastState.terminated?.startedAt],
    [state.terminated?.containerID, state.terminated?.startedAt],
    [containerID, state.running?.startedAt],
  ] as const;
  return found.flatMap(([id, startedAt]) => {
    const at = parseTimestamp(startedAt);
    return id && at !== undefined ? [[id, at] as const] : [];
  });
}

function startedCount({ fieldPath }: PodContainer, { events }: Sample): number {
  return events
    .filter((event) => event.reason === 'Started' && event.involvedObject?.fieldPath === fieldPath)
    .reduce((sum, { count = 1 }) => sum + count, 0);
}

// The recorder ends an event's name with the nanoseconds of its first occurrence.
function nanosecondsOf({ container, number }: ObservedStart, { events }: Sample) {
  if (number > 0) return {};
  const event = events.find(
    ({ reason, involvedObject }) =>
      reason === 'Started' && involvedObject?.fieldPath?.endsWith(`{${container}}`),
  );
  const nanoseconds = event && nanosecondsIn(event);
  return nanoseconds === undefined ? {} : { nanoseconds };
}

/** When an Event was made: its name ends with that in hexadecimal (client-go tools/record). */
export function nanosecondsIn({ metadata }: PodEvent): number | undefined {
  const suffix = metadata?.name?.match(/\.([0-9a-f]{14,16})$/)?.[1];
  return suffix === undefined ? undefined : Number.parseInt(suffix, 16);
}
