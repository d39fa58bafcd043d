import { describe, expect, test } from 'bun:test';
import { explainPod } from '../../../../src/model/explain/explain.ts';
import type { StartPath } from '../../../../src/model/explain/timeline/start-path.ts';
import { loadHistories, type Sample } from '../../../support/histories.ts';

const histories = loadHistories();

function pathOf({ pod, events, observedAt }: Sample): StartPath | undefined {
  const explanation = explainPod({ pod, events, now: observedAt });
  return explanation.kind === 'live' ? explanation.startPath : undefined;
}

/** Of the steps until all apps ran. */
const lengthsOf = ({ steps }: StartPath) =>
  steps.filter(({ of }) => of.kind !== 'ready').map(({ length }) => length);
const haveRun = ({ steps, goesOn }: StartPath) => !goesOn || steps.at(-1)?.of.kind === 'ready';

const lastOf = (scenario: string): Sample => {
  const last = histories.find((history) => history.scenario === scenario)?.samples.at(-1);
  if (last === undefined) throw new Error(`${scenario} is not recorded`);
  return last;
};

describe('the critical path of a start-up', () => {
  test('is its steps one after another, none of them negative, at every recorded moment', () => {
    let known = 0;
    for (const { scenario, samples } of histories) {
      for (const sample of samples) {
        const path = pathOf(sample);
        if (path === undefined) continue;
        known += 1;
        const sum = path.steps.reduce((total, { length }) => total + length, 0);
        expect({ scenario, sum }).toEqual({ scenario, sum: path.length });
        for (const { length, kinds = {} } of path.steps) {
          expect(length).toBeGreaterThanOrEqual(0);
          const within = Object.values(kinds).reduce((total, each) => total + each, 0);
          expect(within).toBeLessThanOrEqual(length);
        }
      }
    }
    expect(known).toBeGreaterThan(500);
  });

  test('is as long as from the creation to the start of the last app, by the status', () => {
    for (const { samples } of histories) {
      const last = samples.at(-1);
      const statuses = last?.pod.status?.containerStatuses ?? [];
      const starts = statuses.map(({ state }) =>
        Date.parse(state?.running?.startedAt ?? state?.terminated?.startedAt ?? ''),
      );
      const haveRunOnce = statuses.every(({ restartCount }) => restartCount === 0);
      const path = last && pathOf(last);
      if (!path || path.goesOn || !haveRunOnce) continue;
      const created = Date.parse(last?.pod.metadata.creationTimestamp ?? '');
      const sum = lengthsOf(path).reduce((total, length) => total + length, 0);
      expect(sum).toBe(Math.max(...starts) - created);
    }
  });

  test('does not go on once the kubelet has given the Pod up', () => {
    const failing = histories
      .flatMap(({ samples }) => samples)
      .filter(({ pod }) =>
        pod.status?.conditions?.some(
          ({ type, reason }) => type === 'Ready' && reason === 'PodFailed',
        ),
      );
    expect(failing.length).toBeGreaterThan(0);
    expect(failing.filter((sample) => pathOf(sample)?.goesOn)).toEqual([]);
  });

  test('grows until all apps have run, and then stays as it is', () => {
    for (const { samples } of histories) {
      let before: StartPath | undefined;
      for (const sample of samples) {
        const path = pathOf(sample);
        // That the last app runs is known only after it has started.
        if (path?.goesOn && before?.goesOn)
          expect(path.length).toBeGreaterThanOrEqual(before.length);
        if (path && before && haveRun(before)) expect(lengthsOf(path)).toEqual(lengthsOf(before));
        before = path;
      }
    }
  });

  test('ends when the Pod was Ready, by the status, and goes on until then', () => {
    let known = 0;
    for (const { samples } of histories) {
      for (const sample of samples) {
        const path = pathOf(sample);
        if (path?.steps.at(-1)?.of.kind !== 'ready') continue;
        const { pod, observedAt } = sample;
        const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready');
        const since = Date.parse(ready?.lastTransitionTime ?? '');
        const created = Date.parse(pod.metadata.creationTimestamp ?? '');
        expect(path.goesOn ?? false).toBe(ready?.status !== 'True');
        expect(path.length).toBe((path.goesOn ? observedAt : since) - created);
        known += 1;
      }
    }
    expect(known).toBeGreaterThan(100);
    const waits = lastOf('readiness-fails');
    expect(pathOf(waits)).toMatchObject({ goesOn: true });
  });

  test('has the pull that an init container waited for, as long as the kubelet says', () => {
    const sample = lastOf('slow-init-pull');
    const said = sample.events
      .filter(({ involvedObject }) => involvedObject?.fieldPath === 'spec.initContainers{setup}')
      .map(({ message }) => /Successfully pulled image \S+ in ([\d.]+)s/.exec(message ?? '')?.[1])
      .find((seconds) => seconds !== undefined);
    const step = pathOf(sample)?.steps.find(({ kinds }) => kinds?.pulling);
    // Events have whole seconds.
    expect(Math.abs((step?.kinds?.pulling ?? 0) / 1000 - Number(said))).toBeLessThanOrEqual(1);
  });

  test('R11 is not told of a Pod that has begun anew', () => {
    expect(pathOf(lastOf('sandbox-lost'))).toBeUndefined();
    expect(pathOf(lastOf('restart-all-containers'))).toBeUndefined();
  });

  test('is not told where nobody knows any more when an app first ran', () => {
    const sample = lastOf('app-crash-loop');
    expect(pathOf(sample)).toBeDefined();
    expect(sample.pod.status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(1);
    expect(pathOf({ ...sample, events: [] })).toBeUndefined();
  });
});
