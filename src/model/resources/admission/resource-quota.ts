import type { ObjectMeta, WrittenResourceList } from '../../kubernetes/api.ts';
import { type Quantity, subtract } from '../quantity/quantity.ts';
import { resourceList } from '../quantity/resource-list.ts';

/** The slice of a ResourceQuota that is read here. */
export interface ResourceQuota {
  readonly metadata: ObjectMeta;
  readonly spec?: {
    readonly hard?: WrittenResourceList;
    readonly scopes?: readonly string[];
    readonly scopeSelector?: { readonly matchExpressions?: readonly ScopeRequirement[] };
  };
  readonly status?: { readonly hard?: WrittenResourceList; readonly used?: WrittenResourceList };
}

/** A quota with its use, whoever has counted that. */
export interface UsedQuota extends ResourceQuota {
  /** No server has counted it: what is used is what the other Pods of its file would take. */
  readonly isUsedByFile?: boolean;
  /** It was counted, and since then Pods have come and gone in thought. */
  readonly isForetold?: boolean;
}

export interface ScopeRequirement {
  readonly scopeName: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** One limit of a quota, as the server counts it. */
export interface QuotaRoom {
  readonly quota: string;
  readonly resource: string;
  readonly hard: Quantity;
  /** Undefined until the quota controller has counted. */
  readonly used: Quantity | undefined;
  /** Negative where a quota was lowered below what is in use. */
  readonly left: Quantity | undefined;
}

/** What the quotas of a namespace limit, each resource of each, by name. */
export function quotaRooms(quotas: readonly ResourceQuota[]): readonly QuotaRoom[] {
  return quotas.flatMap(({ metadata, spec, status }) => {
    const used = resourceList(status?.used);
    const hard = [...resourceList(status?.hard ?? spec?.hard)];
    return hard
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([resource, limit]) => {
        const taken = used.get(resource);
        const left = taken && subtract(limit, taken);
        return { quota: metadata.name ?? '', resource, hard: limit, used: taken, left };
      });
  });
}
