import type {
  NodeAllocatableClaimStatus,
  Pod,
  PodAffinity,
  PodAffinityTerm,
} from '../../model/kubernetes/api.ts';
import { CONTAINER, EPHEMERAL_CONTAINER } from './container-shape.ts';
import { CONTAINER_STATUSES } from './container-status-shape.ts';
import { METADATA, NAME_REF, QUANTITIES, RESOURCES, STRING_MAP, STRINGS } from './part-shapes.ts';
import type { Shape, ShapeOf } from './shape.ts';

const LABEL_SELECTOR = {
  fields: {
    matchLabels: STRING_MAP,
    matchExpressions: {
      list: { fields: { key: 'string', operator: 'string', values: STRINGS }, required: ['key'] },
    },
  },
} as const satisfies Shape;

const REQUIREMENTS = LABEL_SELECTOR.fields.matchExpressions;

const NODE_AFFINITY = {
  fields: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      fields: {
        nodeSelectorTerms: {
          list: { fields: { matchExpressions: REQUIREMENTS, matchFields: REQUIREMENTS } },
        },
      },
    },
  },
} as const;

const AFFINITY_TERM = {
  fields: {
    namespaces: STRINGS,
    namespaceSelector: LABEL_SELECTOR,
    labelSelector: LABEL_SELECTOR,
    topologyKey: 'string',
  },
} as const satisfies ShapeOf<PodAffinityTerm>;

const POD_AFFINITY = {
  fields: {
    requiredDuringSchedulingIgnoredDuringExecution: { list: AFFINITY_TERM },
    preferredDuringSchedulingIgnoredDuringExecution: {
      list: { fields: { podAffinityTerm: AFFINITY_TERM } },
    },
  },
} as const satisfies ShapeOf<PodAffinity>;

const NODE_ALLOCATABLE_CLAIM_STATUS = {
  fields: {
    containers: STRINGS,
    mapping: { list: { fields: { name: 'string', quantity: 'quantity' }, required: ['name'] } },
    overhead: {
      list: {
        fields: { name: 'string', perPod: 'quantity', perContainer: 'quantity' },
        required: ['name'],
      },
    },
  },
} as const satisfies ShapeOf<NodeAllocatableClaimStatus>;

const KEYS = { list: { fields: { key: 'string' } } } as const;

/** What of a Pod the rest of the program relies on; the other fields may be anything. */
export const POD_SHAPE = {
  fields: {
    apiVersion: 'string',
    kind: 'string',
    metadata: METADATA,
    spec: {
      fields: {
        containers: { list: CONTAINER },
        initContainers: { list: CONTAINER },
        ephemeralContainers: { list: EPHEMERAL_CONTAINER },
        restartPolicy: 'string',
        nodeName: 'string',
        schedulerName: 'string',
        runtimeClassName: 'string',
        activeDeadlineSeconds: 'integer',
        terminationGracePeriodSeconds: 'integer',
        shareProcessNamespace: 'boolean',
        hostNetwork: 'boolean',
        hostPID: 'boolean',
        nodeSelector: STRING_MAP,
        securityContext: {
          fields: {
            runAsUser: 'integer',
            runAsGroup: 'integer',
            fsGroup: 'integer',
            runAsNonRoot: 'boolean',
            supplementalGroups: { list: 'integer' },
          },
        },
        priorityClassName: 'string',
        serviceAccountName: 'string',
        priority: 'integer',
        affinity: {
          fields: {
            nodeAffinity: NODE_AFFINITY,
            podAffinity: POD_AFFINITY,
            podAntiAffinity: POD_AFFINITY,
          },
        },
        tolerations: {
          list: {
            fields: { key: 'string', operator: 'string', value: 'string', effect: 'string' },
          },
        },
        topologySpreadConstraints: {
          list: {
            fields: {
              topologyKey: 'string',
              whenUnsatisfiable: 'string',
              maxSkew: 'integer',
              minDomains: 'integer',
            },
            required: ['topologyKey'],
          },
        },
        resourceClaims: {
          list: {
            fields: {
              name: 'string',
              resourceClaimName: 'string',
              resourceClaimTemplateName: 'string',
            },
            required: ['name'],
          },
        },
        os: { fields: { name: 'string' } },
        overhead: QUANTITIES,
        resources: RESOURCES,
        readinessGates: {
          list: { fields: { conditionType: 'string' }, required: ['conditionType'] },
        },
        schedulingGates: { list: { fields: { name: 'string' }, required: ['name'] } },
        volumes: {
          list: {
            fields: {
              name: 'string',
              configMap: { fields: { name: 'string', optional: 'boolean', items: KEYS } },
              secret: { fields: { secretName: 'string', optional: 'boolean', items: KEYS } },
              persistentVolumeClaim: { fields: { claimName: 'string' } },
              emptyDir: { fields: { medium: 'string', sizeLimit: 'quantity' } },
              hostPath: 'any',
              nfs: 'any',
              projected: 'any',
              downwardAPI: 'any',
              ephemeral: 'any',
              image: { fields: { reference: 'string' } },
            },
            required: ['name'],
          },
        },
        imagePullSecrets: { list: NAME_REF },
      },
      required: ['containers'],
    },
    status: {
      fields: {
        phase: 'string',
        reason: 'string',
        message: 'string',
        qosClass: 'string',
        startTime: 'time',
        podIP: 'string',
        nominatedNodeName: 'string',
        conditions: {
          list: {
            fields: {
              type: 'string',
              status: 'string',
              reason: 'string',
              message: 'string',
              lastTransitionTime: 'time',
            },
            required: ['type', 'status'],
          },
        },
        initContainerStatuses: CONTAINER_STATUSES,
        containerStatuses: CONTAINER_STATUSES,
        ephemeralContainerStatuses: CONTAINER_STATUSES,
        nodeAllocatableResourceClaimStatuses: { list: NODE_ALLOCATABLE_CLAIM_STATUS },
        allocatedResources: QUANTITIES,
        resources: RESOURCES,
      },
    },
  },
  required: ['spec'],
} as const satisfies ShapeOf<Pod>;
