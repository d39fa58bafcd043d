import { describe, expect, test } from 'bun:test';
import { kubeletView } from '../../../../src/model/explain/kubelet/kubelet-view.ts';
import type { NextStart } from '../../../../src/model/explain/kubelet/next-condition.ts';
import { nextStart, nextStarts } from '../../../../src/model/explain/kubelet/next-start.ts';
import type { ContainerStatus, PodEvent } from '../../../../src/model/kubernetes/api.ts';
import { indexEvents } from '../../../../src/model/kubernetes/events.ts';
import {
  at,
  container,
  crashLoop,
  event,
  exited,
  type PodParts,
  pod,
  running,
  sandbox,
  sidecar,
  terminated,
  timestamp,
  waiting,
} from '../../support/pods.ts';

const NOW = 20;
const ab = { init: [container('a'), container('b')] };
const waitingAll = [waiting('a', 'PodInitializing'), waiting('b', 'PodInitializing')];
const a = 'spec.initContainers{a}';
const app = 'spec.containers{app}';
const other = [container('app'), container('other')];
const creating = [waiting('app', 'ContainerCreating'), waiting('other', 'ContainerCreating')];
const hook = { lifecycle: { postStart: {} } };
const now = { kind: 'now' } as const;

function start(name: string, condition: NextStart['condition']): NextStart {
  return { container: name, action: 'start', condition };
}

function restart(name: string, condition: NextStart['condition']): NextStart {
  return { container: name, action: 'restart', condition };
}

/** RestartAllContainers: the kubelet counts the restart when it removes the container. */
function removed(name: string): ContainerStatus {
  const reason = 'RestartingAllContainers';
  const lastState = { terminated: { exitCode: 137, reason } };
  return { ...waiting(name, reason), lastState, restartCount: 1 };
}

type Case = readonly [string, PodParts, NextStart | undefined, PodEvent[]?];

