import { describe, expect, test } from 'bun:test';
import {
  endOfWaits,
  isGivenUp,
  progressTo,
  type Stage,
  type StageProgress,
} from '../../../../src/model/explain/watch/until.ts';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import { explainLive } from '../../../support/explain-live.ts';
import { loadHistories, type Sample } from '../../../support/histories.ts';

const histories = loadHistories();

const lookAt = ({ pod, events, row, observedAt }: Sample) => ({
  explanation: explainLive({ pod, events, columns: row, now: observedAt }),
  isDeleted: false,
});

/** What the API itself says of a Pod. */
const isTrue = ({ status }: Pod, type: string) =>
  status?.conditions?.some((each) => each.type === type && each.status === 'True') ?? false;

const STAGES: readonly Stage[] = [
  { kind: 'initialized' },
  { kind: 'ready' },
  { kind: 'completed' },
  { kind: 'stuck' },
];

describe('in every sample of every recorded history', () => {
  const samples = histories.flatMap((history) => history.samples);

  test.each<[Stage, (pod: Pod) => boolean]>([
    [{ kind: 'initialized' }, (pod) => isTrue(pod, 'Initialized')],
    [
      { kind: 'ready' },
      (pod) => isTrue(pod, 'Ready') && pod.metadata.deletionTimestamp === undefined,
    ],
    [{ kind: 'completed' }, ({ status }) => status?.phase === 'Succeeded'],
  ])('%o has come when the API says so', (stage, has) => {
    const wrong = samples.filter(
      (sample) => (progressTo(stage, lookAt(sample)) === 'reached') !== has(sample.pod),
    );
    expect(wrong.map(({ pod }) => pod.metadata.name)).toEqual([]);
    expect(samples.some(({ pod }) => has(pod))).toBe(true);
  });

  test('a container has started once its status says so', () => {
    const wrong: string[] = [];
    let count = 0;
    for (const sample of samples) {
      const { metadata, status = {} } = sample.pod;
      for (const { name, started, state } of status.containerStatuses ?? []) {
        if (!started || !state?.running) continue;
        count += 1;
        const progress = progressTo({ kind: 'started', container: name }, lookAt(sample));
        if (progress !== 'reached') wrong.push(`${metadata.name} ${name} ${progress}`);
      }
    }
    // The status lags: that run is of a sandbox that is lost.
    expect([...new Set(wrong)]).toEqual(['sandbox-lost app pending']);
    expect(count).toBeGreaterThan(100);
  });
});

test('what can come no more never comes later', () => {
  const wrong: string[] = [];
  for (const { scenario, samples } of histories) {
    const looks = samples.map(lookAt);
    for (const stage of STAGES) {
      const story: StageProgress[] = looks.map((look) => progressTo(stage, look));
      const end = story.indexOf('impossible');
      if (end !== -1 && story.slice(end).includes('reached')) {
        wrong.push(`${scenario} ${stage.kind}: ${story.join(' ')}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('of a Pod that is gone only its deletion has come', () => {
  const [sample] = histories[0]?.samples ?? [];
  if (!sample) throw new Error('nothing is recorded');
  const gone = { ...lookAt(sample), isDeleted: true };
  expect(progressTo({ kind: 'deleted' }, gone)).toBe('reached');
  for (const stage of STAGES) expect(progressTo(stage, gone)).toBe('impossible');
  expect(progressTo({ kind: 'deleted' }, lookAt(sample))).toBe('pending');
});

describe('of several Pods', () => {
  const lastOf = (scenario: string) => {
    const sample = histories.find((history) => history.scenario === scenario)?.samples.at(-1);
    if (!sample) throw new Error(`${scenario} is not recorded`);
    return lookAt(sample);
  };
  const firstOf = (scenario: string) => {
    const sample = histories.find((history) => history.scenario === scenario)?.samples[0];
    if (!sample) throw new Error(`${scenario} is not recorded`);
    return lookAt(sample);
  };
  const ready = [{ kind: 'ready' }] as const;
  const readyOrStuck = [{ kind: 'ready' }, { kind: 'stuck' }] as const;

  test('all have to come there', () => {
    const done = lastOf('init-order');
    expect(endOfWaits(ready, [done, done])).toEqual({ kind: 'reached', stage: ready[0] });
    expect(endOfWaits(ready, [done, firstOf('init-order')])).toBeUndefined();
  });

  test('one that cannot come there, or is stuck where that was to end it, ends it for all', () => {
    const pending = firstOf('init-order');
    expect(endOfWaits(ready, [pending, lastOf('init-fails-never')])).toEqual({
      kind: 'impossible',
    });
    const end = endOfWaits(readyOrStuck, [pending, lastOf('init-crash-loop')]);
    expect(end).toEqual({ kind: 'reached', stage: { kind: 'stuck' } });
    expect(isGivenUp(readyOrStuck, end)).toBe(true);
  });
});
