import {
  conditionOf,
  deadlineOf,
  graceSecondsOf,
  hasFinalPhase,
} from '../kubernetes/pod-status.ts';
import { initRunFailed } from '../kubernetes/restart-policy.ts';
import type { Note } from './explanation.ts';
import { startFailure } from './kubelet/next-start.ts';
import type { Verdict, VerdictCode } from './verdict/codes.ts';
import { looksLikeHelper } from './verdict/serving-container.ts';
import type { Situation } from './verdict/situation.ts';
import { troubleOf } from './verdict/trouble.ts';

/**
 * R11: a plain init container that succeeded before runs twice only with the whole Pod. The
 * kubelet overwrites how it ended where it removed all containers to restart them in place
 * (pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses). While some have yet to run again,
 * the verdict says so.
 */
export function reinitialized({ containers }: Situation, verdict?: Verdict): readonly Note[] {
  const inits = containers.filter(({ container }) => container.role === 'init');
  const again = inits.filter(({ restartCount, lastState }) => {
    const isAgain =
      lastState?.kind === 'terminated' &&
      (!initRunFailed(lastState) || lastState.reason === 'RestartingAllContainers');
    return restartCount > 0 && isAgain;
  });
  const skipped = inits.filter((each) => each.skipped);
  if (skipped.length > 0) {
    const isSaid = verdict?.code === 'InitSkipped' && skipped.length === 1;
    return isSaid
      ? []
      : [{ code: 'init-skipped', containers: skipped.map(({ container }) => container.name) }];
  }
  const isOver = containers.every(({ stale, gate }) => !stale && gate.passed);
  if (again.length === 0 || !isOver) return [];
  return [{ code: 'reinitialized', containers: again.map(({ container }) => container.name) }];
}

/** R12: counted from status.startTime, init time included (pkg/kubelet/active_deadline.go). */
export function deadline({ pod }: Situation, verdict: Verdict | undefined): readonly Note[] {
  const at = deadlineOf(pod);
  const seconds = pod.spec.activeDeadlineSeconds;
  const isPassed = verdict?.code === 'DeadlineExceeded';
  const isOver = isPassed || Boolean(pod.metadata.deletionTimestamp) || hasFinalPhase(pod);
  if (at === undefined || seconds === undefined || isOver) return [];
  return [{ code: 'deadline', at, seconds }];
}

const STOPPING: ReadonlySet<VerdictCode> = new Set([
  'Terminating',
  'TerminatingOverdue',
  'Completing',
]);

/**
 * R27: app containers first, with any init container that still runs, then sidecars in reverse
 * order (pkg/kubelet/kuberuntime/kuberuntime_termination_order.go). Of a live Pod only what runs.
 */
export function shutdownOrder(
  { containers }: Situation,
  verdict: Verdict | undefined,
): readonly Note[] {
  if (verdict && !STOPPING.has(verdict.code)) return [];
  const named = (...roles: string[]) =>
    containers
      .filter(({ container, latest }) => {
        return roles.includes(container.role) && (!verdict || latest.kind === 'running');
      })
      .map(({ container }) => container.name);
  const sidecars = named('sidecar').toReversed();
  const first = verdict ? named('init', 'app') : named('app');
  // One alone has no order.
  if (sidecars.length === 0 || first.length + sidecars.length < 2) return [];
  return [{ code: 'shutdown-order', containers: [...first, ...sidecars] }];
}

/**
 * R25: a manifest whose Pod should complete, with an ordinary container that looks like one that
 * serves. `restartPolicy: Always` under `containers` makes no sidecar of it, it only keeps it up.
 */
export function helperInForecast({ pod, containers }: Situation): readonly Note[] {
  const { restartPolicy = 'Always' } = pod.spec;
  const apps = containers.filter(({ container }) => container.role === 'app');
  if (restartPolicy === 'Always' || apps.length < 2) return [];
  return apps.filter(looksLikeHelper).map(({ container }) => ({
    code: 'helper-may-hold',
    container: container.name,
    isKept: container.spec.restartPolicy === 'Always',
  }));
}

/**
 * The conditions stand while the node cannot give what the spec asks for, or the kubelet cannot
 * carry it out (KEP-1287).
 */
