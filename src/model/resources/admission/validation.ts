import type { Pod } from '../../kubernetes/api.ts';
import { containerLimits, containerRequests } from '../effective/container-sums.ts';
import { BY_DESCRIBE } from '../effective/counting.ts';
import { isPodLevelResource } from '../effective/pod-level.ts';
import { formatQuantity, isGreater, parseQuantity } from '../quantity/quantity.ts';
import {
  containerResourceNameProblems,
  isHugePages,
  resourceNameProblems,
} from '../quantity/resource-name.ts';
import {
  child,
  entry,
  type FieldPlace,
  type FieldProblem,
  forbidden,
  invalid,
  item,
  notSupported,
} from './field-problem.ts';
import { requirementsProblems } from './requirements-validation.ts';

const SPEC: FieldPlace = { path: ['spec'], field: 'spec' };

/**
 * All that the API server would find wrong with the resources of a Pod, in its words; empty if it
 * would take them. It looks at a Pod with its defaults filled in (`withServerDefaults`), so do
 * that first. Claims of devices are not looked at (pkg/apis/core/validation/validation.go).
 */
export function resourceProblems(pod: Pick<Pod, 'spec'>): readonly FieldProblem[] {
  const { containers, initContainers = [], overhead } = pod.spec;
  const lists = { containers, initContainers };
  return [
    ...(['containers', 'initContainers'] as const).flatMap((name) =>
      lists[name].flatMap(({ resources }, index) => {
        const place = child(item(child(SPEC, name), index), 'resources');
        return requirementsProblems(resources ?? {}, place, containerNameProblems);
      }),
    ),
    ...podLevelProblems(pod),
    ...(overhead ? overheadProblems(overhead) : []),
  ];
}

function containerNameProblems(name: string, place: FieldPlace): readonly FieldProblem[] {
  return containerResourceNameProblems(name).map((problem) => invalid(place, name, problem));
}

/** Overhead is checked as if it were limits, and the server's field says so (validateOverhead). */
function overheadProblems(overhead: NonNullable<Pod['spec']['overhead']>) {
  const place = child(SPEC, 'overhead');
  return requirementsProblems({ limits: overhead }, place, containerNameProblems).map(
    (problem): FieldProblem => ({
      ...problem,
      path: problem.path.filter((_, index) => index !== place.path.length),
    }),
  );
}

/** validatePodResources. */
function podLevelProblems({ spec }: Pick<Pod, 'spec'>): readonly FieldProblem[] {
  const place = child(SPEC, 'resources');
  if (spec.resources === undefined) return [];
  if (spec.os?.name === 'windows') return [forbidden(place, 'may not be set for a windows pod')];
  return [
    ...requirementsProblems(spec.resources, place, podLevelNameProblems),
    ...consistencyProblems(spec, place),
  ];
}

function podLevelNameProblems(name: string, place: FieldPlace): readonly FieldProblem[] {
  const problems = resourceNameProblems(name);
  if (problems.length > 0) return problems.map((problem) => invalid(place, name, problem));
  if (isPodLevelResource(name)) return [];
  return [notSupported(place, name, ['cpu', 'hugepages-', 'memory'])];
}

/** What the pod level sets must hold what the containers ask for (validatePodResourceConsistency). */
function consistencyProblems(spec: Pod['spec'], place: FieldPlace): readonly FieldProblem[] {
  const { requests = {}, limits = {} } = spec.resources ?? {};
  const plain: Pod = { metadata: {}, spec };
  const problems: FieldProblem[] = [];
  for (const [name, sum] of containerRequests(plain, BY_DESCRIBE)) {
    const text = requests[name];
    if (text === undefined || !isGreater(sum, parseQuantity(text))) continue;
    const words = `must be greater than or equal to aggregate container requests of ${formatQuantity(sum)}`;
    problems.push(invalid(entry(child(place, 'requests'), name), text, words));
  }
  for (const [name, sum] of containerLimits(plain, BY_DESCRIBE)) {
    const text = limits[name];
    if (!isHugePages(name) || text === undefined || !isGreater(sum, parseQuantity(text))) continue;
    const words = `must be greater than or equal to aggregate container limits of ${formatQuantity(sum)}`;
    problems.push(invalid(entry(child(place, 'limits'), name), text, words));
  }
  spec.containers.forEach(({ resources }, index) => {
    for (const [name, text] of Object.entries(resources?.limits ?? {})) {
      const podLimit = limits[name];
      if (podLimit === undefined) continue;
      if (!isGreater(parseQuantity(text), parseQuantity(podLimit))) continue;
      const words = `must be less than or equal to pod limits of ${podLimit}`;
      problems.push(invalid(containerLimit(place, index, name), text, words));
    }
  });
  return problems;
}

/** The server writes this one field as if it were below the pod level. */
function containerLimit(place: FieldPlace, index: number, name: string): FieldPlace {
  return {
    path: ['spec', 'containers', index, 'resources', 'limits', name],
    field: `${place.field}.containers[${index}][${name}].limits`,
  };
}
