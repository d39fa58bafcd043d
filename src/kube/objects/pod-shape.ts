import type { Shape } from './shape.ts';

const STRINGS: Shape = { list: 'string' };
const STRING_MAP: Shape = { map: 'string' };
const QUANTITIES: Shape = { map: 'quantity' };

const NAME_REF: Shape = { fields: { name: 'string', key: 'string', optional: 'boolean' } };

const RESOURCES: Shape = { fields: { limits: QUANTITIES, requests: QUANTITIES } };

const HANDLER = {
  exec: { fields: { command: STRINGS } },
  httpGet: { fields: { path: 'string', port: 'port', scheme: 'string', host: 'string' } },
  tcpSocket: { fields: { port: 'port', host: 'string' } },
} as const satisfies Record<string, Shape>;

const PROBE: Shape = {
  fields: {
    ...HANDLER,
    grpc: { fields: { port: 'integer' } },
    initialDelaySeconds: 'integer',
    periodSeconds: 'integer',
    timeoutSeconds: 'integer',
    failureThreshold: 'integer',
    successThreshold: 'integer',
    terminationGracePeriodSeconds: 'integer',
  },
};

const HOOK: Shape = { fields: { ...HANDLER, sleep: { fields: { seconds: 'integer' } } } };

const CONTAINER: Shape = {
  fields: {
    name: 'string',
    image: 'string',
    imagePullPolicy: 'string',
    command: STRINGS,
    args: STRINGS,
    workingDir: 'string',
    env: {
      list: {
        fields: {
          name: 'string',
          value: 'string',
          valueFrom: { fields: { configMapKeyRef: NAME_REF, secretKeyRef: NAME_REF } },
        },
        required: ['name'],
      },
    },
    envFrom: { list: { fields: { configMapRef: NAME_REF, secretRef: NAME_REF } } },
    ports: { list: { fields: { containerPort: 'integer', name: 'string' } } },
    resources: RESOURCES,
    restartPolicy: 'string',
    restartPolicyRules: {
      list: {
        fields: {
          action: 'string',
          exitCodes: { fields: { operator: 'string', values: { list: 'integer' } } },
        },
      },
    },
    startupProbe: PROBE,
    livenessProbe: PROBE,
    readinessProbe: PROBE,
    lifecycle: { fields: { postStart: HOOK, preStop: HOOK } },
    volumeMounts: { list: { fields: { name: 'string', mountPath: 'string' } } },
    securityContext: { fields: { runAsUser: 'integer', privileged: 'boolean' } },
    targetContainerName: 'string',
    stdin: 'boolean',
    tty: 'boolean',
  },
  required: ['name'],
};

const CONTAINER_STATE: Shape = {
  fields: {
    waiting: { fields: { reason: 'string', message: 'string' } },
    running: { fields: { startedAt: 'time' } },
    terminated: {
      fields: {
        exitCode: 'integer',
        signal: 'integer',
        reason: 'string',
        message: 'string',
        startedAt: 'time',
        finishedAt: 'time',
        containerID: 'string',
      },
      required: ['exitCode'],
    },
  },
};

const CONTAINER_STATUSES: Shape = {
  list: {
    fields: {
      name: 'string',
      state: CONTAINER_STATE,
      lastState: CONTAINER_STATE,
      ready: 'boolean',
      started: 'boolean',
      restartCount: 'integer',
      image: 'string',
      imageID: 'string',
      containerID: 'string',
      resources: RESOURCES,
      allocatedResources: QUANTITIES,
    },
    required: ['name'],
  },
};

const METADATA: Shape = {
  fields: {
    name: 'string',
    generateName: 'string',
    namespace: 'string',
    uid: 'string',
    generation: 'integer',
    creationTimestamp: 'time',
    deletionTimestamp: 'time',
    deletionGracePeriodSeconds: 'integer',
    finalizers: STRINGS,
    labels: STRING_MAP,
    annotations: STRING_MAP,
    ownerReferences: {
      list: { fields: { kind: 'string', name: 'string', controller: 'boolean' } },
    },
  },
};

const AFFINITY_TERM: Shape = { fields: { namespaces: STRINGS } };

const POD_AFFINITY: Shape = {
  fields: {
    requiredDuringSchedulingIgnoredDuringExecution: { list: AFFINITY_TERM },
    preferredDuringSchedulingIgnoredDuringExecution: {
      list: { fields: { podAffinityTerm: AFFINITY_TERM } },
    },
  },
};

/** What of a Pod the rest of the program relies on; the other fields may be anything. */
export const POD_SHAPE: Shape = {
  fields: {
    metadata: METADATA,
    spec: {
      fields: {
        containers: { list: CONTAINER },
        initContainers: { list: CONTAINER },
        ephemeralContainers: { list: CONTAINER },
        restartPolicy: 'string',
        nodeName: 'string',
        activeDeadlineSeconds: 'integer',
        terminationGracePeriodSeconds: 'integer',
        shareProcessNamespace: 'boolean',
        hostNetwork: 'boolean',
        hostPID: 'boolean',
        priorityClassName: 'string',
        affinity: { fields: { podAffinity: POD_AFFINITY, podAntiAffinity: POD_AFFINITY } },
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
              configMap: { fields: { name: 'string', optional: 'boolean' } },
              secret: { fields: { secretName: 'string', optional: 'boolean' } },
              persistentVolumeClaim: { fields: { claimName: 'string' } },
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
        allocatedResources: QUANTITIES,
        resources: RESOURCES,
      },
    },
  },
  required: ['spec'],
};

/** What of a core/v1 Event the rest of the program relies on. */
export const EVENT_SHAPE: Shape = {
  fields: {
    metadata: METADATA,
    type: 'string',
    reason: 'string',
    message: 'string',
    count: 'integer',
    firstTimestamp: 'time',
    lastTimestamp: 'time',
    eventTime: 'time',
    series: { fields: { count: 'integer', lastObservedTime: 'time' } },
    involvedObject: {
      fields: {
        kind: 'string',
        name: 'string',
        namespace: 'string',
        uid: 'string',
        fieldPath: 'string',
      },
    },
    source: { fields: { component: 'string', host: 'string' } },
    reportingComponent: 'string',
  },
};
