import { isJsonObject, type JsonObject } from '../objects/json-value.ts';

/**
 * An event as core/v1 spells it. `kubectl get events.events.k8s.io` saves the newer spelling,
 * where the same facts have other names.
 */
export function coreEvent(event: JsonObject): JsonObject {
  if (!isJsonObject(event.regarding)) return event;
  return {
    ...event,
    involvedObject: event.regarding,
    message: event.note,
    count: event.deprecatedCount,
    firstTimestamp: event.deprecatedFirstTimestamp,
    lastTimestamp: event.deprecatedLastTimestamp,
    source: event.deprecatedSource,
    reportingComponent: event.reportingController,
  };
}
