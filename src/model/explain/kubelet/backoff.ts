import type { ContainerStatus } from '../../kubernetes/api.ts';
import { isStartFailure } from '../../kubernetes/container-state.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import { parseGoDuration } from '../../kubernetes/go-duration.ts';
import { laterBy, parseTimestamp } from '../../kubernetes/time.ts';

/**
 * A crash back-off: the kubelet starts the container between `earliest` and `latest`, both in
 * milliseconds since the epoch.
 */
export interface Backoff {
  readonly delaySeconds: number;
  readonly earliest?: number;
  readonly latest?: number;
}

const INITIAL_SECONDS = 10;
const MAX_SECONDS = 300;
export const LONGEST_BACKOFF_MS = MAX_SECONDS * 1000;
/** A run this long clears the back-off: twice the maximum (pkg/kubelet/kubelet.go). */
export const RESET_MS = 2 * LONGEST_BACKOFF_MS;
/** The pod worker's resync interval and jitter (pkg/kubelet/pod_workers.go, completeWork). */
const RESYNC_MS = 60_000;
const JITTER = 0.5;
/** finishedAt is cut to whole seconds; the kubelet counts from the full instant. */
const TRUNCATION_MS = 1000;

/**
 * The back-off that the kubelet announces. The delay is read from its message, because node
 * settings change the steps. The worker sleeps min(remaining, 1m) plus up to half of that again,
 * hence `latest`.
 */
export function backoffOf(status: ContainerStatus | undefined, now: number): Backoff | undefined {
  const waiting = status?.state?.waiting;
  if (waiting?.reason !== 'CrashLoopBackOff') return undefined;
  const announced = announcedDelay(waiting.message);
  const delay = announced ?? crashBackoffAfter(status?.restartCount ?? 0) * 1000;
  const earliest = laterBy(parseTimestamp(status?.lastState?.terminated?.finishedAt), delay);
  return {
    delaySeconds: delay / 1000,
    ...(earliest !== undefined && { earliest }),
    // Without a finish time the whole delay may still lie ahead.
    latest: (earliest ?? now + delay) + JITTER * Math.min(delay, RESYNC_MS) + TRUNCATION_MS,
  };
}

/**
 * The back-off that follows an exit the kubelet has not judged yet, while the API still says
 * `terminated`. Undefined when it restarts at once: a first crash, or a run long enough to clear
 * the back-off. `probe` is what a probe may have to do with it: it has killed this run, it may have
 * killed others, or there is none.
 */
export function expectedBackoff(
  status: ContainerStatus | undefined,
  probe: 'killed' | 'present' | 'none',
): Backoff | undefined {
  const terminated = status?.state?.terminated ?? failedStart(status);
  const counted = (status?.restartCount ?? 0) - (probe === 'killed' ? PROBE_LAG : 0);
  const most = probe === 'none' ? delayAfterWait(status) : Infinity;
  const delay = Math.min(crashBackoffAfter(counted), most) * 1000;
  const startedAt = parseTimestamp(terminated?.startedAt);
  const finishedAt = parseTimestamp(terminated?.finishedAt);
  if (delay === 0 || finishedAt === undefined) return undefined;
  if (startedAt !== undefined && finishedAt - startedAt > RESET_MS) return undefined;
  return {
    delaySeconds: delay / 1000,
    earliest: finishedAt + delay,
    latest: finishedAt + delay + JITTER * Math.min(delay, RESYNC_MS) + TRUNCATION_MS,
  };
}

/**
 * The kubelet kills for a probe and starts again in one sync, so doBackOff looks at the run before
 * the killed one and stays one step behind.
 */
const PROBE_LAG = 1;

/**
 * The delay that follows the one before the last run, by how long that was. Restarts are counted on
 * where the kubelet has forgotten the back-off: after a restart of its own, a long run, a new image.
 */
function delayAfterWait({ state, lastState }: ContainerStatus = {} as ContainerStatus): number {
  const end = parseTimestamp(lastState?.terminated?.finishedAt);
  const start = parseTimestamp(state?.terminated?.startedAt);
  if (end === undefined || start === undefined) return Infinity;
  const waited = (start - end + TRUNCATION_MS) / 1000;
  const step = STEPS.findLastIndex((restarts) => crashBackoffAfter(restarts) <= waited);
  return crashBackoffAfter(Math.max(step, 0) + 1);
}

/** Restarts after which the delay is longer than before. */
const STEPS = [0, 1, 2, 3, 4, 5, 6];

/** A start that failed is told as waiting; its end is the last state already. */
function failedStart({ state, lastState }: ContainerStatus = {} as ContainerStatus) {
  return isStartFailure(state?.waiting?.reason) ? lastState?.terminated : undefined;
}

/**
 * Seconds the kubelet waits after the exit of a container restarted `restartCount` times: 0, 10,
 * 20, 40 ... 300 (doBackOff: the first restart is immediate).
 */
export function crashBackoffAfter(restartCount: number): number {
  if (restartCount <= 0) return 0;
  return Math.min(INITIAL_SECONDS * 2 ** (restartCount - 1), MAX_SECONDS);
}

/**
 * The announced delay is shorter than the restarts imply: the back-off began anew after a
 * restart of the kubelet, a long run, or a changed image. A delay that is none of the usual steps
 * is a lower maximum set on the node instead. Where a probe may have killed, one step less is usual.
 */
export function backoffWasReset({ status, spec }: PodContainer): boolean {
  const hasProbe = Boolean(spec.startupProbe ?? spec.livenessProbe);
  const message = status?.state?.waiting?.message ?? '';
  const announced = announcedDelay(message);
  const seconds = (announced ?? 0) / 1000;
  const isUsualStep = STEPS.slice(1, -1).some((each) => crashBackoffAfter(each) === seconds);
  const restarts = (status?.restartCount ?? 0) - (hasProbe ? PROBE_LAG : 0);
  return isUsualStep && seconds < crashBackoffAfter(restarts);
}

/** Milliseconds of "back-off 1m20s restarting failed container=..." (doBackOff). */
function announcedDelay(message = ''): number | undefined {
  return parseGoDuration(message.match(/back-off (\S+) restarting/)?.[1] ?? '');
}
