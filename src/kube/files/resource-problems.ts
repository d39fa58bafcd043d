import { UserError } from '../../errors.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import type { FieldProblem } from '../../model/resources/admission/field-problem.ts';
import { withServerDefaults } from '../../model/resources/admission/server-defaults.ts';
import { resourceProblems } from '../../model/resources/admission/validation.ts';
import { formatPath } from '../objects/shape.ts';
import { locate, type ManifestPod } from './manifest-files.ts';

/**
 * All that the API server would refuse in the resources of a manifest's Pod, one problem a line,
 * each with its place in the file; undefined if it would take them. In a workload it tells of the
 * Pods that the workload would fail to create.
 */
export function resourceError({ pod, origin, path }: ManifestPod): UserError | undefined {
  const problems = [...unknownFields(pod), ...resourceProblems(withServerDefaults(pod).pod)];
  const within = formatPath([...origin.path, ...path]);
  const lines = problems.map((problem) => {
    const field = within === '' ? problem.field : `${within}.${problem.field}`;
    return `${locate(origin, [...path, ...problem.path])}${field}: ${problem.message}`;
  });
  return lines.length === 0 ? undefined : new UserError([...new Set(lines)].join('\n'));
}

const KNOWN_FIELDS: ReadonlySet<string> = new Set(['requests', 'limits', 'claims']);

/** Misspelt fields below `resources`: what they say would silently count as nothing. */
function unknownFields({ spec }: Pick<Pod, 'spec'>): readonly FieldProblem[] {
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).flatMap(({ resources }, index) =>
      Object.keys(resources ?? {})
        .filter((name) => !KNOWN_FIELDS.has(name))
        .map((name) => ({
          path: ['spec', list, index, 'resources', name],
          field: `spec.${list}[${index}].resources.${name}`,
          message: `unknown field "${name}"`,
        })),
    ),
  );
}
