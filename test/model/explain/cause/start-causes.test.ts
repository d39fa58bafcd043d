import { expect, test } from 'bun:test';
import type { Cause } from '../../../../src/model/explain/cause/cause.ts';
import {
  at,
  container,
  event,
  running,
  sandbox,
  terminated,
  timestamp,
  waiting,
} from '../../support/pods.ts';
import { condition, explained, type Moment } from '../../support/verdicts.ts';

const failing = (app: object, reason: string, message: string): Moment => ({
  app: [container('app', app)],
  appStatuses: [waiting('app', reason, {}, message)],
});

const startError = (message: string): Moment => ({
  appStatuses: [
    waiting(
      'app',
      'RunContainerError',
      {
        restartCount: 3,
        lastState: { terminated: { ...terminated(128, 8, 'StartError'), message } },
      },
      message,
    ),
  ],
});

const OCI =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';

/** The messages are those of a kubelet 1.37 with containerd. */
const PODS: readonly (readonly [title: string, moment: Moment, causes: readonly Cause[]])[] = [
  [
    'the key of a Secret, and the variable that needs it',
    failing(
      { env: [{ name: 'PW', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] },
      'CreateContainerConfigError',
      "couldn't find key password in Secret eyes/db",
    ),
    [
      {
        code: 'config-source',
        container: 'app',
        kind: 'Secret',
        name: 'db',
        key: 'password',
        uses: [{ variable: 'PW', key: 'password' }],
      },
    ],
  ],
  [
    'a whole ConfigMap that is missing',
    failing(
      { envFrom: [{ configMapRef: { name: 'web' } }] },
      'CreateContainerConfigError',
      'configmap "web" not found',
    ),
    [{ code: 'config-source', container: 'app', kind: 'ConfigMap', name: 'web', uses: [{}] }],
  ],
  [
    'an image that runs as root',
    failing(
      {},
      'CreateContainerConfigError',
      'container has runAsNonRoot and image will run as root (pod: "web_eyes(0)", container: app)',
    ),
    [{ code: 'runs-as-root', container: 'app' }],
  ],
  [
    'an image whose user has a name only',
    failing(
      {},
      'CreateContainerConfigError',
      'container has runAsNonRoot and image has non-numeric user (node), cannot verify user is non-root',
    ),
    [{ code: 'runs-as-root', container: 'app', user: 'node' }],
  ],
  [
    'a program that is not there',
    startError(`${OCI}exec: "/srv/web": stat /srv/web: no such file or directory`),
    [{ code: 'start-error', container: 'app', meaning: 'no-program', program: '/srv/web' }],
  ],
  [
    'a program that is not in PATH',
    startError(`${OCI}exec: "web": executable file not found in $PATH`),
    [{ code: 'start-error', container: 'app', meaning: 'no-program', program: 'web' }],
  ],
  [
    'a whole command in one string',
    startError(`${OCI}exec: "sleep 3600": executable file not found in $PATH`),
    [{ code: 'start-error', container: 'app', meaning: 'one-string', program: 'sleep 3600' }],
  ],
  [
    'a shell that small images do not have',
    startError(`${OCI}exec: "/bin/bash": stat /bin/bash: no such file or directory`),
    [{ code: 'start-error', container: 'app', meaning: 'no-bash', program: '/bin/bash' }],
  ],
  [
    'a variable that the container does not have',
    startError(`${OCI}exec: "$(BIN)": executable file not found in $PATH`),
    [{ code: 'start-error', container: 'app', meaning: 'no-variable', program: '$(BIN)' }],
  ],
  [
    'a memory limit below what runc itself needs',
    {
      ...startError(
        `${OCI}error during container init: error setting cgroup config for procHooks process: unable to set memory limit to 512000 (current usage: 2990080, peak usage: 3350528)`,
      ),
      app: [container('app', { resources: { limits: { memory: '500Ki' } } })],
    },
    [{ code: 'start-error', container: 'app', meaning: 'memory-too-low', limit: '500Ki' }],
  ],
  [
    'a memory limit of thousandths of a byte',
    {
      ...startError(`${OCI}container init was OOM-killed (memory limit too low?)`),
      app: [container('app', { resources: { limits: { memory: '512m' } } })],
    },
    [
      { code: 'start-error', container: 'app', meaning: 'memory-too-low', limit: '512m' },
      { code: 'milli-bytes', container: 'app', amount: '512m' },
    ],
  ],
  [
    'a file that is no program',
    startError(`${OCI}exec: "/etc/passwd": permission denied`),
    [{ code: 'start-error', container: 'app', meaning: 'not-permitted', program: '/etc/passwd' }],
  ],
  [
    'a program for another platform',
    startError(`${OCI}exec /srv/web: exec format error`),
    [{ code: 'start-error', container: 'app', meaning: 'platform', program: '/srv/web' }],
  ],
  [
    'a volume over a file',
    startError(
      `${OCI}error during container init: error mounting "/v/c" to rootfs at "/etc/passwd": mount /v/c:/etc/passwd, flags: 0x5001: not a directory`,
    ),
    [{ code: 'start-error', container: 'app', meaning: 'mount-on-file' }],
  ],
  [
    'a full disk, when the container is made',
    failing(
      {},
      'CreateContainerError',
      'failed to create containerd container: failed to extract layer sha256:0: write /var/lib/containerd/x: no space left on device',
    ),
    [{ code: 'start-error', container: 'app', meaning: 'no-space' }],
  ],
  [
    'too many cgroups are no full disk',
    failing(
      {},
      'CreateContainerError',
      'failed to write: mkdir /sys/fs/cgroup/x: no space left on device',
    ),
    [],
  ],
  [
    'an earlier try that is still there',
    failing(
      {},
      'CreateContainerError',
      'failed to reserve container name "app_web_0": name "app_web_0" is reserved for "5e2b"',
    ),
    [{ code: 'start-error', container: 'app', meaning: 'name-taken' }],
  ],
  [
    'the same in the words of Docker',
    failing(
      {},
      'CreateContainerError',
      'Error response from daemon: Conflict. The container name "/k8s_app_web_0" is already in use by container "5e2b".',
    ),
    [{ code: 'start-error', container: 'app', meaning: 'name-taken' }],
  ],
  [
    'a seccomp profile that the node does not have',
    failing(
      {},
      'CreateContainerError',
      'failed to create containerd container: cannot load seccomp profile "/var/lib/kubelet/seccomp/profiles/audit.json": open /var/lib/kubelet/seccomp/profiles/audit.json: no such file or directory',
    ),
    [
      {
        code: 'start-error',
        container: 'app',
        meaning: 'no-seccomp-profile',
        profile: 'profiles/audit.json',
      },
    ],
  ],
  [
    'a runtime that does not answer',
    failing({}, 'CreateContainerError', 'context deadline exceeded'),
    [{ code: 'start-error', container: 'app', meaning: 'runtime-slow' }],
  ],
  [
    'an image without a command',
    failing(
      {},
      'CreateContainerError',
      'failed to generate container "0" spec: failed to generate spec: no command specified',
    ),
    [{ code: 'start-error', container: 'app', meaning: 'no-command' }],
  ],
  ...(
    [
      [132, 'illegal-instruction'],
      [135, 'bus-error'],
      [136, 'arithmetic'],
      [159, 'forbidden-call'],
    ] as const
  ).map(([exitCode, meaning]): (typeof PODS)[number] => [
    `a signal of the kernel behind exit code ${exitCode} (man 7 signal)`,
    {
      appStatuses: [
        waiting('app', 'CrashLoopBackOff', {
          restartCount: 3,
          lastState: { terminated: terminated(exitCode, 8) },
        }),
      ],
    },
    [{ code: 'exit-code', container: 'app', exitCode, meaning }],
  ]),
  [
    'a working directory that cannot be made: nothing is guessed',
    startError(`${OCI}error during container init: mkdir /proc/1/no: no such file or directory`),
    [{ code: 'exit-code', container: 'app', exitCode: 128, meaning: 'not-started' }],
  ],
  [
    'a postStart hook that fails',
    {
      app: [container('app', { lifecycle: { postStart: { exec: { command: ['false'] } } } })],
      appStatuses: [
        waiting('app', 'CrashLoopBackOff', {
          restartCount: 3,
          lastState: { terminated: terminated(137, 60) },
        }),
      ],
      events: [
        {
          ...event('spec.containers{app}', 'FailedPostStartHook', 5, 'PostStartHook failed'),
          count: 4,
          lastTimestamp: timestamp(60),
        },
        event('spec.containers{app}', 'Killing', 5, 'FailedPostStartHook'),
      ],
      now: 70,
    },
    [{ code: 'post-start-failed', container: 'app', failures: 4 }],
  ],
  [
    'a postStart hook that asks the server beside it',
    {
      app: [container('app', { lifecycle: { postStart: { httpGet: { port: 8080 } } } })],
      appStatuses: [
        waiting('app', 'CrashLoopBackOff', {
          restartCount: 3,
          lastState: { terminated: terminated(137, 60) },
        }),
      ],
      events: [event('spec.containers{app}', 'FailedPostStartHook', 60, 'PostStartHook failed')],
      now: 70,
    },
    [
      { code: 'post-start-failed', container: 'app', failures: 1 },
      { code: 'hook-asks-itself', container: 'app', port: '8080' },
    ],
  ],
  [
    'an app that ends with exit code 0 under Always',
    {
      appStatuses: [
        waiting('app', 'CrashLoopBackOff', {
          restartCount: 3,
          lastState: { terminated: terminated(0, 8) },
        }),
      ],
    },
    [{ code: 'app-must-stay', container: 'app' }],
  ],
  [
    'one that ends beside a server',
    {
      app: [container('app'), container('web')],
      appStatuses: [
        waiting('app', 'CrashLoopBackOff', {
          restartCount: 3,
          lastState: { terminated: terminated(0, 8) },
        }),
        running('web', 1, { ready: true }),
      ],
    },
    [{ code: 'app-must-stay', container: 'app', others: true }],
  ],
  [
    'OOMKilled by files in memory',
    {
      app: [
        container('app', {
          resources: { limits: { memory: '50Mi' } },
          volumeMounts: [
            { name: 'cache', mountPath: '/c' },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        }),
      ],
      volumes: [
        { name: 'cache', emptyDir: { medium: 'Memory' } },
        { name: 'tmp', emptyDir: {} },
        { name: 'other', emptyDir: { medium: 'Memory' } },
      ],
      appStatuses: [
        waiting('app', 'CrashLoopBackOff', {
          restartCount: 3,
          lastState: { terminated: terminated(137, 8, 'OOMKilled') },
        }),
      ],
    },
    [
      {
        code: 'out-of-memory',
        container: 'app',
        limit: '50Mi',
        exitCode: 137,
        memoryVolumes: ['cache'],
      },
    ],
  ],
  [
    'OOMKilled by the limit of the Pod',
    {
      resources: { limits: { memory: '30Mi' } },
      appStatuses: [
        waiting('app', 'CrashLoopBackOff', {
          restartCount: 3,
          lastState: { terminated: terminated(137, 8, 'OOMKilled') },
        }),
      ],
    },
    [{ code: 'out-of-memory', container: 'app', limit: '30Mi', isOfPod: true, exitCode: 137 }],
  ],
  [
    'a kubelet that says nothing for an hour',
    { appStatuses: [waiting('app', 'ContainerCreating')], now: 3601 },
    [{ code: 'ask-kubelet', node: 'node-1' }],
  ],
  [
    'Ready, a minute after the container was OOMKilled once more',
    {
      phase: 'Running',
      conditions: [condition('Ready', 'True', 20)],
      appStatuses: [
        running('app', 20, {
          ready: true,
          restartCount: 7,
          lastState: { terminated: terminated(137, 10, 'OOMKilled') },
        }),
      ],
      now: 80,
    },
    [
      {
        code: 'recent-restart',
        container: 'app',
        restarts: 7,
        at: at(10),
        startedAt: at(20),
        exitCode: 137,
        reason: 'OOMKilled',
      },
      { code: 'out-of-memory', container: 'app', exitCode: 137 },
    ],
  ],
  [
    'Ready in a new sandbox: the old one took the container along, which did not end by itself',
    {
      phase: 'Running',
      conditions: [sandbox('True', 15), condition('Ready', 'True', 20)],
      appStatuses: [
        running('app', 18, {
          ready: true,
          restartCount: 1,
          lastState: { terminated: terminated(0, 10) },
        }),
      ],
      now: 80,
    },
    [
      {
        code: 'recent-restart',
        container: 'app',
        restarts: 1,
        at: at(10),
        startedAt: at(18),
        exitCode: 0,
        reason: 'Completed',
      },
    ],
  ],
  [
    'Ready, though the readiness probe fails from time to time',
    {
      phase: 'Running',
      conditions: [condition('Ready', 'True', 900)],
      appStatuses: [running('app', 5, { ready: true })],
      events: [
        {
          ...event('spec.containers{app}', 'Unhealthy', 300, 'Readiness probe failed: timeout'),
          count: 8,
          lastTimestamp: timestamp(880),
        },
      ],
      now: 910,
    },
    [
      {
        code: 'probe-fails',
        container: 'app',
        probe: 'readiness',
        hasFailed: true,
        failures: 8,
        message: 'timeout',
      },
    ],
  ],
  [
    'all containers restarted in place: what the kubelet makes up is not quoted',
    {
      restartPolicy: 'Never',
      init: [container('prep')],
      initStatuses: [
        running('prep', 8, {
          restartCount: 2,
          lastState: {
            terminated: {
              exitCode: 137,
              reason: 'RestartingAllContainers',
              message: 'The container is removed because RestartAllContainers in place',
            },
          },
        }),
      ],
    },
    [{ code: 'recent-restart', container: 'prep', restarts: 2, at: at(8), ofAll: true }],
  ],
];

test.each(PODS)('%s', (_, moment, causes) => {
  expect(explained(moment).causes).toEqual(causes);
});
