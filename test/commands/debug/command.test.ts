import { expect, test } from 'bun:test';
import { runMain } from '../../support/fake-io.ts';

test.each([
  [['-f', 'pod.yaml'], 'kubectl initx debug POD'],
  [['web', '--filename=pod.yaml'], 'kubectl initx debug POD'],
  [['web', '--detach-keys', 'ctrl-a'], 'Ctrl-P Ctrl-Q'],
  [['web', '--privileged'], '--profile sysadmin'],
])('%p is what others have: the hint says what there is', async (words, hint) => {
  const { exitCode, stdout, stderr } = await runMain(['debug', ...words, '--', 'true']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain("unknown option '");
  expect(stderr).toContain(hint);
});

test.each([
  ['list', 'list [POD]', '--all-namespaces'],
  ['attach', 'attach POD [NAME]', 'detached'],
  ['stop', 'stop POD [NAME]', 'cannot be removed'],
])('debug %s has a help of its own', async (verb, usage, word) => {
  const { exitCode, stdout } = await runMain(['debug', verb, 'web', '--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toStartWith(`Usage: kubectl initx debug ${usage} [flags]\n`);
  expect(stdout).toContain(word);
  expect(stdout).not.toContain('--copy-to');
  expect(await runMain(['help', 'debug', verb])).toMatchObject({ exitCode: 0, stdout });
});
