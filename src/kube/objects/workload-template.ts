import { fieldsOf, isJsonObject, type JsonObject, objectsOf, textOf } from './json-value.ts';
import type { FieldPath } from './shape.ts';
import { replicasAt } from './workload-replicas.ts';

/** A pod template of a workload, made into a pod that has not been created yet. */
export interface TemplatePod {
  readonly pod: JsonObject;
  /** Where the template is in the workload. */
  readonly path: FieldPath;
  /** What the workload calls this one of its templates; undefined where it has but one. */
  readonly part: string | undefined;
  /** How many of it the workload runs; undefined for one on every node, and where no one knows. */
  readonly replicas: number | undefined;
}

/** The kinds of Kubernetes itself that have a pod template, and where. */
const TEMPLATE_PATHS: Readonly<Record<string, FieldPath>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  PodTemplate: ['template'],
};

/** Whether an object is of a kind of Kubernetes itself that has a pod template. */
export function isBuiltInWorkload({
  kind,
  apiVersion,
}: {
  readonly kind: string;
  readonly apiVersion: string;
}): boolean {
  return (
    Object.hasOwn(TEMPLATE_PATHS, kind) && /^(?:$|v1$|apps\/|batch\/|extensions\/)/.test(apiVersion)
  );
}

/** Kinds of others that take a whole PodTemplateSpec, and so no field that it does not have. */
const WITH_POD_TEMPLATES: ReadonlySet<string> = new Set([
  'Rollout',
  'CloneSet',
  'JobSet',
  'DeploymentConfig',
  'StatefulSet',
  'DaemonSet',
  'LeaderWorkerSet',
  'ScaledJob',
]);

/** Whether a kind takes Pod templates as they are; those of others may be parts that they complete. */
export function takesPodTemplates(kind: string): boolean {
  return WITH_POD_TEMPLATES.has(kind);
}

/**
 * The pods that a workload would make, named after it: of a kind of Kubernetes itself, or of any
 * other with pod templates somewhere in its spec (Rollout, CloneSet, JobSet, Knative Service, …).
 */
export function podsOfTemplates(workload: JsonObject): readonly TemplatePod[] {
  const { kind, apiVersion } = workload;
  const of = { kind: String(kind), apiVersion: textOf(apiVersion) ?? '' };
  const known = isBuiltInWorkload(of) ? TEMPLATE_PATHS[of.kind] : undefined;
  const paths = known === undefined ? findTemplates(workload) : [known];
  return paths.flatMap((path) => {
    const template = valueAt(workload, path);
    if (!isJsonObject(template) || !isJsonObject(template.spec)) return [];
    const isWhole = known !== undefined || takesPodTemplates(of.kind) || isKnative(of);
    if (!isWhole && !hasNamedContainers(template.spec)) return [];
    const part = paths.length > 1 ? partAt(workload, path) : undefined;
    const owner = fieldsOf(workload.metadata);
    const own = fieldsOf(template.metadata);
    const metadata = {
      ...own,
      name: textOf(owner.name) ?? textOf(owner.generateName),
      generateName: textOf(owner.generateName),
      namespace: textOf(owner.namespace),
    };
    const spec = isKnative(of) ? withKnativeNames(template.spec) : template.spec;
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
    return [{ pod, path, part, replicas: replicasAt(workload, path) }];
  });
}

/** Whether an object is one of Knative Serving, whose template is not quite a PodTemplateSpec. */
export function isKnative({ apiVersion }: { readonly apiVersion: string }): boolean {
  return apiVersion.startsWith('serving.knative.dev/');
}

/** Knative names containers that have no name (pkg/apis/serving/v1/revision_defaults.go). */
function withKnativeNames(spec: JsonObject): JsonObject {
  const { containers } = spec;
  if (!Array.isArray(containers)) return spec;
  const nameAt = (index: number) =>
    containers.length > 1 ? `user-container-${index}` : 'user-container';
  const named = containers.map((container, index) =>
    isJsonObject(container) && textOf(container.name) === undefined
      ? { ...container, name: nameAt(index) }
      : container,
  );
  return { ...spec, containers: named };
}

const MAX_DEPTH = 12;

/** Where an object of any kind has something of the form of a pod template. */
function findTemplates(workload: JsonObject): readonly FieldPath[] {
  const { metadata, status, ...rest } = workload;
  return templatesBelow(rest, [], MAX_DEPTH);
}

function templatesBelow(value: unknown, path: FieldPath, depth: number): readonly FieldPath[] {
  if (depth === 0) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => templatesBelow(item, [...path, index], depth - 1));
  }
  if (!isJsonObject(value)) return [];
  // The object itself is no template of its own.
  if (path.length > 0 && isPodTemplate(value)) return [path];
  return Object.entries(value).flatMap(([name, field]) =>
    templatesBelow(field, [...path, name], depth - 1),
  );
}

/** Other kinds (NodePool, VirtualMachine) have templates of something else. */
function isPodTemplate({ spec }: JsonObject): boolean {
  if (!isJsonObject(spec) || !Array.isArray(spec.containers)) return false;
  return spec.containers.every(isJsonObject);
}

/** One without them is a part, which its operator merges with what it has itself. */
function hasNamedContainers({ containers }: JsonObject): boolean {
  return objectsOf(containers).every(({ name }) => textOf(name) !== undefined);
}

/** The value at a path; undefined where it leads nowhere. */
export function valueAt(object: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return fieldsOf(value)[step];
  }, object);
}

/** The name of the nearest thing around a template that has one, else its path. */
function partAt(workload: JsonObject, path: FieldPath): string {
  for (let length = path.length - 1; length > 0; length--) {
    const holder = valueAt(workload, path.slice(0, length));
    const name = isJsonObject(holder)
      ? (textOf(holder.name) ?? textOf(holder.groupName))
      : undefined;
    if (name !== undefined) return name;
  }
  const steps = path.filter((step) => step !== 'spec' && step !== 'template');
  return steps.join('.');
}
