import { expect, test } from 'bun:test';
import { spanWords } from '../../../../src/render/explain/words/span.ts';

test.each([
  ['in 10s–92s', 10_000, 92_000],
  ['in about 11s', 10_000, 12_000],
  ['within 5s', -1000, 5000],
  ['within 5s', 400, 5000],
  ['', -1000, 400],
  ['', -2000, -1000],
])('a span is told without parts of seconds: %p', (words, earliest, latest) => {
  expect(spanWords(earliest, latest, 0, '–')).toBe(words);
});
