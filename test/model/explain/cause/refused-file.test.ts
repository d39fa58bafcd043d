import { describe, expect, test } from 'bun:test';
import type { PodSpec } from '../../../../src/model/kubernetes/api.ts';
import { container, terminated, waiting } from '../../support/pods.ts';
import { explained } from '../../support/verdicts.ts';

const VOLUMES = [
  { name: 'conf', configMap: { name: 'web' } },
  { name: 'token', projected: {} },
  { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
  { name: 'host', hostPath: { path: '/srv' } },
  { name: 'tmp', emptyDir: {} },
];
const MOUNTS = [
  { name: 'conf', mountPath: '/etc/conf' },
  { name: 'token', mountPath: '/token/' },
  { name: 'data', mountPath: '/data' },
  { name: 'data', mountPath: '/data/ro', readOnly: true },
  { name: 'host', mountPath: '/host' },
  { name: 'tmp', mountPath: '/tmp' },
];

function causes(message: string, app: object = {}, spec: Partial<PodSpec> = {}) {
  return explained({
    app: [container('app', { volumeMounts: MOUNTS, ...app })],
    volumes: VOLUMES,
    appStatuses: [
      waiting('app', 'CrashLoopBackOff', {
        restartCount: 3,
        lastState: { terminated: { ...terminated(1, 8), message } },
      }),
    ],
    ...spec,
  }).causes;
}

const refused = (path: string, meaning: string, more: object = {}) =>
  [{ code: 'file-refused', container: 'app', path, meaning, ...more }] as unknown as ReturnType<
    typeof causes
  >;

describe('a file by subPath that is not in its volume is a directory', () => {
  const volumeMounts = [
    { name: 'conf', mountPath: '/etc/conf' },
    { name: 'conf', mountPath: '/app.conf', subPath: 'app.conf' },
  ];
  const facts = { volume: 'conf', kind: 'ConfigMap', subPath: 'app.conf' };

  // The words of cat, Go, Node and Python; busybox does not say which.
  test.each([
    'cat: /app.conf: Is a directory',
    'cat: read error: Is a directory',
    'read /app.conf: is a directory',
    "Error: EISDIR: illegal operation on a directory, open '/app.conf'",
    "IsADirectoryError: [Errno 21] Is a directory: '/app.conf'",
  ])('%s', (message) => {
    expect(causes(message, { volumeMounts })).toEqual(
      refused('/app.conf', 'made-directory', facts),
    );
    expect(causes(message)).toEqual([]);
  });

  test('but not one of another place, nor of two', () => {
    expect(causes('cat: /etc: Is a directory', { volumeMounts })).toEqual([]);
    const two = [...volumeMounts, { name: 'tmp', mountPath: '/x', subPath: 'x' }];
    expect(causes('cat: read error: Is a directory', { volumeMounts: two })).toEqual([]);
    expect(causes('cat: /x: Is a directory', { volumeMounts: two })).toEqual(
      refused('/x', 'made-directory', { volume: 'tmp', subPath: 'x' }),
    );
  });
});

describe('a file system that is read-only', () => {
  const securityContext = { readOnlyRootFilesystem: true };

  // The words of busybox, nginx, Go, Node and Python.
  test.each([
    ["mkdir: can't create directory '/var/cache/': Read-only file system", '/var/cache/'],
    [
      '2026/01/01 [emerg] 1#1: mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)',
      '/var/cache/nginx/client_temp',
    ],
    ['open /var/log/app.log: read-only file system', '/var/log/app.log'],
    ["Error: EROFS: read-only file system, mkdir '/app/.cache'", '/app/.cache'],
    ["OSError: [Errno 30] Read-only file system: '/app/x'", '/app/x'],
  ])('is that of the image: %s', (message, path) => {
    expect(causes(message, { securityContext })).toEqual(refused(path, 'read-only-root'));
    expect(causes(message)).toEqual([]);
  });

  test('is a volume that only the kubelet writes', () => {
    const conf = "sed: can't create temp file '/etc/conf/a2Vzap3': Read-only file system";
    expect(causes(conf, { securityContext })).toEqual(
      refused('/etc/conf/a2Vzap3', 'read-only-kind', { volume: 'conf', kind: 'ConfigMap' }),
    );
    expect(causes('open /token/x: read-only file system')).toEqual(
      refused('/token/x', 'read-only-kind', { volume: 'token', kind: 'projected' }),
    );
  });

  test('is a mount, the innermost one', () => {
    expect(causes('open /data/ro/x: read-only file system')).toEqual(
      refused('/data/ro/x', 'read-only-mount', { volume: 'data' }),
    );
    expect(causes('open /data/x: read-only file system', { securityContext })).toEqual([]);
  });
});

describe('a permission that is denied to a user who is not root', () => {
  const securityContext = { runAsUser: 1000 };
  const denied = (path: string) => `mkdir: can't create directory '${path}': Permission denied`;

  test('in the image', () => {
    const found = refused('/var/lib/x', 'not-owner', { user: 1000 });
    expect(causes(denied('/var/lib/x'), {}, { securityContext })).toEqual(found);
    expect(causes(denied('/var/lib/x'), { securityContext })).toEqual(found);
  });

  test('in a claim that has no group of the Pod', () => {
    const found = refused('/data/db', 'no-group', { volume: 'data', user: 1000 });
    expect(causes(denied('/data/db'), {}, { securityContext })).toEqual(found);
    const withGroup = { securityContext: { ...securityContext, fsGroup: 5 } };
    expect(causes(denied('/data/db'), {}, withGroup)).toEqual([]);
  });

  test('in files that the kubelet writes as root', () => {
    const facts = { volume: 'conf', kind: 'ConfigMap', user: 1000 };
    expect(causes("cat: can't open '/etc/conf/x': Permission denied", { securityContext })).toEqual(
      refused('/etc/conf/x', 'root-owner', facts),
    );
  });

  test('in a directory of the node', () => {
    const found = refused('/host/db', 'host-owner', { volume: 'host', user: 1000 });
    expect(causes(denied('/host/db'), {}, { securityContext })).toEqual(found);
  });

  test('is not explained for root, an emptyDir or what the kernel makes', () => {
    expect(causes(denied('/data/db'))).toEqual([]);
    expect(causes(denied('/data/db'), { securityContext: { runAsUser: 0 } })).toEqual([]);
    expect(causes(denied('/tmp/x'), { securityContext })).toEqual([]);
    expect(causes('open /proc/sys/x: permission denied', { securityContext })).toEqual([]);
  });
});

describe('a place that is full', () => {
  test('is the memory that processes share, in the words of dd and of PostgreSQL', () => {
    const found = refused('/dev/shm', 'shared-memory-full');
    expect(causes("dd: error writing '/dev/shm/x': No space left on device")).toEqual(found);
    const postgres =
      'FATAL:  could not resize shared memory segment "/PostgreSQL.11" to 8388608 bytes: No space left on device';
    expect(causes(postgres)).toEqual(found);
  });

  test('is a volume that has a size of its own', () => {
    const found = refused('/data/x', 'volume-full', { volume: 'data' });
    expect(causes('write /data/x: no space left on device')).toEqual(found);
    expect(causes('write /host/x: no space left on device')).toEqual([]);
    expect(causes('write /var/x: no space left on device')).toEqual([]);
  });
});

test.each([
  'nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)',
  'listen tcp :80: bind: permission denied',
])('a port below 1024: %s', (message) => {
  const found = [{ code: 'low-port', container: 'app', port: 80 }] as ReturnType<typeof causes>;
  expect(causes(message)).toEqual(found);
  expect(causes(message.replace(':80', ':8080'))).toEqual([]);
});

test('a script of a ConfigMap that may not be executed', () => {
  const OCI = 'exec: "/etc/conf/run.sh": permission denied';
  const { causes: found } = explained({
    app: [container('app', { volumeMounts: MOUNTS })],
    volumes: VOLUMES,
    appStatuses: [
      waiting('app', 'RunContainerError', {
        restartCount: 1,
        lastState: { terminated: { ...terminated(128, 8, 'StartError'), message: OCI } },
      }),
    ],
  });
  expect(found).toEqual([
    {
      code: 'start-error',
      container: 'app',
      meaning: 'not-permitted',
      program: '/etc/conf/run.sh',
    },
    ...refused('/etc/conf/run.sh', 'not-executable', { volume: 'conf', kind: 'ConfigMap' }),
  ]);
});

describe('what wants root, a capability or a privileged container', () => {
  const lacks = (facts: object) =>
    [{ code: 'lacks-privilege', container: 'app', ...facts }] as unknown as ReturnType<
      typeof causes
    >;
  const chown = (path: string) => `chown: changing ownership of '${path}': Operation not permitted`;

  test('a sysctl of the node, in the words of busybox and procps', () => {
    const found = lacks({ for: 'sysctl', key: 'vm.max_map_count' });
    const said = "sysctl: error setting key 'vm.max_map_count': Read-only file system";
    expect(causes(said)).toEqual(found);
    expect(causes('sysctl: permission denied on key "vm.max_map_count"')).toEqual(found);
    expect(causes(said, { securityContext: { privileged: true } })).toEqual([]);
  });

  test('owners of files', () => {
    expect(causes(chown('/data'), {}, { securityContext: { runAsUser: 1000 } })).toEqual(
      lacks({ for: 'owner', user: 1000 }),
    );
    const dropped = { capabilities: { drop: ['ALL'] } };
    expect(causes('chown: /data: Operation not permitted', { securityContext: dropped })).toEqual(
      lacks({ for: 'owner', capability: 'CHOWN' }),
    );
    const kept = { capabilities: { drop: ['ALL'], add: ['CAP_CHOWN'] } };
    expect(causes(chown('/tmp'), { securityContext: kept })).toEqual([]);
    expect(causes(chown('/data/db'))).toEqual(lacks({ for: 'owner', volume: 'data' }));
  });

  test('the network of the Pod', () => {
    const found = lacks({ for: 'network', capability: 'NET_ADMIN' });
    const said = 'ip: RTNETLINK answers: Operation not permitted';
    expect(causes(said)).toEqual(found);
    expect(
      causes("iptables v1.8.7: can't initialize: Permission denied (you must be root)"),
    ).toEqual(found);
    const securityContext = { capabilities: { add: ['NET_ADMIN'] } };
    expect(causes(said, { securityContext })).toEqual([]);
  });
});

describe('what others have answered', () => {
  test.each([
    ['could not translate host name "db" to address: Name or service not known', 'db'],
    ['curl: (6) Could not resolve host: db', 'db'],
    ['dial tcp: lookup db on 10.96.0.10:53: no such host', 'db'],
    ['Error: getaddrinfo ENOTFOUND db', 'db'],
    ["wget: bad address 'db'", 'db'],
    ['java.net.UnknownHostException: db.example.com', 'db.example.com'],
    ["ERROR 2005 (HY000): Unknown MySQL server host 'db' (-2)", 'db'],
  ])('DNS: %s', (message, host) => {
    const isService = !host.includes('.');
    expect(causes(message)).toEqual([
      {
        code: 'unresolved-host',
        container: 'app',
        host,
        ...(isService && { namespace: 'default' }),
      },
    ]);
  });

  test('the API server, in a namespace and in the whole cluster', () => {
    const said = (where: string) =>
      `Error from server (Forbidden): jobs.batch "m" is forbidden: User "system:serviceaccount:shop:default" cannot get resource "jobs" in API group "batch"${where}`;
    const denied = {
      code: 'access-denied',
      container: 'app',
      account: 'shop/default',
      verb: 'get',
    };
    expect(causes(said(' in the namespace "shop"'))).toMatchObject([
      { ...denied, resource: 'jobs', scope: 'shop' },
    ]);
    expect(causes(said(' at the cluster scope'))).toEqual([
      { ...denied, resource: 'jobs' },
    ] as unknown as ReturnType<typeof causes>);
  });
});
