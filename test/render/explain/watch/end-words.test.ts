import { expect, test } from 'bun:test';
import type { Stage } from '../../../../src/model/explain/watch/until.ts';
import {
  namesWords,
  type Vain,
  vainWords,
} from '../../../../src/render/explain/watch/end-words.ts';

test.each<[readonly Stage[], Vain, string]>([
  [
    [{ kind: 'ready' }],
    { kind: 'timeout', afterMs: 120_000 },
    'timed out after 2m waiting for web-0 to be ready',
  ],
  [[{ kind: 'ready' }], { kind: 'timeout', afterMs: 0 }, 'web-0 has yet to be ready'],
  [
    [{ kind: 'started', container: 'proxy' }],
    { kind: 'impossible' },
    'web-0 cannot start proxy any more',
  ],
  [
    [{ kind: 'ready' }, { kind: 'completed' }, { kind: 'stuck' }],
    { kind: 'stuck' },
    'gave up waiting for web-0 to be ready or complete: it is stuck',
  ],
  [[{ kind: 'stuck' }], { kind: 'impossible' }, 'web-0 cannot be stuck any more'],
])('who waited for %o and came to %o is told so', (stages, vain, words) => {
  expect(vainWords('web-0', stages, vain)).toBe(words);
});

test('of very many names a few are told', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  expect(namesWords(names.slice(0, 3))).toBe('a, b, c');
  expect(namesWords(names)).toBe('a, b, c, d, e and 3 more');
});
