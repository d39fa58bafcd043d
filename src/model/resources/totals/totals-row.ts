import type { ResizePatch } from '../change/resize-patch.ts';
import type { QosClass } from '../effective/qos.ts';
import { type Amounts, NO_AMOUNTS } from '../quantity/amounts.ts';
import type { PodAmounts } from './pod-amounts.ts';

/** One line of a summary: a Pod, or Pods that have something in common. */
export interface TotalsRow {
  /** Undefined where Pods of several namespaces may be in it. */
  readonly namespace: string | undefined;
  /** The workload's kind. */
  readonly kind: string | undefined;
  /** Undefined for Pods that are on no node, or that do not have the label. */
  readonly name: string | undefined;
  readonly pods: number;
  readonly requests: Amounts;
  readonly limits: Amounts;
  readonly unused: Amounts;
  /** How much of `unused` a resize would give back now, without a restart. */
  readonly now: Amounts;
  /** The patch that does it; of a single Pod. */
  readonly patch: ResizePatch | undefined;
  /** What resizes that wait for room hold back beyond what the Pods have. */
  readonly heldBack: Amounts;
  /** What `requests` has more than the specs, or less. */
  readonly beyondSpec: Amounts;
  /** How many of the Pods are without such a limit (R18): `limits` does not bound them. */
  readonly withoutLimit: { readonly cpu: number; readonly memory: number };
  readonly counts: PodCounts;
  /** What each of the Pods requests, if all request the same. */
  readonly each: Amounts | undefined;
  /** What is in use, of the Pods that are measured. */
  readonly usage: Amounts | undefined;
  /** Of a Pod whose labels are wanted. */
  readonly labels: Labels | undefined;
  /** Of a single Pod. */
  readonly node: string | undefined;
  readonly qosClass: QosClass | undefined;
}

export type Labels = Readonly<Record<string, string>>;

/** How many of the Pods are of a kind that is easily forgotten. */
export interface PodCounts {
  /** Made by a DaemonSet. */
  readonly daemonSet: number;
  /** Mirrors of static Pods: the kubelet runs them by itself. */
  readonly static: number;
  /** On no node yet. */
  readonly unscheduled: number;
  /** Marked for deletion; they hold their node until they are gone. */
  readonly deleting: number;
}

/** The facts about one Pod that go into rows. */
export interface PodFacts {
  readonly namespace: string;
  readonly name: string;
  readonly node: string | undefined;
  readonly amounts: PodAmounts;
  readonly traits: number;
  readonly usage: Amounts | undefined;
  /** Undefined where nobody wants them. */
  readonly labels: Labels | undefined;
}

/** Bits of `traits`: a number costs less than four booleans, for each of 100,000 Pods. */
export const DAEMON_SET = 1;
export const STATIC = 2;
export const UNSCHEDULED = 4;
export const DELETING = 8;

/** The counts of so many Pods with these traits. */
export function countsOf(traits: number, pods: number): PodCounts {
  const count = (trait: number) => (traits & trait ? pods : 0);
  return {
    daemonSet: count(DAEMON_SET),
    static: count(STATIC),
    unscheduled: count(UNSCHEDULED),
    deleting: count(DELETING),
  };
}

/** A row of one Pod. It keeps the fewest fields: what Pods have alike is in a shared object. */
export class PodRow implements TotalsRow {
  readonly namespace: string;
  readonly name: string;
  readonly node: string | undefined;
  readonly usage: Amounts | undefined;
  readonly labels: Labels | undefined;
  readonly #amounts: PodAmounts;
  readonly #traits: number;

  constructor({ namespace, name, node, amounts, traits, usage, labels }: PodFacts) {
    this.namespace = namespace;
    this.name = name;
    this.node = node;
    this.usage = usage;
    this.labels = labels;
    this.#amounts = amounts;
    this.#traits = traits;
  }

  get kind(): string | undefined {
    return undefined;
  }
  get pods(): number {
    return 1;
  }
  get requests(): Amounts {
    return this.#amounts.requests;
  }
  get limits(): Amounts {
    return this.#amounts.limits;
  }
  get unused(): Amounts {
    return this.#amounts.unused;
  }
  get now(): Amounts {
    return this.#amounts.now?.amounts ?? NO_AMOUNTS;
  }
  get patch(): ResizePatch | undefined {
    return this.#amounts.now?.patch;
  }
  get heldBack(): Amounts {
    return this.#amounts.heldBack;
  }
  get beyondSpec(): Amounts {
    return this.#amounts.beyondSpec;
  }
  get withoutLimit(): TotalsRow['withoutLimit'] {
    return this.#amounts.withoutLimit;
  }
  get qosClass(): QosClass {
    return this.#amounts.qosClass;
  }
  get counts(): PodCounts {
    return countsOf(this.#traits, 1);
  }
  get each(): Amounts {
    return this.requests;
  }
}

/** A row of the one Pod that a workload's template makes. */
export class TemplateRow extends PodRow {
  readonly #kind: string;

  constructor(facts: PodFacts, kind: string) {
    super(facts);
    this.#kind = kind;
  }

  override get kind(): string {
    return this.#kind;
  }
}
