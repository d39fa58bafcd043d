import {
  child,
  type FieldPlace,
  type FieldProblem,
  invalid,
  item,
  required,
} from '../resources/admission/field-problem.ts';
import { fieldRefProblems, resourceRefProblems } from './downward-api.ts';
import { subdomainProblems } from './name-validation.ts';
import type { WrittenContainer, WrittenKeyRef } from './written-pod.ts';

const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

/**
 * What the API server refuses in the environment of a container
 * (pkg/apis/core/validation/validation.go, ValidateEnv and validateEnvVarValueFrom).
 */
export function environmentProblems(
  { env = [] }: WrittenContainer,
  place: FieldPlace,
): readonly FieldProblem[] {
  return env.flatMap(({ name = '', value = '', valueFrom }, index) => {
    const at = item(child(place, 'env'), index);
    const problems = name === '' ? [required(child(at, 'name'))] : nameProblems(name, at);
    if (valueFrom === undefined) return problems;
    const fromAt = child(at, 'valueFrom');
    const sources = SOURCES.filter((source) => valueFrom[source] !== undefined);
    return [
      ...problems,
      ...(['configMapKeyRef', 'secretKeyRef'] as const).flatMap((source) => {
        const ref = valueFrom[source];
        return ref === undefined ? [] : refProblems(ref, child(fromAt, source));
      }),
      ...(valueFrom.fieldRef
        ? fieldRefProblems(valueFrom.fieldRef, child(fromAt, 'fieldRef'))
        : []),
      ...(valueFrom.resourceFieldRef
        ? resourceRefProblems(valueFrom.resourceFieldRef, child(fromAt, 'resourceFieldRef'))
        : []),
      ...(sources.length === 0
        ? [
            invalid(
              fromAt,
              '',
              'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
            ),
          ]
        : []),
      ...(value !== '' && sources.length > 0
        ? [invalid(fromAt, '', 'may not be specified when `value` is not empty')]
        : []),
      ...(value === '' && sources.length > 1
        ? [invalid(fromAt, '', 'may not have more than one field specified at a time')]
        : []),
    ];
  });
}

/** IsRelaxedEnvVarName: since 1.34 anything printable but `=`. */
function nameProblems(name: string, place: FieldPlace): readonly FieldProblem[] {
  if (/^[ -<>-~]+$/.test(name)) return [];
  const words =
    "a valid environment variable name must consist only of printable ASCII characters other than '='";
  return [invalid(child(place, 'name'), name, words)];
}

function refProblems(
  { name = '', key = '' }: WrittenKeyRef,
  place: FieldPlace,
): readonly FieldProblem[] {
  return [
    ...subdomainProblems(child(place, 'name'), name),
    ...(key === '' ? [required(child(place, 'key'))] : []),
  ];
}
