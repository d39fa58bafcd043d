import { expect, test } from 'bun:test';
import { startedByLine } from '../../../../src/model/debug/container/start-line.ts';

async function run(command: readonly string[], stdin: string) {
  const child = Bun.spawn([...startedByLine(command)], {
    stdin: new TextEncoder().encode(stdin),
    stdout: 'pipe',
    stderr: 'pipe',
  });
  return { stdout: await new Response(child.stdout).text(), exitCode: await child.exited };
}

test('a command that a line starts gets all that follows the line, byte by byte', async () => {
  expect(await run(['sort'], '\nb\na\n')).toEqual({ stdout: 'a\nb\n', exitCode: 0 });
  expect(await run(['cat'], '\n no line feed')).toMatchObject({ stdout: ' no line feed' });
});

test('its arguments and its exit code are its own', async () => {
  const { stdout, exitCode } = await run(
    ['sh', '-c', 'printf "%s|" "$@"; exit 42', '-', '$HOME', "a'b  c"],
    '\n',
  );
  expect({ stdout, exitCode }).toEqual({ stdout: "$HOME|a'b  c|", exitCode: 42 });
});

test('a command whose line never comes does not run', async () => {
  expect(await run(['echo', 'ran'], '')).toEqual({ stdout: '', exitCode: 1 });
});
