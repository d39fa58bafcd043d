import type { ResourceRequirements } from '../../kubernetes/api.ts';
import {
  isPositive,
  milliValue,
  parseQuantity,
  type Quantity,
  readQuantity,
  wholeValue,
} from '../quantity/quantity.ts';
import {
  hugePageSize,
  isHugePages,
  isOvercommitAllowed,
  isWholeResource,
} from '../quantity/resource-name.ts';
import { overflowingMilliValue } from '../quantity/stored-text.ts';
import {
  child,
  entry,
  type FieldPlace,
  type FieldProblem,
  forbidden,
  invalid,
  required,
} from './field-problem.ts';

type NameProblems = (name: string, place: FieldPlace) => readonly FieldProblem[];

/**
 * What is wrong with requests and limits, whose amounts are written as they would be stored;
 * `nameProblems` knows which names may be there
 * (pkg/apis/core/validation/validation.go, validateResourceRequirements).
 */
export function requirementsProblems(
  { limits = {}, requests = {} }: ResourceRequirements,
  place: FieldPlace,
  nameProblems: NameProblems,
): readonly FieldProblem[] {
  const limitsPlace = child(place, 'limits');
  const requestsPlace = child(place, 'requests');
  const problems: FieldProblem[] = [];
  for (const [name, text] of Object.entries(limits)) {
    const at = entry(limitsPlace, name);
    problems.push(...nameProblems(name, at), ...amountProblems(name, text, at));
    problems.push(...hugePageProblems(name, text, at));
  }
  for (const [name, text] of Object.entries(requests)) {
    const at = entry(requestsPlace, name);
    problems.push(...nameProblems(name, at), ...amountProblems(name, text, at));
    // The server tells these of the whole map; the request is what they are about.
    problems.push(
      ...limitProblems(name, text, limits[name], { requestsPlace, limitsPlace }).map((problem) => ({
        ...problem,
        path: at.path,
      })),
    );
    problems.push(...hugePageProblems(name, text, at));
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory')) {
    problems.push(forbidden(place, 'HugePages require cpu or memory'));
  }
  return problems;
}

/** ValidateResourceQuantityValue. */
function amountProblems(name: string, text: string, at: FieldPlace): readonly FieldProblem[] {
  const amount = parseQuantity(text);
  const problems: FieldProblem[] = [];
  if (amount.nano < 0n) problems.push(invalid(at, text, 'must be greater than or equal to 0'));
  if (isWholeResource(name) && overflowingMilliValue(text) % 1000n !== 0n) {
    problems.push(invalid(at, text, 'must be an integer'));
  }
  return problems;
}

function limitProblems(
  name: string,
  requestText: string,
  limitText: string | undefined,
  { requestsPlace, limitsPlace }: { requestsPlace: FieldPlace; limitsPlace: FieldPlace },
): readonly FieldProblem[] {
  const isFlexible = isOvercommitAllowed(name);
  if (limitText === undefined) {
    const words = 'Limit must be set for non overcommitable resources';
    return isFlexible ? [] : [required(limitsPlace, words)];
  }
  const request = parseQuantity(requestText).nano;
  const limit = parseQuantity(limitText).nano;
  if (request === limit || (isFlexible && request < limit)) return [];
  const relation = isFlexible ? 'less than or equal' : 'equal';
  return [
    invalid(requestsPlace, requestText, `must be ${relation} to ${name} limit of ${limitText}`),
  ];
}

/** validateResourceQuantityHugePageValue. */
function hugePageProblems(name: string, text: string, at: FieldPlace): readonly FieldProblem[] {
  if (!isHugePages(name)) return [];
  const size = readQuantity(hugePageSize(name));
  if (!('problem' in size) && isMultipleOf(parseQuantity(text), size)) return [];
  return [invalid(at, text, `${text} is not positive integer multiple of ${name}`)];
}

function isMultipleOf(amount: Quantity, size: Quantity): boolean {
  if (!isPositive(size) || milliValue(size) % 1000n !== 0n) return false;
  return wholeValue(amount) % wholeValue(size) === 0n;
}
