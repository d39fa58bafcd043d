import type { ObjectMeta, PodCondition, ResourceAmounts } from './api.ts';

/** What the model reads of a Node. */
export interface Node {
  readonly metadata: Pick<ObjectMeta, 'name' | 'labels'>;
  readonly spec?: {
    /** Cordoned. */
    readonly unschedulable?: boolean;
    readonly taints?: readonly Taint[];
  };
  readonly status?: {
    readonly capacity?: ResourceAmounts;
    readonly allocatable?: ResourceAmounts;
    readonly conditions?: readonly Pick<PodCondition, 'type' | 'status' | 'reason'>[];
  };
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}
