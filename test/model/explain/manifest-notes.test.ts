import { describe, expect, test } from 'bun:test';
import { manifestNotes } from '../../../src/model/explain/manifest-notes.ts';
import type { Container, Pod } from '../../../src/model/kubernetes/api.ts';

const app = { name: 'app', image: 'a' };

test('bytes that are no whole number, as pkg/api/pod/warnings.go finds them', () => {
  const limits = { memory: '128m', cpu: '100m' };
  const requests = { memory: '1.6Gi', 'ephemeral-storage': '1.5Gi' };
  const pod: Pod = {
    metadata: {},
    spec: { containers: [{ ...app, resources: { limits, requests } }] },
  };
  expect(manifestNotes(pod, undefined)).toEqual([
    {
      code: 'fractional-bytes',
      container: 'app',
      field: 'limits',
      resource: 'memory',
      amount: '128m',
    },
    {
      code: 'fractional-bytes',
      container: 'app',
      field: 'requests',
      resource: 'memory',
      amount: '1.6Gi',
    },
  ]);
});

test('R11 what an init container leaves in an emptyDir, and not in a claim', () => {
  const init = {
    name: 'init',
    image: 'b',
    command: ['sh', '-c', 'mkdir /scratch/x; mkdir /claim/x'],
    volumeMounts: [
      { name: 'scratch', mountPath: '/scratch' },
      { name: 'claim', mountPath: '/claim' },
    ],
  };
  const claim = { name: 'claim', persistentVolumeClaim: { claimName: 'c' } };
  const of = (volumes: Pod['spec']['volumes'] & object): Pod => ({
    metadata: {},
    spec: { initContainers: [init], containers: [app], volumes },
  });
  expect(manifestNotes(of([{ name: 'scratch', emptyDir: {} }, claim]), undefined)).toEqual([
    { code: 'not-repeatable', container: 'init', command: 'mkdir /scratch/x', effect: 'fails' },
  ]);
  expect(manifestNotes(of([claim]), undefined)).toEqual([]);
});

test('R12 a deadline of a Pod alone, and not of one that a Job makes', () => {
  const pod: Pod = { metadata: {}, spec: { containers: [app], activeDeadlineSeconds: 60 } };
  expect(manifestNotes(pod, undefined)).toEqual([{ code: 'deadline-of-pod', seconds: 60 }]);
  expect(manifestNotes(pod, { kind: 'Job' })).toEqual([]);
});

test('R22 how long startup probes let a start take: sidecars in turn, app containers at once', () => {
  const probe = (failureThreshold: number, initialDelaySeconds = 0) => ({
    startupProbe: { exec: { command: ['true'] }, failureThreshold, initialDelaySeconds },
  });
  const always = { image: 'b', restartPolicy: 'Always' } as const;
  const pod: Pod = {
    metadata: {},
    spec: {
      initContainers: [
        { name: 'one', ...always, ...probe(30, 5) },
        { name: 'pause', image: 'b', command: ['sleep', '20'] },
        { name: 'migrate', image: 'b' },
        { name: 'two', ...always, ...probe(6) },
        { name: 'three', ...always, lifecycle: { postStart: { exec: { command: ['a'] } } } },
      ],
      containers: [
        { ...app, ...probe(3) },
        { name: 'slow', image: 'a', ...probe(9) },
      ],
    },
  };
  // 305 s, 20 s, 60 s and the longer one of 30 s and 90 s.
  expect(manifestNotes(pod, undefined)).toEqual([
    {
      code: 'start-limit',
      seconds: 475,
      probes: [
        { container: 'one', seconds: 305 },
        { container: 'two', seconds: 60 },
        { container: 'app', seconds: 30 },
        { container: 'slow', seconds: 90 },
      ],
      unlimited: ['migrate'],
      hooks: ['three'],
    },
  ]);
  expect(manifestNotes({ metadata: {}, spec: { containers: [app] } }, undefined)).toEqual([]);
});

test('one port of two containers that run at the same time', () => {
  const ports = (...numbers: number[]) => ({
    ports: numbers.map((containerPort) => ({ containerPort })),
  });
  const pod: Pod = {
    metadata: {},
    spec: {
      initContainers: [
        { name: 'proxy', image: 'b', restartPolicy: 'Always', ...ports(8080) },
        { name: 'init', image: 'b', ...ports(8080, 80) },
      ],
      containers: [
        { ...app, ...ports(80, 8080) },
        { name: 'dns', image: 'a', ports: [{ containerPort: 80, protocol: 'UDP' }] },
        { name: 'web', image: 'a', ...ports(80) },
      ],
    },
  };
  const twice = (container: string, other: string, port: string) =>
    ({ code: 'port-twice', container, other, port }) as const;
  // Of the warnings of the API server those are left out that tell of a plain init container and
  // what starts only after it.
  expect(manifestNotes(pod, undefined)).toEqual([
    twice('init', 'proxy', '8080'),
    twice('app', 'proxy', '8080'),
    twice('web', 'app', '80'),
  ]);
});

