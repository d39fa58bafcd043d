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
