import { unboundedBy } from '../effective/pod-cgroup.ts';
import type { Term } from '../effective/terms.ts';
import { displayOrder } from '../effective/terms.ts';
import { isEqual, type Quantity, ZERO } from '../quantity/quantity.ts';
import type { PodCost } from './pod-cost.ts';

/** One thing that changes would make of a Pod: an amount, or a word such as `none`. */
export interface Difference {
  readonly what: 'request' | 'limit' | 'limitSum' | 'unused' | 'qosClass' | 'replicas';
  readonly resource: string | undefined;
  readonly before: Quantity | string;
  readonly after: Quantity | string;
}

type HasResources = Pick<PodCost, 'resources'>;

/** Everything that differs, in the order in which a Pod is told of. */
export function differencesOf(before: HasResources, after: HasResources): readonly Difference[] {
  const [old, now] = [before.resources, after.resources];
  const names = displayOrder([...new Set([...old.resources, ...now.resources])]);
  const amount = (of: readonly Term[], resource: string, field: 'effective' | 'unusedAfterInit') =>
    of.find((term) => term.resource === resource)?.[field] ?? ZERO;
  return [
    ...names.flatMap((resource) => [
      ...ifDifferent(
        'request',
        resource,
        amount(old.requests, resource, 'effective'),
        amount(now.requests, resource, 'effective'),
      ),
      ...ifDifferent(
        'unused',
        resource,
        amount(old.requests, resource, 'unusedAfterInit'),
        amount(now.requests, resource, 'unusedAfterInit'),
      ),
      ...ifDifferent('limit', resource, limitOf(before, resource), limitOf(after, resource)),
      ...(limitOf(before, resource) === 'none' && limitOf(after, resource) === 'none'
        ? ifDifferent(
            'limitSum',
            resource,
            sumOf(old.limits, resource),
            sumOf(now.limits, resource),
          )
        : []),
    ]),
    ...ifDifferent('qosClass', undefined, old.qos.class, now.qos.class),
    ...ifDifferent('replicas', undefined, String(old.replicas ?? ''), String(now.replicas ?? '')),
  ];
}

/** What quota counts, whether it bounds the Pod or not. */
function sumOf(limits: readonly Term[], resource: string): Quantity {
  return limits.find((term) => term.resource === resource)?.byQuota ?? ZERO;
}

/** What the Pod as a whole is held to, or `none`: a sum that bounds nothing is no limit. */
function limitOf(
  { resources: { limits, cgroup } }: HasResources,
  resource: string,
): Quantity | string {
  const isUnbounded = unboundedBy(cgroup, resource).length > 0;
  const term = limits.find((each) => each.resource === resource);
  return isUnbounded || term === undefined ? 'none' : term.effective;
}

function ifDifferent(
  what: Difference['what'],
  resource: string | undefined,
  before: Quantity | string,
  after: Quantity | string,
): readonly Difference[] {
  const isSame =
    typeof before === 'string' || typeof after === 'string'
      ? before === after
      : isEqual(before, after);
  return isSame ? [] : [{ what, resource, before, after }];
}
