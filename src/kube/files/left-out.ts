import { UserError } from '../../errors.ts';
import { groupOf } from '../objects/api-path.ts';
import { fieldsOf, type JsonObject, textOf } from '../objects/json-value.ts';
import type { ManifestObject } from './manifest-objects.ts';

/** Kinds of others that nothing is known about may run Pods all the same (Workflow, TaskRun, …). */
export function leftOut(others: readonly ManifestObject[]): readonly string[] {
  const unknown = others.filter(({ apiVersion }) => !isOfKubernetes(apiVersion));
  if (unknown.length === 0) return [];
  return [`no Pod template was found in ${someOf(unknown)}: left out`];
}

/** The groups of Kubernetes itself have no dot, or end in k8s.io. */
function isOfKubernetes(apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return !group.includes('.') || (group.endsWith('.k8s.io') && !group.endsWith('.x-k8s.io'));
}

/** What is in the files instead, where there is no pod. */
export function noPods(
  names: readonly string[],
  others: readonly ManifestObject[],
  eventCount: number,
): UserError {
  const files = names.map((name) => (name === '-' ? 'stdin' : name)).join(', ');
  const found = others.length > 0 ? [someOf(others)] : [];
  if (eventCount > 0) found.push(`${eventCount} events`);
  const what = found.length === 0 ? 'nor any other object' : `but ${found.join(', ')}`;
  return new UserError(`no Pod in ${files}, ${what}`, {
    hint: 'Give a Pod, a workload with a pod template (Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, …), or a saved kubectl get pod -o yaml.',
  });
}

const SHOWN = 5;

function someOf(objects: readonly ManifestObject[]): string {
  const shown = objects.slice(0, SHOWN).map(({ kind, fields }) => `${kind} ${nameOf(fields)}`);
  const more = objects.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function nameOf(fields: JsonObject): string {
  const metadata = fieldsOf(fields.metadata);
  const name = textOf(metadata.name) ?? textOf(metadata.generateName);
  return name === undefined ? 'without a name' : `"${name}"`;
}
