import { expect, test } from 'bun:test';
import { humanDuration } from '../../../src/model/kubernetes/human-duration.ts';

const MILLISECOND = 1;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** k8s.io/apimachinery/pkg/util/duration/duration_test.go: both tables of HumanDuration. */
const CASES: readonly (readonly [milliseconds: number, text: string])[] = [
  [SECOND, '1s'],
  [70 * SECOND, '70s'],
  [190 * SECOND, '3m10s'],
  [70 * MINUTE, '70m'],
  [47 * HOUR, '47h'],
  [49 * HOUR, '2d1h'],
  [8 * DAY + 2 * HOUR, '8d'],
  [367 * DAY, '367d'],
  [2 * YEAR + 25 * HOUR, '2y1d'],
  [8 * YEAR + 2 * HOUR, '8y'],
  [-2 * SECOND, '<invalid>'],
  [-2 * SECOND + 1e-6, '0s'],
  [0, '0s'],
  [SECOND - MILLISECOND, '0s'],
  [2 * MINUTE - MILLISECOND, '119s'],
  [2 * MINUTE, '2m'],
  [2 * MINUTE + SECOND, '2m1s'],
  [10 * MINUTE - MILLISECOND, '9m59s'],
  [10 * MINUTE, '10m'],
  [10 * MINUTE + SECOND, '10m'],
  [3 * HOUR - MILLISECOND, '179m'],
  [3 * HOUR, '3h'],
  [3 * HOUR + MINUTE, '3h1m'],
  [8 * HOUR - MILLISECOND, '7h59m'],
  [8 * HOUR, '8h'],
  [8 * HOUR + 59 * MINUTE, '8h'],
  [2 * DAY - MILLISECOND, '47h'],
  [2 * DAY, '2d'],
  [2 * DAY + HOUR, '2d1h'],
  [8 * DAY - MILLISECOND, '7d23h'],
  [8 * DAY, '8d'],
  [8 * DAY + 23 * HOUR, '8d'],
  [2 * YEAR - MILLISECOND, '729d'],
  [2 * YEAR, '2y'],
  [2 * YEAR + 23 * HOUR, '2y'],
  [2 * YEAR + 23 * HOUR + 59 * MINUTE, '2y'],
  [2 * YEAR + DAY - MILLISECOND, '2y'],
  [2 * YEAR + DAY, '2y1d'],
  [3 * YEAR, '3y'],
  [4 * YEAR, '4y'],
  [5 * YEAR, '5y'],
  [6 * YEAR, '6y'],
  [7 * YEAR, '7y'],
  [8 * YEAR - MILLISECOND, '7y364d'],
  [8 * YEAR, '8y'],
  [8 * YEAR + 364 * DAY, '8y'],
  [9 * YEAR, '9y'],
];

test.each(CASES)('humanDuration writes %p ms as %p', (milliseconds, text) => {
  expect(humanDuration(milliseconds)).toBe(text);
});

test('humanDuration counts a skew of up to two seconds as now', () => {
  expect(humanDuration(-1)).toBe('0s');
  expect(humanDuration(-1999)).toBe('0s');
});
