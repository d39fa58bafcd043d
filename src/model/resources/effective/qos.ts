import type { Pod, ResourceRequirements } from '../../kubernetes/api.ts';
import { isMirrorPod } from '../../kubernetes/pod-status.ts';
import { parseQuantity } from '../quantity/quantity.ts';
import type { CountedPod } from './counted-pod.ts';
import { hasPodLevelResources } from './pod-level.ts';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** What the kubelet spares beyond what the QoS class says; `node` is also the last to be killed. */
export type Criticality = 'node' | 'cluster';

/**
 * Whether the kubelet holds the Pod to be critical: it never evicts it
 * (pkg/kubelet/types/pod_update.go, IsCriticalPod; pkg/kubelet/qos/policy.go). A manifest has only
 * the name of its priority class; the API server adds the number.
 */
export function criticalityOf({
  metadata,
  spec,
}: Pick<Pod, 'metadata' | 'spec'>): Criticality | undefined {
  const { priorityClassName, priority = 0 } = spec;
  const isOfNode = priorityClassName === 'system-node-critical';
  const isCritical =
    isOfNode ||
    priorityClassName === 'system-cluster-critical' ||
    priority >= SYSTEM_CRITICAL ||
    isMirrorPod({ metadata });
  if (!isCritical) return undefined;
  return isOfNode ? 'node' : 'cluster';
}

/** pkg/apis/scheduling/types.go, SystemCriticalPriority. */
const SYSTEM_CRITICAL = 2_000_000_000;

/** Only these two decide. */
const QOS_RESOURCES = ['cpu', 'memory'] as const;
type QosResource = (typeof QOS_RESOURCES)[number];

/** What made the class: where it was read and, if it is Burstable, what keeps it from Guaranteed. */
export interface Qos {
  readonly class: QosClass;
  readonly decidedBy: 'pod-level' | 'containers';
  /** Each place that is not Guaranteed although the Pod is not BestEffort. */
  readonly shortfalls: readonly QosShortfall[];
}

/** Why one container, or the pod level, is not Guaranteed. */
export interface QosShortfall {
  /** Undefined for pod-level resources. */
  readonly container: string | undefined;
  readonly resource: QosResource;
  readonly problem: 'no-request-no-limit' | 'no-limit' | 'request-below-limit' | 'no-request';
}

/**
 * The QoS class by the spec, with its reason (R20). Init containers and sidecars count like app
 * containers, ephemeral ones do not; pod-level resources, when set, decide alone
 * (pkg/apis/core/v1/helper/qos/qos.go, ComputePodQOS).
 */
export function qosOf(pod: Pick<CountedPod, 'spec'>): Qos {
  const { resources, initContainers = [], containers } = pod.spec;
  const isPodLevel = hasPodLevelResources(pod);
  const places = isPodLevel
    ? [{ container: undefined, resources }]
    : [...initContainers, ...containers].map(({ name, resources }) => ({
        container: name,
        resources,
      }));
  const shapes = places.flatMap(({ container, resources }) =>
    QOS_RESOURCES.map((resource) => ({ container, resource, ...shapeOf(resources, resource) })),
  );
  const decidedBy = isPodLevel ? 'pod-level' : 'containers';
  if (shapes.every(({ class: each }) => each === 'BestEffort')) {
    return { class: 'BestEffort', decidedBy, shortfalls: [] };
  }
  const shortfalls = shapes.flatMap(({ container, resource, problem }) =>
    problem === undefined ? [] : [{ container, resource, problem }],
  );
  return { class: shortfalls.length === 0 ? 'Guaranteed' : 'Burstable', decidedBy, shortfalls };
}

function shapeOf(
  resources: ResourceRequirements | undefined,
  name: QosResource,
): { readonly class: QosClass; readonly problem: QosShortfall['problem'] | undefined } {
  const request = parseQuantity(resources?.requests?.[name] ?? '0').nano;
  const limit = parseQuantity(resources?.limits?.[name] ?? '0').nano;
  if (request === 0n && limit === 0n) {
    return { class: 'BestEffort', problem: 'no-request-no-limit' };
  }
  if (request === limit) return { class: 'Guaranteed', problem: undefined };
  if (limit === 0n) return { class: 'Burstable', problem: 'no-limit' };
  return { class: 'Burstable', problem: request === 0n ? 'no-request' : 'request-below-limit' };
}
