import { newestOf } from '../../kubernetes/events.ts';
import { conditionOf, isTrue } from '../../kubernetes/pod-status.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { newestEvent, type Situation } from './situation.ts';

/**
 * Since when the Pod's node has not answered, by what its Pods show. The node lifecycle controller
 * then sets Ready to False and nothing else (pkg/util/node/node.go, MarkPodsNotReady), so that the
 * Pod is not Ready though by its other conditions it should be.
 */
export function nodeSilentSince(situation: Situation): number | undefined {
  const { pod, events } = situation;
  const ready = conditionOf(pod, 'Ready');
  if (ready?.status === 'True') return undefined;
  const told = newestEvent(situation, ['NodeNotReady'])?.last;
  const answered = newestOf(events.all.filter(({ source }) => source === 'kubelet'))?.last;
  if (told !== undefined) return answered !== undefined && answered > told ? undefined : told;
  const isLost = pod.status?.reason === 'NodeLost' || (isMarked(situation) && !ready?.reason);
  if (!isLost) return undefined;
  const since = parseTimestamp(ready?.lastTransitionTime);
  // Between two words of the kubelet a Pod may look so for a moment.
  return since !== undefined && situation.now - since > MOMENT_MS ? since : undefined;
}

const MOMENT_MS = 10_000;

function isMarked(situation: Situation): boolean {
  const { pod, containers } = situation;
  const gates = pod.spec.readinessGates ?? [];
  return (
    conditionOf(pod, 'Ready')?.status === 'False' &&
    isTrue(situation.pod, 'ContainersReady') &&
    gates.every(({ conditionType }) => isTrue(situation.pod, conditionType)) &&
    containers.some(({ ready }) => ready)
  );
}
