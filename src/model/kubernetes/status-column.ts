import type { ContainerStatus, Pod, PodStatus, TerminatedState } from './api.ts';
import { humanDuration } from './human-duration.ts';
import { hasFinalPhase, isTrue } from './pod-status.ts';

/** The words of `kubectl get pod`. */
export interface StatusColumns {
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
}

/**
 * Port of printPod (pkg/printers/internalversion/printers.go, Kubernetes 1.37.2). The containers
 * are walked in the order of the status lists, not of the spec: the word depends on it.
 */
export function statusColumns(pod: Pod, now: number): StatusColumns {
  const { spec, status = {} } = pod;
  const sidecars = sidecarNames(pod);
  const init = printInit(status, sidecars, spec.initContainers?.length ?? 0);
  let { ready, restarts } = init;
  let reason = init.reason ?? podReason(status);

  if (init.reason === undefined || isTrue({ status }, 'Initialized')) {
    const apps = printApps(status, reason);
    ready += apps.ready;
    reason = apps.reason;
    restarts = sum(init.sidecarRestarts, apps.restarts);
  }
  return {
    ready: `${ready}/${spec.containers.length + sidecars.size}`,
    status: deletionWord(pod) ?? reason,
    restarts: printRestarts(restarts, now),
  };
}

interface Restarts {
  readonly count: number;
  /** The latest end of an earlier attempt. */
  readonly last?: number;
}

const NO_RESTARTS: Restarts = { count: 0 };

function sidecarNames({ spec }: Pod): ReadonlySet<string> {
  const sidecars = spec.initContainers?.filter((init) => init.restartPolicy === 'Always') ?? [];
  return new Set(sidecars.map((init) => init.name));
}

function podReason(status: PodStatus): string {
  const gated = status.conditions?.some(
    (condition) => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : status.reason || (status.phase ?? '');
}

/** Stops at the first init container that holds the Pod; later ones add no restarts either. */
function printInit(status: PodStatus, sidecars: ReadonlySet<string>, total: number) {
  let ready = 0;
  let restarts = NO_RESTARTS;
  let sidecarRestarts = NO_RESTARTS;
  let reason: string | undefined;

  for (const [index, container] of (status.initContainerStatuses ?? []).entries()) {
    const isSidecar = sidecars.has(container.name);
    restarts = sum(restarts, restartsOf(container));
    if (isSidecar) sidecarRestarts = sum(sidecarRestarts, restartsOf(container));

    if (container.state?.terminated?.exitCode === 0) continue;
    if (isSidecar && container.started === true) {
      if (container.ready) ready++;
      continue;
    }
    reason = `Init:${initWord(container) ?? `${index}/${total}`}`;
    break;
  }
  return { ready, restarts, sidecarRestarts, reason };
}

function initWord({ state }: ContainerStatus): string | undefined {
  if (state?.terminated) return terminatedWord(state.terminated);
  const waiting = state?.waiting?.reason;
  return waiting && waiting !== 'PodInitializing' ? waiting : undefined;
}

/** From the last status to the first, so the first container with a word of its own wins. */
function printApps(status: PodStatus, before: string) {
  let ready = 0;
  let restarts = NO_RESTARTS;
  let reason = before;
  let error: string | undefined;

  for (const container of (status.containerStatuses ?? []).toReversed()) {
    const { state } = container;
    restarts = sum(restarts, restartsOf(container));
    if (state?.waiting?.reason) {
      reason = state.waiting.reason;
    } else if (state?.terminated) {
      reason = terminatedWord(state.terminated);
      if (state.terminated.exitCode !== 0) error = reason;
    } else if (container.ready && state?.running) {
      ready++;
    }
  }
  if (reason === 'Completed') {
    if (ready > 0 && isTrue({ status }, 'Ready')) reason = 'Running';
    else if (error !== undefined) reason = error;
    else if (ready > 0) reason = 'NotReady';
  }
  return { ready, restarts, reason };
}

function terminatedWord({ reason, signal, exitCode }: TerminatedState): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

/** NodeLost is NodeUnreachablePodReason (pkg/util/node/node.go). */
function deletionWord(pod: Pod): string | undefined {
  if (!pod.metadata.deletionTimestamp) return undefined;
  if (pod.status?.reason === 'NodeLost') return 'Unknown';
  return hasFinalPhase(pod) ? undefined : 'Terminating';
}

/** Date.parse and not parseTimestamp: kubectl counts from 1970 too and says "56y ago". */
function restartsOf({ restartCount = 0, lastState }: ContainerStatus): Restarts {
  const finished = Date.parse(lastState?.terminated?.finishedAt ?? '');
  return Number.isNaN(finished) ? { count: restartCount } : { count: restartCount, last: finished };
}

function sum(one: Restarts, other: Restarts): Restarts {
  const count = one.count + other.count;
  if (one.last === undefined) return { ...other, count };
  return { count, last: Math.max(one.last, other.last ?? one.last) };
}

function printRestarts({ count, last }: Restarts, now: number): string {
  const isDated = count !== 0 && last !== undefined;
  return isDated ? `${count} (${humanDuration(now - last)} ago)` : `${count}`;
}
