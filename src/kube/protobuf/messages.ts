import { MIRROR_ANNOTATION } from '../../model/kubernetes/pod-status.ts';
import { type Field, message } from './message.ts';

/**
 * The numbers of the fields that we read, from Kubernetes' own .proto files: k8s.io/api
 * core/v1/generated.proto, k8s.io/apimachinery pkg/apis/meta/v1/generated.proto. A number is never
 * given to another field, so they hold for every version.
 */

const POD_CONDITIONS = new Set<unknown>([
  'PodScheduled',
  'Initialized',
  'PodResizePending',
  'PodResizeInProgress',
]);

const OWNER_REFERENCE = message('OwnerReference', {
  kind: [1, 'string'],
  name: [3, 'string'],
  uid: [4, 'string'],
  controller: [6, 'bool'],
});

const META = {
  name: [1, 'string'],
  namespace: [3, 'string'],
  uid: [5, 'string'],
  deletionTimestamp: [9, 'Time'],
  deletionGracePeriodSeconds: [10, 'int64'],
  labels: [11, { map: 'string' }],
  annotations: [12, { map: 'string', only: MIRROR_ANNOTATION }],
  ownerReferences: [13, { repeated: OWNER_REFERENCE }],
} as const satisfies Record<string, Field>;

const RESOURCE_REQUIREMENTS = {
  ...message('ResourceRequirements', {
    limits: [1, { map: 'Quantity' }],
    requests: [2, { map: 'Quantity' }],
  }),
  isRepetitive: true,
};

const CONTAINER = message('Container', {
  name: [1, 'string'],
  resources: [8, RESOURCE_REQUIREMENTS],
  restartPolicy: [24, 'string'],
});

const POD_SPEC = message('PodSpec', {
  containers: [2, { repeated: CONTAINER }],
  activeDeadlineSeconds: [5, 'int64'],
  nodeName: [10, 'string'],
  initContainers: [20, { repeated: CONTAINER }],
  priorityClassName: [24, 'string'],
  overhead: [32, { map: 'Quantity' }],
  os: [36, message('PodOS', { name: [1, 'string'] })],
  resources: [40, RESOURCE_REQUIREMENTS],
});

const CONTAINER_STATUS = message('ContainerStatus', {
  name: [1, 'string'],
  allocatedResources: [10, { map: 'Quantity' }],
  resources: [11, RESOURCE_REQUIREMENTS],
});

const POD_CONDITION = message('PodCondition', {
  type: [1, 'string'],
  status: [2, 'string'],
  reason: [5, 'string'],
});

const MAPPED_RESOURCES = message('NodeAllocatableMappedResources', {
  name: [1, 'string'],
  quantity: [2, 'Quantity'],
});

const OVERHEAD_RESOURCES = message('NodeAllocatableOverheadResources', {
  name: [1, 'string'],
  perPod: [2, 'Quantity'],
  perContainer: [3, 'Quantity'],
});

const RESOURCE_CLAIM_STATUS = message('NodeAllocatableResourceClaimStatus', {
  containers: [2, { repeated: 'string' }],
  mapping: [4, { repeated: MAPPED_RESOURCES }],
  overhead: [5, { repeated: OVERHEAD_RESOURCES }],
});

const POD_STATUS = message('PodStatus', {
  phase: [1, 'string'],
  conditions: [2, { repeated: POD_CONDITION, only: ({ type }) => POD_CONDITIONS.has(type) }],
  containerStatuses: [8, { repeated: CONTAINER_STATUS }],
  qosClass: [9, 'string'],
  initContainerStatuses: [10, { repeated: CONTAINER_STATUS }],
  allocatedResources: [19, { map: 'Quantity' }],
  resources: [20, RESOURCE_REQUIREMENTS],
  nodeAllocatableResourceClaimStatuses: [21, { repeated: RESOURCE_CLAIM_STATUS }],
});

/** What `resources` needs to know of a Pod. */
export const POD = message('Pod', {
  metadata: [1, message('ObjectMeta', META)],
  spec: [2, POD_SPEC],
  status: [3, POD_STATUS],
});

const TAINT = message('Taint', {
  key: [1, 'string'],
  value: [2, 'string'],
  effect: [3, 'string'],
});

const NODE_CONDITION = message('NodeCondition', {
  type: [1, 'string'],
  status: [2, 'string'],
  reason: [5, 'string'],
});

const NODE_SPEC = message('NodeSpec', {
  unschedulable: [4, 'bool'],
  taints: [5, { repeated: TAINT }],
});

const NODE_STATUS = message('NodeStatus', {
  capacity: [1, { map: 'Quantity' }],
  allocatable: [2, { map: 'Quantity' }],
  conditions: [4, { repeated: NODE_CONDITION, only: ({ type }) => type === 'Ready' }],
});

/** What `resources` needs to know of a Node. */
export const NODE = message('Node', {
  metadata: [1, message('ObjectMeta', { name: META.name, labels: META.labels })],
  spec: [2, NODE_SPEC],
  status: [3, NODE_STATUS],
});

const { name, namespace, uid, ownerReferences } = META;

/** Any object, as far as it says who it is and whose. */
export const OWNED_OBJECT = message('PartialObjectMetadata', {
  metadata: [1, message('ObjectMeta', { name, namespace, uid, ownerReferences })],
});

/** What stands before the items of a list. */
export const LIST_META = message('ListMeta', {
  resourceVersion: [2, 'string'],
  continue: [3, 'string'],
  remainingItemCount: [4, 'int64'],
});

/** What the server says of a request that it refuses. */
export const STATUS = message('Status', {
  metadata: [1, LIST_META],
  message: [3, 'string'],
  reason: [4, 'string'],
  code: [6, 'int32'],
});

/** Stands before every answer (apimachinery pkg/runtime/serializer/protobuf). */
export const MAGIC = 'k8s\0';

/** The envelope of every answer (apimachinery pkg/runtime/generated.proto). */
export const UNKNOWN = { typeMeta: 1, raw: 2, contentEncoding: 3 } as const;

export const TYPE_META = message('TypeMeta', { apiVersion: [1, 'string'], kind: [2, 'string'] });

/** All kinds of lists have these two. */
export const LIST = { metadata: 1, items: 2 } as const;

export const TIME = message('Time', { seconds: [1, 'int64'] });

export const QUANTITY = message('Quantity', { string: [1, 'string'] });
