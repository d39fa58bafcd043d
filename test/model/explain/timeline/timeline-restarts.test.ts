import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import {
  at,
  isTrue,
  kubeletEvent,
  running,
  smallPod,
  terminated,
  waiting,
} from '../../support/small-pods.ts';
import { rowsOf } from '../../support/timeline-text.ts';

describe('restarts', () => {
  test('a crash is followed by back-off, then by the next run or by now', () => {
    const crashed = { name: 'one', lastState: terminated(1, 4, 5), restartCount: 1 };
    const again = smallPod({ phase: 'Pending', inits: [{ ...crashed, state: running(5) }] });
    expect(rowsOf(again, 60)).toEqual({ one: 'queued 2-4, running 4-5=1, running 5-' });
    const later = smallPod({ phase: 'Pending', inits: [{ ...crashed, state: running(16) }] });
    expect(rowsOf(later, 60)).toEqual({
      one: 'queued 2-4, running 4-5=1, backoff 5-16, running 16-',
    });
    const state = waiting('CrashLoopBackOff');
    const off = smallPod({ phase: 'Pending', inits: [{ ...crashed, restartCount: 0, state }] });
    expect(rowsOf(off, 60)).toEqual({ one: 'queued 2-4, running 4-5=1, backoff 5-' });
  });

  test('a crash that the kubelet has not judged yet', () => {
    const inits = [{ name: 'one', state: terminated(1, 4, 5) }];
    const pod = smallPod({ phase: 'Pending', inits });
    expect(rowsOf(pod, 60)).toEqual({ one: 'queued 2-4, running 4-5=1, backoff 5-' });
    const never = smallPod({ phase: 'Pending', inits, restartPolicy: 'Never' });
    expect(rowsOf(never, 60)).toEqual({ one: 'queued 2-4, running 4-5=1' });
  });

  test('R22 when the probe of a sidecar passed is not known where the first run after it is not', () => {
    const proxy = {
      name: 'proxy',
      restartPolicy: 'Always',
      startupProbe: {},
      state: running(3),
      started: true,
    } as const;
    const app = (restartCount: number) => ({
      name: 'app',
      restartCount,
      state: waiting('CrashLoopBackOff'),
      lastState: terminated(1, 38, 40),
    });
    const pod = (restartCount: number) =>
      smallPod({ phase: 'Running', inits: [proxy], apps: [app(restartCount)] });
    expect(rowsOf(pod(8), 60)).toEqual({
      proxy: 'queued 2-3, running 3-',
      app: 'unknown 3-38, running 38-40=1, backoff 40-',
    });
    expect(rowsOf(pod(0), 60)).toMatchObject({ proxy: 'queued 2-3, probing 3-38, running 38-' });
  });

  test('runs that are known by their number alone are not known, and no back-off', () => {
    const crashing = {
      name: 'app',
      restartCount: 5,
      state: waiting('CrashLoopBackOff'),
      lastState: terminated(1, 200, 202),
    };
    const pod = smallPod({ phase: 'Running', apps: [crashing] });
    const events = [
      kubeletEvent('spec.containers{app}', 'Started', { first: 4, last: 200, count: 6 }),
    ];
    expect(rowsOf(pod, 230, events)).toEqual({
      app: 'queued 2-4, unknown 4-200, running 200-202=1, backoff 202-',
    });
    expect(rowsOf(pod, 230)).toEqual({ app: 'unknown 2-200, running 200-202=1, backoff 202-' });
  });

  test('StartError of 1970 is an instant', () => {
    const lastState = {
      terminated: {
        exitCode: 128,
        reason: 'StartError',
        startedAt: '1970-01-01T00:00:00Z',
        finishedAt: new Date(at(7)).toISOString(),
      },
    };
    const state = waiting('CrashLoopBackOff');
    const pod = smallPod({ phase: 'Running', apps: [{ name: 'app', state, lastState }] });
    expect(rowsOf(pod, 30)).toEqual({ app: 'queued 2-7, running 7-7=128, backoff 7-' });
  });

  test('a sidecar that crashes later gave way to the others before', () => {
    const pod = smallPod({
      phase: 'Running',
      inits: [
        {
          name: 'side',
          restartPolicy: 'Always',
          restartCount: 4,
          lastState: terminated(1, 90, 95),
          state: waiting('CrashLoopBackOff'),
        },
        { name: 'one', state: terminated(0, 5, 8) },
      ],
      apps: [{ name: 'app', state: running(9) }],
    });
    const events = [
      kubeletEvent('spec.initContainers{side}', 'Started', { first: 4, last: 90, count: 5 }),
    ];
    expect(rowsOf(pod, 120, events)).toEqual({
      side: 'queued 2-4, unknown 4-90, running 90-95=1, backoff 95-',
      one: 'queued 4-5, running 5-8=0',
      app: 'queued 8-9, running 9-',
    });
  });
});

describe('what the status does not say', () => {
  test('only the Started event tells of a container behind a postStart hook', () => {
    const apps = [{ name: 'one' }, { name: 'two' }];
    const pod = smallPod({ phase: 'Pending', apps });
    const events = [
      kubeletEvent('spec.containers{one}', 'Started', { first: 4 }),
      kubeletEvent('spec.containers{two}', 'Pulling', { first: 5 }),
    ];
    expect(rowsOf(pod, 60, events)).toEqual({
      one: 'queued 2-4, running 4-',
      two: 'queued 2-5, pulling 5-',
    });
  });

  test('an inferred success without times has no segment and holds nobody', () => {
    const state = {
      terminated: { exitCode: 0, reason: 'Completed', startedAt: null, finishedAt: null },
    };
    const pod = smallPod({
      phase: 'Running',
      inits: [{ name: 'one', state }],
      apps: [{ name: 'app', state: running(6) }],
    });
    expect(rowsOf(pod, 60)).toEqual({ one: '', app: 'queued 2-6, running 6-' });
  });

  test('without the sandbox condition the acknowledgement must do', () => {
    const pod = smallPod({ phase: 'Running', apps: [{ name: 'app', state: running(6) }] });
    const conditions = pod.status?.conditions?.filter(({ type }) => type === 'PodScheduled') ?? [];
    const older: Pod = { ...pod, status: { ...pod.status, conditions } };
    expect(rowsOf(older, 60)).toEqual({ app: 'queued 1-6, running 6-' });
  });

  test('without a sandbox nothing has a turn', () => {
    const pod = smallPod({
      phase: 'Pending',
      inits: [{ name: 'one' }],
      apps: [{ name: 'app' }],
      conditions: [{ type: 'PodReadyToStartContainers', status: 'False' }],
    });
    expect(rowsOf(pod, 60)).toEqual({ one: '', app: '' });
  });

  test('a new sandbox begins new turns, not a back-off', () => {
    const pod = smallPod({
      phase: 'Pending',
      inits: [
        {
          name: 'one',
          restartCount: 1,
          lastState: terminated(0, 4, 6),
          state: running(104),
        },
        { name: 'two', state: terminated(0, 7, 9) },
      ],
      apps: [{ name: 'app', state: terminated(255, 10, 100, 'Unknown') }],
      conditions: [isTrue('PodReadyToStartContainers', 102)],
    });
    expect(rowsOf(pod, 120)).toEqual({
      one: 'running 4-6=0, queued 102-104, running 104-',
      two: 'running 7-9=0',
      app: 'running 10-100=255',
    });
  });
});
