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
import { condition, explained, type Moment, podEvent } from '../../support/verdicts.ts';

const unscheduled = (message: string): Moment => ({
  nodeName: undefined as unknown as string,
  conditions: [
    sandbox('False', 0),
    condition('PodScheduled', 'False', 0, 'Unschedulable', message),
  ],
  status: { startTime: null },
});

const noSandbox = (message: string): Moment => ({
  conditions: [sandbox('False', 0)],
  events: [podEvent('FailedCreatePodSandBox', 5, message)],
});

const rejected = (reason: string, message: string): Moment => ({
  phase: 'Failed',
  reason,
  message: `Pod was rejected: ${message}`,
});

const failing = (app: object, reason: string, message: string): Moment => ({
  app: [container('app', app)],
  appStatuses: [waiting('app', reason, {}, message)],
});

const pull = (message: string, app = {}) =>
  failing(app, 'ImagePullBackOff', `Back-off pulling image "x:1": ErrImagePull: ${message}`);

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

/** The messages are those of a real kubelet 1.37 with containerd, and of CRI-O and registries. */
const PODS: readonly (readonly [title: string, moment: Moment, causes: readonly Cause[]])[] = [
  [
    'a tag that does not exist',
    pull(
      'rpc error: code = NotFound desc = failed to resolve image: docker.io/library/x:1: not found',
    ),
    [{ code: 'pull-failure', meaning: 'not-found' }],
  ],
  [
    'a registry whose name is wrong',
    pull('dial tcp: lookup registry.invalid on 10.0.0.53:53: no such host'),
    [{ code: 'pull-failure', meaning: 'no-host' }],
  ],
  [
    'a registry that is down',
    pull('dial tcp 127.0.0.1:5999: connect: connection refused'),
    [{ code: 'pull-failure', meaning: 'unreachable' }],
  ],
  [
    'a registry with a certificate of its own',
    pull('tls: failed to verify certificate: x509: certificate signed by unknown authority'),
    [{ code: 'pull-failure', meaning: 'untrusted' }],
  ],
  ...(
    [
      [
        'expired',
        'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-12-01T10:00:00Z is after 2026-11-30T00:00:00Z',
      ],
      ['wrong-name', 'x509: certificate is valid for registry.local, not 10.0.0.1'],
      [
        'wrong-name',
        "x509: cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs",
      ],
      ['proxy', 'proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused'],
      [
        'registry-error',
        'unexpected status from HEAD request to https://r.io/v2/x/manifests/1: 503 Service Unavailable',
      ],
      [
        'short-name',
        'short-name "x:1" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
      ],
      ['signature', 'Source image rejected: A signature was required, but no signature exists'],
      [
        'old-format',
        'not implemented: media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1',
      ],
      // What only looks like one of them.
      ['not-found', 'failed to resolve reference "r.io:503/schema1:502": not found'],
    ] as const
  ).map(([meaning, message]): (typeof PODS)[number] => [
    `an image that is not pulled: ${message}`,
    pull(message),
    [{ code: 'pull-failure', meaning }],
  ]),
  [
    'a registry without TLS',
    pull('http: server gave HTTP response to HTTPS client'),
    [{ code: 'pull-failure', meaning: 'plain-http' }],
  ],
  [
    'the rate limit of Docker Hub',
    pull(
      '429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
    ),
    [{ code: 'pull-failure', meaning: 'rate-limit' }],
  ],
  [
    'an image for another platform',
    pull('no match for platform in manifest: not found'),
    [{ code: 'pull-failure', meaning: 'platform' }],
  ],
  [
    'a full disk',
    pull('failed to copy: write /var/lib/containerd/x: no space left on device'),
    [{ code: 'pull-failure', meaning: 'no-space' }],
  ],
  [
    'a private image without a pull secret',
    pull('pull access denied, repository does not exist or may require authorization'),
    [{ code: 'no-pull-secret' }],
  ],
  [
    'a private image with a pull secret that does not fit',
    {
      ...pull('pull access denied, repository does not exist or may require authorization'),
      imagePullSecrets: [{ name: 'regcred' }],
    },
    [{ code: 'pull-failure', meaning: 'refused' }],
  ],
  [
    'the image of a volume, not that of the container',
    {
      ...pull('docker.io/library/model:1: not found', {
        volumeMounts: [{ name: 'm', mountPath: '/m' }],
      }),
      volumes: [{ name: 'm', image: { reference: 'model:1' } }],
    },
    [
      { code: 'image-volume', container: 'app', volume: 'm', image: 'model:1' },
      { code: 'pull-failure', meaning: 'not-found' },
    ],
  ],
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
    'labels that no node has',
    {
      ...unscheduled(
        "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
      ),
      nodeSelector: { disktype: 'ssd' },
    },
    [{ code: 'node-demand', demand: 'labels', values: ['disktype=ssd'] }],
  ],
  [
    'a host port that another Pod has',
    {
      ...unscheduled(
        "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.",
      ),
      app: [container('app', { ports: [{ containerPort: 80, hostPort: 8080 }] })],
    },
    [{ code: 'node-demand', demand: 'host-ports', values: ['8080 of app'] }],
  ],
  [
    'Pods to keep apart from, and nodes that are cordoned',
    {
      ...unscheduled(
        "0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unschedulable: }, 2 node(s) didn't match pod anti-affinity rules.",
      ),
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'zone' },
          ],
        },
      },
    },
    [
      { code: 'node-demand', demand: 'apart', values: ['app=web (by zone)'] },
      { code: 'node-taint', taint: 'unschedulable' },
    ],
  ],
  [
    'Pods that it has to be beside, by an expression',
    {
      ...unscheduled("0/1 nodes are available: 1 node(s) didn't match pod affinity rules."),
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              labelSelector: {
                matchLabels: { tier: 'db' },
                matchExpressions: [
                  { key: 'app', operator: 'In', values: ['cache'] },
                  { key: 'old', operator: 'DoesNotExist' },
                ],
              },
              topologyKey: 'zone',
            },
          ],
        },
      },
    },
    [
      {
        code: 'node-demand',
        demand: 'beside',
        values: ['tier=db,app=cache,old DoesNotExist (by zone)'],
      },
    ],
  ],
  [
    'a volume that another node has: the message names the PersistentVolume',
    {
      app: [container('app', { volumeMounts: [{ name: 'data', mountPath: '/d' }] })],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-0' } }, { name: 'tmp' }],
      conditions: [sandbox('False', 0)],
      events: [
        podEvent(
          'FailedAttachVolume',
          5,
          'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) web-1',
        ),
      ],
    },
    [
      {
        code: 'volume',
        volume: 'data',
        source: 'PersistentVolumeClaim data-0',
        containers: ['app'],
      },
      { code: 'volume-failure', meaning: 'attached-elsewhere' },
    ],
  ],
  [
    'a CSI driver that the node does not have',
    {
      conditions: [sandbox('False', 0)],
      events: [
        podEvent(
          'FailedMount',
          5,
          'MountVolume.SetUp failed for volume "c" : kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name secrets-store.csi.k8s.io not found in the list of registered CSI drivers',
        ),
      ],
    },
    [
      {
        code: 'volume-failure',
        meaning: 'no-driver',
        subject: 'secrets-store.csi.k8s.io',
        node: 'node-1',
      },
    ],
  ],
  [
    'the handler of a RuntimeClass that the node does not have',
    {
      ...noSandbox(
        'Failed to create pod sandbox: rpc error: code = Unknown desc = unable to get OCI runtime for sandbox "2155": no runtime for "runsc" is configured',
      ),
      runtimeClassName: 'gvisor',
    },
    [
      {
        code: 'sandbox-failure',
        meaning: 'no-runtime',
        subject: 'runsc',
        runtimeClass: 'gvisor',
        node: 'node-1',
      },
    ],
  ],
  [
    'a node whose addresses are all taken (kubernetes/test-infra#13039)',
    noSandbox(
      'Failed create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "42bf": failed to allocate for range 0: no IP addresses available in range set: 10.60.28.1-10.60.28.254',
    ),
    [{ code: 'sandbox-failure', meaning: 'no-address', node: 'node-1' }],
  ],
  [
    'the same by the plugin of a cloud (aws/amazon-vpc-cni-k8s#281)',
    noSandbox(
      'Failed create pod sandbox: rpc error: code = Unknown desc = failed to set up sandbox container "93bd" network for pod "web": NetworkPlugin cni failed to set up pod "web_default" network: add cmd: failed to assign an IP address to container',
    ),
    [{ code: 'sandbox-failure', meaning: 'no-address', node: 'node-1' }],
  ],
  [
    'a network plugin that fails itself',
    noSandbox(
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "b4": plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized: Unauthorized',
    ),
    [{ code: 'sandbox-failure', meaning: 'network-plugin', subject: 'calico', node: 'node-1' }],
  ],
  ...(
    [
      [
        '500Ki',
        'unable to start container process: container init was OOM-killed (memory limit too low?)',
      ],
      ['3Mi', 'failed to start sandbox container task "dc23": cannot start a stopped process'],
    ] as const
  ).map(([limit, message]): (typeof PODS)[number] => [
    `a memory limit of ${limit} below what the sandbox needs`,
    {
      ...noSandbox(`Failed to create pod sandbox: rpc error: ${message}`),
      app: [container('app', { resources: { limits: { memory: limit } } })],
    },
    [{ code: 'sandbox-failure', meaning: 'memory-too-low', limit, node: 'node-1' }],
  ]),
  [
    'a sandbox that has stopped for something else',
    {
      ...noSandbox('failed to start sandbox container task "dc23": cannot start a stopped process'),
      app: [container('app', { resources: { limits: { memory: '64Mi' } } })],
    },
    [],
  ],
  [
    'directories for which the node has no room (pkg/kubelet/kubelet.go)',
    {
      conditions: [sandbox('False', 0)],
      events: [
        podEvent(
          'Failed',
          5,
          'error making pod data directories: mkdir /var/lib/kubelet/pods/5e/volumes: no space left on device',
        ),
      ],
    },
    [{ code: 'sandbox-failure', meaning: 'disk-full', node: 'node-1' }],
  ],
  [
    'files that are given their group, many of them (pkg/volume/volume_linux.go)',
    {
      conditions: [sandbox('False', 0)],
      events: [
        podEvent(
          'VolumePermissionChangeInProgress',
          5,
          'Setting volume ownership for 0af3/volumes/kubernetes.io~csi/pvc-1/mount, processed 34000 files.',
        ),
      ],
    },
    [{ code: 'volume-failure', meaning: 'ownership', files: 34000 }],
  ],
  [
    'Pods that would be spread too unevenly',
    {
      ...unscheduled(
        "0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints.",
      ),
      topologySpreadConstraints: [
        { topologyKey: 'zone', maxSkew: 2, whenUnsatisfiable: 'DoNotSchedule', minDomains: 3 },
        { topologyKey: 'rack', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway' },
      ],
    },
    [{ code: 'node-demand', demand: 'spread', values: ['maxSkew 2 by zone, minDomains 3'] }],
  ],
  [
    'a Pod on a node that does not have its labels: nobody makes another',
    {
      ...rejected('NodeAffinity', "node(s) didn't match Pod's node affinity/selector"),
      nodeSelector: { disk: 'ssd' },
    },
    [{ code: 'node-demand', demand: 'labels', values: ['disk=ssd'] }, { code: 'replacement' }],
  ],
  [
    'a Pod that asks for more than its node has left, because of an init container',
    {
      ...rejected(
        'OutOfcpu',
        "Node didn't have enough resource: cpu, requested: 40000, used: 30, capacity: 2000",
      ),
      init: [container('build', { resources: { requests: { cpu: '40' } } })],
      metadata: { ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1', controller: true }] },
    },
    [
      { code: 'requests', resource: 'cpu', amount: '40', container: 'build', running: '0' },
      { code: 'replacement', kind: 'ReplicaSet', name: 'web-1' },
    ],
  ],
  [
    'a device plugin that had not come back (kubernetes/kubernetes#125579)',
    {
      ...rejected(
        'UnexpectedAdmissionError',
        'Allocate failed due to no healthy devices present; cannot allocate unhealthy devices nvidia.com/gpu, which is unexpected',
      ),
      metadata: { ownerReferences: [{ kind: 'Job', name: 'train', controller: true }] },
    },
    [
      { code: 'device-plugin', resource: 'nvidia.com/gpu', node: 'node-1' },
      { code: 'replacement', kind: 'Job', name: 'train' },
    ],
  ],
  ...(
    [
      [
        'no-driver',
        'ebs.csi.aws.com',
        'CSINode ip-10-0-0-1 does not contain driver ebs.csi.aws.com',
      ],
      [
        'no-attacher',
        'rbd.csi.ceph.com',
        'timed out waiting for external-attacher of rbd.csi.ceph.com CSI driver to attach volume 0001-0009',
      ],
      [
        'operation-pending',
        undefined,
        'rpc error: code = Aborted desc = an operation with the given Volume ID 0001-0009 already exists',
      ],
      [
        'no-mount-helper',
        'nfs',
        'mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs 10.0.0.1:/x /y\nOutput: mount: /y: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.',
      ],
      ['export-denied', undefined, 'mount.nfs: access denied by server while mounting 10.0.0.1:/x'],
      ['server-silent', 'nfs', 'mount.nfs: Connection timed out'],
    ] as const
  ).map(([meaning, subject, message]): (typeof PODS)[number] => [
    `a volume that does not come: ${message.split('\n')[0]}`,
    {
      conditions: [sandbox('False', 0)],
      events: [podEvent('FailedMount', 5, `MountVolume.MountDevice failed : ${message}`)],
    },
    [
      {
        code: 'volume-failure',
        meaning,
        ...(subject && { subject }),
        ...(meaning === 'no-driver' && { node: 'node-1' }),
      },
    ],
  ]),
  [
    'nodes that have all the Pods and volumes that they take',
    unscheduled('0/2 nodes are available: 1 Too many pods, 1 node(s) exceed max volume count.'),
    [
      { code: 'node-limit', of: 'pods' },
      { code: 'node-limit', of: 'volumes' },
    ],
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
  [
    'a claim that is not bound',
    {
      ...unscheduled(
        '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
      ),
      volumes: [
        { name: 'data', persistentVolumeClaim: { claimName: 'data-0' } },
        { name: 'scratch', ephemeral: { volumeClaimTemplate: {} } },
      ],
    },
    [{ code: 'node-demand', demand: 'claims', values: ['data-0', 'web-scratch'] }],
  ],
  [
    'ResourceClaims that do not exist: the scheduler says nothing at all',
    {
      nodeName: undefined as unknown as string,
      resourceClaims: [{ name: 'gpu', resourceClaimName: 'shared-gpu' }],
      status: { startTime: null, conditions: [] },
      now: 90,
    },
    [{ code: 'resource-claims', claims: ['shared-gpu'] }],
  ],
];

test.each(PODS)('%s', (_, moment, causes) => {
  expect(explained(moment).causes).toEqual(causes);
});
