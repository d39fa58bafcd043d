import { describe, expect, test } from 'bun:test';
import { kubeletView } from '../../../../src/model/explain/kubelet/kubelet-view.ts';
import { podActions } from '../../../../src/model/explain/kubelet/pod-actions.ts';
import type { ContainerStatus, RestartPolicy } from '../../../../src/model/kubernetes/api.ts';
import { indexEvents } from '../../../../src/model/kubernetes/events.ts';
import {
  container,
  exited,
  type PodParts,
  pod,
  running,
  sandbox,
  waiting,
} from '../../support/pods.ts';

/**
 * TestComputePodActionsWithInitContainers of Kubernetes 1.37 (kuberuntime_manager_test.go) with
 * its runtime statuses translated to what the API shows of them. Its three cases on resizing
 * in place differ from others here only in resources.
 */
const base: PodParts = {
  init: ['init1', 'init2', 'init3'].map((name) => container(name)),
  app: ['foo1', 'foo2', 'foo3'].map((name) => container(name)),
};
const done = [exited('init1', 0, 2), exited('init2', 0, 4), exited('init3', 0, 6)];
const last = (status: ContainerStatus): PodParts => ({
  initStatuses: [...done.slice(0, 2), status],
});
const policy = (restartPolicy: RestartPolicy): PodParts => ({ restartPolicy });
const dead: PodParts = { status: { conditions: [sandbox('False', 10)] } };
const unknown: ContainerStatus = {
  name: 'init3',
  state: { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' } },
};

const nothing = { createSandbox: false, killPod: false, init: [], app: [] };
const CASES: readonly [string, PodParts, object][] = [
  ['R5 initialization completed; start all containers', { initStatuses: done }, { app: [0, 1, 2] }],
  ['R1 no init containers have been started; start the first one', {}, { init: [0] }],
  [
    'R1 initialization in progress; do nothing',
    { ...policy('Always'), ...last(running('init3', 5)) },
    {},
  ],
  [
    'R11 restart the first init container if the pod sandbox is dead',
    { ...policy('Always'), initStatuses: done, ...dead },
    { createSandbox: true, init: [0] },
  ],
  [
    'R3 initialization failed; restart the last init container if Always',
    { ...policy('Always'), ...last(exited('init3', 137, 6)) },
    { init: [2] },
  ],
  [
    'R3 initialization failed; restart the last init container if OnFailure',
    { ...policy('OnFailure'), ...last(exited('init3', 137, 6)) },
    { init: [2] },
  ],
  [
    'R4 initialization failed; kill pod if Never',
    { ...policy('Never'), ...last(exited('init3', 137, 6)) },
    { killPod: true },
  ],
  [
    'R3 init container state unknown; recreate the last init container if Always',
    { ...policy('Always'), ...last(unknown) },
    { init: [2] },
  ],
  [
    'R3 init container state unknown; recreate the last init container if OnFailure',
    { ...policy('OnFailure'), ...last(unknown) },
    { init: [2] },
  ],
  [
    'R4 init container state unknown; kill pod if Never',
    { ...policy('Never'), ...last(unknown) },
    { killPod: true },
  ],
  [
    'R11 sandbox not ready but Never; kill pod only',
    { ...policy('Never'), initStatuses: done, ...dead },
    { killPod: true },
  ],
  [
    'R11 sandbox not ready and Never, but no visible init containers; create a sandbox',
    { ...policy('Never'), ...dead },
    { createSandbox: true, init: [0] },
  ],
  [
    'R11 sandbox not ready, init container failed and OnFailure; create a sandbox',
    { ...policy('OnFailure'), ...last(exited('init3', 137, 6)), ...dead },
    { createSandbox: true, init: [0] },
  ],
  [
    "R10 statuses are missing but the last init container runs; don't restart preceding ones",
    { ...policy('Always'), initStatuses: [running('init3', 5)] },
    {},
  ],
  [
    'R11 a main container from a previous sandbox does not mark the pod as initialized',
    {
      initStatuses: ['init1', 'init2', 'init3'].map((name) => waiting(name, 'PodInitializing')),
      appStatuses: [exited('foo1', 255, 5)],
      status: { conditions: [sandbox('True', 20)] },
    },
    { init: [0] },
  ],
  [
    'R3 an init container is in the created state; restart it',
    { ...policy('Always'), ...last(waiting('init3', 'RunContainerError')) },
    { init: [2] },
  ],
];

describe('computePodActions with init containers', () => {
  test.each(CASES)('%s', (_, parts, expected) => {
    const actions = podActions(kubeletView(pod({ ...base, ...parts }), indexEvents([])));
    expect(actions).toEqual({ ...nothing, ephemeral: [], ...expected });
  });
});

/** TestComputePodActionsWithInitAndEphemeralContainers. */
const debugBase: PodParts = {
  init: [container('init1')],
  app: base.app ?? [],
  ephemeralContainers: [container('debug')],
  initStatuses: [exited('init1', 0, 2)],
  appStatuses: ['foo1', 'foo2', 'foo3'].map((name) => running(name, 3)),
  ephemeralStatuses: [running('debug', 9)],
};
const EPHEMERAL: readonly [string, PodParts, object][] = [
  ['steady state; do nothing; ignore ephemeral container', {}, {}],
  ['no ephemeral containers running; start one', { ephemeralStatuses: [] }, { ephemeral: [0] }],
  [
    'start second ephemeral container',
    { ephemeralContainers: [container('debug'), container('debug2')] },
    { ephemeral: [1] },
  ],
  [
    'R30 ephemeral container exited; do not restart',
    { ...policy('Always'), ephemeralStatuses: [exited('debug', 1, 10)] },
    {},
  ],
  [
    'initialization in progress; start ephemeral container',
    { initStatuses: [running('init1')], appStatuses: [], ephemeralStatuses: [] },
    { ephemeral: [0] },
  ],
  [
    'R11 sandbox is dead, init container failed and OnFailure; create a sandbox',
    {
      ...policy('OnFailure'),
      initStatuses: [exited('init1', 137)],
      appStatuses: [],
      ...dead,
    },
    { createSandbox: true, init: [0] },
  ],
  [
    'R30 sandbox is dead; do not restart ephemeral container',
    { ...policy('Always'), ...dead },
    { createSandbox: true, init: [0] },
  ],
  [
    'kill pod if all containers exited except ephemeral container',
    {
      ...policy('Never'),
      appStatuses: ['foo1', 'foo2', 'foo3'].map((name) => exited(name, 0, 9)),
    },
    { killPod: true },
  ],
  [
    'R30 ephemeral container is in unknown state; leave it alone',
    { ...policy('Never'), ephemeralStatuses: [{ ...unknown, name: 'debug' }] },
    {},
  ],
];

describe('computePodActions with init and ephemeral containers', () => {
  test.each(EPHEMERAL)('%s', (_, parts, expected) => {
    const actions = podActions(kubeletView(pod({ ...debugBase, ...parts }), indexEvents([])));
    expect(actions).toEqual({ ...nothing, ephemeral: [], ...expected });
  });
});
