import {
  type Amounts,
  addAmounts,
  equalAmounts,
  multiplyAmounts,
  NO_AMOUNTS,
} from '../quantity/amounts.ts';
import type { PodAmounts } from './pod-amounts.ts';
import {
  countsOf,
  type Labels,
  type PodCounts,
  type PodFacts,
  type TotalsRow,
} from './totals-row.ts';

/** The sum of many Pods, to which more can be added. */
export class GroupRow implements TotalsRow {
  readonly namespace: string | undefined;
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly node = undefined;
  readonly qosClass = undefined;
  pods = 0;
  requests = NO_AMOUNTS;
  limits = NO_AMOUNTS;
  unused = NO_AMOUNTS;
  now = NO_AMOUNTS;
  readonly patch = undefined;
  heldBack = NO_AMOUNTS;
  beyondSpec = NO_AMOUNTS;
  withoutLimit = { cpu: 0, memory: 0 };
  counts: PodCounts = countsOf(0, 0);
  each: Amounts | undefined;
  usage: Amounts | undefined;
  labels: Labels | undefined;

  constructor(name?: string, namespace?: string, kind?: string) {
    this.name = name;
    this.namespace = namespace;
    this.kind = kind;
  }

  /** Adds as many Pods like this one. */
  addPod({ amounts, traits, usage }: PodFacts, pods = 1): void {
    this.addAlike(amounts, traits, pods, usage);
  }

  /** Adds Pods that take the same. */
  addAlike(amounts: PodAmounts, traits: number, pods: number, usage?: Amounts): void {
    const { requests, limits, unused, now, heldBack, beyondSpec, withoutLimit } = amounts;
    const times = (each: Amounts) => (pods === 1 ? each : multiplyAmounts(each, pods));
    this.#add({
      pods,
      each: requests,
      requests: times(requests),
      limits: times(limits),
      unused: times(unused),
      now: now === undefined ? NO_AMOUNTS : times(now.amounts),
      heldBack: times(heldBack),
      beyondSpec: times(beyondSpec),
      withoutLimit: { cpu: withoutLimit.cpu * pods, memory: withoutLimit.memory * pods },
      usage: usage && times(usage),
    });
    if (traits !== 0) this.#count(countsOf(traits, pods));
  }

  /** Adds all Pods of another row. */
  addRow(row: TotalsRow): void {
    this.#add(row);
    this.#count(row.counts);
  }

  #add(
    row: Omit<
      TotalsRow,
      'namespace' | 'kind' | 'name' | 'counts' | 'labels' | 'patch' | 'node' | 'qosClass'
    >,
  ): void {
    if (row.pods === 0) return;
    if (this.pods === 0) this.each = row.each;
    else if (!row.each || !this.each || !equalAmounts(this.each, row.each)) this.each = undefined;
    this.pods += row.pods;
    this.requests = addAmounts(this.requests, row.requests);
    this.limits = addAmounts(this.limits, row.limits);
    this.unused = addAmounts(this.unused, row.unused);
    this.now = addAmounts(this.now, row.now);
    this.heldBack = addAmounts(this.heldBack, row.heldBack);
    this.beyondSpec = addAmounts(this.beyondSpec, row.beyondSpec);
    this.withoutLimit.cpu += row.withoutLimit.cpu;
    this.withoutLimit.memory += row.withoutLimit.memory;
    if (row.usage) this.usage = this.usage ? addAmounts(this.usage, row.usage) : row.usage;
  }

  #count(counts: PodCounts): void {
    this.counts = {
      daemonSet: this.counts.daemonSet + counts.daemonSet,
      static: this.counts.static + counts.static,
      unscheduled: this.counts.unscheduled + counts.unscheduled,
      deleting: this.counts.deleting + counts.deleting,
    };
  }
}

/** Sums up Pods one by one; those that are alike are only counted until the end. */
export class RunningTotal {
  readonly #total = new GroupRow();
  readonly #alike = new Map<PodAmounts, Map<number, number>>();

  add(pod: PodFacts): void {
    if (pod.usage !== undefined) {
      this.#total.addPod(pod);
      return;
    }
    const byTraits = this.#alike.get(pod.amounts) ?? new Map<number, number>();
    byTraits.set(pod.traits, (byTraits.get(pod.traits) ?? 0) + 1);
    this.#alike.set(pod.amounts, byTraits);
  }

  finish(): GroupRow {
    for (const [amounts, byTraits] of this.#alike) {
      for (const [traits, pods] of byTraits) this.#total.addAlike(amounts, traits, pods);
    }
    this.#alike.clear();
    return this.#total;
  }
}
