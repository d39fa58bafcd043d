import type { Container, ObjectMeta, Pod, WrittenResourceList } from '../../kubernetes/api.ts';
import { containerLimits, containerRequests } from '../effective/container-sums.ts';
import { BY_DESCRIBE } from '../effective/counting.ts';
import { formatQuantity, parseQuantity, type Quantity } from '../quantity/quantity.ts';
import type { ResourceList } from '../quantity/resource-list.ts';
import { isCpuOrMemory } from '../quantity/resource-name.ts';
import {
  constraintProblem,
  LIMIT_CONSTRAINTS,
  type LimitConstraint,
  type LimitProblem,
  type WrittenQuantity,
} from './limit-constraint.ts';
/** The slice of a LimitRange that is read here. */
export interface LimitRange {
  readonly metadata: ObjectMeta;
  readonly spec?: { readonly limits?: readonly LimitRangeItem[] };
}

export interface LimitRangeItem {
  /** `Container` and `Pod` are about Pods; others are not looked at. */
  readonly type: string;
  readonly max?: WrittenResourceList;
  readonly min?: WrittenResourceList;
  readonly default?: WrittenResourceList;
  readonly defaultRequest?: WrittenResourceList;
  readonly maxLimitRequestRatio?: WrittenResourceList;
}

/** Where a Pod does not keep to a LimitRange. */
export interface LimitRangeViolation {
  readonly limitRange: string;
  readonly type: 'Container' | 'Pod';
  /** Undefined for the Pod as a whole. */
  readonly container: string | undefined;
  readonly resource: string;
  readonly constraint: LimitConstraint;
  readonly problem: LimitProblem;
  readonly enforced: Quantity;
  /** The request or limit that breaks it; undefined where there is none, and for a ratio. */
  readonly observed: Quantity | undefined;
  /** The server's sentence. */
  readonly message: string;
}

/**
 * Where the Pod, with its defaults filled in, breaks LimitRanges of its namespace (R21). Type
 * Container holds for every app and init container, sidecars too; type Pod for the effective
 * values of the spec without overhead, pod-level cpu and memory in place of the sums
 * (plugin/pkg/admission/limitranger/admission.go, PodValidateLimitFunc). The server tells of the
 * first LimitRange that is broken only.
 */
export function limitRangeViolations(
  pod: Pick<Pod, 'spec'>,
  limitRanges: readonly LimitRange[],
): readonly LimitRangeViolation[] {
  return limitRanges.flatMap(({ metadata, spec }) =>
    (spec?.limits ?? []).flatMap((item) =>
      targetsOf(item.type, pod).flatMap((target) =>
        violationsOf(target, item, metadata.name ?? ''),
      ),
    ),
  );
}

type WrittenQuantities = ReadonlyMap<string, WrittenQuantity>;

/** What one item of a LimitRange is applied to. */
interface LimitTarget {
  readonly type: 'Container' | 'Pod';
  readonly container: string | undefined;
  readonly requests: WrittenQuantities;
  readonly limits: WrittenQuantities;
}

function targetsOf(type: string, pod: Pick<Pod, 'spec'>): readonly LimitTarget[] {
  if (type === 'Pod') return [podTarget(pod)];
  if (type !== 'Container') return [];
  return [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].map(containerTarget);
}

function containerTarget({ name, resources }: Container): LimitTarget {
  const requests = written(resources?.requests);
  return { type: 'Container', container: name, requests, limits: written(resources?.limits) };
}

/** Other than the scheduler, LimitRange does not take hugepages of the pod level. */
function podTarget({ spec }: Pick<Pod, 'spec'>): LimitTarget {
  const plain: Pod = { metadata: {}, spec };
  const sums = (list: ResourceList, podLevel: WrittenResourceList | undefined) => {
    const own = [...written(podLevel)].filter(([name]) => isCpuOrMemory(name));
    const all = [...list].map(([name, quantity]) => [
      name,
      { quantity, text: formatQuantity(quantity) },
    ]);
    return new Map([...all, ...own] as [string, WrittenQuantity][]);
  };
  const requests = sums(containerRequests(plain, BY_DESCRIBE), spec.resources?.requests);
  const limits = sums(containerLimits(plain, BY_DESCRIBE), spec.resources?.limits);
  return { type: 'Pod', container: undefined, requests, limits };
}

function violationsOf(
  { type, container, requests, limits }: LimitTarget,
  item: LimitRangeItem,
  limitRange: string,
): readonly LimitRangeViolation[] {
  return LIMIT_CONSTRAINTS.flatMap((constraint) =>
    [...written(item[constraint])].flatMap(([resource, enforced]) => {
      const amounts = { request: requests.get(resource), limit: limits.get(resource) };
      const broken = constraintProblem(constraint, { type, resource, enforced, ...amounts });
      if (broken === undefined) return [];
      const where = { limitRange, type, container, resource, constraint };
      return [{ ...where, enforced: enforced.quantity, ...broken }];
    }),
  );
}

/** What is stored is written as it is stored. */
function written(amounts: WrittenResourceList = {}): WrittenQuantities {
  const entries = Object.entries(amounts);
  return new Map(entries.map(([name, text]) => [name, { quantity: parseQuantity(text), text }]));
}
