import { describe, expect, test } from 'bun:test';
import type { Cause } from '../../../src/model/explain/cause/cause.ts';
import type { Note } from '../../../src/model/explain/explanation.ts';
import {
  at,
  container,
  crashLoop,
  event,
  exited,
  running,
  sandbox,
  sidecar,
  terminated,
  timestamp,
  waiting,
} from '../support/pods.ts';
import { condition, explained, type Moment, podEvent } from '../support/verdicts.ts';

interface Expected {
  /** Code, outcome and container. */
  readonly verdict: readonly string[];
  readonly causes?: readonly Cause[];
  readonly notes?: readonly Note[];
  readonly next?: unknown;
}

const JOB = { ownerReferences: [{ kind: 'Job', name: 'nightly' }] };
const limits = { limits: { memory: '15Mi' } };
const oom = terminated(0, 5, 'OOMKilled');
const refused =
  'Get "http://10.0.0.7:9090/startup": dial tcp 10.0.0.7:9090: connect: connection refused';

/** Killed 30 to 41 s after the start, and then for as long as the grace period. */
const slow = { httpGet: { path: '/', port: 80 }, failureThreshold: 4, periodSeconds: 10 };

const afterRun = (exitCode: number, seconds: number) =>
  running('app', 300, {
    ready: false,
    started: false,
    restartCount: 3,
    lastState: {
      terminated: { ...terminated(exitCode, 260), startedAt: timestamp(260 - seconds) },
    },
  });

