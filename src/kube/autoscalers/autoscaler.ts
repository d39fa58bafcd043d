import type { ObjectMeta } from '../../model/kubernetes/api.ts';
import type { PodSource, ScaledBy } from '../../model/resources/pod/pod-context.ts';
import type { Shape } from '../objects/shape.ts';

/** How many Pods a HorizontalPodAutoscaler may make of a workload. */
export interface Autoscaler {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly metrics?: readonly Metric[];
  };
}

interface Metric {
  readonly type?: string;
  readonly resource?: ResourceMetric;
  readonly containerResource?: ResourceMetric & { readonly container?: string };
}

interface ResourceMetric {
  readonly name?: string;
  readonly target?: { readonly type?: string };
}

/** What it measures as a share of requests; without any metric that is cpu (its default, 80%). */
function scaledByOf({ spec: { metrics = [] } }: Autoscaler): readonly ScaledBy[] {
  if (metrics.length === 0) return [{ resource: 'cpu' }];
  return metrics.flatMap(({ resource, containerResource }) => {
    const metric = resource ?? containerResource;
    if (metric?.name === undefined || metric.target?.type !== 'Utilization') return [];
    const container = containerResource?.container;
    return [{ resource: metric.name, ...(container !== undefined && { container }) }];
  });
}

const RESOURCE_METRIC = {
  name: 'string',
  target: { fields: { type: 'string' } },
} as const satisfies Record<string, Shape>;

/** The form of such an object, as far as it is read here. */
export const AUTOSCALER_SHAPE: Shape = {
  fields: {
    metadata: { fields: { name: 'string', namespace: 'string', labels: { map: 'string' } } },
    spec: {
      fields: {
        scaleTargetRef: {
          fields: { kind: 'string', name: 'string' },
          required: ['kind', 'name'],
        },
        minReplicas: 'count',
        maxReplicas: 'count',
        metrics: {
          list: {
            fields: {
              type: 'string',
              resource: { fields: RESOURCE_METRIC },
              containerResource: { fields: { ...RESOURCE_METRIC, container: 'string' } },
            },
          },
        },
      },
      required: ['scaleTargetRef', 'maxReplicas'],
    },
  },
  required: ['metadata', 'spec'],
};

/** What one of the autoscalers makes of a workload; nothing where none is for it. */
export function scalingOf(
  autoscalers: readonly Autoscaler[],
  kind: string,
  { name, namespace }: ObjectMeta,
): Pick<PodSource, 'mostReplicas' | 'scaledBy'> {
  const scaler = autoscalers.find(
    ({ metadata, spec: { scaleTargetRef: target } }) =>
      metadata.namespace === namespace && target.kind === kind && target.name === name,
  );
  return scaler ? { mostReplicas: scaler.spec.maxReplicas, scaledBy: scaledByOf(scaler) } : {};
}
