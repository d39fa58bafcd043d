import { RESET_MS } from '../kubelet/backoff.ts';
import { killOf, probeFailure, wasChanged } from '../kubelet/kills.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import { isOfSandbox } from '../verdict/running.ts';
import type { Situation } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';
import { changeCause, runCauses } from './run-causes.ts';

/**
 * Ready between two crashes: until the kubelet itself would forget them, they are worth a line.
 * So is a readiness probe that has failed long after the start.
 */
export function readyCauses(situation: Situation): readonly Cause[] {
  const all = situation.containers.flatMap((each) => [
    ...beingReplaced(situation, each),
    ...recentRestart(situation, each),
    ...flapping(situation, each),
    ...deafLiveness(situation, each),
  ]);
  // RestartAllContainers restarts each of them, and counts it for each.
  const isFirst = (cause: Cause, at: number) =>
    cause.code !== 'recent-restart' ||
    !cause.ofAll ||
    at === all.findIndex((other) => other.code === 'recent-restart' && other.ofAll);
  return all.filter(isFirst);
}

/** The Pod stays Ready while the kubelet stops a container of it that was changed. */
function beingReplaced({ events }: Situation, { container, latest }: ContainerHistory) {
  if (latest.kind !== 'running' || latest.replaced !== 'definition') return [];
  return [changeCause(container, killOf(container, latest, events))];
}

/** That it runs again, and after what. */
export function recentRestart(situation: Situation, each: ContainerHistory): readonly Cause[] {
  const { container, lastState, state, restartCount } = each;
  if (lastState?.kind !== 'terminated' || state.kind !== 'running') return [];
  const { finishedAt, exitCode, reason } = lastState;
  const ofAll = reason === 'RestartingAllContainers';
  // The kubelet gives containers that it removed no times.
  const at = finishedAt ?? (ofAll ? state.startedAt : undefined);
  // The kubelet counts from the start of the run.
  const since = state.startedAt ?? at;
  const isRecent = since !== undefined && situation.now - since <= RESET_MS;
  // That it was changed is a note.
  const isNote = wasChanged(killOf(container, lastState, situation.events));
  if (at === undefined || !isRecent || isNote) return [];
  const { name } = container;
  const { startedAt } = state;
  const run = { ...(startedAt !== undefined && { startedAt }), exitCode };
  return [
    {
      code: 'recent-restart',
      container: name,
      restarts: restartCount,
      at,
      ...(ofAll ? { ofAll, ...triggerOf(situation) } : { ...run, ...(reason && { reason }) }),
    },
    ...runCauses(situation, each).filter((cause) => {
      // A lost sandbox ends its containers: that is no doing of theirs.
      const isOwn = ofAll || isOfSandbox(situation, at);
      return isOwn || (cause.code === 'exit-code' && cause.meaning === 'node-lost');
    }),
  ];
}

/** The one container whose exit may have it so; the status keeps nothing of that exit. */
function triggerOf({ containers }: Situation): { readonly by?: string } {
  const able = containers.filter(({ container: { spec } }) =>
    spec.restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers'),
  );
  const [only] = able;
  return only && able.length === 1 ? { by: only.container.name } : {};
}

/** Sidecars that do not stay up while another container is at work: they hold nobody back. */
export function sidecarCauses(situation: Situation, working: ContainerHistory): readonly Cause[] {
  return situation.containers.flatMap((each) => {
    const { container, gate, latest } = each;
    const isOther = container.role === 'sidecar' && each !== working && gate.passed;
    if (!isOther) return [];
    if (latest.kind === 'running') {
      return recentRestart(situation, each).filter((cause) => !('ofAll' in cause));
    }
    return latest.kind === 'exited' ? runCauses(situation, each) : [];
  });
}

/** A readiness probe that has not failed in this run, and takes its time to pass. */
export function readinessPending(
  { events, now }: Situation,
  { container, latest }: ContainerHistory,
): readonly Cause[] {
  const probe = container.spec.readinessProbe;
  const startedAt = latest.kind === 'running' ? latest.startedAt : undefined;
  if (!probe || startedAt === undefined) return [];
  const failure = probeFailure(container, 'readiness', events);
  if ((failure?.at ?? 0) >= startedAt) return [];
  const begins = startedAt + (probe.initialDelaySeconds ?? 0) * 1000;
  const times = probe.successThreshold ?? 1;
  if (begins <= now && times <= 1) return [];
  return [
    {
      code: 'readiness-pending',
      container: container.name,
      times,
      periodSeconds: probe.periodSeconds ?? 10,
      ...(begins > now && { begins }),
    },
  ];
}

/** Every container may fail its readiness probe while it starts. */
const START_MS = 2 * 60 * 1000;

function flapping(situation: Situation, { container, latest }: ContainerHistory): readonly Cause[] {
  const failure = probeFailure(container, 'readiness', situation.events);
  if (!failure || failure.at === undefined || latest.kind !== 'running') return [];
  const startedAt = latest.startedAt ?? Infinity;
  const isOfStart = failure.at - startedAt < START_MS;
  if (isOfStart || situation.now - failure.at > RESET_MS) return [];
  return [
    {
      code: 'probe-fails',
      container: container.name,
      probe: 'readiness',
      hasFailed: true,
      failures: failure.count,
      ...(failure.message && { message: failure.message }),
    },
  ];
}

/** A liveness probe that cannot be carried out never restarts a container that hangs. */
function deafLiveness(
  { events, now }: Situation,
  { container, latest }: ContainerHistory,
): readonly Cause[] {
  const failure = probeFailure(container, 'liveness', events);
  const startedAt = latest.kind === 'running' ? (latest.startedAt ?? Infinity) : Infinity;
  const { at = 0, errored, message } = failure ?? {};
  if (!errored || at < startedAt || now - at > RESET_MS) return [];
  return [
    {
      code: 'probe-errors',
      container: container.name,
      probe: 'liveness',
      ...(message && { message }),
    },
  ];
}
