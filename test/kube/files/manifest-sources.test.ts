import { afterEach, beforeEach, expect, test } from 'bun:test';
import { join } from 'node:path';
import { readManifests } from '../../../src/kube/files/manifest-files.ts';
import { makeTemporaryFiles, type TemporaryFiles } from '../temporary-files.ts';

let files: TemporaryFiles;

beforeEach(() => {
  files = makeTemporaryFiles();
});

afterEach(() => files.remove());

const pod = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: a, image: b}]}\n`;

async function found(
  names: readonly string[],
  isRecursive = false,
  stdin: Uint8Array | string = '',
) {
  const { pods, problems } = await readManifests(names, {
    readStdin: async () => stdin,
    isRecursive,
  });
  return {
    pods: pods.map((each) => each.pod.metadata.name),
    problems: problems.map(({ message }) => message.replaceAll(`${files.directory}/`, '')),
  };
}

/** As Windows PowerShell writes what is redirected to a file. */
function utf16(text: string, isBigEndian: boolean): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

test.each([
  ['UTF-16, little end first', utf16(pod('käse'), false)],
  ['UTF-16, big end first', utf16(pod('käse'), true)],
  ['UTF-8 with a mark', new TextEncoder().encode(`\uFEFF${pod('käse')}`)],
  ['UTF-8', new TextEncoder().encode(pod('käse'))],
])('%s is read as kubectl reads it', async (_, bytes) => {
  expect((await found(['-'], false, bytes)).problems).toEqual([
    expect.stringContaining('metadata.name: Invalid value: "käse"'),
  ]);
  const file = join(files.directory, 'pod.yaml');
  await Bun.write(file, bytes);
  expect((await found([file])).pods).toEqual(['käse']);
});

test('directories are read in the order of their names, those below with -R', async () => {
  files.write('b.yaml', pod('b'));
  files.write('a/z.yml', pod('az'));
  files.write('a/deep/y.json', {
    apiVersion: 'v1',
    ...JSON.parse(
      '{"kind":"Pod","metadata":{"name":"ady"},"spec":{"containers":[{"name":"a","image":"b"}]}}',
    ),
  });
  files.write('c.txt', 'no manifest');
  expect((await found([files.directory])).pods).toEqual(['b']);
  expect((await found([files.directory], true)).pods).toEqual(['ady', 'az', 'b']);
});

test('a pattern that the shell has left alone is filled in', async () => {
  files.write('b.yaml', pod('b'));
  files.write('a.yaml', pod('a'));
  expect((await found([join(files.directory, '*.yaml')])).pods).toEqual(['a', 'b']);
});

test('what cannot be read hides nothing of the rest', async () => {
  files.write('1-values.yaml', 'replicas: 3\n');
  files.write('2-broken.yaml', `${pod('two')}---\nkind: [\n`);
  files.write('3-good.yaml', pod('three'));
  const { pods, problems } = await found([files.directory, 'missing.yaml']);
  expect(pods).toEqual(['two', 'three']);
  expect(problems).toEqual([
    `1-values.yaml:1: document 1: Object 'Kind' is missing`,
    expect.stringMatching(/^2-broken\.yaml:7:\d+: /),
    'the path "missing.yaml" does not exist',
  ]);
});

test('names between commas are files of their own, as in kubectl, unless there is one called so', async () => {
  for (const name of ['one', 'two', 'a,b']) {
    await Bun.write(join(files.directory, `${name}.yaml`), pod(name.replace(',', '-')));
  }
  const path = (name: string) => join(files.directory, `${name}.yaml`);
  expect((await found([`${path('one')},${path('two')}`])).pods).toEqual(['one', 'two']);
  expect((await found([path('a,b')])).pods).toEqual(['a-b']);
  expect(await found([`${path('one')},${path('three')}`])).toEqual({
    pods: ['one'],
    problems: ['the path "three.yaml" does not exist'],
  });
});

test.skipIf(process.platform === 'win32')('what never ends is not read to its end', async () => {
  expect((await found(['/dev/zero'])).problems).toEqual([
    '/dev/zero has more than 256 MiB, the most that is read',
  ]);
});
