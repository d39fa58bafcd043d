import { describe, expect, test } from 'bun:test';
import {
  at,
  container,
  crashLoop,
  event,
  exited,
  running,
  sidecar,
  terminated,
  timestamp,
  waiting,
} from '../support/pods.ts';
import { explained, headline, podEvent } from '../support/verdicts.ts';

const a = 'spec.initContainers{a}';
const app = 'spec.containers{app}';

describe('an event that is newer than the status decides', () => {
  const init = [container('a')];
  const initStatuses = [waiting('a', 'PodInitializing')];
  const with_ = (...messages: string[]) => ({
    init,
    initStatuses,
    events: [
      event(a, 'Pulling', 3),
      ...messages.map((message) => event(a, 'Failed', 5, message, 'Warning')),
    ],
  });

  test.each([
    ['Failed to pull image "a:1": not found', 'ImageFailing'],
    ['Error: ErrImagePull', 'ImageFailing'],
    ['Error: InvalidImageName', 'ImageFailing'],
    ['Error: configmap "x" not found', 'ConfigError'],
    ['Error: secret "x" not found', 'ConfigError'],
    ["Error: couldn't find key k in ConfigMap shop/x", 'ConfigError'],
    ['Error: failed to generate container "0a" spec', 'CreateError'],
  ])('%s', (message, code) => {
    expect(headline(with_(message))).toEqual([code, 'stuck', 'a']);
  });

  test('but not one that is followed by a later step', () => {
    const events = [event(a, 'Failed', 5, 'Error: ErrImagePull'), event(a, 'Pulling', 6)];
    expect(headline({ init, initStatuses, events })).toEqual(['ImagePulling', 'progressing', 'a']);
  });
});

describe('a restart after a failure', () => {
  test('R3 stays a span until the start is seen, also when the span is over', () => {
    const init = [container('a')];
    const initStatuses = [exited('a', 1, 10, { restartCount: 2 })];
    const next = (now: number) => explained({ init, initStatuses, now }).next?.condition;
    const span = { kind: 'backoff', delaySeconds: 20, earliest: at(30), latest: at(41) } as const;
    expect(next(12)).toEqual(span);
    expect(next(35)).toEqual(span);
    expect(next(60)).toEqual(span);
  });

  test('R10 is no restart yet while the kubelet is killing for a probe', () => {
    const found = explained({
      phase: 'Running',
      app: [container('app', { livenessProbe: {} })],
      appStatuses: [running('app', 2, { ready: true })],
      events: [
        event(app, 'Unhealthy', 9, 'Liveness probe failed: no'),
        event(app, 'Killing', 10, 'Container app failed liveness probe, will be restarted'),
      ],
      now: 20,
    });
    expect(found.verdict).toMatchObject({ code: 'ProbeKilling', outcome: 'stuck', message: 'no' });
    expect(found.next?.condition).toEqual({
      kind: 'killed',
      since: at(10),
      latest: at(40),
      backoff: 'none',
    });
  });
});

describe('a postStart hook of a sidecar', () => {
  const moment = {
    init: [sidecar('proxy', { lifecycle: { postStart: {} } })],
    initStatuses: [waiting('proxy', 'PodInitializing')],
    events: [event('spec.initContainers{proxy}', 'Started', 3)],
    now: 20,
  };

  test('R22 keeps the gate shut while it runs, and STATUS does not call it down', () => {
    const { verdict, containers, misleading, notes } = explained(moment);
    expect(verdict).toMatchObject({ code: 'PostStartBlocking', holdsBack: ['app'] });
    expect(containers[0]?.gate).toEqual({ kind: 'must-be-running', passed: false });
    expect(misleading).toBeUndefined();
    expect(notes).toEqual([]);
  });

  test('R22 opens it when the kubelet works on the next container', () => {
    const events = [...moment.events, event(app, 'Pulling', 10)];
    const { verdict, containers } = explained({ ...moment, events });
    expect(verdict).toMatchObject({ code: 'AppPulling', container: 'app' });
    expect(containers[0]?.gate.passed).toBe(true);
  });
});

