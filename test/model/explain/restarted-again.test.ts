import { describe, expect, test } from 'bun:test';
import { container, event, exited, running, sidecar, terminated } from '../support/pods.ts';
import { condition, explained } from '../support/verdicts.ts';

const phase = 'Running';
const conditions = [condition('Ready', 'True', 20)];
const again = (name: string, exitCode: number, reason?: string) =>
  running(name, 20, {
    ready: true,
    restartCount: 3,
    lastState: { terminated: terminated(exitCode, 18, reason) },
  });
test('R23 STATUS about a sidecar that starts again is about the sidecar, though the Pod is Ready', () => {
  const { misleading } = explained({
    phase,
    conditions,
    init: [sidecar('envoy', { startupProbe: {} })],
    initStatuses: [{ ...again('envoy', 137), started: false, ready: false }],
    appStatuses: [running('app', 5, { ready: true })],
    now: 21,
  });
  expect(misleading).toEqual({ code: 'sidecar-fails-after-start', container: 'envoy' });
});

test('what a probe said of an earlier run is told once, as the cause of its end', () => {
  const envoy = 'spec.initContainers{envoy}';
  const found = explained({
    phase,
    conditions: [condition('Ready', 'False', 20), condition('ContainersReady', 'False', 20)],
    init: [sidecar('envoy', { livenessProbe: {} })],
    initStatuses: [{ ...again('envoy', 137), ready: false }],
    appStatuses: [running('app', 5, { ready: true })],
    events: [
      event(envoy, 'Unhealthy', 15, 'Liveness probe failed: no'),
      event(envoy, 'Killing', 16, 'Container envoy failed liveness probe, will be restarted'),
    ],
    now: 21,
  });
  expect(found.verdict.code).toBe('NotReady');
  expect(found.verdict.message).toBeUndefined();
  expect(found.causes).toMatchObject([
    { code: 'recent-restart', restarts: 3 },
    { code: 'killed-by-probe', message: 'no' },
    { code: 'killed-while-starting' },
  ]);
});

describe('an app that runs again, and is not ready yet', () => {
  const loop = (restartCount: number, now: number) =>
    explained({
      phase,
      conditions: [condition('Ready', 'False', 20), condition('ContainersReady', 'False', 20)],
      appStatuses: [{ ...again('app', 1, 'Error'), restartCount, ready: false }],
      now,
    });

  test('is stuck as between any two crashes, and its log is that of the one before', () => {
    const { verdict, causes, log } = loop(3, 21);
    expect(verdict).toMatchObject({ code: 'NotReady', outcome: 'stuck', reason: 'Error' });
    expect(causes).toMatchObject([{ code: 'recent-restart', exitCode: 1, restarts: 3 }]);
    expect(log).toEqual({ container: 'app', previous: true });
  });

  test('after a first crash only as long as it has not run for longer than before', () => {
    expect(loop(1, 21).verdict.outcome).toBe('stuck');
    const { verdict, log } = loop(1, 80);
    expect(verdict.outcome).toBe('progressing');
    expect(log).toEqual({ container: 'app', previous: false });
  });
});

describe('restartPolicyRules of the container to blame are told', () => {
  const rule = { action: 'Restart', exitCodes: { operator: 'In', values: [75] } } as const;
  const ruled = { restartPolicy: 'Never', restartPolicyRules: [rule] } as const;
  const told = { code: 'restart-rules', rules: [{ action: 'Restart', operator: 'In' }] };

  test('of an app container', () => {
    const { notes } = explained({
      phase,
      restartPolicy: 'Never',
      app: [container('app', ruled)],
      appStatuses: [exited('app', 75, 20, { restartCount: 1 })],
      now: 21,
    });
    expect(notes).toContainEqual(expect.objectContaining({ ...told, rules: expect.anything() }));
  });

  test('of an init container, in place of its restartPolicy', () => {
    const { notes } = explained({
      restartPolicy: 'Never',
      init: [container('fetch', ruled)],
      initStatuses: [exited('fetch', 75, 20, { restartCount: 1 })],
      now: 21,
    });
    const codes = notes.map(({ code }) => code);
    expect(codes).toContain('restart-rules');
    expect(codes).not.toContain('restarts-on-failure');
  });
});

describe('R25 a sidecar that was stopped when the work was done', () => {
  const noteOf = (exitCode: number, end: number) =>
    explained({
      phase: 'Succeeded',
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 8,
      init: [sidecar('proxy')],
      initStatuses: [exited('proxy', exitCode, end)],
      appStatuses: [exited('app', 0, 20)],
      now: 40,
    }).notes.find(({ code }) => code === 'stopped-sidecar');

  test('used up the grace period if it did not end on SIGTERM', () => {
    const stopped = { code: 'stopped-sidecar', container: 'proxy', exitCode: 137 } as const;
    expect(noteOf(137, 28)).toEqual({ ...stopped, graceSeconds: 8 });
    expect(noteOf(137, 22)).toEqual(stopped);
  });

  test('ended in time if SIGTERM ended it', () => {
    expect(noteOf(143, 28)).toEqual({ code: 'stopped-sidecar', container: 'proxy', exitCode: 143 });
  });
});
