import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../../support/fake-io.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'initx-completion-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What is offered for the last word, and the directive. */
async function complete(...words: string[]) {
  const { stdout, stderr, exitCode } = await runMain(['__complete', ...words], {
    env: { HOME: folder },
  });
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  const lines = stdout.trimEnd().split('\n');
  return { values: lines.slice(0, -1).map((line) => line.split('\t')[0]), bits: lines.at(-1) };
}

describe('without a cluster', () => {
  test.each([
    [['exp'], ['explain']],
    [['-n', 'shop', 'reso'], ['resources']],
    [['help', 'de'], ['debug']],
    [['explain', '-o', 'y'], ['yaml']],
    [['explain', '--output=sa'], ['sarif']],
    [['explain', '-oya'], ['yaml']],
    [['explain', '--until', 'comp'], ['completed']],
    [['debug', '--profile', 'net'], ['netadmin']],
    [
      ['resources', '--by', 'n'],
      ['namespace', 'node'],
    ],
    [['completion', 'z'], ['zsh']],
    [['explain', '--insec'], ['--insecure-skip-tls-verify']],
    [['debug', 'web', '--as-t'], ['--as-target']],
  ])('%p: %p', async (words, values) => {
    expect(await complete(...words)).toEqual({ values, bits: ':4' });
  });

  test.each([
    ['an unknown command', ['nonsense', '']],
    ['an unknown flag', ['explain', '--nonsense=']],
    ['what follows --', ['debug', 'web', '--', '']],
    ['a cluster that is not there', ['explain', '']],
    ['a kubeconfig that is not there', ['explain', '--kubeconfig', '/no', '--context', '']],
    ['Pods beside a file', ['explain', '-f', 'pod.yaml', '']],
    ['a second shell', ['completion', 'bash', '']],
    ['a flag that is given already', ['explain', '--worst', '--wor']],
  ])('nothing for %s', async (_, words) => {
    expect(await complete(...words)).toEqual({ values: [], bits: ':4' });
  });

  test('the rules, in their order and with what they say', async () => {
    const { values, bits } = await complete('rules', 'R1');
    expect(values.slice(0, 3)).toEqual(['R1', 'R10', 'R11']);
    expect(bits).toBe(':36');
    expect((await complete('rules', 'R34', 'R34')).values).toEqual([]);
  });

  test('files where a file may stand', async () => {
    expect(await complete('explain', '-f', '')).toEqual({ values: [], bits: ':0' });
    expect(await complete('debug', '--custom', 'a')).toEqual({ values: [], bits: ':0' });
  });

  test('no space behind what goes on', async () => {
    expect(await complete('explain', '-o', 'custom')).toEqual({
      values: ['custom-columns='],
      bits: ':6',
    });
    expect(await complete('resources', '--min', 'c')).toEqual({ values: ['cpu='], bits: ':6' });
  });

  test('short names of flags too, behind a single dash', async () => {
    const { values } = await complete('explain', '-');
    expect(values).toContain('-f');
    expect(values).toContain('--filename');
  });

  test('flags that the help leaves to kubectl options only once they are begun', async () => {
    expect((await complete('explain', '--')).values).not.toContain('--as-uid');
    expect((await complete('explain', '--as')).values).toContain('--as-uid');
  });

  test('contexts, clusters and users of the kubeconfig that is named', async () => {
    const file = join(folder, 'config');
    writeFileSync(
      file,
      JSON.stringify({
        contexts: [{ name: 'one' }, { name: 'two' }],
        clusters: [{ name: 'c' }],
        users: [{ name: 'u' }],
      }),
    );
    const at = ['explain', '--kubeconfig', file];
    expect((await complete(...at, '--context', '')).values).toEqual(['one', 'two']);
    expect((await complete(...at, '--cluster=')).values).toEqual(['c']);
    expect((await complete(...at, '--user', '')).values).toEqual(['u']);
  });
});

describe('a server that does other than it should', () => {
  test('one that never answers is not waited for', async () => {
    const server = Bun.serve({ port: 0, fetch: () => new Promise<Response>(() => {}) });
    const began = performance.now();
    const answer = await complete('explain', '-s', `http://127.0.0.1:${server.port}`, '');
    expect(performance.now() - began).toBeLessThan(4000);
    await server.stop(true);
    expect(answer).toEqual({ values: [], bits: ':4' });
  });

  test('names that no shell should see are left out, and what is said of others is made harmless', async () => {
    const rows = [
      ['a\u001b[31m'],
      ['b\nc'],
      ['$(reboot)'],
      [''],
      ['web', '1/1', 'Run\tning\u009b'],
    ];
    const table = {
      kind: 'Table',
      columnDefinitions: [{ name: 'Name' }, { name: 'Ready' }, { name: 'Status' }],
      rows: rows.map((cells) => ({ cells })),
    };
    const server = Bun.serve({
      port: 0,
      fetch: () => Response.json(table, { headers: { Warning: '299 - "old"' } }),
    });
    const url = `http://127.0.0.1:${server.port}`;
    const { stdout, stderr } = await runMain(['__complete', 'explain', '-v=8', '-s', url, '']);
    await server.stop(true);
    expect({ stdout, stderr }).toEqual({ stdout: 'web\t1/1 Run\\tning\\x9b\n:4\n', stderr: '' });
  });

  test('one that makes no tables is understood too', async () => {
    const items = [{ metadata: { name: 'web' } }, { metadata: {} }];
    const server = Bun.serve({ port: 0, fetch: () => Response.json({ kind: 'PodList', items }) });
    const answer = await complete('explain', '-s', `http://127.0.0.1:${server.port}`, '');
    await server.stop(true);
    expect(answer.values).toEqual(['web']);
  });
});

describe('completion', () => {
  test('says which shells there are', async () => {
    const { stderr, exitCode } = await runMain(['completion', 'tcsh']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('bash, zsh, fish, powershell');
    expect((await runMain(['completion'])).exitCode).toBe(1);
  });

  test('--install writes beside the link on the PATH, again too, and over no file of others', async () => {
    const [store, bin] = [join(folder, 'store'), join(folder, 'bin')];
    for (const each of [store, bin]) mkdirSync(each);
    const executable = join(store, 'kubectl-initx');
    writeFileSync(executable, '');
    symlinkSync(executable, join(bin, 'kubectl-initx'));
    const helper = join(bin, 'kubectl_complete-initx');
    const install = () =>
      runMain(['completion', '--install'], { executable, env: { PATH: `/usr/bin:${bin}` } });
    for (const each of [await install(), await install()]) {
      expect({ ...each, stdout: each.stdout.split('\n')[0] }).toEqual({
        exitCode: 0,
        stdout: `Wrote ${helper}.`,
        stderr: '',
      });
    }
    expect(readFileSync(helper, 'utf8')).toStartWith('#!/bin/sh\n');
    writeFileSync(helper, 'something else');
    expect(await install()).toMatchObject({ exitCode: 1, stdout: '' });
    expect(readFileSync(helper, 'utf8')).toBe('something else');
  });

  test('--install says so where the program is not on the PATH', async () => {
    const executable = join(folder, 'kubectl-initx');
    writeFileSync(executable, '');
    const { stdout } = await runMain(['completion', '--install'], { executable });
    expect(stdout).toContain('not on the PATH');
  });
});