/** Pods as people have had them, the parts that matter, and what is true of each. */
const PODS: readonly (readonly [title: string, moment: Moment, expected: Expected])[] = [
  [
    'R5 an init container needs the proxy that is an app container',
    {
      init: [container('wait')],
      app: [container('istio-proxy'), container('web')],
      initStatuses: [
        running('wait', 1000, {
          restartCount: 6,
          lastState: {
            terminated: {
              ...terminated(1, 700),
              startedAt: timestamp(640),
              message: 'port 5432 failed: Connection refused\n',
            },
          },
        }),
      ],
      now: 1010,
    },
    {
      verdict: ['InitRunning', 'stuck', 'wait'],
      causes: [{ code: 'proxy-starts-later', container: 'wait', proxy: 'istio-proxy' }],
    },
  ],
  [
    'R22 an init container needs the sidecar that is listed after it',
    {
      init: [container('migrate'), sidecar('istio-proxy')],
      app: [container('web')],
      initStatuses: [
        waiting('migrate', 'CrashLoopBackOff', {
          restartCount: 2,
          lastState: {
            terminated: {
              ...terminated(1, 5),
              message: 'dial tcp 10.0.0.4:80: connection refused',
            },
          },
        }),
      ],
    },
    {
      verdict: ['InitBackoff', 'stuck', 'migrate'],
      causes: [
        {
          code: 'proxy-starts-later',
          container: 'migrate',
          proxy: 'istio-proxy',
          isSidecar: true,
        },
      ],
    },
  ],
  [
    'R22 saved alone, a run tells by its length that a startup probe had it killed',
    {
      phase: 'Running',
      app: [container('app', { startupProbe: slow })],
      appStatuses: [afterRun(137, 70)],
      now: 390,
    },
    {
      verdict: ['AppStarting', 'stuck', 'app'],
      causes: [
        {
          code: 'killed-by-probe',
          container: 'app',
          probe: 'startup',
          kills: 0,
          inferred: true,
          unseen: true,
        },
        {
          code: 'probe-fails',
          container: 'app',
          probe: 'startup',
          hasFailed: false,
          threshold: 4,
          killEarliest: at(330),
          killLatest: at(341),
        },
      ],
    },
  ],
  [
    'R25 a finished Job is held open by an ordinary proxy container',
    {
      phase: 'Running',
      restartPolicy: 'Never',
      metadata: JOB,
      app: [container('hello'), container('istio-proxy')],
      appStatuses: [exited('hello', 0, 10), running('istio-proxy', 5, { ready: true })],
      now: 6600,
    },
    {
      verdict: ['Completing', 'stuck', 'istio-proxy'],
      causes: [{ code: 'helper-holds', container: 'istio-proxy', isJob: true }],
    },
  ],
  [
    'a proxy that its hook had stopped is not restarted on success: it is not the other that is wrong',
    {
      phase: 'Running',
      restartPolicy: 'OnFailure',
      app: [
        container('proxy', { lifecycle: { postStart: { exec: { command: ['wait'] } } } }),
        container('shell', { command: ['sleep', 'infinity'] }),
      ],
      appStatuses: [exited('proxy', 0, 64), running('shell', 65, { ready: true })],
      events: [
        event('spec.containers{proxy}', 'FailedPostStartHook', 63, 'timeout'),
        event('spec.containers{proxy}', 'Killing', 63, 'FailedPostStartHook'),
      ],
      now: 70,
    },
    {
      verdict: ['Completing', 'progressing', 'shell'],
      causes: [{ code: 'post-start-failed', container: 'proxy', failures: 1, message: 'timeout' }],
    },
  ],
  [
    'R25 a sidecar is stopped after work that has failed: the Pod fails',
    {
      phase: 'Running',
      restartPolicy: 'Never',
      metadata: JOB,
      init: [sidecar('proxy')],
      initStatuses: [running('proxy', 3, { ready: true })],
      appStatuses: [exited('app', 127, 60)],
      now: 70,
    },
    {
      verdict: ['Completing', 'progressing', 'proxy'],
      causes: [
        { code: 'exit-code', container: 'app', exitCode: 127, meaning: 'not-found' },
        { code: 'sidecar-stops', latest: at(91), isJob: true, isFailure: true },
      ],
    },
  ],
  [
    'R25 two workers of a Job may take different times',
    {
      phase: 'Running',
      restartPolicy: 'Never',
      app: [container('first'), container('second')],
      appStatuses: [exited('first', 0, 10), running('second', 5, { ready: true })],
      now: 6600,
    },
    { verdict: ['Completing', 'progressing', 'second'] },
  ],
  [
    'a worker fails for good beside one that goes on: the Pod will fail',
    {
      phase: 'Running',
      restartPolicy: 'Never',
      app: [container('first'), container('second')],
      appStatuses: [
        exited('first', 137, 10, { state: { terminated: terminated(137, 10, 'OOMKilled') } }),
        running('second', 5, { ready: true }),
      ],
      now: 60,
    },
    {
      verdict: ['Completing', 'progressing', 'second'],
      causes: [
        { code: 'out-of-memory', container: 'first', exitCode: 137 },
        { code: 'will-fail', failed: ['first'], container: 'second' },
      ],
    },
  ],
  [
    'R3 a container that is never restarted fails in a Pod that is: it is never Ready again',
    {
      phase: 'Running',
      app: [container('once', { restartPolicy: 'Never' }), container('web')],
      appStatuses: [exited('once', 1, 10), running('web', 5, { ready: true })],
      now: 60,
    },
    { verdict: ['NotReady', 'stuck', 'once'], causes: [] },
  ],
  [
    'R3 a retry that only an event tells of does not flip the verdict',
    {
      init: [container('net')],
      initStatuses: [
        {
          ...crashLoop('net', '20s', 30, 2),
          lastState: { terminated: terminated(2, 30) },
        },
      ],
      events: [
        {
          ...event('spec.initContainers{net}', 'Started', 5),
          count: 4,
          lastTimestamp: timestamp(60),
        },
      ],
      now: 60,
    },
    { verdict: ['InitRunning', 'stuck', 'net'] },
  ],
  [
    'R4 an init container OOMKilled with exit code 0, Never: Pending for ever',
    {
      restartPolicy: 'Never',
      init: [container('load', { resources: limits })],
      initStatuses: [exited('load', 0, 5, { state: { terminated: oom } })],
    },
    {
      verdict: ['InitStalled', 'stuck', 'load'],
      causes: [{ code: 'out-of-memory', container: 'load', limit: '15Mi', exitCode: 0 }],
      next: undefined,
    },
  ],
  [
    "R4 the same, Never of the container in an Always Pod: the Pod's policy brings new sandboxes",
    {
      init: [container('load', { restartPolicy: 'Never' })],
      initStatuses: [exited('load', 0, 5, { state: { terminated: oom } })],
    },
    { verdict: ['InitStartedOver', 'stuck', 'load'] },
  ],
  [
    'R4 the same between two sandboxes',
    {
      restartPolicy: 'OnFailure',
      init: [container('load')],
      initStatuses: [
        waiting('load', 'PodInitializing', { restartCount: 1, lastState: { terminated: oom } }),
      ],
    },
    { verdict: ['InitStartedOver', 'stuck', 'load'] },
  ],
  [
    'R3 the same, Always: restarted like any failure',
    {
      init: [container('load', { resources: limits })],
      initStatuses: [{ ...crashLoop('load', '20s', 15, 2), lastState: { terminated: { ...oom } } }],
      now: 20,
    },
    {
      verdict: ['InitBackoff', 'stuck', 'load'],
      causes: [{ code: 'out-of-memory', container: 'load', limit: '15Mi', exitCode: 0 }],
    },
  ],
  [
    'R17 R19 an init container makes a Pod too large for every node',
    {
      nodeName: undefined as unknown as string,
      init: [container('initialize', { resources: { requests: { cpu: '3' } } })],
      app: [container('web', { resources: { requests: { cpu: '30m' } } })],
      conditions: [
        sandbox('False', 0),
        condition(
          'PodScheduled',
          'False',
          0,
          'Unschedulable',
          '0/1 nodes are available: 1 Insufficient cpu.',
        ),
      ],
      status: { startTime: null },
    },
    {
      verdict: ['Unschedulable', 'stuck'],
      causes: [
        { code: 'requests', resource: 'cpu', amount: '3', container: 'initialize', running: '30m' },
      ],
    },
  ],
  [
    'R22 a sidecar is killed by its startup probe again and again, each time by a refused connection',
    {
      metadata: JOB,
      restartPolicy: 'OnFailure',
      init: [
        sidecar('sql-proxy', {
          startupProbe: { failureThreshold: 20, periodSeconds: 1, timeoutSeconds: 5 },
        }),
      ],
      initStatuses: [
        running('sql-proxy', 161, {
          started: false,
          restartCount: 4,
          lastState: { terminated: { ...terminated(0, 121), startedAt: timestamp(100) } },
        }),
      ],
      events: [
        {
          ...event(
            'spec.initContainers{sql-proxy}',
            'Unhealthy',
            6,
            `Startup probe failed: ${refused}`,
          ),
          count: 68,
          lastTimestamp: timestamp(170),
        },
        {
          ...event(
            'spec.initContainers{sql-proxy}',
            'Killing',
            26,
            'Init container sql-proxy failed startup probe',
          ),
          count: 4,
          lastTimestamp: timestamp(121),
        },
        {
          ...event('spec.initContainers{sql-proxy}', 'Started', 5),
          count: 5,
          lastTimestamp: timestamp(161),
        },
      ],
      now: 170,
    },
    {
      verdict: ['SidecarStarting', 'stuck', 'sql-proxy'],
      causes: [
        { code: 'killed-by-probe', container: 'sql-proxy', probe: 'startup', kills: 4 },
        {
          code: 'probe-fails',
          container: 'sql-proxy',
          probe: 'startup',
          hasFailed: true,
          threshold: 20,
          message: refused,
        },
      ],
      // 19 to 21 s after the start, not 100: a refused probe takes no time.
      next: {
        container: 'app',
        action: 'start',
        condition: {
          kind: 'startup-probe',
          container: 'sql-proxy',
          killEarliest: at(180),
          killLatest: at(182),
        },
      },
    },
  ],
  [
    'R22 where the probe runs into its timeout, each takes that long',
    {
      init: [
        sidecar('sql-proxy', {
          startupProbe: { failureThreshold: 20, periodSeconds: 1, timeoutSeconds: 5 },
        }),
      ],
      initStatuses: [running('sql-proxy', 10, { started: false })],
      now: 20,
    },
    {
      verdict: ['SidecarStarting', 'progressing', 'sql-proxy'],
      next: {
        container: 'app',
        action: 'start',
        condition: {
          kind: 'startup-probe',
          container: 'sql-proxy',
          killEarliest: at(29),
          killLatest: at(111),
        },
      },
    },
  ],
  [
    'R22 a startup probe whose budget is long over is not probed at all',
    {
      restartPolicy: 'Never',
      init: [
        sidecar('proxy', {
          startupProbe: { initialDelaySeconds: 10, failureThreshold: 3, periodSeconds: 5 },
        }),
      ],
      initStatuses: [
        running('proxy', 3, {
          started: false,
          restartCount: 1,
          lastState: { terminated: terminated(1, 2) },
        }),
      ],
      now: 1200,
    },
    {
      verdict: ['SidecarStarting', 'stuck', 'proxy'],
      causes: [{ code: 'probe-overdue', container: 'proxy', seconds: 25 }],
    },
  ],
  [
    'R2 a kubelet before 1.29 does not tell what it prepares, and nothing is guessed',
    {
      init: [container('config')],
      initStatuses: [waiting('config', 'PodInitializing')],
      status: { conditions: [condition('PodScheduled', 'True')] },
      now: 60,
    },
    {
      verdict: ['Sandbox', 'progressing'],
      next: { container: 'config', action: 'start', condition: { kind: 'preparing' } },
    },
  ],
  [
    'R2 a missing ConfigMap: the event with the cause goes before the newest',
    {
      init: [container('render', { volumeMounts: [{ name: 'cfg', mountPath: '/c' }] })],
      volumes: [{ name: 'cfg', configMap: { name: 'web-config' } }, { name: 'data' }],
      conditions: [sandbox('False', 0)],
      events: [
        podEvent(
          'FailedMount',
          100,
          'MountVolume.SetUp failed for volume "cfg" : configmap "web-config" not found',
        ),
        podEvent(
          'FailedMount',
          160,
          'Unable to attach or mount volumes: unmounted volumes=[cfg], unattached volumes=[cfg data]: timed out waiting for the condition',
        ),
      ],
      now: 170,
    },
    {
      verdict: ['Volumes', 'stuck'],
      causes: [
        { code: 'volume', volume: 'cfg', source: 'ConfigMap web-config', containers: ['render'] },
      ],
    },
  ],
  [
    'R12 a deadline that an init container used up',
    {
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      metadata: JOB,
      restartPolicy: 'Never',
      activeDeadlineSeconds: 60,
      init: [container('wait')],
      initStatuses: [
        exited('wait', 137, 91, {
          state: { terminated: { ...terminated(137, 91), startedAt: timestamp(5) } },
        }),
      ],
      appStatuses: [waiting('app', 'PodInitializing')],
      now: 91,
    },
    {
      verdict: ['DeadlineExceeded', 'failed'],
      causes: [
        {
          code: 'deadline-spent',
          seconds: 60,
          container: 'wait',
          spentMs: 55_000,
          neverRan: ['app'],
        },
      ],
      next: undefined,
    },
  ],
  [
    'R11 the second init container was left out after a reboot',
    {
      phase: 'Running',
      init: [container('one'), container('two')],
      conditions: [sandbox('True', 904), condition('Ready', 'True', 908)],
      initStatuses: [
        exited('one', 0, 906, { restartCount: 1, lastState: { terminated: terminated(0, 3) } }),
        exited('two', 0, 5),
      ],
      appStatuses: [running('app', 907, { ready: true, restartCount: 1 })],
      events: [podEvent('SandboxChanged', 901)],
      now: 908,
    },
    { verdict: ['InitSkipped', 'healthy', 'two'], notes: [] },
  ],
  [
    'R11 R27 all init containers ran again after a reboot',
    {
      phase: 'Running',
      init: [container('one'), container('two')],
      conditions: [sandbox('True', 904), condition('Ready', 'True', 920)],
      initStatuses: [
        exited('one', 0, 906, { restartCount: 1, lastState: { terminated: terminated(0, 3) } }),
        exited('two', 0, 908, { restartCount: 1, lastState: { terminated: terminated(0, 5) } }),
      ],
      appStatuses: [running('app', 910, { ready: true, restartCount: 1 })],
      now: 920,
    },
    {
      verdict: ['Ready', 'healthy'],
      notes: [{ code: 'reinitialized', containers: ['one', 'two'] }],
    },
  ],
  [
    'R27 a sidecar that ends with 143 after the work is well',
    {
      phase: 'Succeeded',
      restartPolicy: 'Never',
      init: [sidecar('db')],
      initStatuses: [exited('db', 143, 95)],
      appStatuses: [exited('app', 0, 90)],
    },
    {
      verdict: ['Succeeded', 'complete'],
      notes: [{ code: 'stopped-sidecar', container: 'db', exitCode: 143 }],
    },
  ],
  [
    'an app OOMKilled with exit code 0 counts as a success',
    {
      phase: 'Succeeded',
      restartPolicy: 'OnFailure',
      app: [container('app', { resources: { limits: { memory: '1Gi' } } })],
      appStatuses: [exited('app', 0, 5, { state: { terminated: oom } })],
    },
    {
      verdict: ['Succeeded', 'complete'],
      causes: [{ code: 'out-of-memory', container: 'app', limit: '1Gi', exitCode: 0 }],
    },
  ],
  [
    'R22 137 of a sidecar is the startup probe, not a crash',
    {
      init: [sidecar('otel', { startupProbe: { failureThreshold: 3, periodSeconds: 5 } })],
      initStatuses: [
        {
          ...crashLoop('otel', '2m40s', 346, 5),
          lastState: { terminated: { ...terminated(137, 346), startedAt: timestamp(300) } },
        },
      ],
      events: [
        {
          ...event(
            'spec.initContainers{otel}',
            'Killing',
            16,
            'Init container otel failed startup probe',
          ),
          count: 6,
          lastTimestamp: timestamp(316),
        },
      ],
      now: 390,
    },
    {
      verdict: ['SidecarCrashGating', 'stuck', 'otel'],
      causes: [{ code: 'killed-by-probe', container: 'otel', probe: 'startup', kills: 6 }],
    },
  ],
  [
    'R22 so it is where the events of the later kills were dropped',
    {
      init: [sidecar('otel', { startupProbe: { failureThreshold: 3, periodSeconds: 5 } })],
      initStatuses: [
        {
          ...crashLoop('otel', '5m0s', 3015, 20),
          started: false,
          lastState: { terminated: { ...terminated(137, 3015), startedAt: timestamp(2970) } },
        },
      ],
      events: [event('spec.initContainers{otel}', 'Unhealthy', 10, 'Startup probe failed: ')],
      now: 3020,
    },
    {
      verdict: ['SidecarCrashGating', 'stuck', 'otel'],
      causes: [
        { code: 'killed-by-probe', container: 'otel', probe: 'startup', kills: 0, inferred: true },
      ],
    },
  ],
  [
    'an infeasible resize is told beside a healthy Pod',
    {
      phase: 'Running',
      conditions: [
        condition('Ready', 'True', 10),
        condition('PodResizePending', 'True', 60, 'Infeasible', 'capacity: 8000'),
      ],
      appStatuses: [running('app', 2, { ready: true })],
      now: 70,
    },
    {
      verdict: ['Ready', 'healthy'],
      notes: [{ code: 'resize-pending', reason: 'Infeasible', message: 'capacity: 8000' }],
    },
  ],
  [
    'a resize that the kubelet cannot carry out is told beside a healthy Pod',
    {
      phase: 'Running',
      conditions: [
        condition('Ready', 'True', 10),
        condition('PodResizeInProgress', 'True', 60, 'Error', 'cannot decrease memory limits'),
      ],
      appStatuses: [running('app', 2, { ready: true })],
      now: 70,
    },
    {
      verdict: ['Ready', 'healthy'],
      notes: [
        { code: 'resize-pending', reason: 'Error', message: 'cannot decrease memory limits' },
      ],
    },
  ],
  [
    'R4 an init container OOMKilled with its limit',
    {
      phase: 'Failed',
      restartPolicy: 'Never',
      init: [container('prepare', { resources: limits })],
      initStatuses: [
        exited('prepare', 137, 5, { state: { terminated: terminated(137, 5, 'OOMKilled') } }),
      ],
    },
    {
      verdict: ['InitFailedTerminal', 'failed', 'prepare'],
      causes: [{ code: 'out-of-memory', container: 'prepare', limit: '15Mi', exitCode: 137 }],
    },
  ],
  [
    "a readiness gate's own condition says what its controller found",
    {
      phase: 'Running',
      readinessGates: [{ conditionType: 'lb/x' }],
      conditions: [
        condition('lb/x', 'False', 5, 'FailedHealthChecks', 'Health checks failed'),
        condition('Ready', 'False', 5),
      ],
      appStatuses: [running('app', 2, { ready: true })],
      now: 40,
    },
    {
      verdict: ['ReadinessGate', 'progressing'],
      causes: [
        {
          code: 'gate-condition',
          type: 'lb/x',
          status: 'False',
          reason: 'FailedHealthChecks',
          message: 'Health checks failed',
        },
      ],
    },
  ],
  [
    'R22 a sidecar whose image is refused, and the pull secret that is missing',
    {
      init: [sidecar('credentials')],
      initStatuses: [
        waiting('credentials', 'ErrImagePull', {}, 'unexpected status: 401 Unauthorized'),
      ],
      events: [
        podEvent(
          'FailedToRetrieveImagePullSecret',
          5,
          'Unable to retrieve some image pull secrets (regcred)',
        ),
        event(
          'spec.initContainers{credentials}',
          'Failed',
          6,
          'Failed to pull image "x": 401 Unauthorized',
        ),
      ],
    },
    {
      verdict: ['ImageFailing', 'stuck', 'credentials'],
      causes: [
        { code: 'pull-secret', message: 'Unable to retrieve some image pull secrets (regcred)' },
      ],
    },
  ],
  [
    'R1 a loop for a file that only a later container can write',
    {
      init: [
        container('wait', {
          command: ['sh', '-c', 'until [ -f /shared/ready ]; do sleep 1; done'],
          volumeMounts: [{ name: 'shared', mountPath: '/shared' }],
        }),
      ],
      app: [container('app', { volumeMounts: [{ name: 'shared', mountPath: '/out' }] })],
      volumes: [{ name: 'shared', emptyDir: {} }],
      initStatuses: [running('wait', 5)],
      now: 30,
    },
    {
      verdict: ['InitRunning', 'stuck', 'wait'],
      notes: [
        {
          code: 'waits-for-later',
          container: 'wait',
          targets: ['/shared/ready'],
          servers: ['app'],
          isFile: true,
        },
      ],
    },
  ],
  [
    'R22 a loop for a file that a sidecar before it writes',
    {
      init: [
        sidecar('writer', { volumeMounts: [{ name: 'shared', mountPath: '/out' }] }),
        container('wait', {
          command: ['sh', '-c', 'until [ -f /shared/ready ]; do sleep 1; done'],
          volumeMounts: [{ name: 'shared', mountPath: '/shared' }],
        }),
      ],
      volumes: [{ name: 'shared', emptyDir: {} }],
      initStatuses: [running('writer', 4), running('wait', 5)],
      now: 30,
    },
    { verdict: ['InitRunning', 'progressing', 'wait'] },
  ],
  [
    'R1 the port of a proxy that is injected may be one of a sidecar',
    {
      init: [
        container('wait', {
          command: [
            'sh',
            '-c',
            'until curl -fsI http://localhost:15021/healthz/ready; do sleep 1; done',
          ],
        }),
      ],
      initStatuses: [running('wait', 5)],
      now: 30,
    },
    { verdict: ['InitRunning', 'progressing', 'wait'] },
  ],
  [
    'an init container that never ends is stuck, not progressing',
    {
      init: [container('server', { command: ['sleep', 'infinity'] })],
      initStatuses: [running('server', 5)],
      now: 30,
    },
    {
      verdict: ['InitRunning', 'stuck', 'server'],
      notes: [{ code: 'never-ends', container: 'server', command: 'sleep' }],
    },
  ],
  [
    'R1 a loop for what only a later container serves is stuck at once',
    {
      init: [
        container('wait', {
          command: ['sh', '-c', 'until nc -z 127.0.0.1 5432; do sleep 1; done'],
        }),
      ],
      app: [container('app'), container('db', { ports: [{ containerPort: 5432 }] })],
      initStatuses: [running('wait', 5)],
      now: 8,
    },
    {
      verdict: ['InitRunning', 'stuck', 'wait'],
      notes: [
        {
          code: 'waits-for-later',
          container: 'wait',
          targets: ['127.0.0.1:5432'],
          servers: ['db'],
        },
      ],
    },
  ],
  [
    'an eviction happened when its event says so, whatever times are lost',
    {
      phase: 'Failed',
      reason: 'Evicted',
      init: [container('i')],
      initStatuses: [exited('i', 0, 2)],
      appStatuses: [
        exited('app', 137, 0, {
          state: {
            terminated: {
              exitCode: 137,
              reason: 'ContainerStatusUnknown',
              startedAt: null,
              finishedAt: null,
            },
          },
        }),
      ],
      events: [podEvent('Evicted', 5000)],
      now: 5000,
    },
    { verdict: ['Evicted', 'failed'] },
  ],
];

describe('Pods as people had them', () => {
  test.each(PODS)('%s', (_, moment, expected) => {
    const found = explained(moment);
    const { code, outcome, container: name } = found.verdict;
    expect([code, outcome, ...(name === undefined ? [] : [name])]).toEqual([...expected.verdict]);
    if (expected.causes) expect(found.causes).toEqual([...expected.causes]);
    if (expected.notes) {
      const beside = found.notes.filter(({ code: note }) => note !== 'events-missing');
      expect(beside).toEqual([...expected.notes]);
    }
    if ('next' in expected) expect(found.next as unknown).toEqual(expected.next);
  });

  test('since when an evicted Pod is gone', () => {
    const [, moment] = PODS.at(-1) ?? [];
    expect(moment && explained(moment).verdict.since).toBe(at(5000));
  });
});

test.each([
  [137, 20],
  [137, 400],
  [1, 70],
])('R22 exit code %i after %i s tells nothing of a startup probe', (code, seconds) => {
  const { causes } = explained({
    phase: 'Running',
    app: [container('app', { startupProbe: slow })],
    appStatuses: [afterRun(code, seconds)],
    now: 310,
  });
  expect(causes.map((cause) => cause.code)).not.toContain('killed-by-probe');
});
