import { describe, expect, test } from 'bun:test';
import type { PodEvent } from '../../../../src/model/kubernetes/api.ts';
import { at, container, event, exited, running, sidecar, timestamp } from '../../support/pods.ts';
import { condition, explained } from '../../support/verdicts.ts';

const grace = (until: number) => ({
  code: 'grace-period' as const,
  seconds: 6,
  until: at(until),
  preStop: [],
});
const up = [running('proxy', 2, { ready: true })];
const init = [sidecar('proxy'), container('check')];

describe('R4 an init container failed for good while a sidecar runs', () => {
  const causes = (phase: 'Pending' | 'Failed') =>
    explained({
      phase,
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 6,
      init,
      initStatuses: [...up, exited('check', 5, 20)],
      now: 22,
    }).causes;

  test('the sidecar is stopped, and killed with the end of the grace period', () => {
    expect(causes('Pending')).toContainEqual(grace(26));
  });

  test('once the phase is final nothing is left to stop', () => {
    expect(causes('Failed')).not.toContainEqual(grace(26));
  });
});

describe('R12 a Pod past its deadline', () => {
  const past = {
    terminationGracePeriodSeconds: 6,
    activeDeadlineSeconds: 20,
    appStatuses: [running('app', 5)],
    now: 22,
  };

  test('is told how long what still runs has', () => {
    const conditions = [condition('Ready', 'False', 21, 'PodFailed')];
    const { verdict, causes } = explained({ ...past, phase: 'Running', conditions });
    expect(verdict).toMatchObject({ code: 'DeadlineExceeded', since: at(20) });
    expect(causes).toContainEqual(grace(26));
  });

  test('failed at its deadline, not when its last container was gone', () => {
    const { verdict } = explained({
      ...past,
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      appStatuses: [exited('app', 137, 26)],
      now: 30,
    });
    expect(verdict.since).toBe(at(20));
  });
});

test('R25 a Pod whose only container has just ended has no sidecar that is stopped', () => {
  const { verdict, causes } = explained({
    phase: 'Running',
    restartPolicy: 'Never',
    appStatuses: [exited('app', 0, 9)],
  });
  expect(verdict.code).toBe('Completing');
  expect(causes).toEqual([]);
});

test('a deleted Pod whose containers have all ended has no grace period left to tell of', () => {
  const { verdict, causes } = explained({
    phase: 'Succeeded',
    metadata: { deletionTimestamp: timestamp(18), deletionGracePeriodSeconds: 10 },
    appStatuses: [exited('app', 0, 9)],
  });
  expect(verdict.code).toBe('Terminating');
  expect(causes).toEqual([]);
});

test('R27 a preStop hook that has failed counts against nothing any more', () => {
  const deleted = (...events: readonly PodEvent[]) =>
    explained({
      phase: 'Running',
      metadata: { deletionTimestamp: timestamp(130), deletionGracePeriodSeconds: 30 },
      app: [
        container('app', { lifecycle: { preStop: {} } }),
        container('web', { lifecycle: { preStop: {} } }),
      ],
      appStatuses: [running('app', 1), running('web', 1)],
      events,
      now: 105,
    }).causes;
  const failed = (second: number) =>
    event('spec.containers{app}', 'FailedPreStopHook', second, 'PreStopHook failed');
  expect(deleted(failed(100))).toMatchObject([{ preStop: ['web'], failedHooks: ['app'] }]);
  // That was of a run before.
  expect(deleted(failed(50))).toMatchObject([{ preStop: ['app', 'web'] }]);
});
