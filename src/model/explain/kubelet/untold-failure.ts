import { isAbsentReason, isImageFailure, stateOf } from '../../kubernetes/container-state.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import {
  type EventIndex,
  type EventOccurrence,
  eventsOf,
  newestOf,
} from '../../kubernetes/events.ts';

/** Why a container could not be made or started, by events alone. */
export interface UntoldFailure {
  readonly kind: 'image' | 'config' | 'create' | 'start';
  /** The API's own word, where the event has it. */
  readonly reason?: string;
  readonly message?: string;
}

/**
 * The kubelet says Failed seconds before the status does, which goes on saying PodInitializing
 * meanwhile. An event that comes after it means that the failure is over.
 */
export function untoldFailure(
  container: PodContainer,
  events: EventIndex,
): UntoldFailure | undefined {
  if (!isAbsent(container)) return undefined;
  const work = eventsOf(events, container).filter(({ reason }) => WORK.has(reason));
  const newest = newestOf(work);
  if (newest?.reason !== 'Failed') return undefined;
  const message = newest.message.replace(/^Error: /, '');
  if (isImageFailure(message) || PULL_FAILED.test(message)) {
    const reason = isImageFailure(message) ? message : 'ErrImagePull';
    return { kind: 'image', reason, ...imageWords(eventsOf(events, container), reason) };
  }
  if (CONFIG_FAILURE.test(message)) return { kind: 'config', message };
  const timeOf = (reason: string) => work.findLast((each) => each.reason === reason)?.last ?? -1;
  const wasCreated = timeOf('Created') >= Math.max(timeOf('Pulled'), 0);
  return { kind: wasCreated ? 'start' : 'create', message };
}

/** What the registry answered, or else the kubelet's own word in an event of that reason. */
function imageWords(own: readonly EventOccurrence[], reason: string) {
  const isTold = (each: EventOccurrence) =>
    each.reason === reason || (each.reason === 'Failed' && PULL_FAILED.test(each.message));
  const message = newestOf(own.filter(isTold))?.message.replace(PULL_FAILED, '');
  return message ? { message } : {};
}

/** Before what the registry has said (pkg/kubelet/images/image_manager.go). */
export const PULL_FAILED = /^Failed to pull image "[^"]*": /;

/** Whether the status says nothing of the container yet. */
export function isAbsent({ status }: PodContainer): boolean {
  const state = stateOf(status);
  return state.kind === 'unknown' || (state.kind === 'waiting' && isAbsentReason(state.reason));
}

/** What the kubelet says of its work on a container, each step after the one before. */
const WORK: ReadonlySet<string> = new Set(['Pulling', 'Pulled', 'Created', 'Started', 'Failed']);

/**
 * What generateContainerConfig says (pkg/kubelet/kuberuntime), in the texts of makeMounts and
 * makeEnvironmentVariables (pkg/kubelet/kubelet_pods.go) and the client's NotFound.
 */
const CONFIG_FAILURE =
  /^(?:configmap|secret) ".*" not found|couldn't find key|references non-existent|runAsNonRoot|run as root|non-root policy|\bsub[pP]ath\b|\bSubPath\b|^cannot find (?:the )?volume|^services have not yet been read|environment variable key|env file/;
