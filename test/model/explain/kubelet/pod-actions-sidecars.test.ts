import { describe, expect, test } from 'bun:test';
import { kubeletView } from '../../../../src/model/explain/kubelet/kubelet-view.ts';
import { podActions } from '../../../../src/model/explain/kubelet/pod-actions.ts';
import type { PodEvent, RestartPolicy } from '../../../../src/model/kubernetes/api.ts';
import { indexEvents } from '../../../../src/model/kubernetes/events.ts';
import {
  container,
  event,
  exited,
  type PodParts,
  pod,
  running,
  sandbox,
  sidecar,
  waiting,
} from '../../support/pods.ts';

/**
 * TestComputePodActionsWithRestartableInitContainers of Kubernetes 1.37
 * (kuberuntime_manager_test.go), in API terms: a startup probe's success is `started: true`, a
 * probe's failure is a Killing event.
 */
const probes = { livenessProbe: {}, startupProbe: {} };
const base: PodParts = {
  init: [sidecar('side1'), sidecar('side2', probes), sidecar('side3', probes)],
  app: ['foo1', 'foo2', 'foo3'].map((name) => container(name)),
};
const up = [running('side1', 1), running('side2', 2), running('side3', 3)];
const upTo = (count: number): PodParts => ({ initStatuses: up.slice(0, count) });
const thirdFailed: PodParts = { initStatuses: [...up.slice(0, 2), exited('side3', 137, 9)] };
const policy = (restartPolicy: RestartPolicy): PodParts => ({ restartPolicy });
const dead: PodParts = { status: { conditions: [sandbox('False', 10)] } };
const absent = (name: string) => waiting(name, 'PodInitializing');
const kill = (message: string): PodEvent[] => [
  event('spec.initContainers{side3}', 'Killing', 8, `Init container side3 ${message}`),
];

