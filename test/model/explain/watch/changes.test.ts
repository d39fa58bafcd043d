import { describe, expect, test } from 'bun:test';
import { changesSince } from '../../../../src/model/explain/watch/changes.ts';
import { containersOf } from '../../../../src/model/kubernetes/containers.ts';
import { explainLive } from '../../../support/explain-live.ts';
import { loadHistories, type Sample } from '../../../support/histories.ts';

const histories = loadHistories();

const lookAt = ({ pod, events, row, observedAt }: Sample, later = 0) => ({
  explanation: explainLive({ pod, events, columns: row, now: observedAt + later }),
  isDeleted: false,
});

test('the first look tells the headline', () => {
  const [sample] = histories[0]?.samples ?? [];
  if (!sample) throw new Error('nothing is recorded');
  expect(changesSince(undefined, lookAt(sample))).toEqual([{ code: 'verdict' }]);
  expect(changesSince(lookAt(sample), { ...lookAt(sample), isDeleted: true })).toEqual([
    { code: 'deleted' },
  ]);
});

describe('in every recorded history', () => {
  test('a second that merely goes by is no change of any container', () => {
    const changed = histories.flatMap(({ scenario, samples }) =>
      samples.flatMap((sample) => {
        const changes = changesSince(lookAt(sample), lookAt(sample, 1000));
        return changes.some(({ code }) => code !== 'verdict') ? [scenario] : [];
      }),
    );
    expect(changed).toEqual([]);
  });

  test('each run and each end that the API shows is a change', () => {
    const missed: string[] = [];
    let found = 0;
    for (const { scenario, samples } of histories) {
      const looks = samples.map((sample) => lookAt(sample));
      for (const [index, sample] of samples.slice(1).entries()) {
        const [before, look, next] = [samples[index], looks[index], looks[index + 1]];
        if (!before || !look || !next) continue;
        const changes = changesSince(look, next);
        const told = changes.flatMap((each) => ('container' in each ? [each.container] : []));
        const old = new Map(containersOf(before.pod).map((each) => [each.name, each.status]));
        for (const { name, status } of containersOf(sample.pod)) {
          const was = old.get(name);
          if (was?.state?.running === undefined || status?.state?.terminated === undefined)
            continue;
          found += 1;
          if (!told.includes(name)) missed.push(`${scenario} ${name}`);
        }
      }
    }
    expect(missed).toEqual([]);
    expect(found).toBeGreaterThan(50);
  });
});
