import { describe, expect, test } from 'bun:test';
import {
  containerExit,
  isContainerRunning,
} from '../../../../src/model/debug/session/container-exit.ts';
import type { ContainerStateFields, Pod } from '../../../../src/model/kubernetes/api.ts';

const AT = '2030-01-01T00:00:10Z';

function pod(
  debug: ContainerStateFields,
  target: object = {},
  changes: Partial<Pod['spec']> = {},
): Pod {
  return {
    metadata: { name: 'web-0' },
    spec: {
      containers: [{ name: 'app' }],
      ephemeralContainers: [{ name: 'debugger', targetContainerName: 'app' }],
      ...changes,
    },
    status: {
      containerStatuses: [{ name: 'app', ...target }],
      ephemeralContainerStatuses: [{ name: 'debugger', state: debug }],
    },
  };
}

const ended = (exitCode: number, reason: string, finishedAt = AT) => ({
  terminated: { exitCode, reason, finishedAt },
});

test('R30 the end of a container is what the kubelet reports', () => {
  const one = pod({ terminated: { exitCode: 128, reason: 'StartError', message: 'no such file' } });
  expect(containerExit(one, 'debugger')).toEqual({
    kind: 'exited',
    exitCode: 128,
    reason: 'StartError',
    message: 'no such file',
  });
});

test('while a container waits or runs, or is not known, it has not ended', () => {
  const waiting = pod({ waiting: { reason: 'ContainerCreating' } });
  const running = pod({ running: { startedAt: AT } });
  for (const each of [waiting, running]) expect(containerExit(each, 'debugger')).toBeUndefined();
  expect(containerExit(running, 'other')).toBeUndefined();
  expect(isContainerRunning(running, 'debugger')).toBe(true);
  expect(isContainerRunning(waiting, 'debugger')).toBe(false);
  expect(isContainerRunning(running, 'other')).toBe(false);
});

test('the end of a Pod that is being deleted says so', () => {
  const one = pod(ended(143, 'Error'));
  const deleted = { ...one, metadata: { ...one.metadata, deletionTimestamp: AT } };
  expect(containerExit(deleted, 'debugger')).toMatchObject({ exitCode: 143, podIsDeleted: true });
});

describe('R34 a target takes with it who shares its process namespace', () => {
  const killed = ended(137, 'Error');
  const target = { container: 'app', exitCode: 1, reason: 'Error' };

  test('also when it has been restarted since', () => {
    const restarted = { state: { running: {} }, lastState: ended(1, 'Error') };
    expect(containerExit(pod(killed, restarted), 'debugger')?.target).toEqual(target);
    expect(containerExit(pod(killed, { state: ended(1, 'Error') }), 'debugger')?.target).toEqual(
      target,
    );
  });

  test.each([
    ['it ended at another time', { lastState: ended(1, 'Error', '2030-01-01T00:00:02Z') }, {}],
    ['it runs', { state: { running: {} } }, {}],
    ['the whole Pod shares one', { state: ended(1, 'Error') }, { shareProcessNamespace: true }],
    ['the node shares its own', { state: ended(1, 'Error') }, { hostPID: true }],
  ])('but not when %s', (_, status, spec) => {
    expect(containerExit(pod(killed, status, spec), 'debugger')).toEqual({
      kind: 'exited',
      exitCode: 137,
      reason: 'Error',
    });
  });

  test('nor when the debugger has ended by itself', () => {
    const exit = containerExit(
      pod(ended(0, 'Completed'), { state: ended(0, 'Completed') }),
      'debugger',
    );
    expect(exit?.target).toBeUndefined();
  });
});
