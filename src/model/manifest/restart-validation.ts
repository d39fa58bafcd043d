import {
  child,
  type FieldPlace,
  type FieldProblem,
  forbidden,
  invalid,
  item,
  notSupported,
  required,
  tooMany,
} from '../resources/admission/field-problem.ts';
import type { WrittenContainer } from './written-pod.ts';

const POLICIES = ['Always', 'Never', 'OnFailure'];
const ACTIONS = ['Restart', 'RestartAllContainers'];
const OPERATORS = ['In', 'NotIn'];
const MAX_RULES = 20;
const MAX_CODES = 255;

/**
 * What the API server refuses in the restart policy and rules of a container
 * (pkg/apis/core/validation/validation.go, validateContainerRestartPolicy and
 * validateInitContainerRestartPolicy).
 */
export function restartProblems(
  { restartPolicy, restartPolicyRules = [] }: WrittenContainer,
  place: FieldPlace,
): readonly FieldProblem[] {
  const policyAt = child(place, 'restartPolicy');
  const rulesAt = child(place, 'restartPolicyRules');
  const problems: FieldProblem[] = [];
  if (restartPolicy === undefined) {
    if (restartPolicyRules.length === 0) return [];
    problems.push(required(policyAt, 'must specify restartPolicy when restart rules are used'));
  } else if (!POLICIES.includes(restartPolicy)) {
    problems.push(notSupported(policyAt, restartPolicy, POLICIES));
  }
  if (restartPolicyRules.length > MAX_RULES) {
    problems.push(tooMany(rulesAt, restartPolicyRules.length, MAX_RULES));
  }
  restartPolicyRules.forEach(({ action = '', exitCodes }, index) => {
    const at = item(rulesAt, index);
    if (!ACTIONS.includes(action)) {
      problems.push(notSupported(child(at, 'action'), action, ACTIONS));
    }
    const codesAt = child(at, 'exitCodes');
    if (exitCodes === undefined) {
      problems.push(required(codesAt, 'must be specified'));
      return;
    }
    const { operator = '', values = [] } = exitCodes;
    if (!OPERATORS.includes(operator)) {
      problems.push(notSupported(child(codesAt, 'operator'), operator, OPERATORS));
    }
    if (values.length > MAX_CODES) {
      problems.push(tooMany(child(codesAt, 'values'), values.length, MAX_CODES));
    }
  });
  return problems;
}

/** What only a sidecar may have among the init containers (validateInitContainers). */
export function plainInitProblems(
  { resizePolicy = [], ...container }: WrittenContainer,
  place: FieldPlace,
): readonly FieldProblem[] {
  const words = 'may not be set for init containers without restartPolicy=Always';
  const fields = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;
  return [
    ...fields
      .filter((name) => container[name] !== undefined)
      .map((name) => forbidden(child(place, name), words, 'R7')),
    ...resizePolicy.flatMap(({ restartPolicy = '' }, index) => {
      const at = child(item(child(place, 'resizePolicy'), index), 'restartPolicy');
      const refusal = "must not be set to 'RestartContainer' for non-sidecar initContainers";
      return restartPolicy === 'RestartContainer' ? [invalid(at, restartPolicy, refusal)] : [];
    }),
  ];
}
