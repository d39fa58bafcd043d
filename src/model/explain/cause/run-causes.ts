import { type ContainerState, hasNeverRun } from '../../kubernetes/container-state.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import { shouldRestart } from '../../kubernetes/restart-policy.ts';
import {
  HOOK_FAILED,
  hookFailures,
  type Kill,
  killOf,
  probeBehindStop,
  probeFailure,
  probeKills,
  wasChanged,
} from '../kubelet/kills.ts';
import { probeGraceSeconds } from '../kubelet/probe-budget.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import { portAskedTooSoon } from '../verdict/deadlock.ts';
import { likelyKill } from '../verdict/likely-kill.ts';
import { newestEvent, type Situation } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';
import { exitMeaning, saidErrors, startErrors } from './exit-meaning.ts';
import { killCauses } from './probe-causes.ts';
import { notExecutable } from './refused-file.ts';

type Terminated = Extract<ContainerState, { kind: 'terminated' }>;

/** How the container's last run ended, and who ended it. */
export function runCauses(situation: Situation, blamed: ContainerHistory): readonly Cause[] {
  const end = [blamed.state, blamed.lastState].find((each) => each?.kind === 'terminated');
  if (end?.kind !== 'terminated' || end.reason === 'RestartingAllContainers') return [];
  const { pod } = situation;
  const { container } = blamed;
  const { name } = container;
  const kill = killOfRun(situation, blamed, end);
  const isOutOfMemory = end.reason === 'OOMKilled';
  if (kill?.by === 'startup' || kill?.by === 'liveness') {
    const message = probeFailure(container, kill.by, situation.events)?.message;
    return [
      {
        code: 'killed-by-probe',
        container: name,
        probe: kill.by,
        kills: probeKills(container, kill.by, situation.events),
        ...(kill.inferred && { inferred: kill.inferred }),
        ...(kill.unseen && { unseen: kill.unseen }),
        ...(message && { message }),
      },
      ...(isOutOfMemory
        ? outOfMemory(situation, blamed, end, true)
        : killCauses(situation, blamed, kill.by, {
            startedAt: end.startedAt,
            killedAt: kill.at ?? signalledAt(situation, container, end),
          })),
    ];
  }
  if (isOutOfMemory) return outOfMemory(situation, blamed, end);
  if (kill?.by === 'post-start' || hookFailed(situation, container, end)) {
    return [postStartFailed(situation, container), ...hookAsksItself(situation, blamed)];
  }
  if (wasChanged(kill)) return [changeCause(container, kill)];
  const errors = hasNeverRun(end.reason)
    ? startErrors(blamed, end.message ?? '')
    : saidErrors(situation, blamed, end);
  const isClear = end.exitCode === 0 || errors.length > 0;
  const meaning = isClear ? undefined : exitMeaning(end);
  const isMemory = errors.some((each) => each.code === 'start-error' && each.limit !== undefined);
  const refused = errors.find(
    (each) => each.code === 'start-error' && each.meaning === 'not-permitted',
  );
  const script = refused?.code === 'start-error' ? refused.program : undefined;
  return [
    ...errors,
    ...notExecutable(situation, blamed, script),
    ...(isMemory ? milliBytes(name, container.spec.resources?.limits?.memory) : []),
    ...(meaning
      ? [{ code: 'exit-code', container: name, exitCode: end.exitCode, meaning } as const]
      : []),
    ...(end.exitCode === 0 && container.role === 'sidecar'
      ? [{ code: 'sidecar-must-stay', container: name } as const]
      : []),
    ...(end.exitCode === 0 &&
    container.role === 'app' &&
    shouldRestart(container, pod.spec.restartPolicy, end)
      ? [{ code: 'app-must-stay', container: name, ...beside(situation, blamed) } as const]
      : []),
    ...proxyLater(situation, blamed, end),
  ];
}

/** What ends beside a server prepares something for it, rather than being one itself. */
function beside({ containers }: Situation, blamed: ContainerHistory) {
  const isOther = containers.some(
    (each) => each !== blamed && each.container.role === 'app' && each.latest.kind === 'running',
  );
  return isOther ? { others: true as const } : {};
}

/** SIGKILL comes when the whole grace period has not been enough. */
function signalledAt(
  { pod }: Situation,
  container: PodContainer,
  { exitCode, finishedAt = Number.NaN }: Terminated,
): number {
  return exitCode === 137 ? finishedAt - probeGraceSeconds(container, pod) * 1000 : finishedAt;
}