describe('a startup probe that kills again and again', () => {
  const killed = (second: number, count: number) => ({
    ...event(app, 'Killing', 20, 'Container app failed startup probe, will be restarted'),
    count,
    lastTimestamp: timestamp(second),
  });
  const moment = (count: number, age: number) => ({
    phase: 'Running' as const,
    app: [container('app', { startupProbe: { failureThreshold: 30 } })],
    appStatuses: [
      running('app', 1000, {
        started: false,
        restartCount: count,
        lastState: { terminated: { ...terminated(137, 990), startedAt: timestamp(690) } },
      }),
    ],
    events: [killed(960, count)],
    now: 1000 + age,
  });

  test('is stuck from the second kill on, however long the run lasts', () => {
    expect(headline(moment(2, 5))).toEqual(['AppStarting', 'stuck', 'app']);
    expect(headline(moment(2, 305))).toEqual(['AppStarting', 'stuck', 'app']);
  });

  test('after the first kill it is until the run outlives the one before', () => {
    expect(headline(moment(1, 5))).toEqual(['AppStarting', 'stuck', 'app']);
    expect(headline(moment(1, 305))).toEqual(['AppStarting', 'progressing', 'app']);
  });
});

describe('an image that is never pulled', () => {
  test.each(['ErrImageNeverPull', 'InvalidImageName'])('%s has no back-off', (reason) => {
    const found = explained({ init: [container('a')], initStatuses: [waiting('a', reason)] });
    expect(found.next?.condition).toEqual({
      kind: 'image',
      image: 'a:1',
      retrying: true,
      unpullable: reason,
    });
  });
});

describe('what is told of a Pod that runs no more', () => {
  test('R12 nothing starts next once the deadline has passed', () => {
    const found = explained({
      activeDeadlineSeconds: 5,
      restartPolicy: 'Never',
      init: [container('a')],
      initStatuses: [running('a')],
      conditions: [
        { type: 'Ready', status: 'False', reason: 'PodFailed', lastTransitionTime: timestamp(5) },
      ],
      now: 9,
    });
    expect(found.verdict.code).toBe('DeadlineExceeded');
    expect(found.next).toBeUndefined();
    expect(found.notes).toEqual([]);
  });

  test('R4 nor after an init container failed for good', () => {
    const initStatuses = [exited('a', 1, 5)];
    const found = explained({ restartPolicy: 'Never', init: [container('a')], initStatuses });
    expect(found.next).toBeUndefined();
  });

  test('R27 how long its containers have, what holds them, and who evicted it', () => {
    const found = explained({
      phase: 'Running',
      app: [container('app', { lifecycle: { preStop: {} } })],
      appStatuses: [running('app', 2, { ready: true })],
      metadata: { deletionTimestamp: timestamp(60), deletionGracePeriodSeconds: 30 },
      conditions: [
        {
          type: 'DisruptionTarget',
          status: 'True',
          reason: 'EvictionByEvictionAPI',
          message: 'Eviction API: evicting',
        },
      ],
      now: 40,
    });
    expect(found.causes).toEqual([
      { code: 'disruption', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' },
      // The hook may use up all of it, and then the program has two seconds more.
      { code: 'grace-period', seconds: 30, until: at(62), preStop: ['app'] },
    ]);
  });

  test('whether the kubelet still answers after the grace period', () => {
    const late = { ...podEvent('FailedKillPod', 90), source: { component: 'kubelet' } };
    const found = explained({
      phase: 'Running',
      appStatuses: [running('app', 2)],
      metadata: { deletionTimestamp: timestamp(60), deletionGracePeriodSeconds: 30 },
      events: [late],
      now: 100,
    });
    expect(found.verdict.code).toBe('TerminatingOverdue');
    expect(found.causes).toContainEqual({
      code: 'kubelet-answers',
      event: 'FailedKillPod',
      at: at(90),
    });
  });
});

test('R23 STATUS that is about an earlier sidecar misleads while a later init container runs', () => {
  const { columns, misleading } = explained({
    init: [sidecar('log'), container('a')],
    initStatuses: [crashLoop('log', '10s', 9, 1), running('a', 3)],
  });
  expect(columns.status).toBe('Init:CrashLoopBackOff');
  expect(misleading).toEqual({ code: 'sidecar-fails-after-start', container: 'log' });
});
