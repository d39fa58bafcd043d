import { describe, expect, test } from 'bun:test';
import { podNames } from '../../../src/commands/selection/pod-names.ts';
import { UserError } from '../../../src/errors.ts';

describe('the Pods of a command line', () => {
  test.each([
    [['web-0'], ['web-0']],
    [
      ['web-0', 'web-1'],
      ['web-0', 'web-1'],
    ],
    [
      ['pod/web-0', 'po/web-1', 'pods/web-2'],
      ['web-0', 'web-1', 'web-2'],
    ],
    [
      ['pod', 'web-0', 'web-1'],
      ['web-0', 'web-1'],
    ],
    [['Pods', 'web-0'], ['web-0']],
    // A Pod may be called "pod".
    [['pod'], ['pod']],
    [['web-0', 'pod/web-0'], ['web-0']],
  ])('%p', (words, names) => {
    expect(podNames(words)).toEqual(names);
  });

  test('another kind is refused with a way to its Pods', () => {
    const refuse = () => podNames(['deploy/web']);
    expect(refuse).toThrow(UserError);
    expect(refuse).toThrow('"deploy/web" is of another kind');
  });

  test.each(['pod/', 'pod/a/b'])('%s names no Pod', (word) => {
    expect(() => podNames([word])).toThrow(`"${word}" does not name a Pod`);
  });
});
