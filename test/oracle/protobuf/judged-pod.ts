const time = (second: number) => `2026-03-01T12:00:0${second}Z`;
const probe = {
  initialDelaySeconds: 1,
  timeoutSeconds: 2,
  periodSeconds: 3,
  successThreshold: 4,
  failureThreshold: 5,
  terminationGracePeriodSeconds: 0,
};
const hook = { exec: { command: ['sleep', '1'] } };

const ended = {
  exitCode: 0,
  signal: 9,
  reason: 'Error',
  message: 'an end',
  startedAt: time(3),
  finishedAt: time(4),
  containerID: 'containerd://1',
};

/** A Pod with every field that a verdict looks at, each with a value of its own. */
export const JUDGED_POD = {
  metadata: {
    name: 'judged',
    namespace: 'n',
    uid: 'u',
    generation: 2,
    creationTimestamp: time(0),
    deletionTimestamp: time(9),
    deletionGracePeriodSeconds: 0,
    ownerReferences: [{ kind: 'ReplicaSet', name: 'rs', uid: 'r', controller: true }],
    finalizers: ['example.com/wait'],
  },
  spec: {
    containers: [
      {
        name: 'app',
        image: 'app:1',
        command: ['run'],
        args: ['--fast', ''],
        ports: [{ containerPort: 8080 }],
        livenessProbe: probe,
        readinessProbe: { ...probe, periodSeconds: 7 },
        startupProbe: { ...probe, periodSeconds: 8 },
        lifecycle: { postStart: hook, preStop: hook },
        restartPolicy: 'Never',
        restartPolicyRules: [
          { action: 'Restart', exitCodes: { operator: 'In', values: [42, 255, 0] } },
        ],
      },
    ],
    restartPolicy: 'OnFailure',
    terminationGracePeriodSeconds: 0,
    activeDeadlineSeconds: 60,
    nodeName: 'node-1',
    hostNetwork: true,
    schedulerName: 'mine',
    initContainers: [{ name: 'init', restartPolicy: 'Always' }],
    readinessGates: [{ conditionType: 'example.com/ready' }],
    schedulingGates: [{ name: 'example.com/gate' }],
  },
  status: {
    phase: 'Running',
    conditions: [
      {
        type: 'Ready',
        status: 'False',
        lastTransitionTime: time(1),
        reason: 'ContainersNotReady',
        message: 'not yet',
      },
    ],
    message: 'a message',
    reason: 'Evicted',
    startTime: time(2),
    containerStatuses: [
      {
        name: 'app',
        state: { running: { startedAt: time(5) } },
        lastState: { terminated: ended },
        ready: true,
        restartCount: 3,
        containerID: 'containerd://2',
        started: true,
      },
    ],
    initContainerStatuses: [
      {
        name: 'init',
        state: { waiting: { reason: 'PodInitializing', message: 'm' } },
        lastState: {},
        restartCount: 0,
      },
    ],
    nominatedNodeName: 'node-2',
  },
};
