import { UserError } from '../../errors.ts';
import type { Pod, PodEvent } from '../../model/kubernetes/api.ts';
import { EVENT_SHAPE } from '../objects/event-shape.ts';
import { type JsonObject, textOf } from '../objects/json-value.ts';
import { POD_SHAPE } from '../objects/pod-shape.ts';
import { type FieldPath, fitToShape, formatPath, type Shape } from '../objects/shape.ts';
import { WORKLOAD_SHAPE } from '../objects/workload-replicas.ts';
import { podOfTemplate, type TemplatePod, WORKLOADS } from '../objects/workload-template.ts';
import { positionOf } from '../yaml/yaml-position.ts';
import { parseManifestText } from '../yaml/yaml-text.ts';
import { coreEvent } from './core-event.ts';
import { type ManifestObject, type Origin, objectsOfDocuments } from './manifest-objects.ts';
import { readSources } from './manifest-sources.ts';
/** A pod that a file describes, or that a workload in it would make. */
export interface ManifestPod {
  readonly pod: Pod;
  /** The kind of the object it was found in: `Pod`, `Deployment`, … */
  readonly kind: string;
  readonly origin: Origin;
  /** Where in the object the Pod is: empty, or such as `spec.template`. */
  readonly path: FieldPath;
  /** How many of it the workload runs; undefined for a Pod, and for one on every node. */
  readonly replicas: number | undefined;
}

/** What files say: pods, and the events saved along with them. */
export interface Manifests {
  readonly pods: readonly ManifestPod[];
  readonly events: readonly PodEvent[];
}

/**
 * Reads pods and events from manifests and from what `kubectl get -o yaml` saved. Kinds without
 * pods are passed over, but it is an error if no pod is found at all.
 */
export async function readManifests(
  names: readonly string[],
  readStdin: () => Promise<string>,
): Promise<Manifests> {
  const pods: ManifestPod[] = [];
  const events: PodEvent[] = [];
  const others: ManifestObject[] = [];
  for (const { file, text } of await readSources(names, readStdin)) {
    for (const object of objectsOfDocuments(parseManifestText(text, file), file)) {
      if (object.kind === 'Event') {
        events.push(fit<PodEvent>(coreEvent(object.fields), EVENT_SHAPE, object.origin, []));
        continue;
      }
      const found = podOf(object);
      if (found === undefined) {
        others.push(object);
        continue;
      }
      const { kind, fields, origin } = object;
      const { path, replicas } = found;
      const pod = fit<Pod>(found.pod, POD_SHAPE, origin, path);
      // What the numbers of other kinds mean is not known.
      if (WORKLOADS.has(kind)) fit(fields, WORKLOAD_SHAPE, origin, []);
      pods.push({ pod, kind, origin, path, replicas });
    }
  }
  if (pods.length === 0) throw noPods(names, others, events.length);
  return { pods, events };
}

function podOf(object: ManifestObject): TemplatePod | undefined {
  // The items of a list, as the API sends it, may leave out their kind.
  if (object.kind !== 'Pod') return podOfTemplate({ ...object.fields, kind: object.kind });
  return { pod: { metadata: {}, ...object.fields }, path: [], replicas: undefined };
}

/** The value as the type that its shape stands for, or an error with its place in the file. */
function fit<Fitted>(value: JsonObject, shape: Shape, origin: Origin, within: FieldPath): Fitted {
  const misfit = fitToShape(value, shape);
  if (misfit === undefined) return value as unknown as Fitted;
  // Inside a workload the field is to be found below its template.
  const path = [...within, ...misfit.path];
  const field = formatPath([...origin.path, ...path]);
  throw new UserError(`${locate(origin, path)}${field}: ${misfit.problem}`);
}

/** `FILE:LINE:COLUMN: document 2: ` of what is at the path within an object. */
export function locate(origin: Origin, path: FieldPath): string {
  const { line, column } = positionOf(origin.text, origin.startLine, [...origin.path, ...path]);
  const document = origin.document > 1 ? `document ${origin.document}: ` : '';
  return `${origin.file}:${line}:${column}: ${document}`;
}

function noPods(
  names: readonly string[],
  others: readonly ManifestObject[],
  eventCount: number,
): UserError {
  const files = names.map((name) => (name === '-' ? 'stdin' : name)).join(', ');
  const found = others.slice(0, 5).map(({ kind, fields }) => `${kind} ${nameOf(fields)}`);
  if (others.length > found.length) found.push(`${others.length - found.length} more`);
  if (eventCount > 0) found.push(`${eventCount} events`);
  const what = found.length === 0 ? 'nothing at all' : found.join(', ');
  return new UserError(`no Pod in ${files}, but ${what}`, {
    hint: 'Give a Pod, a workload with a pod template (Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob), or a saved kubectl get pod -o yaml.',
  });
}

function nameOf(fields: JsonObject): string {
  const { metadata } = fields;
  const name =
    typeof metadata === 'object' && metadata !== null && 'name' in metadata
      ? textOf(metadata.name)
      : undefined;
  return name === undefined ? 'without a name' : `"${name}"`;
}
