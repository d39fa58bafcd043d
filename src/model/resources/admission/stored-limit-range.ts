import type { WrittenResourceList } from '../../kubernetes/api.ts';
import type { LimitRange, LimitRangeItem } from './limit-range.ts';

/**
 * A LimitRange of a manifest as the API server stores it: for containers a missing default limit
 * becomes the maximum, a missing default request the default limit, else the minimum
 * (pkg/apis/core/v1/defaults.go, SetDefaults_LimitRangeItem).
 */
export function storedLimitRange(limitRange: LimitRange): LimitRange {
  const limits = limitRange.spec?.limits?.map(withDefaults);
  return limits === undefined ? limitRange : { ...limitRange, spec: { limits } };
}

function withDefaults(item: LimitRangeItem): LimitRangeItem {
  if (item.type !== 'Container') return item;
  const limit: WrittenResourceList = { ...item.max, ...item.default };
  return {
    ...item,
    default: limit,
    defaultRequest: { ...item.min, ...limit, ...item.defaultRequest },
  };
}
