import { describe, expect, test } from 'bun:test';
import { explained } from '../support/explained-status.ts';
import { isTrue, type Part, running, stamp, terminated, waiting } from '../support/small-pods.ts';

const initialized = [isTrue('Initialized', 5)];
const side = (parts: Partial<Part>): Part => ({ name: 'side', restartPolicy: 'Always', ...parts });
const appUp: Part = { name: 'app', state: running(6), ready: true, started: true };
const sideUp = side({ state: running(4), ready: true, started: true });

describe('the word misleads', () => {
  test('a Job is done but its sidecar still stops', () => {
    const apps = [{ name: 'app', state: terminated(0, 6, 9) }];
    expect(
      explained({
        phase: 'Running',
        restartPolicy: 'Never',
        inits: [sideUp],
        apps,
        conditions: initialized,
      }),
    ).toEqual(['Completed', '1/2', { code: 'completed-but-sidecars-run', sidecars: ['side'] }]);
  });

  test('a sidecar crashes while the app is well', () => {
    const state = waiting('CrashLoopBackOff');
    const inits = [
      side({ state, lastState: terminated(1, 7, 8), restartCount: 3, started: false }),
    ];
    expect(explained({ phase: 'Running', inits, apps: [appUp], conditions: initialized })).toEqual([
      'Init:CrashLoopBackOff',
      '1/2',
      { code: 'sidecar-fails-after-start', container: 'side' },
    ]);
  });

  test('a sidecar is between two runs', () => {
    const inits = [side({ state: terminated(0, 7, 8), started: false })];
    expect(explained({ phase: 'Running', inits, apps: [appUp], conditions: initialized })).toEqual([
      'Running',
      '1/2',
      { code: 'sidecar-between-restarts', container: 'side' },
    ]);
  });

  const endsOfOldApp: readonly [word: string, Part['state']][] = [
    ['Error', terminated(137, 6, 99)],
    ['Unknown', terminated(255, 6, 99, 'Unknown')],
    ['Completed', terminated(0, 6, 99)],
  ];
  test.each(endsOfOldApp)('init containers run again behind %p', (word, state) => {
    const inits = [
      { name: 'init', state: running(103), restartCount: 1, lastState: terminated(0, 3, 5) },
    ];
    const apps = [{ name: 'app', ...(state && { state }) }];
    expect(explained({ phase: 'Pending', inits, apps, conditions: initialized })).toEqual([
      word,
      '0/1',
      { code: 'reinitializing' },
    ]);
  });

  test('the app waits for its image after all init containers', () => {
    const inits = [{ name: 'init', state: terminated(0, 3, 5), ready: true }];
    expect(
      explained({ phase: 'Pending', inits, apps: [{ name: 'app' }], conditions: initialized }),
    ).toEqual(['PodInitializing', '0/1', { code: 'waits-for-image', container: 'app' }]);
  });

  test('Init:0/1 of an init container that has not begun', () => {
    expect(
      explained({ phase: 'Pending', inits: [{ name: 'init' }], apps: [{ name: 'app' }] }),
    ).toEqual(['Init:0/1', '0/1', { code: 'init-not-running-yet', container: 'init' }]);
  });

  test('an eviction hides behind how the app ended', () => {
    const apps = [{ name: 'app', state: terminated(137, 6, 9) }];
    expect(explained({ phase: 'Failed', reason: 'Evicted', apps })).toEqual([
      'Error',
      '0/1',
      { code: 'evicted' },
    ]);
  });

  test('a deadline hides behind how the init container ended', () => {
    const inits = [{ name: 'init', state: terminated(143, 3, 9) }];
    const apps = [{ name: 'app' }];
    expect(explained({ phase: 'Failed', reason: 'DeadlineExceeded', inits, apps })).toEqual([
      'Init:Error',
      '0/1',
      { code: 'deadline-exceeded' },
    ]);
  });

  test('the kubelet rejected a Pod that had run', () => {
    const apps = [{ name: 'app', state: terminated(137, 3, 9) }];
    expect(explained({ phase: 'Failed', reason: 'OutOfcpu', apps })).toEqual([
      'Error',
      '0/1',
      { code: 'ended-by', reason: 'OutOfcpu' },
    ]);
  });

  test('the record of an init container is gone, and the Pod is Ready', () => {
    const inits = [{ name: 'init', state: waiting('CrashLoopBackOff') }];
    const conditions = [isTrue('Ready', 7)];
    expect(explained({ phase: 'Running', inits, apps: [appUp], conditions })).toEqual([
      'Init:CrashLoopBackOff',
      '0/1',
      { code: 'ready-though-init' },
    ]);
  });

  test('one of two apps failed for good and the other runs on', () => {
    const apps = [appUp, { name: 'other', state: terminated(2, 3, 9) }];
    expect(explained({ phase: 'Running', restartPolicy: 'Never', apps })).toEqual([
      'Error',
      '1/2',
      { code: 'other-apps-run', container: 'other', running: ['app'] },
    ]);
  });

  test('an init container ran out of memory with exit code 0', () => {
    const inits = [{ name: 'init', state: terminated(0, 3, 9, 'OOMKilled') }];
    expect(
      explained({ phase: 'Pending', restartPolicy: 'Never', inits, apps: [{ name: 'app' }] }),
    ).toEqual(['PodInitializing', '0/1', { code: 'init-failed-unseen', container: 'init' }]);
  });

  test('so does one that is retried', () => {
    const inits = [{ name: 'init', state: terminated(0, 3, 9, 'OOMKilled') }];
    expect(explained({ phase: 'Pending', inits, apps: [{ name: 'app' }] })).toEqual([
      'PodInitializing',
      '0/1',
      { code: 'init-failed-unseen', container: 'init' },
    ]);
  });

  test('an init container with a policy of its own fails an Always Pod', () => {
    const inits: readonly Part[] = [
      { name: 'init', restartPolicy: 'Never', state: terminated(1, 3, 9) },
    ];
    expect(
      explained({ phase: 'Failed', restartPolicy: 'Always', inits, apps: [{ name: 'app' }] }),
    ).toEqual(['Init:Error', '0/1', { code: 'init-failed-for-good', container: 'init' }]);
  });

  test('a finalizer holds a finished Pod', () => {
    const finalizers = ['example.com/keep'];
    const metadata = { deletionTimestamp: stamp(50), finalizers };
    const apps = [{ name: 'app', state: terminated(0, 6, 9) }];
    expect(explained({ phase: 'Succeeded', restartPolicy: 'Never', apps, metadata })).toEqual([
      'Completed',
      '0/1',
      { code: 'held-by-finalizer', finalizers },
    ]);
  });

  test('one of two apps is done', () => {
    const apps = [appUp, { name: 'done', state: terminated(0, 6, 9) }];
    expect(explained({ phase: 'Running', restartPolicy: 'Never', apps })).toEqual([
      'NotReady',
      '1/2',
      { code: 'some-apps-finished', containers: ['done'] },
    ]);
  });
});
