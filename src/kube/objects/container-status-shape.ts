import type { ContainerStateFields, ContainerStatus } from '../../model/kubernetes/api.ts';
import { QUANTITIES, RESOURCES } from './part-shapes.ts';
import type { ShapeOf } from './shape.ts';

const CONTAINER_STATE = {
  fields: {
    waiting: { fields: { reason: 'string', message: 'string' } },
    running: { fields: { startedAt: 'time' } },
    terminated: {
      fields: {
        exitCode: 'integer',
        signal: 'integer',
        reason: 'string',
        message: 'string',
        startedAt: 'time',
        finishedAt: 'time',
        containerID: 'string',
      },
      required: ['exitCode'],
    },
  },
} as const satisfies ShapeOf<ContainerStateFields>;

export const CONTAINER_STATUSES = {
  list: {
    fields: {
      name: 'string',
      state: CONTAINER_STATE,
      lastState: CONTAINER_STATE,
      ready: 'boolean',
      started: 'boolean',
      restartCount: 'integer',
      image: 'string',
      imageID: 'string',
      containerID: 'string',
      user: {
        fields: {
          linux: {
            fields: { uid: 'integer', gid: 'integer', supplementalGroups: { list: 'integer' } },
          },
        },
      },
      resources: RESOURCES,
      allocatedResources: QUANTITIES,
    },
    required: ['name'],
  },
} as const satisfies ShapeOf<readonly ContainerStatus[]>;
