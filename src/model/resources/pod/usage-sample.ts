import type { Timestamp } from '../../kubernetes/api.ts';
import { type Amounts, addAmounts, NO_AMOUNTS } from '../quantity/amounts.ts';

/**
 * What metrics.k8s.io says is used: cpu on the average of a window, memory as the working set at
 * its end (k8s.io/metrics pkg/apis/metrics/v1beta1/types.go).
 */
interface UsageSample {
  readonly name: string;
  /** When it was measured: the end of the window. */
  readonly timestamp: Timestamp | undefined;
  /** A Go duration such as `10.062s`. */
  readonly window: string | undefined;
}

/** What the containers of a Pod use: those that run, in no order. */
export interface PodUsageSample extends UsageSample {
  readonly namespace: string;
  readonly containers: readonly { readonly name: string; readonly usage: Amounts }[];
}

/** What a node uses in all, Pods and everything else on it. */
export interface NodeUsageSample extends UsageSample {
  readonly usage: Amounts;
}

/** What all containers of a Pod use together, as `kubectl top pod` adds them up. */
export function usageOfPod({ containers }: PodUsageSample): Amounts {
  return containers.reduce((sum, { usage }) => addAmounts(sum, usage), NO_AMOUNTS);
}
