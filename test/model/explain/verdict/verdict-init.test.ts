import { describe, expect, test } from 'bun:test';
import {
  at,
  container,
  crashLoop,
  event,
  exited,
  running,
  sandbox,
  terminated,
  waiting,
} from '../../support/pods.ts';
import { condition, explained, headline, verdictAt } from '../../support/verdicts.ts';

const script = (line: string) => ({ command: ['sh', '-c', line] });
const waitsFor = (name: string) =>
  container(name, script(`until nslookup ${name}.default.svc.cluster.local; do sleep 2; done`));

describe('the init container that runs', () => {
  const init = [container('first'), container('second')];
  const appStatuses = [waiting('app', 'PodInitializing')];

  test('R1 R6 the first one that is not done blocks all that follow', () => {
    const initStatuses = [running('first', 3), waiting('second', 'PodInitializing')];
    expect(verdictAt({ init, initStatuses, appStatuses })).toEqual({
      code: 'InitRunning',
      outcome: 'progressing',
      container: 'first',
      since: at(3),
      holdsBack: ['second', 'app'],
      evidence: [
        'status.initContainerStatuses[first].state.running.startedAt = 2026-01-01T00:00:03Z',
      ],
    });
  });

  test('R1 once it has succeeded, the next one blocks', () => {
    const initStatuses = [exited('first', 0, 4), running('second', 5)];
    expect(verdictAt({ init, initStatuses, appStatuses })).toMatchObject({
      code: 'InitRunning',
      container: 'second',
      holdsBack: ['app'],
    });
  });

  test('it is stuck once it has run for half an hour', () => {
    const initStatuses = [running('first', 3), waiting('second', 'PodInitializing')];
    const runs = { init, initStatuses, appStatuses };
    const minutes = explained({ ...runs, now: 1800 });
    expect(minutes).toMatchObject({ verdict: { outcome: 'progressing' }, causes: [] });
    expect(explained({ ...runs, now: 1804 })).toMatchObject({
      verdict: { code: 'InitRunning', outcome: 'stuck', container: 'first' },
      causes: [{ code: 'runs-long', container: 'first' }],
    });
  });

  test('R15 a loop that waits for a Service is stuck after a minute', () => {
    const waits = { init: [waitsFor('myservice')], initStatuses: [running('myservice', 3)] };
    expect(headline({ ...waits, now: 60 })).toEqual(['InitRunning', 'progressing', 'myservice']);
    expect(headline({ ...waits, now: 64 })).toEqual(['InitRunning', 'stuck', 'myservice']);
  });

  test('R15 a long sleep is no loop, and may take its time', () => {
    const sleeps = { init: [container('nap', script('sleep 2h'))], now: 7000 };
    expect(headline({ ...sleeps, initStatuses: [running('nap', 3)] })).toEqual([
      'InitRunning',
      'progressing',
      'nap',
    ]);
  });

  test('between two init containers the next one is starting', () => {
    const initStatuses = [exited('first', 0, 4), waiting('second', 'PodInitializing')];
    expect(verdictAt({ init, initStatuses, appStatuses })).toMatchObject({
      code: 'InitStarting',
      outcome: 'progressing',
      container: 'second',
      since: at(4),
    });
  });
});

describe('the image of an init container', () => {
  const init = [container('fetch')];
  const pulling = event('spec.initContainers{fetch}', 'Pulling', 2);

  test('a Pulling event without an end means that it is being pulled', () => {
    const initStatuses = [waiting('fetch', 'PodInitializing')];
    expect(verdictAt({ init, initStatuses, events: [pulling] })).toMatchObject({
      code: 'ImagePulling',
      outcome: 'progressing',
      container: 'fetch',
      since: at(2),
      holdsBack: ['app'],
    });
  });

  test.each(['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName'])(
    '%s is one trouble, also while the pull is tried again',
    (reason) => {
      const initStatuses = [waiting('fetch', reason, {}, 'not found')];
      const failed = event('spec.initContainers{fetch}', 'Failed', 3, 'not found', 'Warning');
      const again = event('spec.initContainers{fetch}', 'Pulling', 9);
      expect(verdictAt({ init, initStatuses, events: [pulling, failed, again] })).toMatchObject({
        code: 'ImageFailing',
        outcome: 'stuck',
        container: 'fetch',
        reason,
        message: 'not found',
        since: at(3),
      });
    },
  );

  test('a missing ConfigMap is a config error, a refused container a create error', () => {
    const codeOf = (reason: string) =>
      headline({ init, initStatuses: [waiting('fetch', reason, {}, 'why')] });
    expect(codeOf('CreateContainerConfigError')).toEqual(['ConfigError', 'stuck', 'fetch']);
    expect(codeOf('CreateContainerError')).toEqual(['CreateError', 'stuck', 'fetch']);
  });
});

