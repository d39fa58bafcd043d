import type { ContainerStateFields, ContainerStatus } from './api.ts';
import { parseTimestamp } from './time.ts';

export type ContainerState =
  /** The kubelet has not reported it. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'waiting'; readonly reason: string; readonly message?: string }
  | { readonly kind: 'running'; readonly startedAt?: number }
  | {
      readonly kind: 'terminated';
      readonly exitCode: number;
      readonly reason: string;
      readonly signal?: number;
      readonly message?: string;
      readonly startedAt?: number;
      readonly finishedAt?: number;
    };

/** The API's three optional fields as one value; an empty `waiting` has reason "". */
export function containerState(fields: ContainerStateFields | undefined): ContainerState {
  if (fields?.running) {
    const startedAt = parseTimestamp(fields.running.startedAt);
    return { kind: 'running', ...(startedAt !== undefined && { startedAt }) };
  }
  if (fields?.terminated) {
    const { exitCode, reason = '', signal, message } = fields.terminated;
    const startedAt = parseTimestamp(fields.terminated.startedAt);
    const finishedAt = parseTimestamp(fields.terminated.finishedAt);
    return {
      kind: 'terminated',
      exitCode,
      reason,
      ...(signal && { signal }),
      ...(message && { message }),
      ...(startedAt !== undefined && { startedAt }),
      ...(finishedAt !== undefined && { finishedAt }),
    };
  }
  if (fields?.waiting) {
    const { reason = '', message } = fields.waiting;
    return { kind: 'waiting', reason, ...(message && { message }) };
  }
  return { kind: 'unknown' };
}

/** The state of a container; `unknown` while its status says nothing. */
export function stateOf(status: ContainerStatus | undefined): ContainerState {
  return containerState(status?.state);
}

/** The run before the current state; absent for a first run. */
export function lastStateOf(status: ContainerStatus | undefined): ContainerState | undefined {
  const last = containerState(status?.lastState);
  return last.kind === 'unknown' ? undefined : last;
}

/** How the image manager fails (pkg/kubelet/images/types.go); none of these ends a Pod. */
const IMAGE_FAILURES: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

export function isImageFailure(reason: string | undefined): boolean {
  return IMAGE_FAILURES.has(reason ?? '');
}

/**
 * The container could not be made from its spec; retried until it can
 * (pkg/kubelet/kuberuntime/kuberuntime_container.go).
 */
const CREATE_FAILURES: ReadonlySet<string> = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'PreCreateHookError',
  'PreStartHookError',
]);

export function isCreateFailure(reason: string | undefined): boolean {
  return CREATE_FAILURES.has(reason ?? '');
}

/** The container was created, but did not stay (kuberuntime_container.go, startContainer). */
const START_FAILURES: ReadonlySet<string> = new Set(['RunContainerError', 'PostStartHookError']);

export function isStartFailure(reason: string | undefined): boolean {
  return START_FAILURES.has(reason ?? '');
}

/**
 * The kubelet's words for a container that the runtime does not have
 * (pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses).
 */
const ABSENT: ReadonlySet<string> = new Set([
  'PodInitializing',
  'ContainerCreating',
  'RestartingAllContainers',
]);

export function isAbsentReason(reason: string | undefined): boolean {
  return ABSENT.has(reason ?? '');
}

/** How runtimes tell of a process that never ran: it has no end and no output of its own. */
const NEVER_RAN: ReadonlySet<string> = new Set(['StartError', 'ContainerCannotRun']);

export function hasNeverRun(reason: string | undefined): boolean {
  return NEVER_RAN.has(reason ?? '');
}
