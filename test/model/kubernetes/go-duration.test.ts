import { expect, test } from 'bun:test';
import { parseGoDuration } from '../../../src/model/kubernetes/go-duration.ts';

test.each([
  ['0s', 0],
  ['250ms', 250],
  ['1.5s', 1500],
  ['40s', 40_000],
  ['1m20s', 80_000],
  ['5m0s', 300_000],
  ['1h0m0s', 3_600_000],
  ['.5s', 500],
  ['+5s', 5000],
] as const)('%s is read as Go does', (text, milliseconds) => {
  expect(parseGoDuration(text)).toBe(milliseconds);
});

test.each(['', '+', '.s', '40', 's', '1d', '40s late'])('%p is no Go duration', (text) => {
  expect(parseGoDuration(text)).toBeUndefined();
});
