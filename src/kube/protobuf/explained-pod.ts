import { message } from './message.ts';

/**
 * What a verdict needs to know of a Pod, for lists of thousands: all that decides which container
 * blocks, but neither variables nor volumes nor resources. For the numbers see messages.ts.
 */

const OWNER_REFERENCE = message('OwnerReference', {
  kind: [1, 'string'],
  name: [3, 'string'],
  uid: [4, 'string'],
  controller: [6, 'bool'],
});

const METADATA = message('ObjectMeta', {
  name: [1, 'string'],
  namespace: [3, 'string'],
  uid: [5, 'string'],
  generation: [7, { nonZero: 'int64' }],
  creationTimestamp: [8, 'Time'],
  deletionTimestamp: [9, 'Time'],
  deletionGracePeriodSeconds: [10, 'int64'],
  ownerReferences: [13, { repeated: OWNER_REFERENCE }],
  finalizers: [14, { repeated: 'string' }],
});

const PROBE = message('Probe', {
  initialDelaySeconds: [2, { nonZero: 'int32' }],
  timeoutSeconds: [3, { nonZero: 'int32' }],
  periodSeconds: [4, { nonZero: 'int32' }],
  successThreshold: [5, { nonZero: 'int32' }],
  failureThreshold: [6, { nonZero: 'int32' }],
  terminationGracePeriodSeconds: [7, 'int64'],
});

/** That there is one is all that counts. */
const HANDLER = message('LifecycleHandler', {
  exec: [1, message('ExecAction', { command: [1, { repeated: 'string' }] })],
});

const ON_EXIT_CODES = message('ContainerRestartRuleOnExitCodes', {
  operator: [1, 'string'],
  values: [2, { repeated: 'int32' }],
});

const CONTAINER = message('Container', {
  name: [1, 'string'],
  image: [2, 'string'],
  command: [3, { repeated: 'string' }],
  args: [4, { repeated: 'string' }],
  ports: [6, { repeated: message('ContainerPort', { containerPort: [3, 'int32'] }) }],
  livenessProbe: [10, PROBE],
  readinessProbe: [11, PROBE],
  lifecycle: [12, message('Lifecycle', { postStart: [1, HANDLER], preStop: [2, HANDLER] })],
  startupProbe: [22, PROBE],
  restartPolicy: [24, 'string'],
  restartPolicyRules: [
    25,
    {
      repeated: message('ContainerRestartRule', {
        action: [1, 'string'],
        exitCodes: [2, ON_EXIT_CODES],
      }),
    },
  ],
});

const SPEC = message('PodSpec', {
  containers: [2, { repeated: CONTAINER }],
  restartPolicy: [3, 'string'],
  terminationGracePeriodSeconds: [4, 'int64'],
  activeDeadlineSeconds: [5, 'int64'],
  nodeName: [10, 'string'],
  hostNetwork: [11, 'bool'],
  schedulerName: [19, 'string'],
  initContainers: [20, { repeated: CONTAINER }],
  readinessGates: [28, { repeated: message('PodReadinessGate', { conditionType: [1, 'string'] }) }],
  schedulingGates: [38, { repeated: message('PodSchedulingGate', { name: [1, 'string'] }) }],
});

const STATE = message('ContainerState', {
  waiting: [1, message('ContainerStateWaiting', { reason: [1, 'string'], message: [2, 'string'] })],
  running: [2, message('ContainerStateRunning', { startedAt: [1, 'Time'] })],
  terminated: [
    3,
    message('ContainerStateTerminated', {
      exitCode: [1, 'int32'],
      signal: [2, { nonZero: 'int32' }],
      reason: [3, 'string'],
      message: [4, 'string'],
      startedAt: [5, 'Time'],
      finishedAt: [6, 'Time'],
      containerID: [7, 'string'],
    }),
  ],
});

const CONTAINER_STATUS = message('ContainerStatus', {
  name: [1, 'string'],
  state: [2, STATE],
  lastState: [3, STATE],
  ready: [4, 'bool'],
  restartCount: [5, 'int32'],
  containerID: [8, 'string'],
  started: [9, 'bool'],
});

const CONDITION = message('PodCondition', {
  type: [1, 'string'],
  status: [2, 'string'],
  lastTransitionTime: [4, 'Time'],
  reason: [5, 'string'],
  message: [6, 'string'],
});

const POD_STATUS = message('PodStatus', {
  phase: [1, 'string'],
  conditions: [2, { repeated: CONDITION }],
  message: [3, 'string'],
  reason: [4, 'string'],
  startTime: [7, 'Time'],
  containerStatuses: [8, { repeated: CONTAINER_STATUS }],
  initContainerStatuses: [10, { repeated: CONTAINER_STATUS }],
  nominatedNodeName: [11, 'string'],
});

export const EXPLAINED_POD = message('Pod', {
  metadata: [1, METADATA],
  spec: [2, SPEC],
  status: [3, POD_STATUS],
});
