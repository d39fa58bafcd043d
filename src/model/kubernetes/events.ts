import type { Pod, PodEvent } from './api.ts';
import type { PodContainer } from './containers.ts';
import { parseTimestamp } from './time.ts';

/** One event object, which may stand for many occurrences between `first` and `last`. */
export interface EventOccurrence {
  readonly reason: string;
  readonly type: string;
  /** From involvedObject.fieldPath; absent for events of the whole Pod. */
  readonly container?: string;
  readonly fieldPath?: string;
  /** Untrusted text; of the newest occurrence where several were combined. */
  readonly message: string;
  readonly count: number;
  readonly first?: number;
  readonly last?: number;
  /**
   * True when client-go merged events that differ in text. It keeps the fieldPath of the first
   * one and takes the message of the newest, which may be another container's
   * (client-go tools/record/events_cache.go).
   */
  readonly combined: boolean;
  /** The component that reports it, such as `kubelet`; empty where it is not told. */
  readonly source: string;
}

/** The part of PodContainer that events are matched by. */
export type EventSubject = Pick<PodContainer, 'fieldPath'>;

/**
 * A Pod of a StatefulSet keeps its name, so events of the one before may come along. The kubelet
 * knows a static Pod by its file's hash, not by the uid of its mirror.
 */
export function eventsAbout({ metadata }: Pod, events: readonly PodEvent[]): readonly PodEvent[] {
  const ids = [metadata.uid, metadata.annotations?.['kubernetes.io/config.hash']];
  return events.filter(({ involvedObject }) => {
    const uid = involvedObject?.uid;
    return !uid || !metadata.uid || ids.includes(uid);
  });
}

/** Whether an event that was saved along with Pods names this one; one without an object does not. */
export function isAboutPod({ metadata }: Pod, { involvedObject }: PodEvent): boolean {
  if (involvedObject === undefined || (involvedObject.kind ?? 'Pod') !== 'Pod') return false;
  const { name, namespace = metadata.namespace } = involvedObject;
  return name === metadata.name && namespace === metadata.namespace;
}

/** A Pod's events, read and put in order once, to be asked for by container. */
export interface EventIndex {
  readonly all: readonly EventOccurrence[];
  /** Those that are about one container, by their fieldPath. */
  readonly byFieldPath: ReadonlyMap<string, readonly EventOccurrence[]>;
}

/** Reads the events of one Pod for `eventsOf`. */
export function indexEvents(events: readonly PodEvent[]): EventIndex {
  const all = inOrder(events.map((event) => ({ event, occurrence: toOccurrence(event) }))).map(
    ({ occurrence }) => occurrence,
  );
  return { all, byFieldPath: Map.groupBy(all, ({ fieldPath = '' }) => fieldPath) };
}

/** Events in order of time, of one container if one is given. */
export function eventsOf(index: EventIndex, container?: EventSubject): readonly EventOccurrence[] {
  return container ? (index.byFieldPath.get(container.fieldPath) ?? []) : index.all;
}

const COMBINED = '(combined from similar events): ';

/** What an event says, whether client-go has merged it with others or not. */
export function eventText({ message = '' }: Pick<PodEvent, 'message'>): string {
  return message.startsWith(COMBINED) ? message.slice(COMBINED.length) : message;
}

function toOccurrence(event: PodEvent): EventOccurrence {
  const { reason = '', type = 'Normal', message = '', series } = event;
  const fieldPath = event.involvedObject?.fieldPath;
  const container = fieldPath?.match(/^spec\.\w+\{(.+)\}$/)?.[1];
  const first =
    parseTimestamp(event.firstTimestamp) ??
    parseTimestamp(event.eventTime) ??
    parseTimestamp(event.metadata?.creationTimestamp);
  const last =
    parseTimestamp(series?.lastObservedTime) ?? parseTimestamp(event.lastTimestamp) ?? first;
  const combined = message.startsWith(COMBINED);
  return {
    reason,
    type,
    ...(container !== undefined && { container }),
    ...(fieldPath !== undefined && { fieldPath }),
    message: eventText(event),
    count: Math.max(1, series?.count ?? event.count ?? 1),
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
    combined,
    source: event.source?.component ?? event.reportingComponent ?? '',
  };
}

interface ReadEvent {
  readonly event: PodEvent;
  readonly occurrence: EventOccurrence;
}

/** The API server lists them by name, so that they mostly are. */
function inOrder(events: readonly ReadEvent[]): readonly ReadEvent[] {
  const areInOrder = events.every((each, index) => {
    const before = events[index - 1];
    return before === undefined || compareEvents(before, each) <= 0;
  });
  return areInOrder ? events : events.toSorted(compareEvents);
}

function compareEvents(one: ReadEvent, other: ReadEvent): number {
  return byTime(one.occurrence, other.occurrence) || byName(one.event, other.event);
}

function byTime(one: EventOccurrence, other: EventOccurrence): number {
  return (one.first ?? Infinity) - (other.first ?? Infinity) || 0;
}

/**
 * Event times are whole seconds, but the recorder ends an event's name with the nanoseconds of
 * its first occurrence in hex (client-go tools/record/util/util.go, GenerateEventName).
 */
function byName(one: PodEvent, other: PodEvent): number {
  const [earlier, later] = [nanoseconds(one), nanoseconds(other)];
  if (earlier === undefined || later === undefined || earlier === later) return 0;
  return earlier < later ? -1 : 1;
}

/** 16 digits until the year 2554, so they compare as text, without a number's rounding. */
function nanoseconds({ metadata }: PodEvent): string | undefined {
  return metadata?.name?.match(/\.([0-9a-f]{16})$/)?.[1];
}

/** The one that was last seen; of several in one second the one that came last. */
export function newestOf(occurrences: readonly EventOccurrence[]): EventOccurrence | undefined {
  return occurrences.reduce<EventOccurrence | undefined>(
    (newest, each) => ((each.last ?? 0) >= (newest?.last ?? 0) ? each : newest),
    undefined,
  );
}

/** All events of one reason taken together. */
export interface EventCount {
  readonly count: number;
  readonly first?: number;
  readonly last?: number;
  /** Of the newest one: untrusted text. */
  readonly message: string;
}

/** When and how often the kubelet started the container, as far as events survive. */
export function startsOf(container: EventSubject, events: EventIndex): EventCount | undefined {
  return tally(eventsOf(events, container).filter(({ reason }) => reason === 'Started'));
}

/** Probe kills, definition changes and the Pod's end all say Killing; the message tells which. */
export function killsOf(container: EventSubject, events: EventIndex): EventCount | undefined {
  return tally(eventsOf(events, container).filter(({ reason }) => reason === 'Killing'));
}

/** How often and when something happened, with the newest message; undefined where it never did. */
export function tally(occurrences: readonly EventOccurrence[]): EventCount | undefined {
  if (occurrences.length === 0) return undefined;
  const first = Math.min(...occurrences.map((occurrence) => occurrence.first ?? Infinity));
  const last = Math.max(...occurrences.map((occurrence) => occurrence.last ?? -Infinity));
  const newest = occurrences.findLast((occurrence) => (occurrence.last ?? -Infinity) === last);
  return {
    count: occurrences.reduce((count, occurrence) => count + occurrence.count, 0),
    ...(Number.isFinite(first) && { first }),
    ...(Number.isFinite(last) && { last }),
    message: newest?.message ?? '',
  };
}
