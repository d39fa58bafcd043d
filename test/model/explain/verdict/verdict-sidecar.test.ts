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
  waiting,
} from '../../support/pods.ts';
import { condition, explained, headline, verdictAt } from '../../support/verdicts.ts';

const probed = sidecar('proxy', { startupProbe: { periodSeconds: 2 } });
const appStatuses = [waiting('app', 'PodInitializing')];

describe('a sidecar whose gate is shut', () => {
  test('R22 holds the next one until its startup probe passes', () => {
    const initStatuses = [running('proxy', 3, { started: false })];
    expect(verdictAt({ init: [probed], initStatuses, appStatuses })).toMatchObject({
      code: 'SidecarStarting',
      outcome: 'progressing',
      container: 'proxy',
      since: at(3),
      holdsBack: ['app'],
    });
  });

  test('R22 a crash before it passes is another matter', () => {
    const initStatuses = [crashLoop('proxy', '20s', 5, 2)];
    expect(headline({ init: [probed], initStatuses, appStatuses })).toEqual([
      'SidecarCrashGating',
      'stuck',
      'proxy',
    ]);
  });

  test('R22 R23 exit code 0 is a crash too: a sidecar must stay', () => {
    const initStatuses = [exited('proxy', 0, 5)];
    const moment = { init: [probed], initStatuses, appStatuses, restartPolicy: 'Never' as const };
    expect(headline(moment)).toEqual(['SidecarCrashGating', 'stuck', 'proxy']);
  });

  test('R22 a startup probe that kills again and again does not count as progress', () => {
    const lastState = { terminated: { ...terminated(137, 40), startedAt: '2026-01-01T00:00:04Z' } };
    const initStatuses = [running('proxy', 50, { started: false, restartCount: 1, lastState })];
    const moment = { init: [probed], initStatuses, appStatuses };
    expect(headline({ ...moment, now: 60 })).toEqual(['SidecarStarting', 'stuck', 'proxy']);
    expect(headline({ ...moment, now: 90 })).toEqual(['SidecarStarting', 'progressing', 'proxy']);
  });

  test('R22 without a startup probe a running process lets the next one start', () => {
    const initStatuses = [running('proxy', 3), waiting('migrate', 'PodInitializing')];
    const init = [sidecar('proxy'), container('migrate')];
    expect(headline({ init, initStatuses, appStatuses })).toEqual([
      'InitStarting',
      'progressing',
      'migrate',
    ]);
  });

  test('a postStart hook blocks although the API still says waiting', () => {
    const init = [sidecar('proxy', { lifecycle: { postStart: {} } }), container('migrate')];
    const initStatuses = [
      waiting('proxy', 'PodInitializing'),
      waiting('migrate', 'PodInitializing'),
    ];
    const events = [event('spec.initContainers{proxy}', 'Started', 4)];
    expect(verdictAt({ init, initStatuses, appStatuses, events })).toMatchObject({
      code: 'PostStartBlocking',
      outcome: 'progressing',
      container: 'proxy',
      since: at(4),
      holdsBack: ['migrate', 'app'],
    });
    const next = event('spec.initContainers{migrate}', 'Pulling', 6);
    expect(headline({ init, initStatuses, appStatuses, events: [...events, next] })).toEqual([
      'ImagePulling',
      'progressing',
      'migrate',
    ]);
  });

  test('its image is told like that of any other', () => {
    const initStatuses = [waiting('proxy', 'ImagePullBackOff')];
    expect(headline({ init: [probed], initStatuses, appStatuses })).toEqual([
      'ImageFailing',
      'stuck',
      'proxy',
    ]);
  });
});

describe('a sidecar whose gate is passed', () => {
  const up = {
    phase: 'Running' as const,
    init: [probed],
    appStatuses: [running('app', 5, { ready: true })],
    conditions: [condition('Ready', 'False', 8, 'ContainersNotReady')],
  };

  test('R22 R23 crashes without holding anybody back', () => {
    const { verdict, notes } = explained({
      ...up,
      initStatuses: [crashLoop('proxy', '40s', 9, 3)],
    });
    expect(verdict).toMatchObject({
      code: 'SidecarDegraded',
      outcome: 'stuck',
      container: 'proxy',
      holdsBack: [],
    });
    expect(notes).toContainEqual({ code: 'gate-already-passed', container: 'proxy' });
  });

  test('R22 crashes while the next init container goes on', () => {
    const init = [probed, container('migrate')];
    const initStatuses = [crashLoop('proxy', '40s', 9, 3), running('migrate', 6)];
    expect(verdictAt({ init, initStatuses, appStatuses })).toMatchObject({
      code: 'InitRunning',
      container: 'migrate',
      holdsBack: ['app'],
    });
  });

  test("R24 its readiness counts for the Pod's, not for the start order", () => {
    const init = [sidecar('proxy', { readinessProbe: {} })];
    const initStatuses = [running('proxy', 3, { ready: false })];
    expect(headline({ ...up, init, initStatuses })).toEqual(['NotReady', 'progressing', 'proxy']);
    expect(headline({ ...up, init, initStatuses, appStatuses })).toEqual([
      'AppStarting',
      'progressing',
      'app',
    ]);
  });

  test('an app container that fails goes before it', () => {
    const moment = {
      ...up,
      initStatuses: [crashLoop('proxy', '40s', 9, 3)],
      appStatuses: [crashLoop('app', '40s', 9, 3)],
    };
    expect(headline(moment)).toEqual(['AppBackoff', 'stuck', 'app']);
  });
});
