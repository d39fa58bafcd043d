import type { Pod } from '../kubernetes/api.ts';
import { lastStateOf, stateOf } from '../kubernetes/container-state.ts';
import type { PodContainer } from '../kubernetes/containers.ts';
import { type EventOccurrence, newestOf } from '../kubernetes/events.ts';
import { conditionOf } from '../kubernetes/pod-status.ts';
import { failureInEvents } from './failure-events.ts';
import { holdsBack } from './target.ts';

/** What a container that has not started waits for. */
export type StartStep =
  /** Of a Pod that was made for it. `message` is the scheduler's; empty until it has one. */
  | { readonly step: 'unscheduled'; readonly message: string }
  /** An init container that comes before it; with `exitCode` it has failed before. */
  | { readonly step: 'init'; readonly container: string; readonly exitCode?: number }
  /** `message` is what was in the way of the last try; it is tried again. */
  | { readonly step: 'pull-failed'; readonly message: string }
  | { readonly step: 'queued' | 'pulling' | 'pulled' };

/** `own` are the container's events, `all` the Pod's containers in the order they start. */
export function startStep(
  pod: Pod,
  container: PodContainer,
  all: readonly PodContainer[],
  own: readonly EventOccurrence[],
): StartStep {
  if (!pod.spec.nodeName) {
    return { step: 'unscheduled', message: conditionOf(pod, 'PodScheduled')?.message ?? '' };
  }
  const before = all.slice(0, all.indexOf(container)).find(holdsBack);
  if (container.role !== 'ephemeral' && before?.status !== undefined) return initStep(before);
  return pullStep(own);
}

function initStep({ name, status }: PodContainer): StartStep {
  const ends = [stateOf(status), lastStateOf(status)];
  const failed = ends.find((state) => state?.kind === 'terminated');
  return { step: 'init', container: name, ...(failed && { exitCode: failed.exitCode }) };
}

/** The newest of a container's events about its image tells; they may come again. */
function pullStep(own: readonly EventOccurrence[]): StartStep {
  const step = stepOf(newestOf(own.filter((event) => stepOf(event) !== 'queued')));
  if (step !== 'pull-failed') return { step };
  return { step, message: failureInEvents(own)?.message ?? '' };
}

/** Failed and BackOff are also said of containers (pkg/kubelet/images/image_manager.go). */
function stepOf(
  event: EventOccurrence | undefined,
): 'queued' | 'pulling' | 'pull-failed' | 'pulled' {
  switch (event?.reason) {
    case 'Pulling':
      return 'pulling';
    case 'Pulled':
    case 'Created':
      return 'pulled';
    case 'Failed':
    case 'BackOff':
      return /^(?:Failed to pull|Back-off pulling) image/.test(event.message)
        ? 'pull-failed'
        : 'queued';
    default:
      return 'queued';
  }
}