const CASES: readonly Case[] = [
  [
    'R2 an unscheduled Pod waits for its node',
    { ...ab, nodeName: '', status: { conditions: [] } },
    start('a', { kind: 'scheduled' }),
  ],
  [
    'R2 the first container waits for the sandbox',
    { ...ab, initStatuses: waitingAll, status: { conditions: [sandbox('False', 1)] } },
    start('a', { kind: 'sandbox' }),
  ],
  ['R1 the first init container is next', { ...ab, initStatuses: waitingAll }, start('a', now)],
  [
    'R1 a pull in progress names its image',
    { ...ab, initStatuses: waitingAll },
    start('a', { kind: 'image', image: 'a:1', retrying: false }),
    [event(a, 'Pulling', 5)],
  ],
  [
    'R1 a finished pull is over',
    { ...ab, initStatuses: waitingAll },
    start('a', now),
    [event(a, 'Pulling', 5), event(a, 'Pulled', 7)],
  ],
  [
    'R1 a failing pull is retried',
    { ...ab, initStatuses: [waiting('a', 'ImagePullBackOff')] },
    start('a', { kind: 'image', image: 'a:1', retrying: true }),
  ],
  [
    'R1 a configuration that lacks something is retried',
    { ...ab, initStatuses: [waiting('a', 'CreateContainerConfigError')] },
    start('a', { kind: 'config' }),
  ],
  [
    'R1 the second init container waits for the first to exit 0',
    { ...ab, initStatuses: [running('a'), waiting('b', 'PodInitializing')] },
    start('b', { kind: 'exits-0', container: 'a' }),
  ],
  [
    'R1 a Started event counts before the status is written',
    { ...ab, initStatuses: waitingAll },
    start('b', { kind: 'exits-0', container: 'a' }),
    [event(a, 'Started', 6)],
  ],
  [
    'R1 once the first has succeeded the second starts',
    { ...ab, initStatuses: [exited('a', 0), waiting('b', 'PodInitializing')] },
    start('b', now),
  ],
  [
    'R3 a first failure is retried at once',
    { ...ab, initStatuses: [exited('a', 1)] },
    restart('a', now),
  ],
  [
    'R3 a failing init container is retried after its back-off',
    { ...ab, initStatuses: [crashLoop('a', '20s', 10, 2)] },
    restart('a', { kind: 'backoff', delaySeconds: 20, earliest: at(30), latest: at(41) }),
  ],
  [
    'R3 a back-off is foreseen before the kubelet announces it',
    { ...ab, initStatuses: [exited('a', 1, 15, { restartCount: 1 })] },
    restart('a', { kind: 'backoff', delaySeconds: 10, earliest: at(25), latest: at(31) }),
  ],
  [
    'R4 nothing starts after a failure under Never',
    { ...ab, restartPolicy: 'Never', initStatuses: [exited('a', 1)] },
    undefined,
  ],
  [
    'R5 the first app container waits for the last init container',
    { ...ab, initStatuses: [exited('a', 0), running('b', 3)] },
    start('app', { kind: 'exits-0', container: 'b' }),
  ],
  [
    'R5 the second app container starts without waiting for the first to be ready',
    { app: other, appStatuses: [running('app', 3, { ready: false }), waiting('other', '')] },
    start('other', now),
  ],
  [
    'R5 a postStart hook keeps the next app container waiting',
    { app: [container('app', hook), container('other')], appStatuses: creating },
    start('other', { kind: 'post-start', container: 'app' }),
    [event(app, 'Started', 6)],
  ],
  [
    'R5 a pull of the second app container shows though the status of the first is old',
    { app: other, appStatuses: creating },
    start('other', { kind: 'image', image: 'other:1', retrying: false }),
    [event(app, 'Started', 6), event('spec.containers{other}', 'Pulling', 6)],
  ],
  [
    'R5 an app whose pull has just failed lets the next one start',
    { app: other, appStatuses: creating },
    start('other', now),
    [event(app, 'Pulling', 5), event(app, 'Failed', 6, 'Failed to pull image "app:1": not found')],
  ],
  [
    'R10 a container that was killed and has started since is not started again',
    { app: [container('app')], appStatuses: [running('app', 2)] },
    undefined,
    [
      { ...event(app, 'Started', 2), lastTimestamp: timestamp(9), count: 2 },
      event(app, 'Killing', 9, 'Container app failed liveness probe, will be restarted'),
    ],
  ],
  [
    'R10 a container that was killed and has not started since is started again',
    { app: [container('app')], appStatuses: [running('app', 2)] },
    restart('app', { kind: 'killed', since: at(9), latest: at(39), backoff: 'none' }),
    [
      event(app, 'Started', 2),
      event(app, 'Killing', 9, 'Container app failed liveness probe, will be restarted'),
    ],
  ],
  [
    'R10 a kill by the liveness probe has the grace period of that probe, not of the startup probe',
    {
      app: [
        container('app', {
          startupProbe: { terminationGracePeriodSeconds: 60 },
          livenessProbe: { terminationGracePeriodSeconds: 5 },
        }),
      ],
      appStatuses: [running('app', 2, { started: true })],
    },
    restart('app', { kind: 'killed', since: at(9), latest: at(14), backoff: 'none' }),
    [
      event(app, 'Started', 2),
      event(app, 'Killing', 9, 'Container app failed liveness probe, will be restarted'),
    ],
  ],
  [
    'R5 an app that could not be created lets the next one start, before the status says so',
    { app: other, appStatuses: creating },
    start('other', now),
    [event(app, 'Pulled', 5), event(app, 'Failed', 5, 'Error: cannot load seccomp profile')],
  ],
  [
    'R5 one that was created and could not be started is started again first',
    { app: other, appStatuses: creating },
    start('app', now),
    [
      event(app, 'Pulled', 5),
      event(app, 'Created', 5),
      event(app, 'Failed', 5, 'Error: exec: "server": executable file not found in $PATH'),
    ],
  ],
  [
    'R3 a run that failed and was followed by another start within one second is over',
    { ...ab, initStatuses: [exited('a', 1, 9)] },
    start('b', { kind: 'exits-0', container: 'a' }),
    [{ ...event(a, 'Started', 5), lastTimestamp: timestamp(9), count: 2 }],
  ],
  [
    'R3 the start of the very run that failed within one second is no other start',
    { ...ab, initStatuses: [exited('a', 1, 9)] },
    restart('a', now),
    [event(a, 'Started', 9)],
  ],
  [
    'R11 a container that all were removed with is started again',
    { ...ab, initStatuses: [removed('a')] },
    restart('a', now),
    [event(a, 'Started', 2)],
  ],
  [
    'R11 a container that all were removed with runs once there is another Started event',
    { ...ab, initStatuses: [removed('a')] },
    start('b', { kind: 'exits-0', container: 'a' }),
    [{ ...event(a, 'Started', 2), lastTimestamp: timestamp(9), count: 2 }],
  ],
  [
    'R11 results of an earlier sandbox do not count while the first init container is pulled',
    {
      ...ab,
      initStatuses: [exited('a', 0, 2), exited('b', 0, 4)],
      appStatuses: [
        waiting('app', 'PodInitializing', { lastState: { terminated: terminated(255, 12) } }),
      ],
      status: { conditions: [sandbox('True', 15)] },
    },
    restart('a', now),
  ],
  [
    'R11 the second init container runs again after the first',
    {
      ...ab,
      initStatuses: [running('a', 17, { restartCount: 1 }), exited('b', 0, 4)],
      appStatuses: [exited('app', 255, 12)],
    },
    restart('b', { kind: 'exits-0', container: 'a' }),
  ],
  [
    'R11 a lost sandbox brings the first init container back',
    {
      ...ab,
      initStatuses: [exited('a', 0, 2), exited('b', 0, 4)],
      appStatuses: [exited('app', 255, 12)],
      status: { conditions: [sandbox('False', 13)] },
    },
    restart('a', { kind: 'sandbox' }),
  ],
  [
    'R10 completed init containers are not run again when an app container restarts',
    {
      ...ab,
      initStatuses: [exited('a', 0, 2), exited('b', 0, 4)],
      appStatuses: [exited('app', 1, 12)],
    },
    restart('app', now),
  ],
  [
    'R12 nothing starts once the deadline has failed the Pod',
    {
      ...ab,
      initStatuses: [exited('a', 1)],
      status: { phase: 'Failed', reason: 'DeadlineExceeded' },
    },
    undefined,
  ],
  ['nothing starts in a Pod that is being deleted', { ...ab, deleted: true }, undefined],
  [
    'R22 a sidecar without startup probe lets the next one start once it runs',
    { init: [sidecar('a'), container('b')], initStatuses: [running('a')] },
    start('b', now),
  ],
  [
    'R22 a startup probe holds the app back, with the time of the kill',
    {
      init: [
        sidecar('a', {
          startupProbe: { initialDelaySeconds: 2, periodSeconds: 5, failureThreshold: 4 },
        }),
      ],
      initStatuses: [running('a', 10, { started: false })],
    },
    start('app', {
      kind: 'startup-probe',
      container: 'a',
      // The first probe comes with the delay at the earliest, and a period later at the latest.
      killEarliest: at(10 + 2 + 15),
      killLatest: at(10 + 2 + 20 + 1),
    }),
  ],
  [
    'R22 a failed startup probe restarts the sidecar',
    {
      init: [sidecar('a', { startupProbe: {} })],
      initStatuses: [running('a', 10, { started: false })],
    },
    restart('a', { kind: 'killed', since: at(15), latest: at(45), backoff: 'none' }),
    [event(a, 'Killing', 15, 'Init container a failed startup probe')],
  ],
  [
    'R23 a sidecar is restarted beside a running app, even under Never',
    {
      init: [sidecar('a')],
      restartPolicy: 'Never',
      initStatuses: [exited('a', 0, 12)],
      appStatuses: [running('app', 3)],
    },
    restart('a', now),
  ],
  [
    'R23 an image-broken sidecar does not stop the next one once its gate is passed',
    {
      init: [sidecar('a'), container('b')],
      initStatuses: [waiting('a', 'ImagePullBackOff'), running('b', 10)],
    },
    start('app', { kind: 'exits-0', container: 'b' }),
  ],
  [
    'R25 a sidecar is not restarted once all apps of a Job are done',
    {
      init: [sidecar('a')],
      restartPolicy: 'OnFailure',
      initStatuses: [exited('a', 143, 14)],
      appStatuses: [exited('app', 0, 12)],
    },
    undefined,
  ],
  [
    'nothing starts in a Pod that runs well',
    {
      ...ab,
      initStatuses: [exited('a', 0, 2), exited('b', 0, 4)],
      appStatuses: [running('app', 5)],
    },
    undefined,
  ],
  [
    'R11 RestartAllContainers begins with the first init container',
    {
      ...ab,
      initStatuses: [exited('a', 0, 2), exited('b', 0, 4)],
      appStatuses: [running('app', 5)],
      status: {
        conditions: [
          sandbox('True', 0),
          {
            type: 'AllContainersRestarting',
            status: 'True',
            lastTransitionTime: '2026-01-01T00:00:15Z',
          },
        ],
      },
    },
    restart('a', now),
  ],
];

