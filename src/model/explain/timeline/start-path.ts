import type { Pod } from '../../kubernetes/api.ts';
import { conditionOf, hasFinalPhase } from '../../kubernetes/pod-status.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import type { ContainerHistory } from './history.ts';
import type { SegmentKind, Timeline } from './segments.ts';

/** What the start-up of a Pod has waited for, one after another, each with its length. */
export interface StartPath {
  /** In milliseconds: the sum of the steps. */
  readonly length: number;
  /** Absent once every app container has run and, where that can be told, the Pod was Ready. */
  readonly goesOn?: true;
  readonly steps: readonly StartPathStep[];
}

interface StartPathStep {
  /** The container whose gate was shut, or what comes before all containers or after these. */
  readonly of:
    | { readonly kind: 'scheduling' | 'setting-up' | 'apps' | 'ready' }
    | { readonly kind: 'container'; readonly container: string };
  readonly length: number;
  /** Of a container: how long it has been pulled, has run, and so on, in this step. */
  readonly kinds?: Partial<Record<SegmentKind, number>>;
}

/** The sandbox is reported up to a resync after the first start (see kubelet-view.ts). */
const LAG_MS = 2000;

/** Longer after the start the Pod may well have been Ready before: 10 minutes a rollout has, too. */
const READY_MS = 600_000;

/**
 * The critical path from the Pod's creation until each app container has run for the first time, and
 * the Pod was Ready.
 * Undefined where the times that are known are not those of the first start-up: after a new
 * sandbox, where the kubelet has lost records, or of a Pod that has ended.
 */
export function startPathOf(
  pod: Pod,
  histories: readonly ContainerHistory[],
  timeline: Timeline,
  now: number,
): StartPath | undefined {
  const at = (name: string) => timeline.stages.find(({ stage }) => stage === name)?.at;
  const created = at('created');
  const starting = histories.filter(({ container }) => container.role !== 'ephemeral');
  const apps = starting.filter(({ container }) => container.role === 'app');
  const gates = starting.filter(({ container }) => container.role !== 'app');
  if (created === undefined || apps.length === 0 || isAnew(starting)) return undefined;
  if (!apps.every(({ isFirstKnown }) => isFirstKnown)) return undefined;
  const starts = apps.map(({ firstStart }) => firstStart);
  const haveRun = starts.every((start) => start !== undefined);
  // The kubelet keeps back the final phase while it stops containers, but not this reason.
  const isEnding = hasFinalPhase(pod) || conditionOf(pod, 'Ready')?.reason === 'PodFailed';
  if (!haveRun && (isEnding || pod.metadata.deletionTimestamp)) return undefined;
  // When each step began; the first that has not is where the path ends now.
  const turns = [...gates, apps[0]].map((history) => history?.turn);
  // Of a Pod that has ended, and by old kubelets, it is not told when the sandbox was there.
  if (turns[0] !== undefined && at('sandbox') === undefined) return undefined;
  const begins = [created, at('scheduled'), ...turns, haveRun ? Math.max(...starts) : undefined];
  const open = begins.indexOf(undefined);
  const reached = open < 0 ? begins : begins.slice(0, open + 1);
  const points = reached.map((begin) => begin ?? now);
  const isInOrder = points.every((point, index) => point >= (points[index - 1] ?? 0));
  if (!isInOrder || begins.slice(reached.length).some((begin) => begin !== undefined)) {
    return undefined;
  }
  const names = gates.map(({ container }) => container.name);
  const steps = points.slice(1).map((to, index): StartPathStep => {
    const from = points[index] ?? to;
    const container = names[index - 2];
    const length = to - from;
    if (index === 0) return { of: { kind: 'scheduling' }, length };
    if (index === 1) return { of: { kind: 'setting-up' }, length };
    if (container === undefined) return { of: { kind: 'apps' }, length };
    const kinds = kindsWithin(timeline, container, from, to);
    return { of: { kind: 'container', container }, length, kinds };
  });
  const ran = points.at(-1) ?? created;
  const ready = haveRun ? readyAt(pod, starting, ran) : undefined;
  const goesOn = !haveRun || ready === 'not yet';
  if (ready === undefined) return { length: ran - created, ...(goesOn && { goesOn }), steps };
  const end = ready === 'not yet' ? now : ready;
  const last: StartPathStep = { of: { kind: 'ready' }, length: end - ran };
  return { length: end - created, ...(goesOn && { goesOn }), steps: [...steps, last] };
}

/**
 * When the Pod was Ready after its containers `ran`, by its readiness probes and gates. The condition
 * has the time of its last change alone, which is the first one only of a Pod that nothing befell.
 */
function readyAt(
  pod: Pod,
  starting: readonly ContainerHistory[],
  ran: number,
): number | 'not yet' | undefined {
  const ready = conditionOf(pod, 'Ready');
  const at = parseTimestamp(ready?.lastTransitionTime);
  const lasting = starting.filter(({ container }) => container.role !== 'init');
  const isUnharmed = lasting.every(
    ({ restartCount, latest }) => restartCount === 0 && latest.kind === 'running',
  );
  if (at === undefined || !isUnharmed || pod.metadata.deletionTimestamp) return undefined;
  if (ready?.status === 'True') return at >= ran && at - ran <= READY_MS ? at : undefined;
  return at <= ran ? 'not yet' : undefined;
}

/** Whether the turns that are known are of a later start-up than the first runs. */
function isAnew(starting: readonly ContainerHistory[]): boolean {
  const [first] = starting;
  return starting.some(
    ({ stale, skipped, state, turn, firstStart = Number.POSITIVE_INFINITY }) =>
      stale ||
      skipped ||
      // An end that the kubelet infers has no time.
      (state.kind === 'terminated' && state.finishedAt === undefined) ||
      firstStart < (first?.turn ?? 0) - LAG_MS ||
      firstStart < (turn ?? 0) - LAG_MS,
  );
}

function kindsWithin(
  { rows, end: axisEnd }: Timeline,
  container: string,
  from: number,
  to: number,
) {
  const kinds: Partial<Record<SegmentKind, number>> = {};
  const segments = rows.find((row) => row.container === container)?.segments ?? [];
  for (const { kind, start, end = Math.max(axisEnd, to) } of segments) {
    const length = Math.min(end, to) - Math.max(start, from);
    if (length > 0) kinds[kind] = (kinds[kind] ?? 0) + length;
  }
  return kinds;
}
