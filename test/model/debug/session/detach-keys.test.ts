import { expect, test } from 'bun:test';
import {
  DEFAULT_DETACH_KEYS,
  detachKeyScanner,
  parseDetachKeys,
} from '../../../../src/model/debug/session/detach-keys.ts';

test.each([
  ['ctrl-p,ctrl-q', [16, 17]],
  ['CTRL-P', [16]],
  ['ctrl-@,ctrl-[,ctrl-\\,ctrl-],ctrl-^,ctrl-_', [0, 27, 28, 29, 30, 31]],
  ['~,.', [126, 46]],
  ['', []],
  ['ctrl-', undefined],
  ['ctrl-1', undefined],
  ['ab', undefined],
  ['a,,b', undefined],
  ['é', undefined],
])('the keys %p', (text, bytes) => {
  expect(parseDetachKeys(text)).toEqual(bytes as number[] | undefined);
});

/** What goes on to the container, chunk by chunk, and whether it ends there. */
function scan(keys: string, ...chunks: readonly string[]): string {
  const look = detachKeyScanner(parseDetachKeys(keys) ?? []);
  let forwarded = '';
  for (const chunk of chunks) {
    const { forward, isDetached } = look(Buffer.from(chunk));
    forwarded += Buffer.from(forward).toString();
    if (isDetached) return `${forwarded}|detached`;
  }
  return forwarded;
}

const [P, Q] = ['\u0010', '\u0011'];

test('the keys in a row detach, and do not reach the container', () => {
  expect(scan(DEFAULT_DETACH_KEYS, `ls${P}${Q}rest`)).toBe('ls|detached');
  expect(scan(DEFAULT_DETACH_KEYS, 'ls', P, Q)).toBe('ls|detached');
  expect(scan('~', 'a~')).toBe('a|detached');
});

test('a beginning of them that goes on otherwise reaches the container whole', () => {
  expect(scan(DEFAULT_DETACH_KEYS, P, 'x')).toBe(`${P}x`);
  expect(scan(DEFAULT_DETACH_KEYS, `${P}${P}`, Q)).toBe(`${P}|detached`);
  expect(scan('~,.', 'a~b~', '~.')).toBe('a~b~|detached');
});

test('without keys everything goes on', () => {
  expect(scan('', `${P}${Q}`)).toBe(`${P}${Q}`);
});
