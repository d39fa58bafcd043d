import { milliValue, type Quantity, wholeValue, ZERO } from '../quantity/quantity.ts';

export type LimitProblem =
  | 'no-request'
  | 'no-limit'
  | 'request-too-low'
  | 'limit-too-low'
  | 'request-too-high'
  | 'limit-too-high'
  | 'ratio-too-high';

/** In the order in which the server applies them. */
export const LIMIT_CONSTRAINTS = ['min', 'max', 'maxLimitRequestRatio'] as const;
export type LimitConstraint = (typeof LIMIT_CONSTRAINTS)[number];

/** One constraint of a LimitRange and what it is held against. */
export interface Constrained {
  /** `Container` or `Pod`, as the sentences name it. */
  readonly type: string;
  readonly resource: string;
  readonly enforced: WrittenQuantity;
  readonly request: WrittenQuantity | undefined;
  readonly limit: WrittenQuantity | undefined;
}

/** An amount as the server has it in mind, and as it writes it. */
export interface WrittenQuantity {
  readonly quantity: Quantity;
  readonly text: string;
}

export interface BrokenConstraint {
  readonly problem: LimitProblem;
  readonly observed: Quantity | undefined;
  readonly message: string;
}

/**
 * How a request and limit break a constraint, the first problem only, in the server's words
 * (plugin/pkg/admission/limitranger/admission.go).
 */
export function constraintProblem(
  constraint: LimitConstraint,
  constrained: Constrained,
): BrokenConstraint | undefined {
  switch (constraint) {
    case 'min':
      return minProblem(constrained);
    case 'max':
      return maxProblem(constrained);
    case 'maxLimitRequestRatio':
      return ratioProblem(constrained);
  }
}

function minProblem(constrained: Constrained): BrokenConstraint | undefined {
  const { type, resource, enforced, request, limit } = constrained;
  const rule = `minimum ${resource} usage per ${type} is ${enforced.text}`;
  const values = comparable(constrained);
  if (request === undefined) {
    return {
      problem: 'no-request',
      observed: undefined,
      message: `${rule}.  No request is specified`,
    };
  }
  if (values.request < values.enforced) {
    const message = `${rule}, but request is ${request.text}`;
    return { problem: 'request-too-low', observed: request.quantity, message };
  }
  if (limit === undefined || values.limit >= values.enforced) return undefined;
  const message = `${rule}, but limit is ${limit.text}`;
  return { problem: 'limit-too-low', observed: limit.quantity, message };
}

function maxProblem(constrained: Constrained): BrokenConstraint | undefined {
  const { type, resource, enforced, request, limit } = constrained;
  const rule = `maximum ${resource} usage per ${type} is ${enforced.text}`;
  const values = comparable(constrained);
  if (limit === undefined) {
    return { problem: 'no-limit', observed: undefined, message: `${rule}.  No limit is specified` };
  }
  if (values.limit > values.enforced) {
    const message = `${rule}, but limit is ${limit.text}`;
    return { problem: 'limit-too-high', observed: limit.quantity, message };
  }
  if (request === undefined || values.request <= values.enforced) return undefined;
  const message = `${rule}, but request is ${request.text}`;
  return { problem: 'request-too-high', observed: request.quantity, message };
}

function ratioProblem(constrained: Constrained): BrokenConstraint | undefined {
  const { type, resource, enforced } = constrained;
  const rule = `${resource} max limit to request ratio per ${type} is ${enforced.text}`;
  const { request, limit } = comparable(constrained);
  if (request === 0n) {
    const message = `${rule}, but no request is specified or request is 0`;
    return { problem: 'no-request', observed: constrained.request?.quantity, message };
  }
  if (limit === 0n) {
    const message = `${rule}, but no limit is specified or limit is 0`;
    return { problem: 'no-limit', observed: constrained.limit?.quantity, message };
  }
  // The server divides doubles, and with their errors refuses 2007m over 1 where 2.007 is
  // allowed; to foretell it, this is the one place that divides them too.
  const ratio = Number(limit) / Number(request);
  const isMilli = wholeValue(enforced.quantity) <= MAX_MILLI;
  const isBroken = isMilli
    ? ratio * 1000 > Number(milliValue(enforced.quantity))
    : ratio > Number(wholeValue(enforced.quantity));
  if (!isBroken) return undefined;
  const message = `${rule}, but provided ratio is ${sixDecimals(ratio)}`;
  return { problem: 'ratio-too-high', observed: undefined, message };
}

/** The largest number of units whose thousandths an int64 can hold. */
const MAX_MILLI = (2n ** 63n - 1n) / 1000n;

/** All three in thousandths, or in whole units if one is too large (requestLimitEnforcedValues). */
function comparable(constrained: Constrained) {
  const request = constrained.request?.quantity ?? ZERO;
  const limit = constrained.limit?.quantity ?? ZERO;
  const enforced = constrained.enforced.quantity;
  const isSmall = [request, limit, enforced].every((each) => wholeValue(each) <= MAX_MILLI);
  const count = isSmall ? milliValue : wholeValue;
  return { request: count(request), limit: count(limit), enforced: count(enforced) };
}

/** As Go's %f: halfway between two, the even digit wins; toFixed would take the larger. */
function sixDecimals(ratio: number): string {
  const text = ratio.toFixed(6);
  const isHalfway = (ratio * 128) % 2 === 1;
  if (!isHalfway || Number(text.at(-1)) % 2 === 0) return text;
  return `${text.slice(0, -1)}${Number(text.at(-1)) - 1}`;
}
