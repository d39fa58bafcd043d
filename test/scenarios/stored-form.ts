import type { Pod, PodEvent } from '../../src/model/kubernetes/api.ts';
import type { StoredPod } from './table-row.ts';

/** Without what says how the object was written in place of what it is. */
export function storedPod({ metadata, ...rest }: StoredPod): Pod {
  const { managedFields: _, resourceVersion: __, ...kept } = metadata;
  return { ...rest, metadata: kept };
}

export function storedEvent(event: PodEvent): PodEvent {
  const { metadata = {}, involvedObject = {}, ...rest } = event;
  const { name = '', creationTimestamp = null } = metadata;
  const { kind = '', name: pod = '', uid = '', fieldPath } = involvedObject;
  const { type, reason, message, count, firstTimestamp, lastTimestamp, eventTime, series } = rest;
  return defined({
    metadata: { name, creationTimestamp },
    involvedObject: defined({ kind, name: pod, uid, fieldPath }),
    type,
    reason,
    message,
    count,
    firstTimestamp,
    lastTimestamp,
    eventTime,
    series,
    reportingComponent: rest.reportingComponent,
  });
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function defined<T extends object>(fields: T): Defined<T> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Defined<T>;
}
