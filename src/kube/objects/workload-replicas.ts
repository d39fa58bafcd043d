import { isJsonObject, type JsonObject } from './json-value.ts';
import type { Shape } from './shape.ts';

const COUNTS = { replicas: 'count', parallelism: 'count', completions: 'count' } as const;

/** What the numbers of a workload must be; its other fields may be anything. */
export const WORKLOAD_SHAPE: Shape = {
  fields: {
    spec: { fields: { ...COUNTS, jobTemplate: { fields: { spec: { fields: COUNTS } } } } },
  },
};

const REPLICATED: ReadonlySet<unknown> = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
]);

/**
 * How many Pods of its template a workload runs at a time, by the API server's defaults
 * (pkg/apis/apps/v1/defaults.go, pkg/apis/batch/v1/defaults.go): a Job never more than it has to
 * complete, a CronJob as many as one of its Jobs. Undefined for one on every node (DaemonSet), and
 * for what is not known to run any number of them.
 */
export function replicasOf(workload: JsonObject): number | undefined {
  const spec = within(workload, 'spec');
  switch (workload.kind) {
    case 'Job':
      return podsOfJob(spec);
    case 'CronJob':
      return podsOfJob(within(within(spec, 'jobTemplate'), 'spec'));
    case 'DaemonSet':
      return undefined;
    default:
      return countIn(spec, 'replicas') ?? (REPLICATED.has(workload.kind) ? 1 : undefined);
  }
}

function podsOfJob(spec: JsonObject): number {
  const parallelism = countIn(spec, 'parallelism') ?? 1;
  return Math.min(parallelism, countIn(spec, 'completions') ?? parallelism);
}

function within(object: JsonObject, field: string): JsonObject {
  const value = object[field];
  return isJsonObject(value) ? value : {};
}

function countIn(spec: JsonObject, field: keyof typeof COUNTS): number | undefined {
  const value = spec[field];
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}
