import type { UserError } from '../../errors.ts';
import type { PodRead } from '../../model/explain/pod-read.ts';
import { EVENT_SHAPE } from '../objects/event-shape.ts';
import { POD_SHAPE } from '../objects/pod-shape.ts';
import { ENDPOINT_SHAPE, SERVICE_SPEC_SHAPE } from '../objects/service-shape.ts';
import { type FieldsShape, fitToShape } from '../objects/shape.ts';
import { trusted } from '../objects/trusted.ts';
import type { ManifestObject } from './manifest-objects.ts';
import { type ManifestPod, misfitErrors } from './manifest-pod.ts';

/** What `explain --dump` writes: see render/explain/dump.ts. */
const DUMP_SHAPE = {
  fields: {
    observedAt: 'time',
    pod: POD_SHAPE,
    events: { list: EVENT_SHAPE },
    eventsUnreadable: 'string',
    columns: {
      fields: { ready: 'string', status: 'string', restarts: 'string' },
      required: ['ready', 'status', 'restarts'],
    },
    services: {
      list: {
        fields: {
          namespace: 'string',
          name: 'string',
          spec: SERVICE_SPEC_SHAPE,
          endpoints: { list: ENDPOINT_SHAPE },
        },
        required: ['namespace', 'name', 'endpoints'],
      },
    },
    claims: {
      list: {
        fields: {
          name: 'string',
          unreadable: 'string',
          phase: 'string',
          storageClassName: 'string',
          volumeName: 'string',
          storageClass: {
            fields: { isThere: 'boolean', provisioner: 'string' },
            required: ['isThere'],
          },
          said: {
            fields: { reason: 'string', message: 'string' },
            required: ['reason', 'message'],
          },
        },
        required: ['name'],
      },
    },
    log: {
      fields: {
        container: 'string',
        previous: 'boolean',
        lines: { list: 'string' },
        writtenAt: 'integer',
        unreadable: 'string',
      },
      required: ['container', 'previous'],
    },
  },
  required: ['observedAt', 'pod', 'events'],
} as const satisfies FieldsShape;

/** Whether `explain --dump` has written it. */
export function isPodDump({ kind, apiVersion }: ManifestObject): boolean {
  return kind === 'PodDump' && apiVersion.startsWith('initx.dev/');
}

/** The Pod of a dump with all that was read along with it, or where the file has been changed. */
export function podOfDump({ fields, origin }: ManifestObject): ManifestPod | readonly UserError[] {
  const problems = misfitErrors(fitToShape(fields, DUMP_SHAPE), origin);
  if (problems.length > 0) return problems;
  const { observedAt, pod, events, eventsUnreadable, columns, services, claims, log } =
    trusted<Dump>(fields);
  const saved: PodRead = {
    pod,
    events,
    ...(eventsUnreadable !== undefined && { eventsUnreadable }),
    ...(columns && { columns }),
    ...(services && { services }),
    ...(claims && { claims }),
    ...(log && { log }),
    now: Date.parse(observedAt),
  };
  const none = { part: undefined, owner: undefined, replicas: undefined };
  return { pod, kind: 'Pod', origin, path: ['pod'], ...none, saved };
}

type Dump = Omit<PodRead, 'now'> & { readonly observedAt: string };
