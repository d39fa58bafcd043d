import { UserError } from '../../errors.ts';
import type { PodRead } from '../../model/explain/pod-read.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { nearNames } from '../../model/kubernetes/similar-names.ts';
import type { Workload } from '../../model/resources/totals/totals.ts';
import { fieldsOf, isJsonObject, type JsonObject, textOf } from '../objects/json-value.ts';
import { POD_SHAPE } from '../objects/pod-shape.ts';
import { type FieldPath, fitToShape, formatPath, type Misfit } from '../objects/shape.ts';
import { WORKLOAD_SHAPE } from '../objects/workload-replicas.ts';
import {
  isBuiltInWorkload,
  podsOfTemplates,
  type TemplatePod,
  valueAt,
} from '../objects/workload-template.ts';
import type { ManifestObject } from './manifest-objects.ts';
import { locate, locateField, type Origin, placeAt } from './origin.ts';
import { isTemplateText, unrendered } from './other-text.ts';

/** A pod that a file describes, or that a workload in it would make. */
export interface ManifestPod {
  readonly pod: Pod;
  /** The kind of the object it was found in: `Pod`, `Deployment`, … */
  readonly kind: string;
  /** Which of the templates of a workload that has several, as the workload calls it. */
  readonly part: string | undefined;
  readonly origin: Origin;
  /** The object itself; left out of what `explain --dump` has written. */
  readonly object?: JsonObject;
  /** Where in the object the Pod is: empty, or such as `spec.template`. */
  readonly path: FieldPath;
  /** The workload that the object belongs to, as far as the files say. */
  readonly owner: Workload | undefined;
  /** How many of it the workload runs; undefined for a Pod, one on every node, and if unknown. */
  readonly replicas: number | undefined;
  /** What else was read when it was saved, of a Pod that `explain --dump` has written. */
  readonly saved?: PodRead;
}

/** The pods of one object; undefined if it is of a kind that has none, as far as can be seen. */
export function templatesIn(object: ManifestObject): readonly TemplatePod[] | undefined {
  const { kind, apiVersion, fields } = object;
  if (kind === 'Pod' && !apiVersion.includes('/')) {
    // `metadata:` with nothing below it is null.
    const metadata = isJsonObject(fields.metadata)
      ? withName(fields.metadata)
      : (fields.metadata ?? {});
    return [{ pod: { ...fields, metadata }, path: [], part: undefined, replicas: undefined }];
  }
  const found = podsOfTemplates({ ...fields, kind, apiVersion });
  return found.length > 0 || isBuiltInWorkload(object) ? found : undefined;
}

/** What is made by `generateName` is called by that until the API server has named it. */
function withName(metadata: JsonObject): JsonObject {
  const name = textOf(metadata.name) ?? textOf(metadata.generateName);
  return name === undefined ? metadata : { ...metadata, name };
}

/**
 * Whether the API server has stored the object already, and so has taken it. Who shows a Pod to
 * others may have left out its uid.
 */
export function isStoredObject({ fields }: Pick<ManifestObject, 'fields'>): boolean {
  const { metadata, status } = fields;
  if (isJsonObject(status) && textOf(status.phase) !== undefined) return true;
  if (!isJsonObject(metadata)) return false;
  return (textOf(metadata.uid) ?? textOf(metadata.creationTimestamp)) !== undefined;
}

/** Misfits as errors that tell the place in the file. */
export function misfitErrors(
  misfits: readonly Misfit[],
  origin: Origin,
  within: FieldPath = [],
): readonly UserError[] {
  return misfits.map((misfit) => {
    // Inside a workload the field is to be found below its template.
    const path = [...within, ...misfit.path];
    if (misfit.problem !== undefined) {
      const place = placeAt(origin, path);
      return new UserError(`${locateField(origin, path)}${misfit.problem}`, { place });
    }
    const field = formatPath([...origin.path, ...path]);
    const ofKey = { ofKey: true };
    const [meant] = nearNames(misfit.known ?? [], String(path.at(-1)));
    return new UserError(`${locate(origin, path, ofKey)}unknown field "${field}"`, {
      place: placeAt(origin, path, ofKey),
      hint: meant && `Did you mean ${meant}?`,
    });
  });
}

/** Where an object is not as it must be before anything can be told of its pods. */
export function podMisfits(
  { kind, apiVersion, fields }: ManifestObject,
  templates: readonly TemplatePod[],
): readonly Misfit[] {
  const numbers = isBuiltInWorkload({ kind, apiVersion }) ? fitToShape(fields, WORKLOAD_SHAPE) : [];
  const pods = templates.flatMap(({ pod, path }) =>
    fitToShape(pod, POD_SHAPE).map((misfit) => ({ ...misfit, path: [...path, ...misfit.path] })),
  );
  return [...numbers, ...pods];
}

/** A template of Helm or the like whose marks stand in quotes is YAML all the same. */
export function templateProblem(
  { fields, origin }: ManifestObject,
  { pod, path }: TemplatePod,
): UserError | undefined {
  const containers = valueAt(pod, ['spec', 'containers']);
  const images = Array.isArray(containers)
    ? containers.map((each) => textOf(fieldsOf(each).image))
    : [];
  const name = textOf(valueAt(fields, ['metadata', 'name']));
  const mark = [name, ...images].find(isTemplateText);
  return mark === undefined
    ? undefined
    : unrendered(mark, locate(origin, path).replace(/: $/, ''), placeAt(origin, path));
}
