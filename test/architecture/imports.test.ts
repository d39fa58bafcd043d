import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrowsOf, moduleOf, permissionsOf, ROOT, sources, wrongArrows } from './imports.ts';

const permissions = permissionsOf(readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8'));
const files = sources();

test('no import goes against the table of ARCHITECTURE.md', () => {
  const arrows = [...files].flatMap(([file, text]) => arrowsOf(file, text));
  expect(arrows.length).toBeGreaterThan(100);
  expect(wrongArrows(arrows, permissions)).toEqual([]);
});

test('the table has every folder there is, and no other', () => {
  const modules = new Set([...files.keys()].map(moduleOf));
  const leaves = ['src/errors'];
  expect([...modules].filter((name) => !leaves.includes(name)).sort()).toEqual(
    [...permissions.keys()].sort(),
  );
});

/** Ways to a clock, to chance and to the surroundings that need no import. */
const IMPURE =
  /\bDate\.now\b|\bnew Date\b(?!\([^)])|(?<!new )\bDate\(|\bMath\.random\b|\b(?:process|Bun|console|crypto|performance|globalThis)\.|\b(?:fetch|setTimeout|setInterval|toLocale\w*)\(|\bimport\.meta\b/;

test('the model asks neither clock nor chance nor the surroundings', () => {
  const model = [...files].filter(([file]) => file.startsWith('src/model/'));
  expect(model.length).toBeGreaterThan(30);
  expect(model.filter(([, text]) => IMPURE.test(text)).map(([file]) => file)).toEqual([]);
});

test.each([
  'const now = Date.now();',
  'const now = new Date();',
  'const now = new Date;',
  'const text = Date();',
  'const now = performance.now();',
  'const chance = Math.random();',
  'const id = crypto.randomUUID();',
  'const home = process.env.HOME;',
  'const width = Bun.stringWidth(name);',
  "console.error('x');",
  'setTimeout(next, 1000);',
  'const text = count.toLocaleString();',
])('the model could not have: %s', (text) => {
  expect(text).toMatch(IMPURE);
});

test.each(['const at = Date.parse(text);', 'const at = new Date(milliseconds);'])(
  'the model may have: %s',
  (text) => {
    expect(text).not.toMatch(IMPURE);
  },
);

test('nothing on the way of explain loads a generated client', () => {
  const users = [...files].filter(([, text]) => text.includes("'@kubernetes/client-node'"));
  expect(users.map(([file]) => file)).toEqual([]);
});

describe('the check itself', () => {
  const wrong = (from: string, text: string) => wrongArrows(arrowsOf(from, text), permissions);

  test.each([
    ['src/model/a.ts', "import { b } from '../kube/b.ts';"],
    ['src/model/a.ts', "import type { B } from '../render/b.ts';"],
    ['src/model/a.ts', "import { readFileSync } from 'node:fs';"],
    ['src/model/a.ts', "import chalk from 'chalk';"],
    ['src/model/verdict/a.ts', "export { b } from '../../errors.ts';"],
    ['src/render/a.ts', "import {\n  b,\n  c,\n} from '../kube/b.ts';"],
    ['src/kube/a.ts', "const b = await import('../commands/b.ts');"],
    ['src/kube/a.ts', "import '../render/b.ts';"],
    ['src/kube/a.ts', 'await import(`../render/b.ts`);'],
    ['src/kube/a.ts', "import { // it's\n  b } from '../render/b.ts';\nb();"],
    ['src/kube/a.ts', "export type B = import('../render/b.ts').B;"],
    ['src/kube/a.ts', "import { b } from '/src/render/b.ts';"],
    ['src/kube/a.ts', "import { b } from '../../test/kube/b.ts';"],
    ['src/model/a.ts', "import packageJson from '../../package.json';"],
  ])('finds %s: %s', (from, text) => {
    expect(wrong(from, text)).toHaveLength(1);
  });

  test.each([
    ['src/model/a.ts', "import type { B } from './b.ts';"],
    ['src/model/verdict/a.ts', "import { b } from '../b.ts';"],
    ['src/kube/a.ts', "import { connect } from 'node:tls';"],
    ['src/render/a.ts', "import type { Explanation } from '../model/explanation.ts';"],
    ['src/commands/a.ts', "import { b } from '../kube/b.ts';"],
    ['src/cli.ts', "import packageJson from '../package.json';"],
  ])('lets pass %s: %s', (from, text) => {
    expect(wrong(from, text)).toEqual([]);
  });
});
