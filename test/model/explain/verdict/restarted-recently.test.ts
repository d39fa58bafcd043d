import { describe, expect, test } from 'bun:test';
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
