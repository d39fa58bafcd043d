import { expect, test } from 'bun:test';
import { symlinkSync } from 'node:fs';
import { readManifests } from '../../../src/kube/files/manifest-files.ts';
import { makeTemporaryFiles } from '../temporary-files.ts';

async function problemsOf(text: string): Promise<readonly string[]> {
  const { problems } = await readManifests(['-'], { readStdin: async () => text });
  return problems.map(({ message }) => message);
}

const pod = (spec: string) =>
  `{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"spec":${spec}}`;

test('a resource whose name every map would seem to have is refused', async () => {
  const requests = '{"requests":{"__proto__":"1"}}';
  expect(await problemsOf(pod(`{"containers":[{"name":"c","resources":${requests}}]}`))).toEqual([
    expect.stringContaining('spec.containers[0].resources.requests.__proto__: is no name'),
  ]);
});

test('Lists within Lists end somewhere, and the limit is told', async () => {
  let list = pod('{"containers":[{"name":"c"}]}');
  for (let depth = 0; depth < 5000; depth++)
    list = `{"kind":"List","apiVersion":"v1","items":[${list}]}`;
  expect(await problemsOf(list)).toEqual(['stdin: document 1: Lists are nested more than 32 deep']);
});

test('a problem is told although the text is nested too deep to say where it stands', async () => {
  const deep = `${'['.repeat(500)}${']'.repeat(500)}`;
  const resources = '{"requests":{"cpu":"1x"}}';
  const problems = await problemsOf(
    pod(`{"containers":[{"name":"c","resources":${resources}}],"x":${deep}}`),
  );
  expect(problems.join('\n')).toContain('spec.containers[0].resources.requests.cpu: Invalid value');
});

test('a link to itself is told as such', async () => {
  const files = makeTemporaryFiles();
  const loop = `${files.directory}/loop.yaml`;
  symlinkSync('loop.yaml', loop);
  const { problems } = await readManifests([loop], { readStdin: async () => '' });
  files.remove();
  expect(problems.map(({ message }) => message)).toEqual([
    `the path "${loop}" cannot be read: too many levels of symbolic links`,
  ]);
});