const nothing = { createSandbox: false, killPod: false, ephemeral: [], init: [], app: [] };
const CASES: readonly [string, PodParts, object, PodEvent[]?][] = [
  ['R5 initialization completed; start all containers', upTo(3), { app: [0, 1, 2] }],
  ['R22 no init containers have been started; start the first one', {}, { init: [0] }],
  [
    'R23 an init container is stuck in the created state; restart it',
    { initStatuses: [...up.slice(0, 2), waiting('side3', 'RunContainerError')] },
    { init: [2] },
  ],
  ['R22 restartable init container has started; start the next', upTo(1), { init: [1] }],
  ['R24 livenessProbe has not been run; start the next', upTo(2), { init: [2] }],
  [
    'R24 livenessProbe in progress; start the next',
    { initStatuses: [running('side1', 1), running('side2', 2, { ready: false })] },
    { init: [2] },
  ],
  ['R24 livenessProbe has completed; start the next', upTo(2), { init: [2] }],
  [
    'R24 recreate the restartable init container if the liveness check has failed',
    upTo(3),
    { init: [2], app: [0, 1, 2] },
    kill('failed liveness probe'),
  ],
  [
    'R22 startupProbe has not been run; do nothing',
    { initStatuses: [running('side1', 1), running('side2', 2, { started: null })] },
    {},
  ],
  [
    'R22 startupProbe in progress; do nothing',
    { initStatuses: [running('side1', 1), running('side2', 2, { started: false })] },
    {},
  ],
  ['R22 startupProbe has completed; start the next', upTo(2), { init: [2] }],
  [
    'R22 recreate the restartable init container if the startup check has failed',
    { initStatuses: [...up.slice(0, 2), running('side3', 3, { started: false })] },
    { init: [2] },
    kill('failed startup probe'),
  ],
  [
    'R26 recreate the restartable init container if its definition changes',
    upTo(3),
    { init: [2], app: [0, 1, 2] },
    kill('definition changed'),
  ],
  [
    'R23 restart terminated restartable init container and next init container',
    { initStatuses: [exited('side1', 0, 9), running('side2', 2), exited('side3', 0, 9)] },
    { init: [0, 2] },
  ],
  [
    'R23 restart terminated restartable init container and regular containers',
    { initStatuses: [exited('side1', 0, 9), ...up.slice(1)] },
    { init: [0], app: [0, 1, 2] },
  ],
  [
    'R11 sandbox not ready, restartable init container failed, but Never; kill pod only',
    { ...policy('Never'), ...thirdFailed, ...dead },
    { killPod: true },
  ],
  [
    'R11 sandbox not ready and Never, but no visible init containers; create a sandbox',
    { ...policy('Never'), ...dead },
    { createSandbox: true, init: [0] },
  ],
  [
    'R11 sandbox not ready, restartable init container failed and OnFailure; create a sandbox',
    { ...policy('OnFailure'), ...thirdFailed, ...dead },
    { createSandbox: true, init: [0] },
  ],
  [
    'R11 sandbox not ready, restartable init container failed and Always; create a sandbox',
    { ...policy('Always'), ...thirdFailed, ...dead },
    { createSandbox: true, init: [0] },
  ],
  [
    'R23 restart the last restartable init container even if Never',
    { ...policy('Never'), ...thirdFailed },
    { init: [2] },
  ],
  [
    'R23 restartable init container state unknown; recreate it even if Never',
    {
      ...policy('Never'),
      initStatuses: [
        ...up.slice(0, 2),
        {
          name: 'side3',
          state: { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' } },
        },
      ],
    },
    { init: [2] },
  ],
  [
    'R23 restart restartable init container if regular containers are running even if Never',
    {
      ...policy('Never'),
      ...thirdFailed,
      appStatuses: ['foo1', 'foo2', 'foo3'].map((name) => running(name, 4)),
    },
    { init: [2] },
  ],
  [
    'R25 kill the pod if all main containers succeeded and Never',
    {
      ...policy('Never'),
      ...upTo(3),
      appStatuses: ['foo1', 'foo2', 'foo3'].map((name) => exited(name, 0, 9)),
    },
    { killPod: true },
  ],
  [
    'R23 statuses are missing but the last one runs; restart restartable init and regular containers',
    { initStatuses: [absent('side1'), absent('side2'), running('side3', 3)] },
    { init: [0, 1], app: [0, 1, 2] },
  ],
  [
    'R11 main container from another sandbox with mixed init containers; start the first one',
    {
      init: [sidecar('side1'), container('init2'), sidecar('side3', probes)],
      initStatuses: [absent('side1'), absent('init2'), absent('side3')],
      appStatuses: [exited('foo1', 255, 5)],
      status: { conditions: [sandbox('True', 20)] },
    },
    { init: [0] },
  ],
];

describe('computePodActions with restartable init containers', () => {
  test.each(CASES)('%s', (_, parts, expected, events = []) => {
    const actions = podActions(kubeletView(pod({ ...base, ...parts }), indexEvents(events)));
    expect(actions).toEqual({ ...nothing, ...expected });
  });
});

/** The cases of TestComputePodActionsForRestartAllContainers that start something. */
describe('computePodActions with RestartAllContainers', () => {
  const rule = {
    action: 'RestartAllContainers',
    exitCodes: { operator: 'In', values: [1] },
  } as const;
  const init = [container('init1')];
  const app = [container('foo1', { restartPolicy: 'Never', restartPolicyRules: [rule] })];

  test('R11 an exit with a matching rule begins with the first init container', () => {
    const parts = {
      init,
      app,
      initStatuses: [exited('init1', 0)],
      appStatuses: [exited('foo1', 1, 9)],
    };
    expect(podActions(kubeletView(pod(parts), indexEvents([]))).init).toEqual([0]);
  });

  test('R11 an exit that no rule names ends a container whose policy is Never', () => {
    const parts = {
      init,
      app,
      initStatuses: [exited('init1', 0)],
      appStatuses: [exited('foo1', 2, 9)],
    };
    expect(podActions(kubeletView(pod(parts), indexEvents([])))).toEqual({
      ...nothing,
      killPod: true,
    });
  });

  test('R11 all containers removed, start init container', () => {
    const lastState = { terminated: { exitCode: 137, reason: 'RestartingAllContainers' } };
    const removed = (name: string) => waiting(name, 'RestartingAllContainers', { lastState });
    const parts = { init, app, initStatuses: [removed('init1')], appStatuses: [removed('foo1')] };
    expect(podActions(kubeletView(pod(parts), indexEvents([]))).init).toEqual([0]);
  });

  test('all containers removed, start regular container', () => {
    const lastState = { terminated: { exitCode: 137, reason: 'RestartingAllContainers' } };
    const parts = { app, appStatuses: [waiting('foo1', 'RestartingAllContainers', { lastState })] };
    expect(podActions(kubeletView(pod(parts), indexEvents([]))).app).toEqual([0]);
  });
});
