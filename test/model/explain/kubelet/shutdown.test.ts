import { describe, expect, test } from 'bun:test';
import { explainPod } from '../../../../src/model/explain/explain.ts';
import { shutdownOf } from '../../../../src/model/explain/kubelet/shutdown.ts';
import { explainRead } from '../../../../src/model/explain/pod-read.ts';
import type { Container, Pod } from '../../../../src/model/kubernetes/api.ts';
import { indexEvents } from '../../../../src/model/kubernetes/events.ts';
import { loadHistories } from '../../../support/histories.ts';

const app = (name: string, more: object = {}): Container => ({ name, image: 'i', ...more });
const sidecar = (name: string, more: object = {}) =>
  app(name, { restartPolicy: 'Always', ...more });
const hook = { lifecycle: { preStop: { exec: { command: ['sync'] } } } };
const sleeps = (seconds: number) => ({ lifecycle: { preStop: { sleep: { seconds } } } });

function manifest(init: readonly Container[], apps: readonly Container[], grace?: number): Pod {
  return {
    metadata: { name: 'web' },
    spec: {
      initContainers: init,
      containers: apps,
      ...(grace !== undefined && { terminationGracePeriodSeconds: grace }),
    },
  };
}

function shutdown(pod: Pod) {
  return shutdownOf(pod, explainPod({ pod, events: [], now: 0 }).containers, indexEvents([]));
}

const latest = (pod: Pod) =>
  shutdown(pod).steps.map((step) => [step.container, step.stopLatest, step.killLatest]);

describe('how a Pod stops', () => {
  // The dependencies are those of kuberuntime_termination_order_test.go.
  test('R27 each sidecar waits for all apps and for the sidecar after it, nobody for init containers', () => {
    const pod = manifest([app('init'), sidecar('one'), sidecar('two')], [app('a'), app('b')], 10);
    expect(shutdown(pod).steps.map(({ container, after }) => [container, after])).toEqual([
      ['a', []],
      ['b', []],
      ['two', ['a', 'b']],
      ['one', ['a', 'b', 'two']],
    ]);
  });

  test('the grace period is one for all; after the signal each has two seconds at least', () => {
    expect(latest(manifest([], [app('a')], 10))).toEqual([['a', 0, 10]]);
    expect(latest(manifest([], [app('a', hook)], 10))).toEqual([['a', 10, 12]]);
    expect(latest(manifest([], [app('a', sleeps(3))], 10))).toEqual([['a', 3, 10]]);
    expect(latest(manifest([], [app('a', sleeps(9))], 10))).toEqual([['a', 9, 11]]);
    expect(latest(manifest([], [app('a', sleeps(60))], 10))).toEqual([['a', 10, 12]]);
    expect(latest(manifest([sidecar('s')], [app('a')], 10))).toEqual([
      ['a', 0, 10],
      ['s', 10, 12],
    ]);
  });

  test('without a grace period in the manifest it is 30 s, and never less than one', () => {
    expect(shutdown(manifest([], [app('a')])).worstSeconds).toBe(30);
    expect(latest(manifest([], [app('a')], 0))).toEqual([['a', 0, 2]]);
  });

  test('of a live Pod only what runs is stopped, and what does not run holds back nobody', () => {
    const names = ['one', 'two', 'three'];
    const status = (name: string, state: object) => ({
      ...{ name, image: 'i', imageID: '', ready: true, started: true, restartCount: 0 },
      state,
    });
    const running = { running: { startedAt: '2026-01-01T00:00:00Z' } };
    const pod: Pod = {
      ...manifest(
        names.map((name) => sidecar(name)),
        [app('a')],
        10,
      ),
      status: {
        phase: 'Running',
        initContainerStatuses: [
          status('one', running),
          status('two', { waiting: { reason: 'CrashLoopBackOff' } }),
          status('three', running),
        ],
        containerStatuses: [status('a', running)],
      },
    };
    expect(shutdown(pod).steps.map(({ container, after }) => [container, after])).toEqual([
      ['a', []],
      ['three', ['a']],
      ['one', ['a']],
    ]);
  });

  test('a deletion says since when, and with which grace period', () => {
    const pod = manifest([], [app('a')], 10);
    const deleted = {
      ...pod,
      metadata: {
        ...pod.metadata,
        deletionTimestamp: '2026-01-01T00:00:03Z',
        deletionGracePeriodSeconds: 3,
      },
    };
    const since = Date.UTC(2026, 0, 1);
    expect(shutdown(deleted)).toMatchObject({ since, graceSeconds: 3, worstSeconds: 3 });
  });

  test('of the recorded shutdown it tells the order in which the containers ended', () => {
    const samples = loadHistories().find(({ scenario }) => scenario === 'shutdown-order')?.samples;
    const before = samples?.findLast(({ pod }) => !pod.metadata.deletionTimestamp);
    const last = samples?.at(-1)?.pod.status;
    if (before === undefined || last === undefined) throw new Error('it is not recorded');
    const told = explainRead({ ...before, now: before.observedAt }, { shutdown: true }).shutdown;
    const ended = [...(last.initContainerStatuses ?? []), ...(last.containerStatuses ?? [])]
      .map(({ name, state }) => ({ name, at: Date.parse(state?.terminated?.finishedAt ?? '') }))
      .sort((one, other) => one.at - other.at);
    expect(told?.steps.map(({ container }) => container)).toEqual(ended.map(({ name }) => name));
  });
});
