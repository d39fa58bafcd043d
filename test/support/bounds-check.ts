import type { Cause } from '../../src/model/explain/cause/cause.ts';
import type { Note } from '../../src/model/explain/explanation.ts';
import type { NextCondition } from '../../src/model/explain/kubelet/next-condition.ts';
import type { Shutdown } from '../../src/model/explain/kubelet/shutdown.ts';
import { explainRead } from '../../src/model/explain/pod-read.ts';
import { deletedAt } from '../../src/model/kubernetes/pod-status.ts';
import type { History, Sample } from './histories.ts';
import { endsOf } from './observed-ends.ts';
import { isKnownIn, observedStarts } from './observed-starts.ts';
import { statusOf } from './rule-check.ts';

export type Bound = 'back-off' | 'kill' | 'startup probe' | 'deadline' | 'shutdown';

export interface BoundsCheck {
  readonly mismatches: readonly string[];
  /** How many bounds of each kind the rest of the history has borne out. */
  readonly confirmed: Readonly<Record<Bound, number>>;
  /** Seconds of the back-offs that were told, each once while it stays the same. */
  readonly backoffs: readonly number[];
  /** Seconds that a deletion takes at the most, told when something ran for the last time. */
  readonly stopsWithin: number | undefined;
}

/** The API has whole seconds, and the kubelet needs a moment to begin. */
const LATE_MS = 3000;
/** For stories that are played now, on a machine that may have much else to do. */
export const BUSY_LATE_MS = 30_000;

/**
 * Compares every moment that is foretold with what then happened: the end of a back-off, the end of
 * a kill, the kill by a startup probe, the deadline, and the end of each container of a deleted Pod.
 */
export function checkBounds(history: History, lateMs = LATE_MS): BoundsCheck {
  const found: Finding[] = [];
  const backoffs: number[] = [];
  let stopsWithin: number | undefined;
  for (const index of history.samples.keys()) {
    const { next, causes, notes, shutdown } = explainedAt(history, index);
    const { condition } = next ?? {};
    if (shutdown && shutdown.steps.length > 0) stopsWithin = shutdown.worstSeconds;
    if (condition?.kind === 'backoff' && backoffs.at(-1) !== condition.delaySeconds) {
      backoffs.push(condition.delaySeconds);
    }
    const moment = new Moment(history, index, lateMs);
    if (next && condition?.kind === 'backoff') {
      found.push(...moment.backoff(next.container, condition));
    }
    if (next && condition?.kind === 'killed') {
      found.push(...moment.kill(next.container, condition));
    }
    for (const probe of startupProbes(condition, causes)) {
      found.push(...moment.startupProbe(probe));
    }
    found.push(...moment.deadline(notes), ...moment.shutdown(shutdown));
  }
  const confirmed = { 'back-off': 0, kill: 0, 'startup probe': 0, deadline: 0, shutdown: 0 };
  for (const { kind, problem } of found) if (problem === undefined) confirmed[kind] += 1;
  const mismatches = found.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  return { mismatches, confirmed, backoffs, stopsWithin };
}

/** Of an app container, which holds nobody back, only the cause tells. */
function startupProbes(
  condition: NextCondition | undefined,
  causes: readonly Cause[],
): readonly StartupProbe[] {
  const gate = condition?.kind === 'startup-probe' ? [condition] : [];
  const failing = causes.flatMap((cause) =>
    cause.code === 'probe-fails' && cause.probe === 'startup' ? [cause] : [],
  );
  return [...gate, ...failing];
}

interface StartupProbe {
  readonly container: string;
  readonly killEarliest?: number;
  readonly killLatest?: number;
}

interface Finding {
  readonly kind: Bound;
  readonly problem?: string;
}

function explainedAt({ samples }: History, index: number) {
  const { pod, events, observedAt } = samples[index] as Sample;
  const explanation = explainRead({ pod, events, now: observedAt }, { shutdown: true });
  if (explanation.kind !== 'live') throw new Error(`${explanation.name} has no status`);
  return explanation;
}

interface Span {
  readonly earliest?: number;
  readonly latest?: number;
}

/** One sample, and what came after it until somebody stepped in. */
class Moment {
  readonly #history: History;
  readonly #index: number;
  readonly #sample: Sample;
  readonly #end: number;
  readonly #lateMs: number;

  constructor(history: History, index: number, lateMs: number) {
    this.#lateMs = lateMs;
    this.#history = history;
    this.#index = index;
    this.#sample = history.samples[index] as Sample;
    const step = history.steps.find(({ after }) => after > index);
    this.#end = step?.after ?? history.samples.length;
  }

