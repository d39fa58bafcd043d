import { describe, expect, test } from 'bun:test';
import { debugRequest } from '../../../../src/commands/debug/request/request.ts';
import { UserError } from '../../../../src/errors.ts';

const TERMINAL = { stdinIsTerminal: true, stdoutIsTerminal: true };
const PIPES = { stdinIsTerminal: false, stdoutIsTerminal: false };
const DEFAULTS = { profile: 'auto', timeout: '60s', dryRun: 'none' };

function request(
  options: object,
  rest?: readonly string[],
  terminals = PIPES,
  words: readonly string[] = ['web'],
) {
  return debugRequest({ words, rest, options: { ...DEFAULTS, ...options } }, terminals);
}

describe('what is passed to the container', () => {
  const streams = (...given: Parameters<typeof request>) => {
    const { stdin, tty } = request(...given).wish;
    return { stdin, tty };
  };

  test('a shell on a terminal, where nothing else is said', () => {
    expect(streams({}, undefined, TERMINAL)).toEqual({ stdin: true, tty: true });
  });

  test.each([
    ['without a terminal, for an image of its own', { image: 'server:1' }, undefined, PIPES],
    ['with a command', {}, ['ls'], TERMINAL],
    ['where nobody attaches', { attach: 'false' }, undefined, TERMINAL],
  ] as const)('no stdin %s', (_, options, rest, terminals) => {
    expect(streams(options, rest, terminals)).toEqual({ stdin: false, tty: false });
  });

  test('what -i and -t say', () => {
    expect(streams({ stdin: true }, ['sort'], PIPES)).toEqual({ stdin: true, tty: false });
    expect(streams({ stdin: true, tty: true }, ['sh'], TERMINAL)).toEqual({
      stdin: true,
      tty: true,
    });
  });
});

describe('variables', () => {
  test.each([
    [
      ['a=1', 'b=2'],
      ['a=1', 'b=2'],
    ],
    [['a=1,b=2'], ['a=1', 'b=2']],
    [['a=1,2,3'], ['a=1,2,3']],
    [['url=http://x?a=b'], ['url=http://x?a=b']],
    [['empty='], ['empty=']],
  ])('%p', (env, wanted) => {
    const { wish } = request({ env }, ['env']);
    expect(wish.env.map(({ name, value }) => `${name}=${value}`)).toEqual(wanted);
  });
});

test('--timeout is a Go duration or whole seconds', () => {
  expect(request({ timeout: '2m' }, ['ls']).timeoutMs).toBe(120_000);
  expect(request({ timeout: '5' }, ['ls']).timeoutMs).toBe(5000);
});

test('--run-as takes numbers', () => {
  const userOf = (runAs: string) => request({ runAs }, ['id']).wish.user;
  expect(userOf('1000:2000')).toEqual({ kind: 'ids', uid: 1000, gid: 2000 });
  expect(userOf('0')).toEqual({ kind: 'ids', uid: 0 });
});

describe('bad input is told in one line', () => {
  test.each([
    ['nothing to do', {}, undefined, undefined, 'there is nothing to do'],
    ['no Pod', {}, undefined, [], 'give the name of a Pod'],
    ['two Pods', {}, undefined, ['a', 'b'], 'give one Pod'],
    ['an empty command', {}, [], undefined, 'there is no command after --'],
    ['an empty word', {}, [''], undefined, 'there is no command after --'],
    ['-t alone', { tty: true }, undefined, undefined, 'needs -i'],
    [
      '-it without a terminal',
      { stdin: true, tty: true },
      undefined,
      undefined,
      'needs a terminal',
    ],
    ['an empty image', { image: '' }, undefined, undefined, 'is not an image name'],
    ['legacy', { profile: 'legacy' }, undefined, undefined, 'legacy'],
    [
      'two users',
      { asRoot: true, asTarget: true },
      undefined,
      undefined,
      '--as-target and --as-root',
    ],
    ['a user by name', { runAs: 'app' }, undefined, undefined, 'UID:GID'],
    ['a bad time', { timeout: 'soon' }, undefined, undefined, '--timeout'],
    ['no time at all', { timeout: '0' }, undefined, undefined, '--timeout'],
    ['a bad variable', { env: ['=x'] }, undefined, undefined, 'NAME=VALUE'],
    ['-o alone', { output: 'json' }, undefined, undefined, '--dry-run'],
    ['arguments only, of none', { argumentsOnly: true }, undefined, undefined, '--arguments-only'],
    ['a strange --attach', { attach: 'maybe' }, undefined, undefined, 'true or false'],
  ])('%s', (_, options, rest, words, message) => {
    expect(() => request(options, rest, PIPES, words)).toThrow(UserError);
    expect(() => request(options, rest, PIPES, words)).toThrow(message);
  });
});
