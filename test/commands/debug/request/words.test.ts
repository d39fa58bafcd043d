import { describe, expect, test } from 'bun:test';
import { otherRequest } from '../../../../src/commands/debug/request/words.ts';

const DEFAULTS = { profile: 'auto', timeout: '60s', dryRun: 'none' };

function other(words: readonly string[], options: object = {}, rest?: readonly string[]) {
  return otherRequest({ words, rest, options: { ...DEFAULTS, ...options } });
}

test('a debug container is named by a word, or with -c as in kubectl', () => {
  const wanted = { kind: 'attach', pod: 'web', container: 'one' } as const;
  expect(other(['attach', 'web', 'one'])).toEqual(wanted);
  expect(other(['attach', 'web'], { container: 'one', stdin: true, tty: true })).toEqual(wanted);
  expect(() => other(['stop', 'web', 'one'], { container: 'two' })).toThrow('takes a Pod');
});

test('list takes one Pod, -A, or neither', () => {
  expect(other(['list'])).toMatchObject({ kind: 'list', pod: undefined, allNamespaces: false });
  expect(other(['list', 'pod/web'])).toMatchObject({ kind: 'list', pod: 'web' });
  expect(() => other(['list', 'web', 'db'])).toThrow('one Pod');
  expect(() => other(['list', 'web'], { allNamespaces: true })).toThrow('not both');
});

describe('what only shapes a new container is not taken in silence', () => {
  test.each([
    ['list', { image: 'x' }, undefined, '--image'],
    ['attach', { target: 'app' }, undefined, '--target'],
    ['stop', { imagePullPolicy: 'Never' }, undefined, '--image-pull-policy'],
    ['attach', { dryRun: 'server' }, undefined, '--dry-run'],
    ['attach', {}, ['ls'], 'no command after --'],
  ])('%s %p', (verb, options, rest, message) => {
    expect(() => other([verb, 'web'], options, rest)).toThrow(message);
  });
});
