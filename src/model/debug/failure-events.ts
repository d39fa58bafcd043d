import type { EventOccurrence } from '../kubernetes/events.ts';

/** How a container's start has failed, in the words that its status will have. */
export interface HeardFailure {
  readonly reason: string;
  /** Untrusted text of the kubelet. */
  readonly message: string;
}

/**
 * What a container's events say of a start that has failed. They come with the failure; its status
 * says so only when the kubelet looks at the Pod again, ten seconds later or more
 * (pkg/kubelet/images/image_manager.go, kuberuntime/kuberuntime_container.go). Undefined where they
 * tell of none, or leave its kind open.
 */
export function failureInEvents(events: readonly EventOccurrence[]): HeardFailure | undefined {
  const pull = lastOf(events, 'Failed', /^Failed to pull image "[^"]*": (.*)/s);
  if (pull !== undefined) {
    const isBackingOff = lastOf(events, 'BackOff', /^(Back-off pulling image .*)/s) !== undefined;
    return { reason: isBackingOff ? 'ImagePullBackOff' : 'ErrImagePull', message: pull };
  }
  const never = lastOf(events, 'ErrImageNeverPull', /^(.*)/s);
  if (never !== undefined) return { reason: 'ErrImageNeverPull', message: never };
  const name = lastOf(events, 'InspectFailed', /^(.*couldn't parse image.*)/s);
  if (name !== undefined) return { reason: 'InvalidImageName', message: name };
  const target = lastOf(events, 'Failed', /^Error: (.*invalid target container.*)/s);
  if (target !== undefined) return { reason: 'CreateContainerError', message: target };
  const config = lastOf(events, 'Failed', CONFIG_ERROR);
  return config === undefined
    ? undefined
    : { reason: 'CreateContainerConfigError', message: config };
}

/** Errors of commands are told in the same way, and may say "not found" too. */
const CONFIG_ERROR =
  /^Error: (.*(?:image will run as root|has non-numeric user|unable to find target container|couldn't find key).*|(?:secret|configmap) "[^"]*" not found)$/s;

function lastOf(events: readonly EventOccurrence[], reason: string, text: RegExp) {
  const found = events.findLast((event) => event.reason === reason && text.test(event.message));
  return found && text.exec(found.message)?.[1];
}
