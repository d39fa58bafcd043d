import type { Container, PodSpec, RestartPolicyRule, TerminatedState } from './api.ts';
import type { PodContainer } from './containers.ts';

type Exit = Pick<TerminatedState, 'exitCode' | 'reason'>;
type PodPolicy = PodSpec['restartPolicy'];

/**
 * Whether the kubelet starts the container again after this exit: its first matching rule, then
 * its own policy, then the Pod's (pkg/api/v1/pod/util.go, ContainerShouldRestart; R3, R23, R30).
 */
export function shouldRestart(
  container: PodContainer,
  podPolicy: PodPolicy,
  terminated: Exit,
): boolean {
  const { role, spec } = container;
  if (role === 'ephemeral') return false;
  if (role === 'sidecar') return true;
  // R3: a successful init container stays done, so `Always` acts as `OnFailure`.
  if (role === 'init' && !initRunFailed(terminated)) {
    return restartsAllContainers(container, terminated);
  }
  // The API server takes rules only beside a policy.
  if (spec.restartPolicy && matchingRule(spec, terminated.exitCode)) return true;
  const policy = spec.restartPolicy ?? podPolicy ?? 'Always';
  // An OOMKilled init container with exit code 0 has failed, yet policies see the code alone.
  return policy === 'Always' || (policy === 'OnFailure' && terminated.exitCode !== 0);
}

/** Failure in the sense of isInitContainerFailed (pkg/kubelet/kuberuntime/helpers.go). */
export function initRunFailed(terminated: Exit): boolean {
  return terminated.exitCode !== 0 || terminated.reason === 'OOMKilled';
}

/**
 * Whether a failed run of this init container ends the whole Pod (R4): its rules and policy are
 * asked first, so `Never` on the container fails even an `Always` Pod. Without a run, the
 * question is about every exit code, and rules make it one that cannot be answered.
 */
export function initFailureFailsPod(
  container: PodContainer,
  podPolicy: PodPolicy,
  terminated?: Exit,
): boolean {
  if (container.role !== 'init') return false;
  if (!terminated) {
    const hasRules = Boolean(container.spec.restartPolicyRules?.length);
    return !hasRules && (container.spec.restartPolicy ?? podPolicy) === 'Never';
  }
  return initRunFailed(terminated) && !shouldRestart(container, podPolicy, terminated);
}

/** The rule that decides, if one does (FindMatchingContainerRestartRule). */
export function matchingRule(spec: Container, exitCode: number): RestartPolicyRule | undefined {
  return spec.restartPolicyRules?.find(({ exitCodes }) => {
    const named = exitCodes?.values?.includes(exitCode) ?? false;
    return exitCodes?.operator === 'In' ? named : exitCodes?.operator === 'NotIn' && !named;
  });
}

/** The exit makes the kubelet run the whole Pod again, init containers first (R11). */
export function restartsAllContainers(
  container: PodContainer,
  terminated: Pick<TerminatedState, 'exitCode'>,
): boolean {
  return matchingRule(container.spec, terminated.exitCode)?.action === 'RestartAllContainers';
}

/** restartPolicyRules apply to exits only; a probe's kill asks the policies alone. */
export function restartsAfterProbeKill(container: PodContainer, podPolicy: PodPolicy): boolean {
  return container.role === 'sidecar' || (container.spec.restartPolicy ?? podPolicy) !== 'Never';
}
