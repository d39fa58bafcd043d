import { expect, test } from 'bun:test';
import { explainPod } from '../../../../src/model/explain/explain.ts';
import type { LiveExplanation } from '../../../../src/model/explain/explanation.ts';
import { loadHistories } from '../../../support/histories.ts';

const found = loadHistories().find(({ scenario }) => scenario === 'post-start-fails');
if (!found) throw new Error('post-start-fails is not recorded');
const { samples } = found;

const told = samples.map(({ pod, events, observedAt }) => ({
  hookFailures: events.find(({ reason }) => reason === 'FailedPostStartHook')?.count ?? 0,
  restarts: pod.status?.containerStatuses?.find(({ name }) => name === 'app')?.restartCount ?? 0,
  explanation: explainPod({ pod, events, now: observedAt }) as LiveExplanation,
}));

/** The last moment in which the events know of so many failures more than the status of restarts. */
function whileKilling(restarts: number) {
  const moment = told.findLast(
    (each) => each.hookFailures === restarts + 1 && each.explanation.verdict.reason === FAILED,
  );
  if (!moment) throw new Error(`the kill after ${restarts} restarts was not recorded`);
  return moment.explanation;
}

const FAILED = 'FailedPostStartHook';

test('a hook that has failed is no hook that has not returned: the kubelet kills the container', () => {
  const first = told.find(({ hookFailures }) => hookFailures === 1)?.explanation;
  expect(first?.verdict).toMatchObject({
    code: 'PostStartBlocking',
    outcome: 'stuck',
    container: 'app',
    reason: FAILED,
    holdsBack: ['other'],
  });
  expect(first?.next).toMatchObject({
    container: 'other',
    condition: { kind: 'post-start', container: 'app', hasFailed: true },
  });
});

test('the first kill is followed by a start at once, later ones by a back-off', () => {
  expect(whileKilling(0).next).toMatchObject({
    container: 'app',
    action: 'restart',
    condition: { kind: 'killed', backoff: 'none' },
  });
  expect(whileKilling(2).next?.condition).toMatchObject({ kind: 'killed', backoff: 'certain' });
});

test('the next attempt is told though the status is still about the failure before', () => {
  const again = told.find(
    ({ hookFailures, explanation }) =>
      hookFailures === 1 &&
      explanation.verdict.code === 'PostStartBlocking' &&
      explanation.verdict.reason !== FAILED,
  )?.explanation;
  expect(again?.verdict.outcome).toBe('stuck');
  expect(again?.causes).toMatchObject([{ code: 'post-start-failed', failures: 1 }]);
});

test('it says how often the hook has failed, once', () => {
  const backOffs = told.filter(({ explanation }) => explanation.verdict.code === 'AppBackoff');
  expect(backOffs.length).toBeGreaterThan(1);
  for (const { hookFailures, explanation } of backOffs) {
    const isOnlyOne = hookFailures === 1 && explanation.verdict.reason === 'PostStartHookError';
    const failures = explanation.causes.map((cause) => 'failures' in cause && cause.failures);
    expect(failures).toEqual(isOnlyOne ? [] : [hookFailures]);
  }
});
