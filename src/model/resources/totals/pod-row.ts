import type { QosClass } from '../effective/qos.ts';
import type { Amounts } from '../quantity/amounts.ts';
import type { PodAmounts } from './pod-amounts.ts';
import { type CountedPod, countsOf, type PodCounts, type TotalsRow } from './totals-row.ts';

/** A row of one Pod. It keeps the fewest fields: what Pods have alike is in a shared object. */
export class PodRow implements TotalsRow {
  readonly namespace: string;
  readonly name: string;
  readonly node: string | undefined;
  readonly usage: Amounts | undefined;
  readonly #amounts: PodAmounts;
  readonly #traits: number;

  constructor({ namespace, name, node, amounts, traits, usage }: CountedPod) {
    this.namespace = namespace;
    this.name = name;
    this.node = node;
    this.usage = usage;
    this.#amounts = amounts;
    this.#traits = traits;
  }

  get kind(): undefined {
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
