import type { ContainerState } from '../../../kubernetes/container-state.ts';
import { initFailureFailsPod } from '../../../kubernetes/restart-policy.ts';
import type { ContainerHistory } from '../../timeline/history.ts';
import type { Verdict } from '../codes.ts';
import { lastStateField, stateField } from '../evidence.ts';
import { containerVerdict, type Situation } from '../situation.ts';

/**
 * R4: an init container that failed and is not retried ends the Pod. One that was OOMKilled and
 * yet exited with 0 does not: the kubelet counts it as failed (isInitContainerFailed in
 * pkg/kubelet/kuberuntime/helpers.go) and ends the sandbox, while the policy and the phase look at
 * the exit code alone (getPhase in pkg/kubelet/kubelet_pods.go), so the Pod stays Pending. Unless
 * the Pod says Never it gets a new sandbox, over and over.
 */
export function initFailureVerdict(situation: Situation): Verdict | undefined {
  const { pod, containers } = situation;
  const culprit = containers.find((each) => failedForGood(situation, each) !== undefined);
  const end = culprit && failedForGood(situation, culprit);
  if (!culprit || !end) return undefined;
  const { container, state } = culprit;
  // Seen on a real kubelet: a new sandbox is up to the Pod's policy, not to the container's.
  const stalled = pod.spec.restartPolicy === 'Never' ? 'InitStalled' : 'InitStartedOver';
  const isStalled = end.exitCode === 0 && pod.status?.phase === 'Pending';
  return containerVerdict(culprit, {
    code: isStalled ? stalled : 'InitFailedTerminal',
    since: end.finishedAt,
    reason: end.reason,
    message: end.message,
    holdsBack: containers
      .slice(containers.indexOf(culprit) + 1)
      .filter((later) => later.container.role !== 'ephemeral')
      .map((later) => later.container.name),
    evidence: [
      ...stateField(container),
      ...(state.kind === 'terminated' ? [] : lastStateField(container)),
    ],
  });
}

type Terminated = Extract<ContainerState, { kind: 'terminated' }>;

function failedForGood(
  { pod, now }: Situation,
  { container, state, lastState, stale, gate, latest }: ContainerHistory,
): Terminated | undefined {
  const fails = (end: Terminated) => initFailureFailsPod(container, pod.spec.restartPolicy, end);
  if (state.kind === 'terminated' && !stale && fails(state)) return state;
  // The run after one with exit code 0 is in a new sandbox; till it outlives that, nothing is won.
  const before = [state, lastState].find((each) => each?.kind === 'terminated');
  if (before?.kind !== 'terminated' || gate.passed || before.exitCode !== 0) return undefined;
  const { startedAt = 0, finishedAt = 0 } = before;
  const age = latest.kind === 'running' ? now - (latest.startedAt ?? now) : 0;
  return fails(before) && age <= finishedAt - startedAt + CLOCK_MS ? before : undefined;
}

/** Start and end are cut to whole seconds. */
const CLOCK_MS = 1000;
