import { UserError } from '../errors.ts';
import { withServerDefaults } from '../model/resources/server-defaults.ts';
import { resourceProblems } from '../model/resources/validation.ts';
import { locate, type ManifestPod } from './manifest-files.ts';
import { formatPath } from './shape.ts';

/**
 * All that the API server would refuse in the resources of a manifest's Pod, one problem a line,
 * each with its place in the file; undefined if it would take them. In a workload it tells of the
 * Pods that the workload would fail to create.
 */
export function resourceError({ pod, origin, path }: ManifestPod): UserError | undefined {
  const problems = resourceProblems(withServerDefaults(pod).pod);
  const within = formatPath([...origin.path, ...path]);
  const lines = problems.map((problem) => {
    const field = within === '' ? problem.field : `${within}.${problem.field}`;
    return `${locate(origin, [...path, ...problem.path])}${field}: ${problem.message}`;
  });
  return lines.length === 0 ? undefined : new UserError([...new Set(lines)].join('\n'));
}
