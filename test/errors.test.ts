import { describe, expect, test } from 'bun:test';
import { attempt, known, shellWord, UserError } from '../src/errors.ts';

describe('what can be done without', () => {
  test('is its value where it could be read', async () => {
    const read = await attempt(Promise.resolve(1));
    expect(read).toEqual({ value: 1 });
    expect(known(read)).toBe(1);
  });

  test('is a problem where the user could act on it', async () => {
    const problem = new UserError('no rights');
    const read = await attempt(Promise.reject(problem));
    expect(read).toEqual({ problem });
    expect(known(read)).toBeUndefined();
  });

  test('does not hide a bug of ours, nor the end by Ctrl-C', async () => {
    for (const thrown of [new TypeError('undefined'), new DOMException('', 'AbortError')]) {
      const error = await attempt(Promise.reject(thrown)).catch((reason: unknown) => reason);
      expect(error).toBe(thrown);
    }
  });
});

// What a shell makes of it is asked of a shell.
test.each(['deploy/web', 'https://a b/$(id)', "it's", 'x;id', '`id`', '"', '', '*', 'a\nb'])(
  'the word %p is one word to a shell',
  (text) => {
    const { stdout } = Bun.spawnSync(['sh', '-c', `printf %s ${shellWord(text)}`]);
    expect(stdout.toString()).toBe(text);
  },
);

test('a plain word stays as it is', () => {
  expect(shellWord('deploy/web-0.a')).toBe('deploy/web-0.a');
});
