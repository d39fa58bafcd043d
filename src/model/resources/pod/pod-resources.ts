import type { ContainerStatus, Pod, RequestsOrLimits } from '../../kubernetes/api.ts';
import { type ContainerRole, containersOf } from '../../kubernetes/containers.ts';
import { hasFinalPhase } from '../../kubernetes/pod-status.ts';
import { countedReservation } from '../effective/counted-reservation.ts';
import { type PodCgroup, podCgroup } from '../effective/pod-cgroup.ts';
import {
  type Criticality,
  criticalityOf,
  type Qos,
  type QosClass,
  qosOf,
} from '../effective/qos.ts';
import type { Reservation } from '../effective/reservation.ts';
import { type Resize, resizeOf } from '../effective/resize.ts';
import { displayOrder, type Term, termsOf } from '../effective/terms.ts';
import { type ResourceList, resourceList } from '../quantity/resource-list.ts';

/** One container's own amounts. */
export interface ContainerResources {
  readonly name: string;
  readonly role: Exclude<ContainerRole, 'ephemeral'>;
  readonly requests: ResourceList;
  readonly limits: ResourceList;
  /** What the kubelet has promised and set; undefined where it has not said. */
  readonly allocated: ResourceList | undefined;
  readonly actual: { readonly requests: ResourceList; readonly limits: ResourceList } | undefined;
}

/** What a Pod costs and why, as facts. */
export interface PodResources {
  /** `Pod`, or the workload of whose Pods this is one. */
  readonly kind: string;
  /** How many Pods the workload wants; undefined for a Pod, and for one Pod per node. */
  readonly replicas: number | undefined;
  readonly name: string;
  readonly namespace: string;
  readonly node: string | undefined;
  readonly phase: string | undefined;
  /** A Pod that has ended takes nothing any more: neither scheduler nor quota counts it. */
  readonly hasEnded: boolean;
  /** In the order in which they start. Ephemeral containers never count. */
  readonly containers: readonly ContainerResources[];
  /** The resources that any container, the pod level or the overhead names. */
  readonly resources: readonly string[];
  readonly requests: readonly Term[];
  readonly limits: readonly Term[];
  readonly reservation: Reservation;
  /** By the spec; `stored` is what the server has set, once and for all, at creation. */
  readonly qos: Qos & { readonly stored: QosClass | undefined };
  /** Whether the kubelet spares it, whatever its class. */
  readonly criticality: Criticality | undefined;
  readonly cgroup: PodCgroup;
  readonly resize: Resize | undefined;
  /** The amounts of the Pod as a whole that its manifest has not: the server fills them in. */
  readonly filledForPod: { readonly [Kind in RequestsOrLimits]: readonly string[] };
  readonly ephemeralContainers: number;
}

/**
 * All that a Pod's spec and status, or a workload's template, say about its cost (R16–R21);
 * `manifest` is what it was made of, where that is known.
 */
export function podResources(
  pod: Pod,
  { kind, replicas }: Pick<PodResources, 'kind' | 'replicas'>,
  namespace = 'default',
  manifest: Pod = pod,
): PodResources {
  const { metadata, spec, status } = pod;
  const requests = termsOf(pod, 'requests');
  const limits = termsOf(pod, 'limits');
  return {
    kind,
    replicas,
    name: metadata.name ?? '',
    namespace: metadata.namespace ?? namespace,
    node: spec.nodeName,
    phase: status?.phase,
    hasEnded: hasFinalPhase(pod),
    containers: containerResources(pod),
    resources: displayOrder([...new Set([...requests, ...limits].map(({ resource }) => resource))]),
    requests,
    limits,
    reservation: countedReservation(pod, 'requests'),
    qos: { ...qosOf(pod), stored: status?.qosClass },
    criticality: criticalityOf(pod),
    cgroup: podCgroup(pod),
    resize: resizeOf(pod),
    filledForPod: {
      requests: filledForPod(pod, manifest, 'requests'),
      limits: filledForPod(pod, manifest, 'limits'),
    },
    ephemeralContainers: spec.ephemeralContainers?.length ?? 0,
  };
}

function filledForPod(pod: Pod, manifest: Pod, kind: RequestsOrLimits): readonly string[] {
  const given = manifest.spec.resources?.[kind] ?? {};
  return Object.keys(pod.spec.resources?.[kind] ?? {}).filter(
    (name) => !Object.hasOwn(given, name),
  );
}

function containerResources(pod: Pod): readonly ContainerResources[] {
  return containersOf(pod).flatMap(({ name, role, spec, status }) =>
    role === 'ephemeral'
      ? []
      : [
          {
            name,
            role,
            requests: resourceList(spec.resources?.requests),
            limits: resourceList(spec.resources?.limits),
            allocated: status?.allocatedResources && resourceList(status.allocatedResources),
            actual: actualOf(status),
          },
        ],
  );
}

function actualOf(status: ContainerStatus | undefined): ContainerResources['actual'] {
  if (status?.resources === undefined) return undefined;
  const { requests, limits } = status.resources;
  return { requests: resourceList(requests), limits: resourceList(limits) };
}
