import type { Pod } from '../kubernetes/api.ts';
import { isAbsentReason, lastStateOf, stateOf } from '../kubernetes/container-state.ts';
import { containersOf } from '../kubernetes/containers.ts';
import { type EventIndex, eventsOf } from '../kubernetes/events.ts';
import { hasFinalPhase } from '../kubernetes/pod-status.ts';
import { failureInEvents } from './failure-events.ts';
import { type StartStep, startStep } from './start-step.ts';

/** Why a debug container will not start, however long one waits. */
export type StartFailure =
  | 'ImageNotFound'
  | 'ImageUnauthorized'
  | 'ImageRateLimited'
  | 'ImageWrongPlatform'
  | 'ImageUnreachable'
  | 'ImageNameInvalid'
  | 'ImageNeverPulled'
  | 'WouldRunAsRoot'
  | 'UserNotNumeric'
  | 'TargetNotRunning'
  | 'TargetUnknown'
  | 'CommandNotFound'
  | 'ConfigMissing'
  | 'PodEnded'
  | 'PodDeleted'
  | 'Other';

/** How far a new debug container has come. */
export type StartProgress =
  | ({ readonly kind: 'waiting' } & StartStep)
  | { readonly kind: 'running' }
  | { readonly kind: 'ended' }
  | {
      readonly kind: 'failed';
      readonly failure: StartFailure;
      readonly reason: string;
      /** Untrusted text of the kubelet; empty if it gives none. */
      readonly message: string;
    };

/**
 * Reads from the Pod and its events how far the container is. The kubelet retries for ever what it
 * cannot start; a failure here is one that no retry will mend.
 */
export function startProgress(pod: Pod, events: EventIndex, name: string): StartProgress {
  const all = containersOf(pod);
  const container = all.find((each) => each.name === name);
  const state = stateOf(container?.status);
  if (state.kind === 'running') return { kind: 'running' };
  // One of a copied Pod may wait for its next run already.
  const run = state.kind === 'terminated' ? state : lastStateOf(container?.status);
  if (run?.kind === 'terminated') {
    const hasStarted = run.reason !== 'StartError' && run.reason !== 'ContainerCannotRun';
    return hasStarted ? { kind: 'ended' } : failed(run.reason, run.message ?? '');
  }
  if (hasFinalPhase(pod)) {
    const { phase = '', message = '' } = pod.status ?? {};
    return { kind: 'failed', failure: 'PodEnded', reason: phase, message };
  }
  // PodInitializing is said of every one that is not created yet, finished init containers or not.
  if (state.kind === 'waiting' && state.reason !== '' && !isAbsentReason(state.reason)) {
    const failure = failed(state.reason, state.message ?? '');
    if (isFinal(failure)) return failure;
  }
  if (container === undefined) return { kind: 'waiting', step: 'queued' };
  const own = eventsOf(events, container);
  const heard = failureInEvents(own);
  if (heard !== undefined) {
    const failure = failed(heard.reason, heard.message);
    if (isFinal(failure)) return failure;
  }
  return { kind: 'waiting', ...startStep(pod, container, all, own) };
}

type Failed = Extract<StartProgress, { kind: 'failed' }>;

function failed(reason: string, message: string): Failed {
  return { kind: 'failed', failure: failureOf(reason, message), reason, message };
}

/** A first pull may fail for a moment; the registry's clear words, or a back-off, are final. */
function isFinal({ failure, reason }: Failed): boolean {
  if (reason === 'ErrImagePull' || reason === 'RegistryUnavailable') {
    return failure !== 'ImageUnreachable' && failure !== 'Other';
  }
  return FINAL.has(reason);
}

const FINAL: ReadonlySet<string> = new Set([
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'SignatureValidationFailed',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PreCreateHookError',
  'PreStartHookError',
]);

/**
 * Texts of containerd (core/remotes/docker), runc (libcontainer) and the kubelet
 * (pkg/kubelet/kuberuntime/security_context_others.go, kuberuntime_container.go).
 */
function failureOf(reason: string, message: string): StartFailure {
  switch (reason) {
    case 'InvalidImageName':
      return 'ImageNameInvalid';
    case 'ErrImageNeverPull':
      return 'ImageNeverPulled';
    case 'CreateContainerConfigError':
      return configFailure(message);
    case 'CreateContainerError':
      if (/invalid target container|target container/.test(message)) return 'TargetNotRunning';
      return commandFailure(message);
    case 'RunContainerError':
    case 'StartError':
    case 'ContainerCannotRun':
      return commandFailure(message);
    default:
      return reason.includes('Image') || reason.includes('Registry')
        ? pullFailure(message)
        : 'Other';
  }
}

function pullFailure(message: string): StartFailure {
  if (/no match for platform|no matching manifest/.test(message)) return 'ImageWrongPlatform';
  if (/429|toomanyrequests|rate limit/i.test(message)) return 'ImageRateLimited';
  if (/40[13]|unauthori[sz]ed|denied|forbidden|authorization failed/i.test(message)) {
    return 'ImageUnauthorized';
  }
  if (/not found|NotFound|manifest unknown/.test(message)) return 'ImageNotFound';
  return /dial tcp|timeout|no such host|connection refused|i\/o|EOF|TLS|x509/i.test(message)
    ? 'ImageUnreachable'
    : 'Other';
}

function configFailure(message: string): StartFailure {
  if (/image will run as root/.test(message)) return 'WouldRunAsRoot';
  if (/non-numeric user/.test(message)) return 'UserNotNumeric';
  if (/unable to find target container/.test(message)) return 'TargetUnknown';
  return /not found|couldn't find key/.test(message) ? 'ConfigMissing' : 'Other';
}

function commandFailure(message: string): StartFailure {
  return /executable file not found|no such file or directory|permission denied/.test(message)
    ? 'CommandNotFound'
    : 'Other';
}
