import { describe, expect, test } from 'bun:test';
import type { ContainerStatus, Pod, PodStatus } from '../../../src/model/kubernetes/api.ts';
import { statusColumns } from '../../../src/model/kubernetes/status-column.ts';
import { NOW, PRINT_POD_CASES, secondsAgo } from '../support/print-pod-cases.ts';

describe("kubectl's own tables", () => {
  for (const { title, pod, expected } of PRINT_POD_CASES) {
    test(title, () => {
      const [ready, status, restarts] = expected;
      expect(statusColumns(pod, NOW)).toEqual({ ready, status, restarts });
    });
  }
});

function podWith(status: PodStatus, metadata: Pod['metadata'] = {}): Pod {
  const inits = status.initContainerStatuses?.map(({ name }) => ({ name }));
  return { metadata, spec: { containers: [{ name: 'app' }], initContainers: inits ?? [] }, status };
}

describe('what the tables leave out (printPod of 1.37.2)', () => {
  const exits: readonly [word: string, ContainerStatus['state']][] = [
    ['Init:Signal:9', { terminated: { exitCode: 137, signal: 9 } }],
    ['Init:ExitCode:3', { terminated: { exitCode: 3, signal: 0 } }],
    ['Init:OOMKilled', { terminated: { exitCode: 137, signal: 9, reason: 'OOMKilled' } }],
    ['Init:CrashLoopBackOff', { waiting: { reason: 'CrashLoopBackOff' } }],
    ['Init:0/1', { waiting: { reason: 'PodInitializing' } }],
    ['Init:0/1', {}],
  ];
  test.each(exits)('the word %p', (word, state) => {
    const pod = podWith({
      phase: 'Pending',
      initContainerStatuses: [{ name: 'init', state: state ?? {} }],
    });
    expect(statusColumns(pod, NOW).status).toBe(word);
  });

  test('an app that ended without a reason shows its signal or its code', () => {
    const ended = (signal: number) =>
      podWith({
        phase: 'Running',
        containerStatuses: [{ name: 'app', state: { terminated: { exitCode: 5, signal } } }],
      });
    expect(statusColumns(ended(15), NOW).status).toBe('Signal:15');
    expect(statusColumns(ended(0), NOW).status).toBe('ExitCode:5');
  });

  test('a lost node makes a deleted Pod Unknown', () => {
    const pod = podWith(
      { phase: 'Running', reason: 'NodeLost' },
      { deletionTimestamp: secondsAgo(60) },
    );
    expect(statusColumns(pod, NOW).status).toBe('Unknown');
  });

  test('Initialized=True lets the apps speak though an init container holds', () => {
    const pod = podWith({
      phase: 'Pending',
      conditions: [{ type: 'Initialized', status: 'True' }],
      initContainerStatuses: [{ name: 'init', restartCount: 2, state: { running: {} } }],
      containerStatuses: [
        { name: 'app', restartCount: 1, state: { terminated: { exitCode: 137, reason: 'Error' } } },
      ],
    });
    expect(statusColumns(pod, NOW)).toEqual({ ready: '0/1', status: 'Error', restarts: '1' });
  });

  test('restarts of init containers behind the holding one are not counted', () => {
    const pod = podWith({
      phase: 'Pending',
      initContainerStatuses: [
        { name: 'one', restartCount: 1, state: { running: {} } },
        { name: 'two', restartCount: 4, state: { waiting: { reason: 'PodInitializing' } } },
      ],
    });
    expect(statusColumns(pod, NOW).restarts).toBe('1');
  });

  test('the age of the last restart is short', () => {
    const lastState = { terminated: { exitCode: 1, finishedAt: secondsAgo(252) } };
    const pod = podWith({
      phase: 'Running',
      containerStatuses: [{ name: 'app', restartCount: 3, state: { running: {} }, lastState }],
    });
    expect(statusColumns(pod, NOW).restarts).toBe('3 (4m12s ago)');
  });

  test('a Pod without a status has no word', () => {
    const pod: Pod = { metadata: {}, spec: { containers: [{ name: 'app' }] } };
    expect(statusColumns(pod, NOW)).toEqual({ ready: '0/1', status: '', restarts: '0' });
  });
});
