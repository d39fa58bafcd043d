import { expect, test } from 'bun:test';
import { checkMutations } from '../../support/explanation-checks.ts';
import { loadHistories } from '../../support/histories.ts';

/** Of which readers refuse every seventh. `npm run fuzz` goes on behind them. */
const MUTATIONS = 12_500;

test('of 10,000 changed Pods all is told: in the width that was asked for, without control characters, NaN, undefined or times that go backwards', () => {
  const samples = loadHistories().flatMap((history) => history.samples);
  const { told, mishaps } = checkMutations(samples, 0, MUTATIONS);
  expect(mishaps.slice(0, 3)).toEqual([]);
  expect(told).toBeGreaterThan(10_000);
}, 300_000);
