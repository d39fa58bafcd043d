import { afterAll, describe, expect, test } from 'bun:test';
import packageJson from '../../../package.json';
import { CONNECTION_FLAGS } from '../../../src/commands/flags/connection.ts';
import { longName } from '../../../src/commands/flags/flag.ts';
import { RULES } from '../../../src/model/rules.ts';
import { runMain } from '../../support/fake-io.ts';

let answer: object = {};
const server = Bun.serve({ port: 0, fetch: () => Response.json(answer) });
afterAll(() => server.stop(true));
const URL = `http://127.0.0.1:${server.port}`;

describe('version', () => {
  const version = (...flags: string[]) => runMain(['version', ...flags]);
  const client = `Client Version: v${packageJson.version}\n`;

  test('tells both versions and what the skew means', async () => {
    answer = { gitVersion: 'v1.31.4', platform: 'linux/arm64' };
    const { stdout, exitCode } = await version('-s', URL);
    expect(stdout).toStartWith(`${client}Server Version: v1.31.4\nThe server is 6 minor versions`);
    expect(exitCode).toBe(0);
  });

  test('as JSON and YAML for scripts', async () => {
    answer = { gitVersion: 'v1.38.0', platform: 'linux/arm64', more: 1 };
    const { stdout } = await version('-s', URL, '-o', 'json');
    expect(JSON.parse(stdout)).toEqual({
      apiVersion: 'initx.dev/v1alpha1',
      kind: 'VersionInfo',
      clientVersion: { gitVersion: `v${packageJson.version}`, platform: 'linux/amd64' },
      kubernetesVersion: '1.37',
      serverVersion: { gitVersion: 'v1.38.0', platform: 'linux/arm64' },
      skew: { code: 'ServerNewer', minorVersions: 1 },
    });
    expect((await version('-s', URL, '-o', 'yaml')).stdout).toContain('code: ServerNewer\n');
  });

  test('shows a hostile version harmless, and one without its skew', async () => {
    answer = { gitVersion: 'v1.37\u001b[31m' };
    expect((await version('-s', URL)).stdout).toContain('Server Version: v1.37\\x1b[31m\n');
    answer = { gitVersion: 'mine' };
    expect((await version('-s', URL)).stdout).toContain('cannot be told');
  });

  test.each([{}, { gitVersion: 7 }])('refuses %p for an answer', async (given) => {
    answer = given;
    const { stdout, stderr, exitCode } = await version('-s', URL);
    expect({ stdout, exitCode }).toEqual({ stdout: client, exitCode: 1 });
    expect(stderr).toContain('does not say which version it is');
  });

  test('tells that of the client where there is no server, then why; or asks none', async () => {
    const { stdout, stderr, exitCode } = await version();
    expect({ stdout, exitCode }).toEqual({ stdout: client, exitCode: 1 });
    expect(stderr).toStartWith('error: ');
    expect(await version('--client')).toEqual({ stdout: client, stderr: '', exitCode: 0 });
  });
});

describe('rules', () => {
  test('shows every rule with its link', async () => {
    const { stdout } = await runMain(['rules'], { columns: 1000 });
    for (const { id, sentence, link } of RULES) {
      expect(stdout).toContain(`${id.padEnd(5)}${sentence}\n     ${link}\n`);
    }
  });

  test('shows those that are named, in this order', async () => {
    const { stdout } = await runMain(['rules', 'r12', '2']);
    expect(stdout.match(/^R\d+/gm)).toEqual(['R12', 'R2']);
  });

  test('says which there are', async () => {
    const { stderr, exitCode } = await runMain(['rules', 'first']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('R1 to R34');
  });
});

test('the flags of kubectl may stand there too, without effect', async () => {
  for (const args of [
    ['rules', 'R2', '-n', 'x'],
    ['-v=6', 'options'],
    ['completion', 'bash', '--as', 'x'],
  ]) {
    expect(await runMain(args)).toMatchObject({ exitCode: 0, stderr: '' });
  }
});

test('help and complaints know every command, whatever else is named', async () => {
  expect((await runMain(['-n', 'debug', '--help'])).stdout).toContain('\n  explain ');
  expect((await runMain(['-n', 'debug'])).stderr).toContain('\n  explain ');
  expect((await runMain(['-n', 'debug', 'explan'])).stderr).toContain('Did you mean explain?');
  expect((await runMain(['web-0', '-n', 'shop'])).stderr).toBe(
    "error: unknown command 'web-0'\nGive one of explain, resources, debug, rules, version, options, completion.\nTo explain a Pod: kubectl initx explain POD.\n",
  );
  expect((await runMain(['--version'])).stdout).toBe(`${packageJson.version}\n`);
});

test.each([
  ['exec', 'To get a shell in a Pod: kubectl initx debug POD.'],
  ['cp', 'To copy a file out: kubectl initx debug POD -- cat /proc/1/root/PATH > FILE.'],
  ['wait', 'To wait for a Pod: kubectl initx explain POD --until ready.'],
  ['lint', 'To check manifests: kubectl initx explain -f FILE --lint.'],
  ['get', 'To explain a Pod: kubectl initx explain POD.'],
])('a command of kubectl is told what does the same here: %s', async (name, words) => {
  const { stderr, exitCode } = await runMain([name, 'web-0']);
  expect(stderr).toEndWith(`\n${words}\n`);
  expect(exitCode).toBe(1);
});

test('each line above a command in the examples is a comment', async () => {
  for (const name of COMMANDS) {
    const { stdout } = await runMain([name, '--help']);
    const [, examples = ''] = /^Examples:\n(.*?)\n(?=[A-Z])/ms.exec(stdout) ?? [];
    const lines = examples.split('\n').filter((line) => line !== '');
    expect(lines.filter((line) => !/^ {2}(#|.*kubectl[ -]initx)/.test(line))).toEqual([]);
  }
});

test('help on what is no command is the complaint about that command', async () => {
  for (const topic of ['nope', 'explian']) {
    const asked = await runMain(['help', topic]);
    expect(asked).toEqual(await runMain([topic]));
    expect(asked).toMatchObject({ exitCode: 1, stdout: '' });
  }
  expect((await runMain(['help', 'explian'])).stderr).toContain('Did you mean explain?');
  expect(await runMain(['help', 'help'])).toMatchObject({ exitCode: 0, stderr: '' });
});

test('options shows every flag that all commands take, in the width there is', async () => {
  const { stdout, exitCode } = await runMain(['options'], { columns: 60 });
  expect(exitCode).toBe(0);
  for (const flag of CONNECTION_FLAGS) expect(stdout).toContain(longName(flag));
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
});

const COMMANDS = ['explain', 'resources', 'debug', 'rules', 'version', 'options', 'completion'];
test.each(['', ...COMMANDS, 'debug list', 'debug attach', 'debug stop'])(
  'no line of the help is wider than 80 columns: %s',
  async (name) => {
    const words = [...name.split(' ').filter((word) => word !== ''), '--help'];
    const { exitCode, stdout } = await runMain(words);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Usage: ');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  },
);
