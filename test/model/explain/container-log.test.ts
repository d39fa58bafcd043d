import { expect, test } from 'bun:test';
import { explainLive } from '../../support/explain-live.ts';
import {
  at,
  running,
  type SmallPod,
  smallPod,
  terminated,
  waiting,
} from '../support/small-pods.ts';

function logOf(parts: Omit<SmallPod, 'phase'>) {
  return explainLive({ pod: smallPod({ phase: 'Pending', ...parts }), events: [], now: at(60) })
    .log;
}

const app = { name: 'app', state: waiting('PodInitializing') };

test('an init container that runs is asked for its present run, after a restart too', () => {
  const first = { name: 'wait', state: running(3) };
  expect(logOf({ inits: [first], apps: [app] })).toEqual({ container: 'wait', previous: false });
  const again = { ...first, lastState: terminated(1, 3, 5), restartCount: 1 };
  expect(logOf({ inits: [again], apps: [app] })).toEqual({ container: 'wait', previous: false });
});

test('a retry is passed over for the run that failed, until it has outlived that', () => {
  // It runs since second 55, and it is second 60.
  const again = (ranFor: number) => ({
    name: 'wait',
    state: running(55),
    lastState: terminated(1, 50 - ranFor, 50),
    restartCount: 1,
  });
  expect(logOf({ inits: [again(20)], apps: [app] })).toEqual({ container: 'wait', previous: true });
  expect(logOf({ inits: [again(1)], apps: [app] })).toEqual({ container: 'wait', previous: false });
});

test('a run that has just failed is the one that is asked for', () => {
  const failed = { name: 'migrate', state: terminated(1, 3, 5) };
  expect(logOf({ inits: [failed], apps: [app] })).toEqual({
    container: 'migrate',
    previous: false,
  });
});

test('while it waits out its back-off, the run before the present one is asked for', () => {
  const crashing = {
    name: 'migrate',
    state: waiting('CrashLoopBackOff', 'back-off 10s restarting failed container=migrate'),
    lastState: terminated(1, 3, 5),
    restartCount: 1,
  };
  expect(logOf({ inits: [crashing], apps: [app] })).toEqual({
    container: 'migrate',
    previous: true,
  });
});

test.each([
  ['its image cannot be pulled', { state: waiting('ImagePullBackOff') }],
  [
    'its image cannot be pulled any more',
    { state: waiting('ImagePullBackOff'), lastState: terminated(1, 3, 5), restartCount: 1 },
  ],
  ['its configuration is missing', { state: waiting('CreateContainerConfigError') }],
  ['its command is not there', { state: terminated(128, 3, 3, 'StartError') }],
  [
    'its command was not there the last time either',
    {
      state: waiting('CrashLoopBackOff', 'back-off 10s'),
      lastState: terminated(128, 3, 3, 'StartError'),
      restartCount: 1,
    },
  ],
])('nothing is asked for where %s', (_, part) => {
  expect(logOf({ inits: [{ name: 'migrate', ...part }], apps: [app] })).toBeUndefined();
});

test('a Pod that is Ready has nobody to blame', () => {
  const up = { name: 'app', state: running(3), ready: true, started: true };
  const conditions = (['Initialized', 'ContainersReady', 'Ready'] as const).map((type) => ({
    type,
    status: 'True' as const,
  }));
  const pod = smallPod({ phase: 'Running', conditions, apps: [up] });
  expect(explainLive({ pod, events: [], now: at(60) }).log).toBeUndefined();
});

test('while a sidecar is stopped, the work that failed is the one that is asked for', () => {
  const proxy = { name: 'proxy', restartPolicy: 'Always', state: running(3) } as const;
  const pod = (exitCode: number) => ({
    restartPolicy: 'Never' as const,
    phase: 'Running' as const,
    inits: [proxy],
    apps: [{ name: 'work', state: terminated(exitCode, 5, 50) }],
  });
  expect(logOf(pod(1))).toEqual({ container: 'work', previous: false });
  expect(logOf(pod(0))).toEqual({ container: 'proxy', previous: false });
});
