import type { PodEvent } from '../../model/kubernetes/api.ts';
import { METADATA } from './part-shapes.ts';
import type { ShapeOf } from './shape.ts';

/** What of a core/v1 Event the rest of the program relies on. */
export const EVENT_SHAPE = {
  fields: {
    metadata: METADATA,
    type: 'string',
    reason: 'string',
    message: 'string',
    count: 'integer',
    firstTimestamp: 'time',
    lastTimestamp: 'time',
    eventTime: 'time',
    series: { fields: { count: 'integer', lastObservedTime: 'time' } },
    involvedObject: {
      fields: {
        kind: 'string',
        name: 'string',
        namespace: 'string',
        uid: 'string',
        fieldPath: 'string',
      },
    },
    source: { fields: { component: 'string', host: 'string' } },
    reportingComponent: 'string',
  },
} as const satisfies ShapeOf<PodEvent>;
