import type { ObjectMeta, ResourceRequirements } from '../../model/kubernetes/api.ts';
import type { ShapeOf } from './shape.ts';

export const STRINGS = { list: 'string' } as const;
export const STRING_MAP = { map: 'string' } as const;
export const QUANTITIES = { map: 'quantity' } as const;

export const NAME_REF = { fields: { name: 'string', key: 'string', optional: 'boolean' } } as const;

export const RESOURCES = {
  fields: { limits: QUANTITIES, requests: QUANTITIES },
} as const satisfies ShapeOf<ResourceRequirements>;

export const METADATA = {
  fields: {
    name: 'string',
    generateName: 'string',
    namespace: 'string',
    uid: 'string',
    resourceVersion: 'string',
    generation: 'integer',
    creationTimestamp: 'time',
    deletionTimestamp: 'time',
    deletionGracePeriodSeconds: 'integer',
    finalizers: STRINGS,
    labels: STRING_MAP,
    annotations: STRING_MAP,
    ownerReferences: {
      list: { fields: { kind: 'string', name: 'string', uid: 'string', controller: 'boolean' } },
    },
  },
} as const satisfies ShapeOf<ObjectMeta>;
