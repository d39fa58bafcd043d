import { describe, expect, test } from 'bun:test';
import { sanitise, sanitiseDeep, sanitiseMultiline } from '../../../src/render/text/sanitise.ts';

describe('what a cluster sends', () => {
  test.each([
    ['a colour', '\x1b[31mred', '\\x1b[31mred'],
    ['the clipboard (OSC 52)', '\x1b]52;c;AAAA\x07', '\\x1b]52;c;AAAA\\x07'],
    ['a link (OSC 8)', '\x1b]8;;http://x\x1b\\', '\\x1b]8;;http://x\\x1b\\'],
    ['the one-byte CSI of C1', 'a\u009b2Jb', 'a\\x9b2Jb'],
    ['writing over the line', 'bad\rgood', 'bad\\rgood'],
    ['backspaces', 'bad\b\b\bok', 'bad\\x08\\x08\\x08ok'],
    ['reversed direction', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['letters without width', 'a\u200bb\ufeffc', 'a\\u200bb\\ufeffc'],
    ['letters that show as nothing', 'a\u3164b\u034fc', 'a\\u3164b\\u034fc'],
    ['the title of the window (OSC 0)', '\x1b]0;root@prod\x07', '\\x1b]0;root@prod\\x07'],
    ['a question that the terminal answers', '\x1b[6n', '\\x1b[6n'],
    ['line separators', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['tag characters', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['half a character', 'a\ud800b', 'a\\ud800b'],
    ['DEL and NUL', 'a\x7fb\0c', 'a\\x7fb\\x00c'],
    ['a line break and a tab', 'a\nb\tc', 'a\\nb\\tc'],
  ])('cannot use %s', (_, text, shown) => {
    expect(sanitise(text)).toBe(shown);
  });

  test('keeps every script and emoji of one code point', () => {
    const text = 'naïve Größe 容器 контейнер 🚀 "quoted" \\n';
    expect(sanitise(text)).toBe(text);
  });

  test('may have several lines where there is room for them', () => {
    expect(sanitiseMultiline('a\r\nb\tc\x1b')).toBe('a\nb    c\\x1b');
  });

  test('is made harmless however deep it stands', () => {
    const value = { a: ['\x1b', { b: '\u202e' }], n: 1, t: true, u: undefined };
    expect(sanitiseDeep(value)).toEqual({
      a: ['\\x1b', { b: '\\u202e' }],
      n: 1,
      t: true,
      u: undefined,
    });
  });
});
