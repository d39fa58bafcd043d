import type { FieldsShape } from './shape.ts';

/** Of a Service's spec, what `explain` looks at: as the server sends it, and as a dump keeps it. */
export const SERVICE_SPEC_SHAPE = {
  fields: {
    type: 'string',
    clusterIP: 'string',
    publishNotReadyAddresses: 'boolean',
    selector: { map: 'string' },
    ports: { list: { fields: { port: 'integer' } } },
  },
} as const satisfies FieldsShape;

/** One of the endpoints of an EndpointSlice. */
export const ENDPOINT_SHAPE = {
  fields: {
    conditions: { fields: { ready: 'boolean' } },
    targetRef: { fields: { kind: 'string', name: 'string' } },
  },
} as const satisfies FieldsShape;
