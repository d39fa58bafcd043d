import { describe, expect, test } from 'bun:test';
import { kubeletView } from '../../../../src/model/explain/kubelet/kubelet-view.ts';
import { podActions } from '../../../../src/model/explain/kubelet/pod-actions.ts';
import type { ContainerStatus, RestartPolicy } from '../../../../src/model/kubernetes/api.ts';
import { indexEvents } from '../../../../src/model/kubernetes/events.ts';
import {
  container,
  event,
  exited,
  type PodParts,
  pod,
  running,
  sandbox,
  waiting,
} from '../../support/pods.ts';

const app = ['foo1', 'foo2', 'foo3'].map((name) => container(name));
const policy = (restartPolicy: RestartPolicy): PodParts => ({ restartPolicy });
const dead: PodParts = { status: { conditions: [sandbox('False', 10)] } };
const unknown: ContainerStatus = {
  name: 'foo2',
  state: { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' } },
};
const nothing = { createSandbox: false, killPod: false, ephemeral: [], init: [], app: [] };

/** TestComputePodActions and TestComputePodActionsWithContainerRestartRules: app containers. */
const up = ['foo1', 'foo2', 'foo3'].map((name) => running(name));
const withPolicies = (policies: readonly (RestartPolicy | undefined)[]): PodParts => ({
  app: policies.map((restartPolicy, index) =>
    container(`foo${index + 1}`, restartPolicy && { restartPolicy }),
  ),
});
const twoExits = [exited('foo1', 0), exited('foo2', 111), running('foo3')];
const APPS: readonly [string, PodParts, object][] = [
  ['everything is good; do nothing', {}, {}],
  [
    'start pod sandbox and all containers for a new pod',
    { appStatuses: [], status: { conditions: [] } },
    { createSandbox: true, app: [0, 1, 2] },
  ],
  [
    'restart exited containers if Always',
    { ...policy('Always'), appStatuses: twoExits },
    { app: [0, 1] },
  ],
  [
    'restart failed containers if OnFailure',
    { ...policy('OnFailure'), appStatuses: twoExits },
    { app: [1] },
  ],
  ["don't restart containers if Never", { ...policy('Never'), appStatuses: twoExits }, {}],
  [
    'R11 sandbox is dead and Always; recreate everything',
    { ...policy('Always'), ...dead },
    { createSandbox: true, app: [0, 1, 2] },
  ],
  [
    'R11 sandbox is dead and OnFailure; recreate all but the succeeded one',
    {
      ...policy('OnFailure'),
      appStatuses: [running('foo1'), exited('foo2', 0), running('foo3')],
      ...dead,
    },
    { createSandbox: true, app: [0, 2] },
  ],
  [
    'no ready sandbox, Never and all containers exited; no new sandbox',
    {
      ...policy('Never'),
      appStatuses: ['foo1', 'foo2', 'foo3'].map((name) => exited(name, 0)),
      ...dead,
    },
    { killPod: true },
  ],
  [
    'no ready sandbox, OnFailure and all containers succeeded; no new sandbox',
    {
      ...policy('OnFailure'),
      appStatuses: ['foo1', 'foo2', 'foo3'].map((name) => exited(name, 0)),
      ...dead,
    },
    { killPod: true },
  ],
  [
    'no ready sandbox, Never and no containers ever created; create a sandbox',
    { ...policy('Never'), appStatuses: [], ...dead },
    { createSandbox: true, app: [0, 1, 2] },
  ],
  [
    'recreate the container if it is in unknown state',
    {
      ...policy('Never'),
      appStatuses: [running('foo1'), unknown, running('foo3')],
    },
    { app: [1] },
  ],
  [
    'restart the container if it is in created state',
    {
      ...policy('Never'),
      appStatuses: [running('foo1'), waiting('foo2', 'RunContainerError'), running('foo3')],
    },
    { app: [1] },
  ],
  [
    'restart exited containers if their own policy is Always',
    { ...policy('Never'), ...withPolicies(['Always', 'Always', undefined]), appStatuses: twoExits },
    { app: [0, 1] },
  ],
  [
    'restart failed containers if their own policy is OnFailure',
    {
      ...policy('Never'),
      ...withPolicies(['OnFailure', 'OnFailure', undefined]),
      appStatuses: twoExits,
    },
    { app: [1] },
  ],
  [
    'restart created but not started containers if their own policy is OnFailure',
    {
      ...policy('Never'),
      ...withPolicies(['OnFailure', 'OnFailure', undefined]),
      appStatuses: [exited('foo1', 0), waiting('foo2', 'RunContainerError'), running('foo3')],
    },
    { app: [1] },
  ],
  [
    "don't restart containers if their own policy is Never",
    { ...policy('Always'), ...withPolicies(['Never', 'Never', undefined]), appStatuses: twoExits },
    {},
  ],
  [
    'R11 sandbox is dead; recreate all but the succeeded one whose own policy is OnFailure',
    {
      ...policy('Always'),
      ...withPolicies([undefined, 'OnFailure', undefined]),
      appStatuses: [running('foo1'), exited('foo2', 0), running('foo3')],
      ...dead,
    },
    { createSandbox: true, app: [0, 2] },
  ],
];

describe('computePodActions with app containers', () => {
  test.each(APPS)('%s', (_, parts, expected) => {
    const actions = podActions(
      kubeletView(pod({ app, appStatuses: up, ...parts }), indexEvents([])),
    );
    expect(actions).toEqual({ ...nothing, ...expected });
  });

  const KILLS: readonly [string, string, RestartPolicy, number[]][] = [
    ['its spec changed', 'Container foo2 definition changed, will be restarted', 'Never', [1]],
    ['the liveness check has failed', 'Container foo2 failed liveness probe', 'Always', [1]],
    ['the startup check has failed', 'Container foo2 failed startup probe', 'Always', [1]],
    [
      'a probe has failed, but not under Never',
      'Container foo2 failed liveness probe',
      'Never',
      [],
    ],
  ];
  test.each(KILLS)('recreate the container if %s', (_, message, restartPolicy, started) => {
    const killing = event('spec.containers{foo2}', 'Killing', 5, message);
    const parts = { app, appStatuses: up, restartPolicy };
    expect(podActions(kubeletView(pod(parts), indexEvents([killing]))).app).toEqual(started);
  });
});