/** R26: which part of the spec was changed. */
export function changeCause({ name }: PodContainer, kill: Kill | undefined): Cause {
  const isResize = kill?.by === 'resize';
  return { code: 'definition-changed', container: name, ...(isResize && { isResize }) };
}

/** By an event of the kill, by what was behind it, or else by all that speaks for one. */
function killOfRun(
  situation: Situation,
  blamed: ContainerHistory,
  end: Terminated,
): Kill | undefined {
  const { pod, events } = situation;
  const told = killOf(blamed.container, end, events);
  if (!told) return end.reason === 'OOMKilled' ? undefined : likelyKill(situation, blamed, end);
  if (told.by !== 'stopped') return told;
  const probe = probeBehindStop(blamed.container, pod, told.at, events);
  return probe ? { ...told, by: probe } : told;
}

/**
 * The newest event of the hook is about this run, or about one before while only a SIGKILL is known
 * of this one: events of many restarts are dropped.
 */
function hookFailed(
  situation: Situation,
  container: PodContainer,
  { exitCode, startedAt = 0 }: Terminated,
): boolean {
  const failed = newestEvent(situation, [HOOK_FAILED], container);
  if (!failed || !container.spec.lifecycle?.postStart) return false;
  return exitCode === 137 || (failed.last ?? 0) >= startedAt;
}

function postStartFailed(situation: Situation, container: PodContainer): Cause {
  const message = newestEvent(situation, [HOOK_FAILED], container)?.message;
  // Since 1.31 the text is the reason once more; before, it had what the hook said.
  const says = message !== undefined && !/^PostStartHook failed\.?$/i.test(message);
  return {
    code: 'post-start-failed',
    container: container.name,
    failures: hookFailures(container, situation.events)?.count ?? 1,
    ...(says && { message }),
  };
}

/** Of a hook that has failed. */
export function hookAsksItself(situation: Situation, blamed: ContainerHistory): readonly Cause[] {
  const port = portAskedTooSoon(situation, blamed);
  return port === undefined
    ? []
    : [{ code: 'hook-asks-itself', container: blamed.container.name, port }];
}

/** The limit is the container's own, or the Pod's where that is all there is. */
function outOfMemory(
  { pod }: Situation,
  { container }: ContainerHistory,
  { exitCode }: Pick<Terminated, 'exitCode'>,
  wasKilledByProbe = false,
): readonly Cause[] {
  const own = container.spec.resources?.limits?.memory ?? undefined;
  const limit = own ?? pod.spec.resources?.limits?.memory ?? undefined;
  const mounted = new Set(container.spec.volumeMounts?.map(({ name }) => name));
  const memoryVolumes = (pod.spec.volumes ?? [])
    .filter(({ name, emptyDir }) => mounted.has(name) && emptyDir?.medium === 'Memory')
    .map(({ name }) => name);
  return [
    {
      code: 'out-of-memory',
      container: container.name,
      ...(limit !== undefined && { limit: String(limit) }),
      ...(limit !== undefined && own === undefined && { isOfPod: true as const }),
      exitCode,
      ...(wasKilledByProbe && { wasKilledByProbe }),
      ...(memoryVolumes.length > 0 && { memoryVolumes }),
    },
    ...milliBytes(container.name, limit),
  ];
}

/** `128m` of memory is 0.128 bytes; the API server only warns (pkg/api/pod/warnings.go). */
export function milliBytes(container: string, limit: unknown): readonly Cause[] {
  const amount = String(limit ?? '');
  return /^[\d.]+m$/.test(amount) ? [{ code: 'milli-bytes', container, amount }] : [];
}

/** A proxy container starts only when all init containers have ended (R5), a sidecar in its turn. */
function proxyLater(
  { containers }: Situation,
  { container }: ContainerHistory,
  { message = '' }: Terminated,
): readonly Cause[] {
  if (container.role !== 'init' || !NO_NETWORK.test(message)) return [];
  const at = containers.findIndex((each) => each.container === container);
  const proxy = containers
    .slice(at + 1)
    .find(({ container: { role, name } }) => STAYS.has(role) && PROXY.test(name))?.container;
  if (!proxy) return [];
  const isSidecar = proxy.role === 'sidecar';
  return [
    {
      code: 'proxy-starts-later',
      container: container.name,
      proxy: proxy.name,
      ...(isSidecar && { isSidecar }),
    },
  ];
}

const STAYS: ReadonlySet<PodContainer['role']> = new Set(['app', 'sidecar']);

const NO_NETWORK =
  /connection refused|no route to host|network is unreachable|timed? ?out|could not connect|connection reset/i;

const PROXY = /proxy|envoy|linkerd|istio|cloud-?sql|tunnel/i;
