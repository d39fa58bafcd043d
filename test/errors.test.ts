import { expect, test } from 'bun:test';
import { shellWord } from '../src/errors.ts';

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