export function resizePending({ pod }: Situation): readonly Note[] {
  return ['PodResizePending', 'PodResizeInProgress'].flatMap((type): readonly Note[] => {
    const { status, reason, message } = conditionOf(pod, type) ?? {};
    const isHeldUp = reason === 'Infeasible' || reason === 'Deferred' || reason === 'Error';
    if (status !== 'True' || !isHeldUp) return [];
    return [{ code: 'resize-pending', reason, ...(message && { message }) }];
  });
}

/** R25 R27: the kubelet stops sidecars once the work is done, with SIGTERM or SIGKILL. */
export function stoppedSidecars({ pod, containers }: Situation): readonly Note[] {
  if (pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed') return [];
  return containers.flatMap(({ container, state }) => {
    const isStopped =
      container.role === 'sidecar' &&
      state.kind === 'terminated' &&
      // What the kubelet makes up for one that was not there is no end.
      state.reason !== 'ContainerStatusUnknown' &&
      (state.exitCode === 143 || (state.exitCode === 137 && state.reason !== 'OOMKilled'));
    if (!isStopped) return [];
    const graceSeconds = graceSecondsOf(pod);
    const took = (state.finishedAt ?? 0) - workOverBefore(containers, state.finishedAt);
    const ignoresTerm = state.exitCode === 137 && took >= graceSeconds * 1000 - CLOCK_MS;
    return [
      {
        code: 'stopped-sidecar',
        container: container.name,
        exitCode: state.exitCode,
        ...(ignoresTerm && graceSeconds > 1 && { graceSeconds }),
      },
    ];
  });
}

/** Both ends are cut to whole seconds. */
const CLOCK_MS = 1000;

/** When the last container that the Pod is about ended. */
function workOverBefore(
  containers: Situation['containers'],
  end: number | undefined = Infinity,
): number {
  const ends = containers.flatMap(({ container, state }) =>
    container.role !== 'sidecar' && state.kind === 'terminated' ? (state.finishedAt ?? []) : [],
  );
  return Math.max(...ends.filter((each) => each <= end), -Infinity);
}

/** R30: debug containers that cannot be started, and cannot be taken out of the Pod either. */
export function failedEphemeral(
  { view, now, pod }: Situation,
  verdict: Verdict | undefined,
): readonly Note[] {
  if (verdict === undefined || pod.metadata.deletionTimestamp || hasFinalPhase(pod)) return [];
  return view.ephemeral
    .filter(({ latest }) => latest.kind === 'none')
    .flatMap((each) => {
      const failure = startFailure(each, view, now);
      if (failure === undefined) return [];
      const { name: container } = each.container;
      const ofImage = failure.kind === 'image' ? { image: failure.image } : {};
      return [{ code: 'ephemeral-cannot-start', container, ...ofImage } as const];
    });
}

type FailsToo = Extract<Note, { code: 'fails-too' }>;

/** Containers in trouble beside the one to blame: to mend that one alone would not do. */
export function failsToo(situation: Situation, verdict: Verdict | undefined): readonly Note[] {
  const { outcome, container: blamed } = verdict ?? {};
  if (blamed === undefined || (outcome !== 'stuck' && outcome !== 'progressing')) return [];
  const notes = situation.containers.flatMap((each): readonly FailsToo[] => {
    const { container, latest } = each;
    if (container.name === blamed || container.role === 'ephemeral') return [];
    const trouble = troubleOf(situation, each);
    if (trouble === undefined) return [];
    const { kind, reason, message } = trouble;
    const exitCode = kind === 'crash' && latest.kind === 'exited' ? latest.exitCode : undefined;
    return [
      {
        code: 'fails-too',
        containers: [container.name],
        ...(reason !== undefined && { reason }),
        ...(message !== undefined && { message }),
        ...(exitCode !== undefined && { exitCode }),
      },
    ];
  });
  return [...Map.groupBy(notes, causeOf).values()].flatMap(asOne);
}

function causeOf({ reason, exitCode }: FailsToo): string {
  return `${reason} ${exitCode}`;
}

/** Of several that fail alike, the messages differ in no more than names. */
function asOne([first, ...others]: readonly FailsToo[]): readonly FailsToo[] {
  if (first === undefined || others.length === 0) return first ? [first] : [];
  const { message, ...rest } = first;
  return [{ ...rest, containers: [first, ...others].flatMap(({ containers }) => containers) }];
}
