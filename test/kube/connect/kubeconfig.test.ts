import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { describeUserError, UserError } from '../../../src/errors.ts';
import { loadKubeconfig } from '../../../src/kube/connect/kubeconfig.ts';
import { makeTemporaryFiles, simpleKubeconfig, type TemporaryFiles } from '../temporary-files.ts';

let files: TemporaryFiles;

beforeEach(() => {
  files = makeTemporaryFiles();
});

afterEach(() => files.remove());

const problemOf = async (kubeconfig: object) => {
  const file = files.write('config', kubeconfig);
  const error = await loadKubeconfig(file, {}).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) return undefined;
  return describeUserError(error).replace(`error: error loading config file "${file}": `, '');
};

test('a token in place of a kubeconfig is not shown', async () => {
  const file = files.write('token', 's3cret');
  await expect(loadKubeconfig(file, {})).rejects.toThrow('it holds text, not a kubeconfig');
});

describe('a kubeconfig that kubectl cannot read is refused whole', () => {
  test.each([
    ['a map of users', { users: { u: {} } }, 'users is a map, not a list'],
    ['a user that is text', { users: ['u'] }, 'users[0] is text, not a map'],
    [
      'a context that is text',
      { contexts: [{ name: 'c', context: 'x' }] },
      'context of context "c" is text, not a map',
    ],
    [
      'a number for current-context',
      { 'current-context': 7 },
      'current-context is a number, not text\nPut it into quotes.',
    ],
    ['a version', { apiVersion: 'v2' }, 'no kind "Config" is registered for version "v2"'],
    [
      'a number for the version',
      { apiVersion: 1 },
      'apiVersion is a number, not text\nPut it into quotes.',
    ],
    [
      'a word for a switch',
      simpleKubeconfig({ 'insecure-skip-tls-verify': 'true' }),
      'insecure-skip-tls-verify of cluster "c" is text, not true or false',
    ],
    [
      'a word for groups',
      simpleKubeconfig({}, { 'as-groups': 'g' }),
      'as-groups of user "u" is text, not a list',
    ],
    [
      'a word for extras',
      simpleKubeconfig({}, { 'as-user-extra': { k: 'v' } }),
      'as-user-extra.k of user "u" is text, not a list',
    ],
    [
      'a number for an argument',
      simpleKubeconfig({}, { exec: { args: ['a', 1] } }),
      'exec.args[1] of user "u" is a number, not text\nPut it into quotes.',
    ],
    [
      'a map of variables',
      simpleKubeconfig({}, { exec: { env: { A: 'b' } } }),
      'exec.env of user "u" is a map, not a list',
    ],
    [
      'a plugin that is text',
      simpleKubeconfig({}, { exec: 'aws' }),
      'exec of user "u" is text, not a map',
    ],
  ] as const)('%s', async (_title, kubeconfig, problem) => {
    expect(await problemOf(kubeconfig)).toBe(problem);
  });

  test.each([
    ['clusters', 'cluster'],
    ['users', 'user'],
    ['contexts', 'context'],
  ])('one name twice in %s', async (list, what) => {
    const twice = [{ name: 'n', [what]: {} }, { name: 'n' }];
    expect(await problemOf({ [list]: twice })).toBe(
      `duplicate name "n" in ${list}\nDelete one of them, or give it another name.`,
    );
  });

  test.each(['YWI', 'YWI==', 'YW I=', '-_-_', 'a'])('data that is no base64: %s', async (data) => {
    const problem = await problemOf(simpleKubeconfig({}, { 'client-key-data': data }));
    expect(problem).toContain('client-key-data of user "u" is not base64');
  });
});

test.each([
  [
    'null for anything',
    { users: null, contexts: [null], clusters: [{ name: 'c', cluster: null }] },
  ],
  ['what nobody knows', { ...simpleKubeconfig({ more: 1 }, { more: [] }), more: {} }],
  ['base64 in lines', simpleKubeconfig({ 'certificate-authority-data': 'YWJj\nYWI=\r\n' })],
  ['an empty kind and version', { kind: '', apiVersion: '' }],
  ['a plugin with null in its lists', simpleKubeconfig({}, { exec: { args: [null], env: null } })],
] as const)('like kubectl it takes %s', async (_title, kubeconfig) => {
  expect(await problemOf(kubeconfig)).toBeUndefined();
});
