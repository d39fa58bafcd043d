import {
  child,
  type FieldPlace,
  type FieldProblem,
  forbidden,
  invalid,
  item,
  unsupported,
} from '../resources/admission/field-problem.ts';
import { containerProblems } from './container-validation.ts';
import { checkVolumes } from './volume-validation.ts';
import type { WrittenSpec } from './written-pod.ts';

/** The place of the spec within a Pod or template. */
export const SPEC: FieldPlace = { path: ['spec'], field: 'spec' };

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const MAX_SECONDS = 2_147_483_647;

/**
 * What the API server refuses in the spec of a Pod or a template that has its types right, in its
 * words, with its defaults in mind. Resources are looked at in `model/resources/admission`.
 * `claims` are the names of volumeClaimTemplates. Not everything is covered: what is not named here
 * may still be refused (pkg/apis/core/validation/validation.go, ValidatePodSpec).
 */
export function podSpecProblems(
  spec: WrittenSpec,
  claims: readonly string[] = [],
): readonly FieldProblem[] {
  const volumes = checkVolumes(spec, SPEC, claims);
  const { restartPolicy, dnsPolicy, activeDeadlineSeconds: deadline } = spec;
  const deadlineAt = child(SPEC, 'activeDeadlineSeconds');
  return [
    ...volumes.problems,
    ...containerProblems(spec, SPEC, volumes.names),
    ...hostPortProblems(spec),
    ...(spec.ephemeralContainers?.length
      ? [forbidden(child(SPEC, 'ephemeralContainers'), 'cannot be set on create', 'R28')]
      : []),
    ...unsupported(child(SPEC, 'restartPolicy'), restartPolicy, RESTART_POLICIES),
    ...unsupported(child(SPEC, 'dnsPolicy'), dnsPolicy, DNS_POLICIES),
    ...(deadline !== undefined && (deadline < 1 || deadline > MAX_SECONDS)
      ? [invalid(deadlineAt, deadline, `must be between 1 and ${MAX_SECONDS}, inclusive`)]
      : []),
  ];
}

/** validatePodHostNetworkDeps. */
function hostPortProblems(spec: WrittenSpec): readonly FieldProblem[] {
  if (spec.hostNetwork !== true) return [];
  const words = 'must match `containerPort` when `hostNetwork` is true';
  return (['containers', 'initContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).flatMap(({ ports = [] }, container) =>
      ports.flatMap(({ containerPort, hostPort }, port) => {
        const at = item(child(item(child(SPEC, list), container), 'ports'), port);
        const isOther = Boolean(hostPort) && hostPort !== containerPort;
        return isOther ? [invalid(child(at, 'hostPort'), hostPort, words)] : [];
      }),
    ),
  );
}
