import { expect, test } from 'bun:test';
import { manifestNotes } from '../../../src/model/explain/manifest-notes.ts';
import type { Pod } from '../../../src/model/kubernetes/api.ts';

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
