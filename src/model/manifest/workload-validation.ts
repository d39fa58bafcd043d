import {
  child,
  type FieldPlace,
  type FieldProblem,
  forbidden,
  invalid,
  notSupported,
  required,
} from '../resources/admission/field-problem.ts';
import { subdomainProblems } from './name-validation.ts';
import { SPEC } from './pod-validation.ts';
import type { WrittenPod } from './written-pod.ts';

interface WrittenCounts {
  readonly replicas?: number;
  readonly parallelism?: number;
  readonly completions?: number;
  readonly backoffLimit?: number;
}

/** What of an object around a Pod or template the API server looks at here. */
export interface WrittenObject {
  readonly metadata?: { readonly name?: string; readonly generateName?: string } | null;
  readonly spec?: WrittenCounts & {
    readonly schedule?: string;
    readonly selector?: {
      readonly matchLabels?: Readonly<Record<string, string>>;
      readonly matchExpressions?: readonly unknown[];
    };
    readonly jobTemplate?: { readonly spec?: WrittenCounts };
  };
}

const NAME: FieldPlace = { path: ['metadata', 'name'], field: 'metadata.name' };

/** Without a name nothing is created, but all that an object says holds good. */
export function missingName({ metadata }: WrittenObject): readonly FieldProblem[] {
  const { name, generateName } = metadata ?? {};
  return name || generateName ? [] : [required(NAME, 'name or generateName is required')];
}

/** What the API server refuses in an object, apart from its Pod. */
export function objectProblems(kind: string, object: WrittenObject): readonly FieldProblem[] {
  const { name } = object.metadata ?? {};
  const spec = object.spec ?? {};
  return [
    ...(name ? subdomainProblems(NAME, name) : []),
    ...countProblems(spec, SPEC),
    ...countProblems(spec.jobTemplate?.spec ?? {}, child(child(SPEC, 'jobTemplate'), 'spec')),
    ...(kind === 'CronJob' && !spec.schedule ? [required(child(SPEC, 'schedule'))] : []),
  ];
}

const COUNTS = ['replicas', 'parallelism', 'completions', 'backoffLimit'] as const;

function countProblems(counts: WrittenCounts, place: FieldPlace): readonly FieldProblem[] {
  return COUNTS.flatMap((field) => {
    const count = counts[field] ?? 0;
    const words = 'must be greater than or equal to 0';
    return count < 0 ? [invalid(child(place, field), count, words)] : [];
  });
}

const SELECTING: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
]);

/** What the selector of a workload must be; paths are those of the workload. */
export function selectorProblems(
  kind: string,
  { spec = {} }: WrittenObject,
  template: WrittenPod,
): readonly FieldProblem[] {
  const { selector } = spec;
  const at = child(SPEC, 'selector');
  const labels = template.metadata.labels ?? null;
  if (kind === 'ReplicationController') {
    // It selects by the labels of its template where it does not say by which.
    return selector === undefined && labels === null ? [required(at)] : [];
  }
  if (!SELECTING.has(kind)) return [];
  const labelsAt = child(child(child(SPEC, 'template'), 'metadata'), 'labels');
  const unmatched = invalid(labelsAt, labels, '`selector` does not match template `labels`');
  if (selector === undefined) return [...(kind === 'DaemonSet' ? [] : [required(at)]), unmatched];
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const wanted = Object.entries(matchLabels);
  if (wanted.length === 0 && matchExpressions.length === 0) {
    return [invalid(at, {}, `empty selector is invalid for ${kind.toLowerCase()}`)];
  }
  return wanted.every(([key, value]) => labels?.[key] === value) ? [] : [unmatched];
}

/** The others speak of the ReplicaSet that they make, or that comes after them. */
const NAMED: ReadonlySet<string> = new Set(['StatefulSet', 'DaemonSet']);

/**
 * What a workload does not allow in its template (pkg/apis/apps/validation, batch/validation);
 * paths are those of the template.
 */
export function templateProblems(kind: string, { spec }: WrittenPod): readonly FieldProblem[] {
  const { restartPolicy, activeDeadlineSeconds } = spec;
  const at = child(SPEC, 'restartPolicy');
  if (kind === 'Job' || kind === 'CronJob') {
    if (restartPolicy === 'OnFailure' || restartPolicy === 'Never') return [];
    const isDefault = restartPolicy === undefined || restartPolicy === 'Always';
    return [
      isDefault
        ? required(at, 'valid values: "OnFailure", "Never"')
        : notSupported(at, restartPolicy, ['OnFailure', 'Never']),
    ];
  }
  if (kind === 'PodTemplate' || kind === 'Pod') return [];
  return [
    ...(restartPolicy === undefined || restartPolicy === 'Always'
      ? []
      : [notSupported(at, restartPolicy, ['Always'])]),
    ...(activeDeadlineSeconds === undefined
      ? []
      : [
          forbidden(
            child(SPEC, 'activeDeadlineSeconds'),
            `activeDeadlineSeconds in ${NAMED.has(kind) ? kind : 'ReplicaSet'} is not Supported`,
          ),
        ]),
  ];
}
