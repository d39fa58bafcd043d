import { describe, expect, test } from 'bun:test';
import {
  columns,
  cut,
  flowed,
  shortened,
  wrapped,
  wrappedTo,
} from '../../../src/render/text/layout.ts';

describe('columns', () => {
  test('stand two spaces apart, each as wide as its widest cell', () => {
    const rows = [
      ['NAME', 'STATE'],
      ['a-long-name', 'Running'],
    ];
    expect(columns(rows)).toBe('NAME         STATE\na-long-name  Running');
  });

  test('are as wide as they look: colour has no width, some letters have two', () => {
    const rows = [
      ['\x1b[31mred\x1b[39m', '|'],
      ['容器', '|'],
    ];
    expect(columns(rows)).toBe('\x1b[31mred\x1b[39m   |\n容器  |');
  });

  test('end where their text ends', () => {
    expect(
      columns([
        ['a', ''],
        ['b', 'c'],
      ]),
    ).toBe('a\nb  c');
  });
});

describe('wrapped text', () => {
  test('breaks between words and indents what follows', () => {
    expect(wrapped('one two three four five six', 24, 2)).toBe('one two three four\n  five six');
  });

  test('breaks a word that has no room', () => {
    expect(wrapped('x'.repeat(50), 22, 2)).toBe(
      `${'x'.repeat(20)}\n  ${'x'.repeat(20)}\n  ${'x'.repeat(10)}`,
    );
  });

  test('keeps the line breaks of the text', () => {
    expect(wrapped('one\ntwo', 40, 2)).toBe('one\n  two');
  });
});

test('a long name loses its middle and is then just as wide as allowed', () => {
  expect(shortened('abcdefghij', 7, '…')).toBe('abc…hij');
  expect(shortened('abcdefghij', 6, '~')).toBe('abc~ij');
  expect(shortened('abc', 3, '…')).toBe('abc');
});

test('a line is cut between characters, not within one', () => {
  expect(cut('💥💥💥💥', 6, '…')).toBe('💥💥…');
  expect(cut('a💥💥💥', 6, '…')).toBe('a💥💥…');
  expect(cut('a💥', 3, '…')).toBe('a💥');
});

test('letters that are two columns wide count as two', () => {
  expect(shortened('日本語の名前です', 9, '…')).toBe('日本…です');
  expect(shortened('日本語', 6, '…')).toBe('日本語');
});

test('items flow onto as few lines as there must be, and none is broken', () => {
  expect(flowed(['a b', 'c d', 'e f'], 9)).toBe('a b   c d\ne f');
  expect(flowed(['too long for it', 'a'], 5)).toBe('too long for it\na');
  expect(flowed([], 5)).toBe('');
});

describe('a line that may take a few', () => {
  const words = 'The last line of a log says why, and mostly at its end';

  test('stays as it is where it fits, its indent too', () => {
    expect(wrappedTo('   -v  more', 3, 30, '…')).toEqual(['   -v  more']);
  });

  test('is broken between words, and ends with an ellipsis where that is not enough', () => {
    const whole = wrappedTo(words, 4, 22, '…');
    expect(whole.map((line) => line.trim()).join(' ')).toBe(words);
    const [first, second, ...others] = wrappedTo(words, 2, 22, '…');
    expect([first, others]).toEqual([whole[0], []]);
    expect(second).toEndWith('…');
    const all = [...whole, second ?? '', ...wrappedTo('x'.repeat(5000), 4, 30, '…')];
    expect(all.filter((line) => line.length > 30)).toEqual([]);
  });
});
