import type { Pod, WrittenResourceList } from '../../kubernetes/api.ts';
import type { LimitRange } from '../admission/limit-range.ts';
import type { UsedQuota } from '../admission/resource-quota.ts';
import type { NodeCapacity } from '../nodes/node-fit.ts';
import type { Strategy } from '../rollout/strategy.ts';
import type { Update } from '../rollout/update.ts';
import type { PodUsageSample } from './usage.ts';

/** A resource whose use an autoscaler compares with what the containers request of it. */
export interface ScaledBy {
  readonly resource: string;
  /** The only container that counts; without one all do. */
  readonly container?: string;
}

/** A Pod, or the Pod that a template makes. */
export interface PodSource {
  readonly pod: Pod;
  /** `Pod`, or the workload's kind. */
  readonly kind: string;
  readonly replicas: number | undefined;
  /** How many of them an autoscaler may make. */
  readonly mostReplicas?: number | undefined;
  /** What the autoscaler measures as a share of the requests. */
  readonly scaledBy?: readonly ScaledBy[];
  /** How many of them there are; left out where nobody has looked. */
  readonly existing?: number | undefined;
  /** Why the others could not be made, in the server's words. */
  readonly refusal?: string | undefined;
  /** Whether an API server has stored it: then its defaults are filled in already. */
  readonly isStored: boolean;
  /** How its Pods are replaced; left out where that is not known. */
  readonly strategy?: Strategy;
  /** What is on the cluster already under its name. */
  readonly update?: Update;
}

/** What is known of the place where the Pod runs or would run; undefined: nobody was asked. */
export interface PodContext {
  readonly quotas: readonly UsedQuota[] | undefined;
  readonly limitRanges: readonly LimitRange[] | undefined;
  readonly nodes: readonly NodeCapacity[] | undefined;
  /** Whether its RuntimeClass was asked for and is not there: then the server refuses the Pod. */
  readonly lacksRuntimeClass?: boolean;
  /** Where a Pod that names no namespace would be made; `default` where nobody says. */
  readonly namespace?: string;
  /** Whether its namespace was asked for and is not there. */
  readonly lacksNamespace?: boolean;
  /**
   * Why the API server does not take it, for what is not judged here; undefined where it was not
   * asked.
   */
  readonly serverRefusal?: string | undefined;
  /** Whether nobody could see what is there under its name: then what would go is not known. */
  readonly isUpdateUnknown?: boolean;
  /** What its RuntimeClass adds to a Pod that is not stored yet. */
  readonly overhead: WrittenResourceList | undefined;
  /** `undefined` within: metrics-server was asked, and has not measured the Pod. */
  readonly usage: { readonly sample: PodUsageSample | undefined } | undefined;
}
