import { expect, test } from 'bun:test';
import { podSpecProblems } from '../../../src/model/manifest/pod-validation.ts';
import type { WrittenContainer, WrittenSpec } from '../../../src/model/manifest/written-pod.ts';

// The words are those of Kubernetes 1.37.2; test/e2e/manifest-validation.test.ts compares many more
// with the real API server.

const said = (spec: WrittenSpec, claims: readonly string[] = []) =>
  podSpecProblems(spec, claims).map(({ field, message }) => `${field}: ${message}`);

const APP = { name: 'app', image: 'busybox' };
const app = (more: WrittenContainer): WrittenSpec => ({ containers: [{ ...APP, ...more }] });
const init = (more: WrittenContainer): WrittenSpec => ({
  initContainers: [{ name: 'i', image: 'busybox', ...more }],
  containers: [APP],
});
const PROBE = { httpGet: { port: 80 } };

test('R7 nothing is said of what the server takes', () => {
  const sidecar = {
    restartPolicy: 'Always',
    startupProbe: PROBE,
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
  };
  expect(said(init(sidecar))).toEqual([]);
  const rules = [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }];
  expect(said(app({ restartPolicy: 'Never', restartPolicyRules: rules }))).toEqual([]);
});

const FORBIDDEN = 'Forbidden: may not be set for init containers without restartPolicy=Always';

test.each<[string, WrittenSpec, readonly string[]]>([
  ['no containers', {}, ['spec.containers: Required value']],
  ['no image', { containers: [{ name: 'a' }] }, ['spec.containers[0].image: Required value']],
  [
    'one name for an app and an init container',
    { initContainers: [APP], containers: [APP] },
    ['spec.initContainers[0].name: Duplicate value: "app"'],
  ],
  [
    'probes and hooks of a plain init container',
    init({ lifecycle: {}, livenessProbe: PROBE, readinessProbe: PROBE, startupProbe: PROBE }),
    ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'].map(
      (field) => `spec.initContainers[0].${field}: ${FORBIDDEN}`,
    ),
  ],
  [
    'a restart policy in small letters',
    init({ restartPolicy: 'always' }),
    [
      'spec.initContainers[0].restartPolicy: Unsupported value: "always": supported values: "Always", "Never", "OnFailure"',
    ],
  ],
  [
    'the same of the Pod',
    { ...app({}), restartPolicy: 'always' },
    [
      'spec.restartPolicy: Unsupported value: "always": supported values: "Always", "OnFailure", "Never"',
    ],
  ],
  [
    'restart rules without a policy',
    app({ restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In' } }] }),
    [
      'spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used',
    ],
  ],
  [
    'a rule without exit codes',
    app({ restartPolicy: 'Never', restartPolicyRules: [{ action: 'Restart' }] }),
    ['spec.containers[0].restartPolicyRules[0].exitCodes: Required value: must be specified'],
  ],
  [
    'a probe of two kinds, with a threshold that is not 1',
    app({
      livenessProbe: { exec: { command: ['a'] }, tcpSocket: { port: 1 }, successThreshold: 2 },
    }),
    [
      'spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
      'spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1',
    ],
  ],
  [
    'a port that is too large',
    app({ ports: [{ containerPort: 70_000 }] }),
    [
      'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
    ],
  ],
  [
    'a mount of no volume',
    app({ volumeMounts: [{ name: 'nope', mountPath: '/a' }] }),
    ['spec.containers[0].volumeMounts[0].name: Not found: "nope"'],
  ],
  [
    'two volumes of one name',
    { ...app({}), volumes: [{ name: 'v' }, { name: 'v' }] },
    ['spec.volumes[1].name: Duplicate value: "v"'],
  ],
  [
    'a deadline of 0',
    { ...app({}), activeDeadlineSeconds: 0 },
    ['spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive'],
  ],
])('R7 %s', (_, spec, words) => {
  expect(said(spec)).toEqual([...words]);
});

test('a volume that a StatefulSet claims can be mounted', () => {
  expect(said(app({ volumeMounts: [{ name: 'data', mountPath: '/d' }] }), ['data'])).toEqual([]);
});
