import { UserError } from '../../errors.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { nearNames } from '../../model/kubernetes/similar-names.ts';
import { podSpecProblems } from '../../model/manifest/pod-validation.ts';
import {
  missingName,
  objectProblems,
  selectorProblems,
  templateProblems,
  type WrittenObject,
} from '../../model/manifest/workload-validation.ts';
import type { WrittenPod } from '../../model/manifest/written-pod.ts';
import type { FieldProblem } from '../../model/resources/admission/field-problem.ts';
import { withServerDefaults } from '../../model/resources/admission/server-defaults.ts';
import { resourceProblems } from '../../model/resources/admission/validation.ts';
import { RULES } from '../../model/rules.ts';
import { fieldsOf, objectsOf, textOf } from '../objects/json-value.ts';
import { type FieldPath, fitToShape, formatPath, type Misfit } from '../objects/shape.ts';
import {
  isBuiltInWorkload,
  isKnative,
  type TemplatePod,
  takesPodTemplates,
  valueAt,
} from '../objects/workload-template.ts';
import { kindsIn, shapeOfKind, shapeOfType, versionsOf } from '../schema/field-table.ts';
import type { ManifestObject } from './manifest-objects.ts';
import { locate, type Origin, placeAt } from './origin.ts';

/**
 * Fields that an object which nobody has created yet should not have, and values of the wrong
 * type, by Kubernetes' own schema. Load this module by `import()`.
 */
export function fieldMisfits(
  { kind, apiVersion, fields }: ManifestObject,
  templates: readonly TemplatePod[],
): readonly Misfit[] {
  const shape = shapeOfKind(apiVersion || (versionsOf(kind)[0] ?? ''), kind);
  if (shape !== undefined) return fitToShape(fields, shape);
  if (!takesPodTemplates(kind) && !isKnative({ apiVersion })) return [];
  return templates.flatMap(({ path }) =>
    fitToShape(valueAt(fields, path), shapeOfType('PodTemplateSpec'))
      .filter((misfit) => !isKnative({ apiVersion }) || !isKnativeField(misfit))
      .map((misfit) => ({ ...misfit, path: [...path, ...misfit.path] })),
  );
}

/** What Knative has beside the fields of a Pod's spec (pkg/apis/serving/v1/revision_types.go). */
function isKnativeField({ path: [first, field, ...rest] }: Misfit): boolean {
  return first === 'spec' && rest.length === 0 && KNATIVE_FIELDS.has(String(field));
}

const KNATIVE_FIELDS: ReadonlySet<string> = new Set([
  'containerConcurrency',
  'timeoutSeconds',
  'responseStartTimeoutSeconds',
  'idleTimeoutSeconds',
]);

/** A kind that no API server of today has. */
export interface UnservedKind {
  readonly problem: UserError;
  /** Whether Kubernetes has, or had, the kind in another version. */
  readonly isOfOldVersion: boolean;
}

/** Why no API server has the kind of an object, in kubectl's words; undefined if one may. */
export function kindRefusal(object: ManifestObject): UnservedKind | undefined {
  const { kind, apiVersion, fields, origin } = object;
  const kinds = kindsIn(apiVersion);
  if (kinds === undefined || kinds.includes(kind) || kind.endsWith('List')) return undefined;
  const meant = nearNames(kinds, kind)[0];
  const versions = versionsOf(kind);
  const isOfOldVersion = versions.length > 0;
  const hint = isOfOldVersion
    ? `Kubernetes has ${kind} in ${versions.join(' and ')}.`
    : meant && `Did you mean ${meant}?`;
  const path = 'kind' in fields ? ['kind'] : [];
  const place = placeAt(origin, path);
  const message = `${locate(origin, path)}no matches for kind "${kind}" in version "${apiVersion}"`;
  return { problem: new UserError(message, { hint, place }), isOfOldVersion };
}

/**
 * What the API server would refuse in an object around its Pods, in its words: a missing name, a
 * selector that selects nothing. All types must be right. It changes nothing of what the Pods do.
 */
export function objectRefusals(
  object: ManifestObject,
  templates: readonly TemplatePod[],
): readonly UserError[] {
  const { kind, apiVersion, fields, origin } = object;
  const written = fields as unknown as WrittenObject;
  if (!isBuiltInWorkload({ kind, apiVersion }) && kind !== 'Pod') {
    return placed(missingName(written), origin, []);
  }
  // Older versions filled in what is asked for today.
  if (kindRefusal(object) !== undefined) return placed(missingName(written), origin, []);
  return [
    ...placed([...missingName(written), ...objectProblems(kind, written)], origin, []),
    ...templates.flatMap(({ pod }) =>
      placed(selectorProblems(kind, written, pod as unknown as WrittenPod), origin, []),
    ),
  ];
}

/**
 * What the API server would refuse in the Pods of an object, in its words and each with its place
 * in the file; of a workload also what it does not allow in its template. All types must be right.
 */
export function podRefusals(
  { kind, apiVersion, fields, origin }: ManifestObject,
  templates: readonly TemplatePod[],
): readonly UserError[] {
  const isBuiltIn = isBuiltInWorkload({ kind, apiVersion }) || kind === 'Pod';
  const claims = objectsOf(valueAt(fields, ['spec', 'volumeClaimTemplates'])).flatMap(
    ({ metadata }) => textOf(fieldsOf(metadata).name) ?? [],
  );
  if (!isBuiltIn && !takesPodTemplates(kind)) return [];
  return templates.flatMap(({ pod, path }) => {
    const template = pod as unknown as WrittenPod;
    const problems = [
      ...podProblems(template, claims),
      ...(isBuiltIn ? templateProblems(kind, template) : []),
    ];
    return placed(problems, origin, path);
  });
}

function podProblems(template: WrittenPod, claims: readonly string[]): readonly FieldProblem[] {
  const problems = podSpecProblems(template.spec, claims);
  // Without containers there is nothing to add up.
  if (!Array.isArray(template.spec.containers)) return problems;
  return [...problems, ...resourceProblems(withServerDefaults(template as unknown as Pod).pod)];
}

/** Problems of what is at `path` in an object, told in terms of the file; each rule is told once. */
function placed(
  problems: readonly FieldProblem[],
  origin: Origin,
  path: FieldPath,
): readonly UserError[] {
  const within = formatPath([...origin.path, ...path]);
  return problems.map((problem, index) => {
    const isFirst = problems.findIndex(({ rule }) => rule === problem.rule) === index;
    const field = within === '' ? problem.field : `${within}.${problem.field}`;
    const at = [...path, ...problem.path];
    return new UserError(`${locate(origin, at)}${field}: ${problem.message}`, {
      hint: isFirst ? ruleHint(problem.rule) : undefined,
      place: placeAt(origin, at),
    });
  });
}

function ruleHint(id: FieldProblem['rule']): string | undefined {
  const rule = RULES.find((each) => each.id === id);
  return rule && `${rule.sentence.replace(/\.$/, '')} (kubectl initx rules ${rule.id}).`;
}
