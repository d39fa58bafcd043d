import { expect, test } from 'bun:test';
import type { Cause } from '../../../../src/model/explain/cause/cause.ts';
import { container, sandbox } from '../../support/pods.ts';
import { explained, type Moment, podEvent } from '../../support/verdicts.ts';

const noSandbox = (message: string): Moment => ({
  conditions: [sandbox('False', 0)],
  events: [podEvent('FailedCreatePodSandBox', 5, message)],
});

/** The messages are those of a kubelet 1.37, network plugins and drivers. */
const PODS: readonly (readonly [title: string, moment: Moment, causes: readonly Cause[]])[] = [
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
  [
    'the image of the sandbox itself (containerd internal/cri/server/sandbox_run.go)',
    noSandbox(
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "r.io/pause:3.10": failed to pull image "r.io/pause:3.10": dial tcp: lookup r.io: no such host',
    ),
    [
      {
        code: 'sandbox-failure',
        meaning: 'no-pause-image',
        subject: 'r.io/pause:3.10',
        node: 'node-1',
      },
    ],
  ],
  ...[
    'code = DeadlineExceeded desc = context deadline exceeded',
    'code = Unknown desc = failed to reserve sandbox name "web_0": name "web_0" is reserved for "5e"',
  ].map((words): (typeof PODS)[number] => [
    `a runtime that takes too long: ${words}`,
    noSandbox(`Failed to create pod sandbox: rpc error: ${words}`),
    [{ code: 'sandbox-failure', meaning: 'runtime-slow', node: 'node-1' }],
  ]),
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
      [
        'server-unknown',
        'nas.shop.svc.cluster.local',
        'mount.nfs: Failed to resolve server nas.shop.svc.cluster.local: Name or service not known',
      ],
      [
        'no-export',
        undefined,
        'mount.nfs: mounting 10.0.0.1:/x failed, reason given by server: No such file or directory',
      ],
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
];

test.each(PODS)('%s', (_, moment, causes) => {
  expect(explained(moment).causes).toEqual(causes);
});
