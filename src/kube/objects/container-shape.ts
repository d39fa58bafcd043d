import type {
  Container,
  EphemeralContainer,
  Probe,
  VolumeMount,
} from '../../model/kubernetes/api.ts';
import type { SecurityContext } from '../../model/kubernetes/security-context.ts';
import { NAME_REF, RESOURCES, STRINGS } from './part-shapes.ts';
import type { Shape, ShapeOf } from './shape.ts';

const HANDLER = {
  exec: { fields: { command: STRINGS } },
  httpGet: { fields: { path: 'string', port: 'port', scheme: 'string', host: 'string' } },
  tcpSocket: { fields: { port: 'port', host: 'string' } },
} as const satisfies Record<string, Shape>;

const PROBE = {
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
} as const satisfies ShapeOf<Probe>;

const HOOK = {
  fields: { ...HANDLER, sleep: { fields: { seconds: 'integer' } } },
} as const satisfies Shape;

const ENV = {
  list: {
    fields: {
      name: 'string',
      value: 'string',
      valueFrom: {
        fields: {
          configMapKeyRef: NAME_REF,
          secretKeyRef: NAME_REF,
          resourceFieldRef: { fields: { containerName: 'string', resource: 'string' } },
        },
      },
    },
    required: ['name'],
  },
} as const;
const ENV_FROM = { list: { fields: { configMapRef: NAME_REF, secretRef: NAME_REF } } } as const;
const VOLUME_MOUNTS = {
  list: {
    fields: {
      name: 'string',
      mountPath: 'string',
      readOnly: 'boolean',
      subPath: 'string',
      subPathExpr: 'string',
    },
  },
} as const satisfies ShapeOf<readonly VolumeMount[]>;

const SECURITY_CONTEXT = {
  fields: {
    runAsUser: 'integer',
    runAsGroup: 'integer',
    runAsNonRoot: 'boolean',
    privileged: 'boolean',
    allowPrivilegeEscalation: 'boolean',
    readOnlyRootFilesystem: 'boolean',
    capabilities: { fields: { add: STRINGS, drop: STRINGS } },
    seccompProfile: { fields: { type: 'string', localhostProfile: 'string' } },
  },
} as const satisfies ShapeOf<SecurityContext>;

export const CONTAINER = {
  fields: {
    name: 'string',
    image: 'string',
    imagePullPolicy: 'string',
    command: STRINGS,
    args: STRINGS,
    workingDir: 'string',
    env: ENV,
    envFrom: ENV_FROM,
    ports: {
      list: {
        fields: {
          name: 'string',
          containerPort: 'integer',
          hostPort: 'integer',
          protocol: 'string',
        },
      },
    },
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
    volumeMounts: VOLUME_MOUNTS,
    securityContext: SECURITY_CONTEXT,
  },
  required: ['name'],
} as const satisfies ShapeOf<Container>;

export const EPHEMERAL_CONTAINER = {
  fields: {
    name: 'string',
    image: 'string',
    command: STRINGS,
    args: STRINGS,
    env: ENV,
    envFrom: ENV_FROM,
    volumeMounts: VOLUME_MOUNTS,
    securityContext: SECURITY_CONTEXT,
    targetContainerName: 'string',
    stdin: 'boolean',
    stdinOnce: 'boolean',
    tty: 'boolean',
  },
  required: ['name'],
} as const satisfies ShapeOf<EphemeralContainer>;