describe('an init container that fails', () => {
  const init = [container('migrate')];

  test('R3 the failed run and the back-off after it are one situation', () => {
    const crashed = { init, initStatuses: [exited('migrate', 1, 5, { restartCount: 2 })] };
    const backedOff = { init, initStatuses: [crashLoop('migrate', '20s', 5, 2)] };
    for (const moment of [crashed, backedOff]) {
      expect(verdictAt(moment)).toMatchObject({
        code: 'InitBackoff',
        outcome: 'stuck',
        container: 'migrate',
        since: at(5),
        reason: 'Error',
        holdsBack: ['app'],
      });
    }
  });

  test('R3 a retry is stuck until it outlives the run before it', () => {
    const lastState = { terminated: { ...terminated(1, 10), startedAt: '2026-01-01T00:00:04Z' } };
    const initStatuses = [running('migrate', 20, { restartCount: 1, lastState })];
    const moment = { init, initStatuses };
    expect(headline({ ...moment, now: 25 })).toEqual(['InitRunning', 'stuck', 'migrate']);
    // Both ends are cut to seconds, and the end takes a moment to be seen.
    expect(headline({ ...moment, now: 28 })).toEqual(['InitRunning', 'stuck', 'migrate']);
    expect(headline({ ...moment, now: 29 })).toEqual(['InitRunning', 'progressing', 'migrate']);
  });

  test('R11 a run that ended with another sandbox says nothing about this one', () => {
    const lastState = { terminated: { ...terminated(137, 10), startedAt: '2026-01-01T00:00:04Z' } };
    const initStatuses = [running('migrate', 20, { restartCount: 1, lastState })];
    const conditions = [sandbox('True', 18)];
    expect(headline({ init, initStatuses, conditions, now: 21 })).toEqual([
      'InitRunning',
      'progressing',
      'migrate',
    ]);
  });

  test('R4 with restartPolicy Never it fails the Pod', () => {
    const failed = { init, restartPolicy: 'Never' as const, initStatuses: [exited('migrate', 3)] };
    const headlines = [headline(failed), headline({ ...failed, phase: 'Failed' })];
    for (const found of headlines) {
      expect(found).toEqual(['InitFailedTerminal', 'failed', 'migrate']);
    }
  });

  test('R4 its own restartPolicy Never fails a Pod with Always', () => {
    const own = [container('migrate', { restartPolicy: 'Never' })];
    const failed = { init: own, initStatuses: [exited('migrate', 3)] };
    expect(headline({ ...failed, phase: 'Failed' })).toEqual([
      'InitFailedTerminal',
      'failed',
      'migrate',
    ]);
  });

  test('R3 its own OnFailure is retried in a Pod with Never', () => {
    const own = [container('migrate', { restartPolicy: 'OnFailure' })];
    const failed = {
      init: own,
      restartPolicy: 'Never' as const,
      initStatuses: [exited('migrate', 3)],
    };
    expect(headline(failed)).toEqual(['InitBackoff', 'stuck', 'migrate']);
  });

  test('R4 OOMKilled with exit code 0 is a failure that the phase never sees', () => {
    const killed = exited('migrate', 0, 5, {
      state: { terminated: terminated(0, 5, 'OOMKilled') },
    });
    expect(headline({ init, restartPolicy: 'Never', initStatuses: [killed] })).toEqual([
      'InitStalled',
      'stuck',
      'migrate',
    ]);
    expect(verdictAt({ init, initStatuses: [killed] })).toMatchObject({
      code: 'InitBackoff',
      reason: 'OOMKilled',
    });
  });

  test('a program that cannot be started is the same crash in each of its words', () => {
    const start = { terminated: terminated(128, 5, 'StartError') };
    const words = ['RunContainerError', 'CrashLoopBackOff'];
    for (const word of words) {
      const initStatuses = [waiting('migrate', word, { restartCount: 1, lastState: start })];
      expect(headline({ init, initStatuses })).toEqual(['InitBackoff', 'stuck', 'migrate']);
    }
  });
});

describe('a Pod that initialises again', () => {
  const init = [container('first'), container('second')];

  test('R11 later results are of the earlier sandbox and come again', () => {
    const again = {
      init,
      initStatuses: [running('first', 60, { restartCount: 1 }), exited('second', 0, 4)],
      appStatuses: [exited('app', 255, 50)],
      conditions: [sandbox('True', 58), condition('Initialized', 'True', 5)],
      now: 62,
    };
    const { verdict, containers } = explained(again);
    expect(verdict).toMatchObject({
      code: 'Reinitializing',
      outcome: 'progressing',
      container: 'first',
      holdsBack: ['second', 'app'],
    });
    expect(containers.filter(({ stale }) => stale).map((each) => each.container.name)).toEqual([
      'second',
      'app',
    ]);
  });

  test('R11 a container that fails on the way is the headline', () => {
    const failing = {
      init,
      initStatuses: [crashLoop('first', '10s', 60, 2), exited('second', 0, 4)],
      appStatuses: [exited('app', 255, 50)],
      conditions: [sandbox('True', 58)],
      now: 62,
    };
    expect(headline(failing)).toEqual(['InitBackoff', 'stuck', 'first']);
  });

  test('RestartAllContainers is told by its condition', () => {
    const conditions = [
      condition('AllContainersRestarting', 'True', 7, 'RestartAllContainersStarted'),
    ];
    const initStatuses = [
      waiting('first', 'RestartingAllContainers'),
      waiting('second', 'RestartingAllContainers'),
    ];
    expect(headline({ init, initStatuses, conditions })).toEqual(['RestartingAll', 'progressing']);
  });
});
