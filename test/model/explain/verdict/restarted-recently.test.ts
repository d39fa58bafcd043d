import { describe, expect, test } from 'bun:test';
import { explainLive } from '../../../support/explain-live.ts';
import { loadHistories } from '../../../support/histories.ts';
import { at, container, exited, running, sidecar, timestamp } from '../../support/pods.ts';
import { condition, headline, type Moment, verdictAt } from '../../support/verdicts.ts';

const conditions = [condition('Ready', 'True', 30)];

/** It ended at second 30 after a run of so many seconds, and was started again at once. */
function restarted(length: number, restartCount: number, name = 'app') {
  const end = {
    exitCode: 3,
    reason: 'Error',
    startedAt: timestamp(30 - length),
    finishedAt: timestamp(30),
  };
  return running(name, 30, { ready: true, restartCount, lastState: { terminated: end } });
}

const up = (length: number, restarts: number, now: number): Moment => ({
  phase: 'Running',
  conditions,
  appStatuses: [restarted(length, restarts)],
  now,
});

describe('a Ready Pod with a container that has been restarted', () => {
  test('is not healthy until the run is longer than the one that failed', () => {
    expect(verdictAt(up(20, 1, 45))).toMatchObject({
      code: 'RestartedRecently',
      outcome: 'progressing',
      container: 'app',
      since: at(30),
    });
    expect(headline(up(20, 1, 53))).toEqual(['Ready', 'healthy']);
  });

  test('more than once is not before the kubelet forgets it, ten minutes later', () => {
    expect(headline(up(20, 2, 629))).toEqual(['RestartedRecently', 'progressing', 'app']);
    expect(headline(up(20, 2, 630))).toEqual(['Ready', 'healthy']);
  });

  test('is healthy where the run before had lasted ten minutes: the kubelet has forgotten', () => {
    expect(headline(up(600, 3, 45))).toEqual(['Ready', 'healthy']);
  });

  test('is not healthy in its first seconds, however short the run was that failed', () => {
    expect(headline(up(0, 1, 36))[0]).toBe('RestartedRecently');
    expect(headline(up(0, 1, 38))).toEqual(['Ready', 'healthy']);
  });

  test('is told of sidecars too', () => {
    const moment: Moment = {
      phase: 'Running',
      conditions,
      init: [sidecar('proxy')],
      initStatuses: [restarted(20, 1, 'proxy')],
      appStatuses: [running('app', 12, { ready: true })],
      now: 45,
    };
    expect(verdictAt(moment)).toMatchObject({ code: 'RestartedRecently', container: 'proxy' });
  });

  test('is healthy where a lost sandbox has ended it, as later init containers show', () => {
    const moment = { ...up(20, 1, 45), init: [container('migrate')] };
    const again = [exited('migrate', 0, 33)];
    expect(headline({ ...moment, initStatuses: again })).toEqual(['Ready', 'healthy']);
    const before = [exited('migrate', 0, 9)];
    expect(headline({ ...moment, initStatuses: before })[0]).toBe('RestartedRecently');
  });
});

describe('R11 a Pod whose containers are all restarted, time and again', () => {
  const samples =
    loadHistories().find(({ scenario }) => scenario === 'restart-all-loop')?.samples ?? [];
  const verdicts = samples.map(({ pod, events, observedAt }) => ({
    restarts: pod.status?.containerStatuses?.[0]?.restartCount ?? 0,
    verdict: explainLive({ pod, events, now: observedAt }).verdict,
  }));

  test('is stuck from the second time on, whichever container has its turn', () => {
    const before = verdicts.filter(({ restarts }) => restarts < 2);
    expect(before.some(({ verdict }) => verdict.outcome === 'stuck')).toBe(false);
    const after = verdicts.filter(({ restarts }) => restarts >= 2);
    const onTheWay = after.filter(({ verdict }) => /^Init|^Re(start|init).*ing/.test(verdict.code));
    expect(onTheWay.length).toBeGreaterThan(2);
    expect(onTheWay.every(({ verdict }) => verdict.outcome === 'stuck')).toBe(true);
  });

  test('is not healthy while it is Ready in between', () => {
    const ready = verdicts.filter(({ restarts }) => restarts >= 2).map(({ verdict }) => verdict);
    expect(ready.map(({ code }) => code)).toContain('RestartedRecently');
    expect(ready.map(({ code }) => code)).not.toContain('Ready');
  });
});
