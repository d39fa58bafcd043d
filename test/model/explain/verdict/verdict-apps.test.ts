import { describe, expect, test } from 'bun:test';
import {
  at,
  container,
  crashLoop,
  event,
  exited,
  running,
  sidecar,
  waiting,
} from '../../support/pods.ts';
import { condition, headline, podEvent, verdictAt } from '../../support/verdicts.ts';

const two = [container('web'), container('cache')];
const phase = 'Running';
const notReady = [condition('Ready', 'False', 6, 'ContainersNotReady')];

describe('app containers', () => {
  test('R5 R8 a Ready Pod is healthy since its condition says so', () => {
    const appStatuses = [running('app', 5, { ready: true })];
    const conditions = [condition('Ready', 'True', 7)];
    expect(verdictAt({ phase, appStatuses, conditions })).toMatchObject({
      code: 'Ready',
      outcome: 'healthy',
      since: at(7),
      evidence: ['status.conditions[Ready] = True'],
    });
  });

  test('R5 start once all init containers are done', () => {
    const appStatuses = [waiting('app', 'PodInitializing')];
    const done = { init: [container('migrate')], initStatuses: [exited('migrate', 0, 4)] };
    expect(verdictAt({ ...done, appStatuses })).toMatchObject({
      code: 'AppStarting',
      outcome: 'progressing',
      container: 'app',
      since: at(4),
    });
  });

  test('the pull of one delays those listed after it', () => {
    const appStatuses = [
      waiting('cache', 'ContainerCreating'),
      waiting('web', 'ContainerCreating'),
    ];
    const events = [event('spec.containers{web}', 'Pulling', 3)];
    expect(verdictAt({ app: two, appStatuses, events })).toMatchObject({
      code: 'AppPulling',
      container: 'web',
      since: at(3),
      holdsBack: ['cache'],
    });
  });

  test('one that runs by its events alone is not said to be pulled for', () => {
    const appStatuses = [
      waiting('cache', 'ContainerCreating'),
      waiting('web', 'ContainerCreating'),
    ];
    const events = [
      event('spec.containers{web}', 'Started', 2),
      event('spec.containers{cache}', 'Pulling', 3),
    ];
    expect(verdictAt({ app: two, appStatuses, events })).toMatchObject({
      code: 'AppPulling',
      container: 'cache',
      holdsBack: [],
    });
  });

  test('a postStart hook blocks those listed after it', () => {
    const app = [container('web', { lifecycle: { postStart: {} } }), container('cache')];
    const appStatuses = [
      waiting('cache', 'ContainerCreating'),
      waiting('web', 'ContainerCreating'),
    ];
    const events = [event('spec.containers{web}', 'Started', 2)];
    const moment = { app, appStatuses, events };
    expect(verdictAt(moment)).toMatchObject({
      code: 'PostStartBlocking',
      outcome: 'progressing',
      container: 'web',
      holdsBack: ['cache'],
    });
    expect(verdictAt({ ...moment, now: 130 }).outcome).toBe('stuck');
  });

  test('the crash and the back-off after it are one situation', () => {
    const crashed = { phase, appStatuses: [exited('app', 1, 8, { restartCount: 3 })] } as const;
    const backedOff = { phase, appStatuses: [crashLoop('app', '40s', 8, 3)] } as const;
    for (const moment of [crashed, backedOff]) {
      expect(verdictAt(moment)).toMatchObject({
        code: 'AppBackoff',
        outcome: 'stuck',
        container: 'app',
        since: at(8),
        reason: 'Error',
      });
    }
  });

  test('of two, the one that needs somebody goes first', () => {
    const appStatuses = [waiting('cache', 'ErrImagePull'), running('web', 3)];
    expect(headline({ app: two, appStatuses })).toEqual(['ImageFailing', 'stuck', 'cache']);
  });

  test('a startup probe that has not passed is start-up', () => {
    const app = [container('app', { startupProbe: {} })];
    const appStatuses = [running('app', 3, { started: false })];
    expect(verdictAt({ phase, app, appStatuses })).toMatchObject({
      code: 'AppStarting',
      outcome: 'progressing',
      since: at(3),
    });
  });

  test('a readiness probe may fail for five minutes', () => {
    const appStatuses = [running('app', 3, { ready: false })];
    const message = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
    const events = [event('spec.containers{app}', 'Unhealthy', 9, message, 'Warning')];
    const moment = { phase, appStatuses, conditions: notReady, events } as const;
    expect(verdictAt(moment)).toMatchObject({
      code: 'NotReady',
      outcome: 'progressing',
      container: 'app',
      message,
    });
    expect(verdictAt({ ...moment, now: 310 }).outcome).toBe('stuck');
  });

  test('a readiness gate is named when every container is ready', () => {
    const found = verdictAt({
      phase,
      readinessGates: [{ conditionType: 'example.com/lb' }],
      appStatuses: [running('app', 3, { ready: true })],
      conditions: [condition('Ready', 'False', 6, 'ReadinessGatesNotReady')],
    });
    expect(found).toMatchObject({ code: 'ReadinessGate', reason: 'ReadinessGatesNotReady' });
    expect(found.evidence).toContain('spec.readinessGates: example.com/lb is not True');
  });

  test('a node that does not answer makes its Pods not ready', () => {
    const found = verdictAt({
      phase,
      appStatuses: [running('app', 3, { ready: true })],
      conditions: [condition('Ready', 'False', 6)],
      events: [podEvent('NodeNotReady', 6, 'Node is not ready')],
    });
    expect(found).toMatchObject({ code: 'NotReady', reason: 'NodeNotReady' });
    expect(found.container).toBeUndefined();
  });
});

describe('a Pod that runs to its end', () => {
  const job = { phase, restartPolicy: 'Never', conditions: notReady } as const;
  const init = [sidecar('logs')];
  const initStatuses = [running('logs', 2, { ready: true })];

  test('R25 is completing while its sidecar is stopped', () => {
    const appStatuses = [exited('app', 0, 9)];
    const moment = { ...job, init, initStatuses, appStatuses };
    expect(verdictAt(moment)).toMatchObject({
      code: 'Completing',
      outcome: 'progressing',
      container: 'logs',
      since: at(9),
      holdsBack: [],
    });
    expect(verdictAt({ ...moment, now: 60 }).outcome).toBe('stuck');
  });

  test('R25 is stuck where only a helper goes on, after some minutes in which it may end', () => {
    const app = [container('work'), container('helper')];
    const appStatuses = [running('helper', 2, { ready: true }), exited('work', 0, 9)];
    expect(headline({ ...job, app, appStatuses, now: 180 })).toEqual([
      'Completing',
      'progressing',
      'helper',
    ]);
    expect(headline({ ...job, app, appStatuses, now: 4000 })).toEqual([
      'Completing',
      'stuck',
      'helper',
    ]);
  });

  test('OnFailure starts a failed container again', () => {
    const appStatuses = [exited('app', 1, 9)];
    expect(headline({ ...job, restartPolicy: 'OnFailure', appStatuses })).toEqual([
      'AppBackoff',
      'stuck',
      'app',
    ]);
  });
});
