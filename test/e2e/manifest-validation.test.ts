import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifests } from '../../src/kube/files/manifest-files.ts';
import { createNamespace, realCluster, run } from './support/real-cluster.ts';

const TIMEOUT_MS = 60_000;

type Written = Readonly<Record<string, unknown>>;

/** Manifests by what is wrong with them, and some with which nothing is. */
const WRITTEN = Bun.YAML.parse(
  readFileSync(join(import.meta.dirname, 'support', 'written-manifests.yaml'), 'utf8'),
) as Readonly<Record<'refused' | 'taken', Readonly<Record<string, Written>>>>;

describe.skipIf(realCluster.isAbsent)('R7 the API server and -f say the same of a manifest', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('manifest-validation');
  }, TIMEOUT_MS);

  afterAll(async () => {
    await namespace.remove();
  });

  async function server(manifest: Written): Promise<string> {
    const args = ['-n', namespace.name, 'create', '--dry-run=server', '--validate=strict'];
    const { exitCode, stderr } = await run([realCluster.kubectl, ...args, '-f', '-'], {
      stdin: JSON.stringify(manifest),
    });
    return exitCode === 0 ? '' : stderr;
  }

  test.each(Object.entries(WRITTEN.refused))(
    'refused: %s',
    async (_, manifest) => {
      const theirs = await server(manifest);
      const ours = await problemsOf(manifest);
      const unknown = unknownFields(theirs);
      const invalid = invalidFields(theirs);
      if (unknown.length > 0) {
        // It stops there; we go on to the values.
        expect(ours.filter((line) => line.startsWith('unknown field')).sort()).toEqual(unknown);
      } else if (invalid.length > 0) {
        expect(ours.toSorted()).toEqual(invalid);
      } else if (theirs.includes('no matches for kind')) {
        expect(theirs).toContain(ours.join());
      } else {
        // Of a wrong type it tells in terms of Go, and we of the file.
        const field = / Go struct field \w+\.(\S+) of type/.exec(theirs)?.[1];
        expect(field).toBeString();
        expect(ours.map((line) => line.replaceAll(/\[\d+\]|:.*/g, ''))).toEqual([field ?? '']);
      }
    },
    TIMEOUT_MS,
  );

  test.each(Object.entries(WRITTEN.taken))(
    'taken: %s',
    async (_, manifest) => {
      expect(await server(manifest)).toBe('');
      expect(await problemsOf(manifest)).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

async function problemsOf(manifest: Written): Promise<readonly string[]> {
  const text = JSON.stringify(manifest);
  const { problems } = await readManifests(['-'], { readStdin: async () => text });
  return problems.map(({ message }) => message.replace(/^stdin:\d+:\d+: /, ''));
}

/** `strict decoding error: unknown field "a", unknown field "b"` */
function unknownFields(stderr: string): string[] {
  const [, list = ''] = /strict decoding error: (.*)/.exec(stderr) ?? [];
  return list.split(', ').filter(Boolean).sort();
}

/** `The Pod "p" is invalid: FIELD: WORDS`, or one `* FIELD: WORDS` a line. */
function invalidFields(stderr: string): string[] {
  const [, list = ''] = / is invalid: (.*)$/s.exec(stderr) ?? [];
  const lines = list.split('\n').map((line) => line.replace(/^\* /, '').trim());
  return [...new Set(lines.filter((line) => line !== ''))].sort();
}
