import { describe, expect, test } from 'bun:test';
import { at, container, exited, running, timestamp } from '../../support/pods.ts';
import { condition, headline, verdictAt } from '../../support/verdicts.ts';

const up = { phase: 'Running', appStatuses: [running('app', 3, { ready: true })] } as const;

describe('a Pod that is deleted', () => {
  const metadata = { deletionTimestamp: timestamp(40), deletionGracePeriodSeconds: 30 };

  test('terminates within its grace period, counted from the request', () => {
    expect(verdictAt({ ...up, metadata, now: 20 })).toMatchObject({
      code: 'Terminating',
      outcome: 'progressing',
      since: at(10),
    });
  });

  test('is overdue when the grace period and the time to clean up are over', () => {
    expect(headline({ ...up, metadata, now: 50 })).toEqual(['Terminating', 'progressing']);
    expect(headline({ ...up, metadata, now: 60 })).toEqual(['TerminatingOverdue', 'stuck']);
  });

  test('is held by a finalizer once its phase is final', () => {
    const held = { ...metadata, finalizers: ['example.com/keep'] };
    const moment = { metadata: held, appStatuses: [exited('app', 0, 30)], now: 60 };
    const found = verdictAt({ ...moment, phase: 'Succeeded' });
    expect(found).toMatchObject({ code: 'FinalizerHeld', outcome: 'stuck' });
    expect(found.evidence).toContain('metadata.finalizers = example.com/keep');
    expect(headline({ ...up, metadata: held, now: 20 })).toEqual(['Terminating', 'progressing']);
  });
});

describe('a Pod in its last phase', () => {
  test('has succeeded since its last container ended', () => {
    const app = [container('one'), container('two')];
    const appStatuses = [exited('one', 0, 5), exited('two', 0, 9)];
    expect(verdictAt({ phase: 'Succeeded', app, appStatuses })).toMatchObject({
      code: 'Succeeded',
      outcome: 'complete',
      since: at(9),
    });
  });

  test('has failed by the container that failed first', () => {
    const app = [container('one'), container('two'), container('three')];
    const appStatuses = [exited('one', 137, 9), exited('three', 0, 4), exited('two', 2, 5)];
    const moment = { phase: 'Failed', restartPolicy: 'Never', app, appStatuses } as const;
    expect(verdictAt(moment)).toMatchObject({
      code: 'Failed',
      outcome: 'failed',
      container: 'two',
      since: at(5),
      reason: 'Error',
    });
  });

  test('an eviction goes before what the containers say', () => {
    const message = 'The node was low on resource: memory.';
    const appStatuses = [exited('app', 137, 9)];
    const moment = { phase: 'Failed', reason: 'Evicted', message, appStatuses } as const;
    expect(verdictAt(moment)).toMatchObject({ code: 'Evicted', outcome: 'failed', message });
  });

  test('R12 a deadline that passed during init is no failure of the init container', () => {
    const moment = {
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      restartPolicy: 'Never',
      init: [container('slow')],
      initStatuses: [exited('slow', 137, 9)],
    } as const;
    expect(headline(moment)).toEqual(['DeadlineExceeded', 'failed']);
  });

  test('R12 a deadline that passed is the headline while containers are still being stopped', () => {
    const moment = {
      phase: 'Running',
      activeDeadlineSeconds: 10,
      appStatuses: [running('app', 2, { ready: true })],
      conditions: [condition('Ready', 'False', 10, 'PodFailed')],
    } as const;
    expect(verdictAt({ ...moment, now: 11 })).toMatchObject({
      code: 'DeadlineExceeded',
      outcome: 'failed',
      since: at(10),
    });
    expect(headline({ ...moment, now: 9 })[0]).not.toBe('DeadlineExceeded');
    expect(headline({ ...moment, activeDeadlineSeconds: 60, now: 11 })[0]).not.toBe(
      'DeadlineExceeded',
    );
    const unready = [condition('Ready', 'False', 10, 'ContainersNotReady')];
    expect(headline({ ...moment, conditions: unready, now: 11 })[0]).not.toBe('DeadlineExceeded');
  });

  test('a rejection by the kubelet is told by its message', () => {
    const message = 'Pod was rejected: Predicate NodeAffinity failed';
    expect(headline({ phase: 'Failed', reason: 'NodeAffinity', message })).toEqual([
      'Rejected',
      'failed',
    ]);
  });

  test('a disruption is the reason where no container gives one', () => {
    const conditions = [condition('DisruptionTarget', 'True', 8, 'DeletionByPodGC', 'node gone')];
    expect(verdictAt({ phase: 'Failed', conditions })).toMatchObject({
      code: 'Failed',
      reason: 'DeletionByPodGC',
      message: 'node gone',
      since: at(8),
    });
  });
});
