import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../src/model/rules.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** `R12` as code, tests and prose cite it; not a part of a longer word. */
const CITATION = /(?<![\w/+=])R\d+\b/g;

const files = [
  ...new Bun.Glob('{src,test,scripts}/**/*.{ts,tsx}').scanSync(ROOT),
  ...new Bun.Glob('test/scenarios/*.yaml').scanSync(ROOT),
  ...new Bun.Glob('*.md').scanSync(ROOT),
].filter((file) => file !== 'test/model/rules.test.ts');
const texts = files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')] as const);

describe('the rules', () => {
  const known = RULES.map(({ id }) => id as string);

  test('are R1 to R34, each once and in order', () => {
    expect(known).toEqual(Array.from({ length: 34 }, (_, index) => `R${index + 1}`));
  });

  test('are sentences with a link to the Kubernetes documentation', () => {
    for (const { sentence, link } of RULES) {
      expect(sentence).toMatch(/^[A-Zsa].*\.$/);
      expect(link).toStartWith('https://kubernetes.io/docs/');
    }
  });

  test('are the only ones that are cited', () => {
    const cited = texts.flatMap(([file, text]) =>
      (text.match(CITATION) ?? []).map((id) => ({ file, id })),
    );
    expect(cited.length).toBeGreaterThan(500);
    expect(cited.filter(({ id }) => !known.includes(id))).toEqual([]);
  });

  test('are each named by a test', () => {
    const tests = texts.filter(([file]) => file.startsWith('test/'));
    const named = new Set(tests.flatMap(([, text]) => text.match(CITATION) ?? []));
    expect(known.filter((id) => !named.has(id))).toEqual([]);
  });
});
