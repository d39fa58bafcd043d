import type { Share, Strategy } from '../../model/resources/rollout/strategy.ts';
import { fieldsOf, type JsonObject } from './json-value.ts';

/**
 * How a workload replaces its Pods when its template changes, by the API server's defaults
 * (pkg/apis/apps/v1/defaults.go).
 */
export function strategyOf({ kind, spec }: JsonObject): Strategy {
  const fields = fieldsOf(spec);
  const { type, rollingUpdate } = fieldsOf(fields.strategy ?? fields.updateStrategy);
  const { maxSurge, maxUnavailable, partition } = fieldsOf(rollingUpdate);
  if (type === 'OnDelete') return { kind: 'never' };
  switch (kind) {
    case 'Deployment':
      if (type === 'Recreate') return { kind: 'recreate' };
      return {
        kind: 'rolling',
        maxSurge: shareOr(maxSurge, '25%'),
        maxUnavailable: shareOr(maxUnavailable, '25%'),
      };
    case 'StatefulSet':
      return { kind: 'ordered', partition: typeof partition === 'number' ? partition : 0 };
    case 'DaemonSet':
      return { kind: 'per-node', maxSurge: shareOr(maxSurge, 0) };
    default:
      return { kind: 'never' };
  }
}

function shareOr(value: unknown, otherwise: Share): Share {
  return typeof value === 'number' || typeof value === 'string' ? value : otherwise;
}
