import type { Difference } from '../../../../model/resources/pod/what-if-differences.ts';
import { amountText } from '../../amounts.ts';

const WHAT = {
  request: 'request',
  unused: 'unused after init',
  limit: 'limit',
  limitSum: 'limits in sum',
  qosClass: 'QoS class',
  replicas: 'Pods',
} as const;

/** `cpu request`, `QoS class`. */
export function differenceTitle({
  what,
  resource,
}: {
  readonly what: Difference['what'];
  readonly resource?: string | undefined;
}): string {
  return [...(resource === undefined ? [] : [resource]), WHAT[what]].join(' ');
}

/** One side of a difference. */
export function differenceText(amount: Difference['before'], resource: string | undefined): string {
  return typeof amount === 'string' ? amount : amountText(resource ?? '', amount);
}
