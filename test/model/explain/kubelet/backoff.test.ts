import { describe, expect, test } from 'bun:test';
import {
  backoffOf,
  backoffWasReset,
  crashBackoffAfter,
  expectedBackoff,
} from '../../../../src/model/explain/kubelet/backoff.ts';
import type { Container, ContainerStatus } from '../../../../src/model/kubernetes/api.ts';
import type { PodContainer } from '../../../../src/model/kubernetes/containers.ts';
import { at, crashLoop, exited, terminated, timestamp, waiting } from '../../support/pods.ts';

test('R3 delays grow from 0 to five minutes with the restarts', () => {
  const delays = [0, 1, 2, 3, 4, 5, 6, 7, 50].map(crashBackoffAfter);
  expect(delays).toEqual([0, 10, 20, 40, 80, 160, 300, 300, 300]);
});

describe('backoffOf', () => {
  test('R3 reads the delay from the message and counts it from the last exit', () => {
    expect(backoffOf(crashLoop('app', '40s', 100, 3), at(110))).toEqual({
      delaySeconds: 40,
      earliest: at(140),
      latest: at(140 + 20 + 1),
    });
  });

  test('jitter is at most half of the resync interval', () => {
    expect(backoffOf(crashLoop('app', '5m0s', 100, 9), at(110))).toEqual({
      delaySeconds: 300,
      earliest: at(400),
      latest: at(400 + 30 + 1),
    });
  });

  test('an unknown exit time leaves only the latest start known', () => {
    const status = {
      ...crashLoop('app', '10s', 0, 1),
      lastState: { terminated: { ...terminated(1, 0), finishedAt: '1970-01-01T00:00:00Z' } },
    };
    expect(backoffOf(status, at(50))).toEqual({ delaySeconds: 10, latest: at(50 + 10 + 5 + 1) });
  });

  test('an image back-off is none', () => {
    const status = waiting('app', 'ImagePullBackOff', {}, 'Back-off pulling image "x"');
    expect(backoffOf(status, at(0))).toBeUndefined();
  });
});

describe('expectedBackoff', () => {
  test('a first crash is followed by an immediate restart', () => {
    expect(expectedBackoff(exited('app', 1, 10), 'none')).toBeUndefined();
  });

  test('a later crash has to wait', () => {
    expect(expectedBackoff(exited('app', 1, 10, { restartCount: 2 }), 'none')).toMatchObject({
      delaySeconds: 20,
      earliest: at(30),
    });
  });

  test('restarts are counted on where the back-off has begun anew: the wait before tells', () => {
    const after = (waited: number, restartCount: number, probe: 'none' | 'present' = 'none') => {
      const lastState = { terminated: terminated(1, 100 - waited) };
      return expectedBackoff({ ...ranFrom100, restartCount, lastState }, probe)?.delaySeconds;
    };
    const ranFrom100: ContainerStatus = exited('app', 1, 101);
    expect(ranFrom100.state?.terminated?.startedAt).toBe(timestamp(100));
    expect(after(0, 3)).toBe(10);
    expect(after(9, 6)).toBe(20);
    expect(after(15, 6)).toBe(20);
    expect(after(31, 3)).toBe(40);
    expect(after(55, 3)).toBe(40);
    // A probe's kill is followed by a start at once, which is no new beginning.
    expect(after(0, 3, 'present')).toBe(40);
  });

  test('a start that failed has to wait from its end on, though the API says waiting', () => {
    const failed = waiting('app', 'RunContainerError', { restartCount: 2 });
    const status = { ...failed, lastState: { terminated: terminated(128, 10) } };
    expect(expectedBackoff(status, 'none')).toMatchObject({ delaySeconds: 20, earliest: at(30) });
  });

  test('a kill by a probe is one step behind, as the kubelet starts anew in the same sync', () => {
    // Seen on a real kubelet: killed four times, 3 restarts, "back-off 20s".
    const killed = exited('app', 137, 10, { restartCount: 3 });
    expect(expectedBackoff(killed, 'killed')).toMatchObject({ delaySeconds: 20, earliest: at(30) });
    expect(expectedBackoff(exited('app', 137, 10, { restartCount: 1 }), 'killed')).toBeUndefined();
  });

  test('a run of more than ten minutes clears the back-off', () => {
    const long = { ...terminated(1, 700), startedAt: timestamp(10) };
    const status = exited('app', 1, 700, { restartCount: 4, state: { terminated: long } });
    expect(expectedBackoff(status, 'none')).toBeUndefined();
  });
});

describe('backoffWasReset', () => {
  test.each([
    ['a delay that fits the restarts', '40s', 3, false],
    ['a shorter step', '10s', 3, true],
    ['the usual maximum', '5m0s', 12, false],
    ['a lower maximum set on the node', '30s', 9, false],
  ] as const)('%s', (_, delay, restartCount, expected) => {
    expect(backoffWasReset(subject({}, crashLoop('app', delay, 0, restartCount)))).toBe(expected);
  });

  test('one step less is usual where a probe may have killed, two are not', () => {
    const probed = (delay: string) =>
      backoffWasReset(subject({ livenessProbe: {} }, crashLoop('app', delay, 0, 3)));
    expect(probed('20s')).toBe(false);
    expect(probed('10s')).toBe(true);
  });
});

function subject(spec: Partial<Container>, status: ContainerStatus): PodContainer {
  const fieldPath = 'spec.containers{app}';
  return { name: 'app', role: 'app', index: 0, fieldPath, spec: { name: 'app', ...spec }, status };
}
