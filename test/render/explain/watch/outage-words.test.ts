import { expect, test } from 'bun:test';
import { outageNote, staleWords } from '../../../../src/render/explain/watch/outage-words.ts';

const outage = { since: Date.UTC(2030, 0, 1, 12, 0, 3, 250), problem: 'refused\u001b[2J' };

test('a screen says since when what it shows may be old', () => {
  expect(staleWords(outage)).toBe(
    'No answer since 12:00:03Z, so this may have changed. refused\\x1b[2J',
  );
});

test('beside lines stands that the server is away, and that it is back', () => {
  expect(outageNote(outage)).toContain('does not answer and is asked again. refused\\x1b');
  expect(outageNote(undefined)).toBe('note: the API server answers again');
});