  get #rest(): readonly Sample[] {
    return this.#history.samples.slice(this.#index, this.#end);
  }

  backoff(container: string, span: Span): readonly Finding[] {
    const { samples } = this.#history;
    if (this.#isForgotten(container)) return [];
    const start = observedStarts(samples).find(
      (each) =>
        each.container === container &&
        each.seenIn < this.#end &&
        !isKnownIn(each, samples, this.#index),
    );
    return this.#within('back-off', span, start?.startedAt);
  }

  /** A new kubelet knows of no back-off, which the API goes on to show until the next start. */
  #isForgotten(container: string): boolean {
    const { samples, steps } = this.#history;
    const restarts = (sample: Sample | undefined) =>
      sample && statusOf(sample, container)?.restartCount;
    return steps.some(
      ({ step, after }) =>
        step.includes('restart-kubelet') &&
        after <= this.#index &&
        restarts(samples[after - 1]) === restarts(this.#sample),
    );
  }

  kill(container: string, { latest }: Span): readonly Finding[] {
    if (latest === undefined) return [];
    return this.#within('kill', { latest }, this.#endOf(container));
  }

  startupProbe(probe: StartupProbe): readonly Finding[] {
    const before = this.#probeKills(this.#sample, probe.container).count;
    const kill = this.#rest
      .map((sample) => this.#probeKills(sample, probe.container))
      .find(({ count }) => count > before);
    if (!kill || probe.killEarliest === undefined || probe.killLatest === undefined) return [];
    const span = { earliest: probe.killEarliest, latest: probe.killLatest };
    return this.#within('startup probe', span, kill.at);
  }

  deadline(notes: readonly Note[]): readonly Finding[] {
    const note = notes.find(({ code }) => code === 'deadline');
    const said = this.#rest
      .flatMap(({ events }) => events)
      .find(({ reason }) => reason === 'DeadlineExceeded');
    if (note?.code !== 'deadline' || !said) return [];
    const span = { earliest: note.at, latest: note.at };
    return this.#within('deadline', span, Date.parse(said.firstTimestamp ?? ''));
  }

  /** Also of the last look before the deletion. */
  shutdown(told: Shutdown | undefined): readonly Finding[] {
    const { samples } = this.#history;
    const later = samples.slice(this.#index, this.#index + 2);
    const deleted = later.map(({ pod }) => deletedAt(pod)).find((at) => at !== undefined);
    const since = told?.since ?? deleted;
    // Nobody knows when a hook returns.
    if (since === undefined || told?.afterHook !== undefined) return [];
    return (told?.steps ?? []).flatMap(({ container, killLatest }) => {
      const end = this.#endOf(container, samples.slice(this.#index));
      return end === undefined
        ? []
        : this.#within('shutdown', { latest: since + killLatest * 1000 }, end);
    });
  }

  #probeKills({ events }: Sample, container: string) {
    const kill = events.find(
      ({ reason, message = '', involvedObject }) =>
        reason === 'Killing' &&
        message.includes('failed startup probe') &&
        involvedObject?.fieldPath?.endsWith(`{${container}}`),
    );
    return { count: kill?.count ?? 0, at: Date.parse(kill?.lastTimestamp ?? '') };
  }

  #endOf(container: string, samples = this.#rest): number | undefined {
    const [end] = endsOf(container, this.#sample, samples, new Set());
    return end?.finishedAt ? Date.parse(end.finishedAt) : undefined;
  }

  /** Where it has not happened before the end of the story, it must still have had time. */
  #within(kind: Bound, { earliest, latest }: Span, at: number | undefined): readonly Finding[] {
    const told = `sample ${this.#index}: ${kind} from ${time(earliest)} to ${time(latest)}`;
    if (at === undefined) {
      const last = this.#rest.at(-1)?.observedAt ?? 0;
      const isOver = latest !== undefined && last > latest + this.#lateMs;
      return isOver ? [{ kind, problem: `${told}, but nothing by ${time(last)}` }] : [];
    }
    const isEarly = earliest !== undefined && at < earliest;
    const isLate = latest !== undefined && at > latest + this.#lateMs;
    return [isEarly || isLate ? { kind, problem: `${told}, but at ${time(at)}` } : { kind }];
  }
}

function time(instant: number | undefined): string {
  return instant === undefined ? '?' : new Date(instant).toISOString();
}
