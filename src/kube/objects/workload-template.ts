import { isJsonObject, type JsonObject, textOf } from './json-value.ts';
import type { FieldPath } from './shape.ts';
import { replicasOf } from './workload-replicas.ts';

/** A pod template of a workload, made into a pod that has not been created yet. */
export interface TemplatePod {
  readonly pod: JsonObject;
  /** Where the template is in the workload. */
  readonly path: FieldPath;
  /** How many of it the workload runs; undefined for one on every node. */
  readonly replicas: number | undefined;
}

/** The kinds of Kubernetes itself that have a pod template. */
export const WORKLOADS: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'PodTemplate',
]);

const TEMPLATE_PATHS: readonly FieldPath[] = [
  ['spec', 'template'],
  ['spec', 'jobTemplate', 'spec', 'template'],
  ['template'],
];

/**
 * The pod that a workload (Deployment, Job, CronJob, any kind with a pod template) would make,
 * named after the workload; undefined when the object has no such template.
 */
export function podOfTemplate(workload: JsonObject): TemplatePod | undefined {
  for (const path of TEMPLATE_PATHS) {
    const template = path.reduce<unknown>(
      (value, step) => (isJsonObject(value) ? value[step] : undefined),
      workload,
    );
    if (!isJsonObject(template) || !isJsonObject(template.spec)) continue;
    // Some kinds of others (NodePool, VirtualMachine) have templates of something else.
    if (!WORKLOADS.has(String(workload.kind)) && !Array.isArray(template.spec.containers)) continue;
    const owner = isJsonObject(workload.metadata) ? workload.metadata : {};
    const own = isJsonObject(template.metadata) ? template.metadata : {};
    const metadata = {
      ...own,
      name: textOf(owner.name) ?? textOf(owner.generateName),
      namespace: textOf(owner.namespace),
    };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: template.spec };
    return { pod, path, replicas: replicasOf(workload) };
  }
  return undefined;
}