const podOf = (app: Partial<Container>, more: Partial<Pod['spec']> = {}): Pod => ({
  metadata: {},
  spec: { containers: [{ name: 'app', image: 'a', ...app }], ...more },
});
const codes = (pod: Pod) => manifestNotes(pod, undefined);

describe('words of a command that get lost', () => {
  const lost = (kind: 'one-string' | 'shell-arguments', ...words: readonly string[]) => [
    { code: 'lost-words', container: 'app', kind, words } as const,
  ];

  test('a command line as the name of a program', () => {
    expect(codes(podOf({ command: ['python manage.py migrate'] }))).toEqual(
      lost('one-string', 'python manage.py migrate'),
    );
    expect(codes(podOf({ command: ['C:\\Program Files\\app.exe'] }))).toEqual([]);
    expect(codes(podOf({ command: ['python', 'manage.py migrate'] }))).toEqual([]);
  });

  test('arguments of sh -c that its script does not use', () => {
    const command = ['/bin/sh', '-c'];
    expect(codes(podOf({ command, args: ['gunicorn', 'app:wsgi'] }))).toEqual(
      lost('shell-arguments', 'app:wsgi'),
    );
    expect(codes(podOf({ command: [...command, 'exec app "$@"'], args: ['--', '-v'] }))).toEqual(
      [],
    );
    expect(codes(podOf({ command: [...command, 'run $1', 'sh', 'y'] }))).toEqual([]);
    expect(codes(podOf({ command: [...command, 'run', '--'] }))).toEqual([]);
    expect(codes(podOf({ command, args: ['gunicorn app:wsgi'] }))).toEqual([]);
  });
});

test('a probe of a port by a name that no port has', () => {
  const ports = [{ containerPort: 8000, name: 'web' }];
  const probes = {
    readinessProbe: { httpGet: { port: 'http' } },
    livenessProbe: { tcpSocket: { port: 'web' } },
    startupProbe: { tcpSocket: { port: 8000 } },
  };
  const found = codes(podOf({ ports, ...probes })).filter(({ code }) => code !== 'start-limit');
  expect(found).toEqual([
    {
      code: 'probe-port-unnamed',
      container: 'app',
      probe: 'readiness',
      port: 'http',
      declared: ['web (8000)'],
    },
  ]);
});

test('root where it must not be: what the container says goes before the Pod', () => {
  const securityContext = { runAsNonRoot: true, runAsUser: 0 };
  const found = [{ code: 'root-forbidden', container: 'app' } as const];
  expect(codes(podOf({}, { securityContext }))).toEqual(found);
  expect(codes(podOf({ securityContext: { runAsUser: 0 } }, { securityContext }))).toEqual(found);
  expect(codes(podOf({ securityContext: { runAsUser: 5 } }, { securityContext }))).toEqual([]);
  expect(codes(podOf({ securityContext: { runAsNonRoot: false } }, { securityContext }))).toEqual(
    [],
  );
});

test('a postStart hook that asks the server beside it', () => {
  const hook = (postStart: object, more: object = {}) =>
    podOf({ lifecycle: { postStart }, ...more });
  const found = [{ code: 'hook-asks-itself', container: 'app', port: '80' }] as const;
  expect(codes(hook({ httpGet: { port: 80 } }))).toEqual([...found]);
  expect(codes(hook({ httpGet: { port: 80 } }, { ports: [{ containerPort: 80 }] }))).toEqual([
    ...found,
  ]);
  const loop = 'until wget -q -O- http://localhost/; do sleep 1; done';
  expect(codes(hook({ exec: { command: ['sh', '-c', loop] } }))).toEqual([]);
});

test('a preStop hook that sleeps for all of the grace period', () => {
  const hook = (preStop: object) => podOf({ lifecycle: { preStop } });
  const found = (hookSeconds: number) => [
    { code: 'hook-outlasts-grace', container: 'app', hookSeconds, graceSeconds: 30 } as const,
  ];
  expect(codes(hook({ exec: { command: ['sleep', '60'] } }))).toEqual(found(60));
  expect(codes(hook({ exec: { command: ['sh', '-c', 'sleep 30'] } }))).toEqual(found(30));
  expect(codes(hook({ sleep: { seconds: 30 } }))).toEqual(found(30));
  expect(codes(hook({ exec: { command: ['sleep', '20'] } }))).toEqual([]);
  expect(codes(hook({ httpGet: { port: 80 } }))).toEqual([]);
});
