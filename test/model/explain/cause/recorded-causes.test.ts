import { describe, expect, test } from 'bun:test';
import { explainLive } from '../../../support/explain-live.ts';
import { loadHistories, type Sample } from '../../../support/histories.ts';

const histories = loadHistories();

/** Every state of a recorded story, explained. */
function explainedStates(scenario: string) {
  const { samples = [] } = histories.find((history) => history.scenario === scenario) ?? {};
  return samples.map(({ pod, events, observedAt, row }: Sample) =>
    explainLive({ pod, events, now: observedAt, columns: row }),
  );
}

describe('R24 a probe that fails under restartPolicy Never', () => {
  const states = explainedStates('probe-kill-ends-pod');

  test('is named while the kubelet stops the whole Pod, though its event names no probe', () => {
    const killing = states.find(({ verdict }) => verdict.code === 'ProbeKilling');
    expect(killing?.verdict.reason).toBe('liveness probe');
    expect(killing?.next).toBeUndefined();
  });

  test('is named behind the success that it has ended in', () => {
    const { verdict, causes } = states.at(-1) ?? {};
    expect(verdict?.code).toBe('Succeeded');
    expect(causes).toEqual([
      { code: 'killed-by-probe', container: 'web', probe: 'liveness', kills: 0 },
    ]);
  });
});

describe('R17 a resize that restarts a container', () => {
  const states = explainedStates('resize-restarts');

  test('is told while the kubelet stops it', () => {
    const killing = states.find(({ next }) => next?.condition.kind === 'killed');
    expect(killing?.causes).toEqual([
      { code: 'definition-changed', container: 'app', isResize: true },
    ]);
  });

  test('is no end of its own accord', () => {
    const { causes, notes } = states.at(-1) ?? {};
    expect(causes).toEqual([]);
    expect(notes).toEqual([{ code: 'restarted-for-change', container: 'app', isResize: true }]);
  });
});

test('R25 a Pod that was evicted and yet counts as succeeded', () => {
  const { causes, misleading } = explainedStates('evicted-yet-succeeded').at(-1) ?? {};
  expect(misleading).toEqual({ code: 'evicted' });
  expect(causes).toEqual([
    {
      code: 'disruption',
      reason: 'Evicted',
      message: expect.stringContaining('ephemeral local storage'),
    },
  ]);
});

test('R10 a probe whose own command ran out of memory, and not the app, ended it', () => {
  const { causes } = explainedStates('probe-out-of-memory').at(-1) ?? {};
  expect(causes?.map(({ code }) => code)).toEqual([
    'recent-restart',
    'killed-by-probe',
    'out-of-memory',
  ]);
  expect(causes?.at(-1)).toMatchObject({ limit: '24Mi', exitCode: 0, wasKilledByProbe: true });
});
