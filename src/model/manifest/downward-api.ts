import {
  child,
  type FieldPlace,
  type FieldProblem,
  invalid,
  notSupported,
  required,
} from '../resources/admission/field-problem.ts';
import { qualifiedNameProblems } from '../resources/quantity/resource-name.ts';
import type { WrittenFieldRef, WrittenResourceRef } from './written-pod.ts';

/** ConvertDownwardAPIFieldLabel (pkg/apis/core/pods/helpers.go): what a Pod has by that name. */
const FIELDS: ReadonlySet<string> = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.host',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.phase',
  'status.podIP',
  'status.podIPs',
]);
const WITH_KEYS: ReadonlySet<string> = new Set(['metadata.annotations', 'metadata.labels']);

/** Those that a variable can have (pkg/apis/core/validation/validation.go). */
const FIELDS_OF_VARIABLES = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const RESOURCES = ['cpu', 'ephemeral-storage', 'memory'];
const AMOUNTS = ['limits', 'requests'].flatMap((list) =>
  RESOURCES.map((name) => `${list}.${name}`),
);
const HUGE_PAGES = /^(?:limits|requests)\.hugepages-/;

/** What the API server refuses in the `fieldRef` of a variable (validateObjectFieldSelector). */
export function fieldRefProblems(
  { apiVersion = '', fieldPath = '' }: WrittenFieldRef,
  place: FieldPlace,
): readonly FieldProblem[] {
  const at = child(place, 'fieldPath');
  if (fieldPath === '') return [required(at)];
  const unknown = (problem: string) => [
    invalid(at, fieldPath, `error converting fieldPath: ${problem}`),
  ];
  if (apiVersion !== '' && apiVersion !== 'v1') {
    return unknown(`unsupported pod version: ${apiVersion}`);
  }
  const [, path = '', key] = fieldPath.match(/^(.+?)\['(.*)'\]$/s) ?? [];
  if (key === undefined) {
    if (!FIELDS.has(fieldPath)) return unknown(`field label not supported: ${fieldPath}`);
    const isKnown = fieldPath === 'spec.host' || FIELDS_OF_VARIABLES.includes(fieldPath);
    return isKnown ? [] : [notSupported(at, fieldPath, FIELDS_OF_VARIABLES)];
  }
  if (!WITH_KEYS.has(path)) {
    return unknown(`field label does not support subscript: ${fieldPath}`);
  }
  const name = path === 'metadata.annotations' ? key.toLowerCase() : key;
  return qualifiedNameProblems(name).map((problem) => invalid(place, key, problem));
}

/** The same of its `resourceFieldRef`, but for the divisor (validateContainerResourceFieldSelector). */
export function resourceRefProblems(
  { resource = '' }: WrittenResourceRef,
  place: FieldPlace,
): readonly FieldProblem[] {
  const at = child(place, 'resource');
  if (resource === '') return [required(at)];
  const isKnown = AMOUNTS.includes(resource) || HUGE_PAGES.test(resource);
  return isKnown ? [] : [notSupported(at, resource, AMOUNTS)];
}
