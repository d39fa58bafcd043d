import { describe, expect, test } from 'bun:test';
import { isRefusal } from '../../../src/model/debug/refusal.ts';
import { chooseTarget } from '../../../src/model/debug/target.ts';
import type { Pod } from '../../../src/model/kubernetes/api.ts';
import { pod } from '../support/pods.ts';

const RUNNING = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const CRASHING = {
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { exitCode: 3, reason: 'Error' } },
};
const two = [{ name: 'web' }, { name: 'proxy' }];
const runs = (name: string, ready = true) => ({ name, ready, state: RUNNING });

function chosen(given: Pod, wanted?: string) {
  const target = chooseTarget(given, wanted);
  if (isRefusal(target)) return target;
  return [target.container.name, target.by, target.isJoined];
}

describe('R33: which container is looked into', () => {
  test('the only one', () => {
    const given = pod({ app: [{ name: 'web' }], appStatuses: [runs('web')] });
    expect(chosen(given)).toEqual(['web', 'only', true]);
  });

  test('the first that is not Ready', () => {
    const given = pod({ app: two, appStatuses: [runs('proxy', false), runs('web')] });
    expect(chosen(given)).toEqual(['proxy', 'not-ready', true]);
  });

  test('the first, where all are Ready', () => {
    const given = pod({ app: two, appStatuses: [runs('proxy'), runs('web')] });
    expect(chosen(given)).toEqual(['web', 'first', true]);
  });

  test("the Pod's default container, as kubectl takes it", () => {
    const given = pod({ app: two, appStatuses: [runs('proxy'), runs('web', false)] });
    const annotations = { 'kubectl.kubernetes.io/default-container': 'proxy' };
    expect(chosen({ ...given, metadata: { ...given.metadata, annotations } })).toEqual([
      'proxy',
      'annotation',
      true,
    ]);
  });

  test('the init container that runs, while it holds the Pod back', () => {
    const given = pod({
      init: [{ name: 'one' }, { name: 'two' }],
      app: two,
      initStatuses: [
        { name: 'one', state: { terminated: { exitCode: 0 } } },
        { name: 'two', state: RUNNING },
      ],
      status: { phase: 'Pending', conditions: [{ type: 'Initialized', status: 'False' }] },
    });
    expect(chosen(given)).toEqual(['two', 'init', true]);
    // The default container has not been started then.
    const annotations = { 'kubectl.kubernetes.io/default-container': 'proxy' };
    const annotated = { ...given, metadata: { ...given.metadata, annotations } };
    expect(chosen(annotated)).toEqual(['two', 'init', true]);
  });

  test('the init container that crashes, while it holds the Pod back', () => {
    const given = pod({
      init: [{ name: 'one' }, { name: 'two' }],
      app: two,
      initStatuses: [
        { name: 'one', state: { terminated: { exitCode: 0 } } },
        { name: 'two', ...CRASHING },
      ],
      status: { phase: 'Pending', conditions: [{ type: 'Initialized', status: 'False' }] },
    });
    expect(chosen(given)).toEqual(['two', 'init', false]);
  });

  test('the sidecar that has not started, while it holds the Pod back', () => {
    const given = pod({
      init: [
        { name: 'logs', restartPolicy: 'Always' },
        { name: 'proxy', restartPolicy: 'Always' },
      ],
      app: [{ name: 'web' }],
      initStatuses: [
        { ...runs('logs'), started: true },
        { ...runs('proxy', false), started: false },
      ],
      status: { phase: 'Pending', conditions: [{ type: 'Initialized', status: 'False' }] },
    });
    expect(chosen(given)).toEqual(['proxy', 'init', true]);
  });

  test('not one that is done, beside one that runs', () => {
    const done = { name: 'web', ready: false, state: { terminated: { exitCode: 0 } } };
    const given = (restartPolicy: 'Always' | 'OnFailure' | 'Never', status: object = done) =>
      pod({ app: two, appStatuses: [runs('proxy'), { ...done, ...status }], restartPolicy });
    expect(chosen(given('OnFailure'))).toEqual(['proxy', 'first', true]);
    expect(chosen(given('Never'))).toEqual(['proxy', 'first', true]);
    expect(chosen(given('Always'))).toEqual(['web', 'not-ready', false]);
    const failed = { state: { terminated: { exitCode: 1 } } };
    expect(chosen(given('Never', failed))).toEqual(['web', 'not-ready', false]);
  });

  test('none of its processes can be joined while it does not run', () => {
    const given = pod({ app: [{ name: 'web' }], appStatuses: [{ name: 'web', ...CRASHING }] });
    expect(chosen(given)).toEqual(['web', 'only', false]);
  });
});

describe('R34: the container asked for', () => {
  const given = pod({
    init: [{ name: 'prepare' }],
    app: two,
    ephemeralContainers: [{ name: 'debugger-1' }],
    appStatuses: [runs('proxy'), { name: 'web', ...CRASHING }],
  });

  test('is taken if it runs', () => {
    expect(chosen(given, 'proxy')).toEqual(['proxy', 'flag', true]);
  });

  test('is refused if it does not run, with how it ended', () => {
    expect(chosen(given, 'web')).toEqual({
      code: 'TargetNotRunning',
      container: 'web',
      reason: 'CrashLoopBackOff',
      exitCode: 3,
    });
  });

  test('has no end of its own where the runtime could not start it', () => {
    const lastState = { terminated: { exitCode: 128, reason: 'StartError' } };
    const unstarted = pod({ appStatuses: [{ name: 'app', ...CRASHING, lastState }] });
    expect(chosen(unstarted, 'app')).toEqual({
      code: 'TargetNotRunning',
      container: 'app',
      reason: 'CrashLoopBackOff',
    });
  });

  test('need not run where all containers share a process namespace', () => {
    const shared = { ...given, spec: { ...given.spec, shareProcessNamespace: true } };
    expect(chosen(shared, 'web')).toEqual(['web', 'flag', false]);
  });

  test.each([
    ['prox', { isPodName: false, isEphemeral: false, near: ['proxy'] }],
    ['debugger-1', { isPodName: false, isEphemeral: true }],
  ])('is refused where it cannot be a target: %s', (wanted, facts) => {
    expect(chosen(given, wanted)).toMatchObject({
      code: 'UnknownTarget',
      wanted,
      names: ['prepare', 'web', 'proxy'],
      ...facts,
    });
  });

  test("is told to be the Pod's name where it is", () => {
    const named = pod({ app: [{ name: 'app' }] });
    expect(chosen(named, 'web')).toMatchObject({ code: 'UnknownTarget', isPodName: true });
  });
});
