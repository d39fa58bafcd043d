import type { ObjectMeta, ResourceAmounts } from '../../kubernetes/api.ts';

/** The slice of a ResourceQuota that is read here. */
export interface ResourceQuota {
  readonly metadata: ObjectMeta;
  readonly spec?: {
    readonly hard?: ResourceAmounts;
    readonly scopes?: readonly string[];
    readonly scopeSelector?: { readonly matchExpressions?: readonly ScopeRequirement[] };
  };
  readonly status?: { readonly hard?: ResourceAmounts; readonly used?: ResourceAmounts };
}

export interface ScopeRequirement {
  readonly scopeName: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}
