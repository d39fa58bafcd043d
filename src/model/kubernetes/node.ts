import type { ObjectMeta, PodCondition, WrittenResourceList } from './api.ts';

/** What the model reads of a Node. */
export interface Node {
  readonly metadata: Pick<ObjectMeta, 'name' | 'labels'>;
  readonly spec?: {
    /** Cordoned. */
    readonly unschedulable?: boolean;
    readonly taints?: readonly Taint[];
  };
  readonly status?: {
    readonly capacity?: WrittenResourceList;
    readonly allocatable?: WrittenResourceList;
    readonly conditions?: readonly Pick<PodCondition, 'type' | 'status' | 'reason'>[];
  };
}

/** What keeps Pods away from a node that do not tolerate it. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}