describe('nextStart', () => {
  test.each(CASES)('%s', (_, parts, expected, events = []) => {
    expect(nextStart(kubeletView(pod(parts), indexEvents(events)), at(NOW))).toEqual(expected);
  });
});

describe('nextStarts', () => {
  const init = [sidecar('side'), container('a')];
  const names = (sideDelay: string, initStartedAt: number) =>
    nextStarts(
      kubeletView(
        pod({
          init,
          initStatuses: [crashLoop('side', sideDelay, 15, 3), running('a', initStartedAt)],
        }),
        indexEvents([]),
      ),
      at(NOW),
    ).map((next) => next.container);

  test('R23 a restart due in seconds comes before what waits for a long run to end', () => {
    expect(names('10s', 1)).toEqual(['side', 'app']);
  });

  test('R1 what waits for a run that has just begun comes before a distant restart', () => {
    expect(names('5m0s', 19)).toEqual(['app', 'side']);
  });

  test('R23 of two back-offs the one that ends first comes first', () => {
    const initStatuses = [crashLoop('side', '40s', 15, 3), crashLoop('a', '10s', 18, 1)];
    const found = nextStarts(kubeletView(pod({ init, initStatuses }), indexEvents([])), at(NOW));
    expect(found.map((next) => next.container)).toEqual(['a', 'side']);
  });

  test('R5 app containers start in the order of the spec, not of their statuses', () => {
    const app = [container('z'), container('y')];
    const appStatuses = [waiting('y', 'ContainerCreating'), waiting('z', 'ContainerCreating')];
    const found = nextStarts(kubeletView(pod({ app, appStatuses }), indexEvents([])), at(NOW));
    expect(found.map((next) => next.container)).toEqual(['z', 'y']);
  });
});
