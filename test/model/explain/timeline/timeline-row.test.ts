import { describe, expect, test } from 'bun:test';
import {
  kubeletEvent,
  pulledMessage,
  running,
  smallPod,
  stamp,
  terminated,
  waiting,
} from '../../support/small-pods.ts';
import { rowsOf } from '../../support/timeline-text.ts';

const probe = { failureThreshold: 30, periodSeconds: 1 };

describe('rows', () => {
  test('init containers take turns, the sidecar overlaps with what comes after it', () => {
    const pod = smallPod({
      phase: 'Running',
      inits: [
        { name: 'one', state: terminated(0, 4, 6) },
        { name: 'side', restartPolicy: 'Always', state: running(7), started: true },
        { name: 'two', state: terminated(0, 9, 12) },
      ],
      apps: [{ name: 'app', state: running(14), started: true }],
    });
    expect(rowsOf(pod, 20)).toEqual({
      one: 'queued 2-4, running 4-6=0',
      side: 'queued 6-7, running 7-',
      two: 'queued 7-9, running 9-12=0',
      app: 'queued 12-14, running 14-',
    });
  });

  test('what is held back by another has no segment', () => {
    const pod = smallPod({
      phase: 'Pending',
      inits: [{ name: 'one', state: running(4) }, { name: 'two' }],
      apps: [{ name: 'app' }],
    });
    expect(rowsOf(pod, 60)).toEqual({ one: 'queued 2-4, running 4-', two: '', app: '' });
  });

  test.each(['app', 'sidecar'])(
    'a run of an %s that its startup probe had killed never passed it',
    (role) => {
      const isApp = role === 'app';
      const spec = {
        name: 'mesh',
        ...(!isApp && { restartPolicy: 'Always' as const }),
        startupProbe: probe,
        restartCount: 1,
        state: running(22),
        lastState: terminated(137, 4, 21),
      };
      const pod = smallPod({
        phase: isApp ? 'Running' : 'Pending',
        inits: isApp ? [] : [spec],
        apps: isApp ? [spec] : [{ name: 'app' }],
      });
      const where = isApp ? 'spec.containers{mesh}' : 'spec.initContainers{mesh}';
      const killing = (message: string) => [kubeletEvent(where, 'Killing', { first: 19, message })];
      const rest = 'queued 2-4, probing 4-21=137, backoff 21-22, probing 22-';
      const startup = killing('Container mesh failed startup probe, will be restarted');
      expect(rowsOf(pod, 30, startup).mesh).toBe(rest);
      // The same event once more, of the run that is being killed, takes the time of the first.
      const again = startup.map((each) => ({ ...each, count: 2, lastTimestamp: stamp(29) }));
      expect(rowsOf(pod, 30, again).mesh).toStartWith('queued 2-4, probing 4-21=137');
      const liveness = killing('Container mesh failed liveness probe, will be restarted');
      expect(rowsOf(pod, 30, liveness).mesh).toBe(rest.replace('probing 4', 'running 4'));
      expect(rowsOf(pod, 30).mesh).toBe(rest.replace('probing 4', 'running 4'));
    },
  );

  test('a pull is cut out of the waiting', () => {
    const pod = smallPod({
      phase: 'Pending',
      inits: [{ name: 'one', state: running(9) }],
      apps: [{ name: 'app' }],
    });
    const where = 'spec.initContainers{one}';
    const events = [
      kubeletEvent(where, 'Pulling', { first: 3 }),
      kubeletEvent(where, 'Pulled', { first: 8, message: pulledMessage('4.9s', '4.9s', 10) }),
      kubeletEvent(where, 'Started', { first: 9 }),
    ];
    expect(rowsOf(pod, 60, events).one).toBe('queued 2-3, pulling 3-8, queued 8-9, running 9-');
  });

  test('a pull that goes on', () => {
    const pod = smallPod({
      phase: 'Pending',
      apps: [{ name: 'app', state: waiting('ContainerCreating') }],
    });
    const events = [kubeletEvent('spec.containers{app}', 'Pulling', { first: 3 })];
    expect(rowsOf(pod, 60, events)).toEqual({ app: 'queued 2-3, pulling 3-' });
    expect(rowsOf(pod, 60)).toEqual({ app: 'queued 2-' });
  });

  test('a failing image fails from the first failure on', () => {
    const pod = smallPod({
      phase: 'Pending',
      apps: [{ name: 'app', state: waiting('ImagePullBackOff') }],
    });
    const where = 'spec.containers{app}';
    const events = [
      kubeletEvent(where, 'Pulling', { first: 3, last: 40, count: 3 }),
      kubeletEvent(where, 'Failed', { first: 5, last: 42, count: 3, type: 'Warning' }),
    ];
    expect(rowsOf(pod, 60, events)).toEqual({ app: 'queued 2-3, pulling 3-5, failing 5-' });
    expect(rowsOf(pod, 60)).toEqual({ app: 'failing 2-' });
  });

  test('an image that failed until it was there', () => {
    const pod = smallPod({ phase: 'Running', apps: [{ name: 'app', state: running(34) }] });
    const where = 'spec.containers{app}';
    const events = [
      kubeletEvent(where, 'Pulling', { first: 3, last: 30, count: 2 }),
      kubeletEvent(where, 'Failed', { first: 5, type: 'Warning' }),
      kubeletEvent(where, 'Pulled', { first: 33, message: pulledMessage('3s', '3s', 10) }),
    ];
    expect(rowsOf(pod, 60, events)).toEqual({
      app: 'queued 2-3, pulling 3-5, failing 5-30, pulling 30-33, queued 33-34, running 34-',
    });
  });

  test('a missing ConfigMap fails without a pull', () => {
    const state = waiting('CreateContainerConfigError');
    const pod = smallPod({
      phase: 'Pending',
      inits: [{ name: 'one', state }],
      apps: [{ name: 'app' }],
    });
    const where = 'spec.initContainers{one}';
    const events = [kubeletEvent(where, 'Failed', { first: 3, last: 50, count: 5 })];
    expect(rowsOf(pod, 60, events)).toEqual({ one: 'queued 2-3, failing 3-', app: '' });
  });
});

describe('startup probes', () => {
  const inits = (started: boolean) => [
    {
      name: 'side',
      restartPolicy: 'Always' as const,
      startupProbe: probe,
      state: running(4),
      started,
    },
  ];

  test('a sidecar probes until started, and holds the app back', () => {
    const pod = smallPod({ phase: 'Pending', inits: inits(false), apps: [{ name: 'app' }] });
    expect(rowsOf(pod, 30)).toEqual({ side: 'queued 2-4, probing 4-', app: '' });
  });

  test('the next container shows when the probe had passed', () => {
    const apps = [{ name: 'app', state: running(17), startupProbe: probe }];
    const pod = smallPod({ phase: 'Running', inits: inits(true), apps });
    const events = [kubeletEvent('spec.containers{app}', 'Pulling', { first: 14 })];
    expect(rowsOf(pod, 30, events).side).toBe('queued 2-4, probing 4-14, running 14-');
    expect(rowsOf(pod, 30, events).app).toBe('pulling 14-17, probing 17-');
  });
});
