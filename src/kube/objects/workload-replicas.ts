import { fieldsOf, isJsonObject, type JsonObject, objectsOf } from './json-value.ts';
import type { FieldPath, Shape } from './shape.ts';

const COUNTS = { replicas: 'integer', parallelism: 'integer', completions: 'integer' } as const;

/** What the numbers of a workload must be; its other fields may be anything. */
export const WORKLOAD_SHAPE: Shape = {
  fields: {
    spec: { fields: { ...COUNTS, jobTemplate: { fields: { spec: { fields: COUNTS } } } } },
  },
};

/** What runs one Pod where `replicas` is left out; of other kinds only what they say is known. */
const REPLICATED: ReadonlySet<unknown> = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'DeploymentConfig',
  'Rollout',
  'CloneSet',
]);

/**
 * How many Pods of the template at `path` a workload runs at a time, by the API server's defaults
 * (pkg/apis/apps/v1/defaults.go, pkg/apis/batch/v1/defaults.go): a Job never more than it has to
 * complete, a CronJob as many as one of its Jobs, a JobSet as many of each Job as it says, and a
 * PodTemplate and a Job that is done none. Undefined for one on every node (DaemonSet), and for
 * what is not known to run any number of them.
 */
export function replicasAt(workload: JsonObject, path: FieldPath): number | undefined {
  if (workload.kind === 'DaemonSet') return undefined;
  if (workload.kind === 'PodTemplate' || isDoneJob(workload)) return 0;
  const counts: number[] = [];
  let value: unknown = workload;
  for (const step of path) {
    value = (value as Record<string | number, unknown>)[step];
    if (!isJsonObject(value)) continue;
    // A group of `size` Pods shares its templates in a way of its own (LeaderWorkerSet).
    if (countIn(value, 'size') !== undefined) return undefined;
    const replicas = countIn(value, 'replicas');
    if (replicas !== undefined) counts.push(replicas);
    else if ((value.replicas ?? undefined) !== undefined) return undefined;
    if (isJobSpec(value, workload, path)) counts.push(podsOfJob(value));
  }
  if (counts.length > 0) return counts.reduce((product, count) => product * count, 1);
  return REPLICATED.has(workload.kind) ? 1 : undefined;
}

function isDoneJob({ kind, status }: JsonObject): boolean {
  const conditions = kind === 'Job' ? objectsOf(fieldsOf(status).conditions) : [];
  const isDone = ({ type }: JsonObject) => type === 'Complete' || type === 'Failed';
  return conditions.some((each) => isDone(each) && each.status === 'True');
}

/** Whether a spec holds the template of Pods as a Job does. */
function isJobSpec(value: JsonObject, { kind }: JsonObject, path: FieldPath): boolean {
  if (!isJsonObject(value.template)) return false;
  if (countIn(value, 'parallelism') !== undefined) return true;
  if (countIn(value, 'completions') !== undefined) return true;
  const isJob = kind === 'Job' && !path.includes('tasks');
  return (isJob || kind === 'CronJob' || kind === 'JobSet') && isPodTemplateOf(value);
}

function isPodTemplateOf({ template }: JsonObject): boolean {
  return isJsonObject(template) && isJsonObject(template.spec) && 'containers' in template.spec;
}

function podsOfJob(spec: JsonObject): number {
  const parallelism = countIn(spec, 'parallelism') ?? 1;
  return Math.min(parallelism, countIn(spec, 'completions') ?? parallelism);
}

function countIn(spec: JsonObject, field: keyof typeof COUNTS | 'size'): number | undefined {
  const value = spec[field];
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}
