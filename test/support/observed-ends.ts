import type { TerminatedState } from '../../src/model/kubernetes/api.ts';
import { containersOf } from '../../src/model/kubernetes/containers.ts';
import type { Sample } from './histories.ts';

/**
 * Ends of the instance that was the newest at the time of the sample, as later samples tell
 * them. `ranByEvent` are the containers that only events showed to run then.
 */
export function endsOf(
  name: string,
  sample: Sample,
  until: readonly Sample[],
  ranByEvent: ReadonlySet<string>,
): readonly TerminatedState[] {
  const statusIn = ({ pod }: Sample) =>
    containersOf(pod).find((each) => each.name === name)?.status;
  const before = statusIn(sample);
  if (before?.state?.terminated && !ranByEvent.has(name)) return [];
  const endedBefore = [before?.state, before?.lastState].map((state) => state?.terminated);
  const known = new Set(endedBefore.map((end) => end?.containerID));
  return until.slice(1).flatMap((later) => {
    const { state, lastState, restartCount = 0 } = statusIn(later) ?? {};
    return [state?.terminated, lastState?.terminated].flatMap((end) => {
      // The kubelet names no container where it has removed them all to restart the Pod.
      const isNew = end?.containerID
        ? !known.has(end.containerID)
        : restartCount > (before?.restartCount ?? 0);
      return end && isNew ? [end] : [];
    });
  });
}
