import { describe, expect, test } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  arrowsOf,
  circles,
  houseOf,
  permissionsOf,
  ROOT,
  roomOf,
  sources,
  wrongArrows,
} from './imports.ts';

const ARCHITECTURE = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
const permissions = permissionsOf(ARCHITECTURE);
const files = sources();

const arrows = [...files].flatMap(([file, text]) => arrowsOf(file, text));

test('no import goes against the tables of ARCHITECTURE.md', () => {
  expect(arrows.length).toBeGreaterThan(100);
  expect(wrongArrows(arrows, permissions)).toEqual([]);
});

test('no files import each other in a circle, types included', () => {
  expect(circles(arrows)).toEqual([]);
});

test('every file that ARCHITECTURE.md names is there', () => {
  const paths = [...ARCHITECTURE.matchAll(/`([\w./-]+\/[\w.-]+\.tsx?)`/g)].map(
    ([, path = '']) => path,
  );
  expect(paths.length).toBeGreaterThan(20);
  const isThere = (path: string) => ['', 'src'].some((top) => existsSync(join(ROOT, top, path)));
  expect(paths.filter((path) => !isThere(path))).toEqual([]);
});

test('the first table has every house there is, and no other', () => {
  const leaves = ['src/errors'];
  const houses = new Set([...files.keys()].map(houseOf));
  expect([...houses].filter((name) => !leaves.includes(name)).sort()).toEqual(
    [...permissions.houses.keys()].sort(),
  );
});

test('the second table has every room of a house with several, and no other', () => {
  const rooms = [...new Set([...files.keys()].map(roomOf))].filter((room) => room !== 'src');
  const byHouse = Map.groupBy(rooms, houseOf);
  const shared = [...byHouse.values()].filter((each) => each.length > 1).flat();
  expect(shared.sort()).toEqual([...permissions.rooms.keys()].sort());
});

test('no room holds more than 14 files, and none is a drawer', () => {
  const byRoom = Map.groupBy(files.keys(), roomOf);
  const full = [...byRoom].filter(([, list]) => list.length > 14).map(([room]) => room);
  expect(full).toEqual([]);
  const drawers = /(?:^|\/)(?:utils?|helpers?|common|misc|shared|lib|types)(?:\/|\.tsx?$|$)/;
  expect([...files.keys()].filter((file) => drawers.test(file))).toEqual([]);
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

test('only kube/typed loads the generated client, and only import() from kube/debug loads that', () => {
  const users = [...files].filter(([, text]) => text.includes("'@kubernetes/client-node"));
  expect(users.map(([file]) => file)).toEqual(['src/kube/typed/generated-apis.ts']);
  const statements = [...files].flatMap(([file, text]) =>
    Array.from(text.matchAll(/^import (?!type\b)[^;]* from '[^']*\/typed\//gm), () => file).filter(
      () => !file.startsWith('src/kube/typed/'),
    ),
  );
  expect(statements).toEqual([]);
  const callers = [...files].filter(([, text]) => /import\('[^']*\/typed\//.test(text));
  expect(callers.map(([file]) => roomOf(file))).toEqual(['src/kube/debug']);
});

describe('the check itself', () => {
  const wrong = (from: string, text: string) => wrongArrows(arrowsOf(from, text), permissions);

  test.each([
    ['src/model/explain/a.ts', "import { b } from '../../kube/reads/b.ts';"],
    ['src/model/explain/a.ts', "import type { B } from '../../render/text/b.ts';"],
    ['src/model/explain/a.ts', "import { existsSync, readFileSync } from 'node:fs';"],
    ['src/model/explain/a.ts', "import chalk from 'chalk';"],
    ['src/model/explain/verdict/a.ts', "export { b } from '../../../errors.ts';"],
    ['src/render/text/a.ts', "import {\n  b,\n  c,\n} from '../../kube/reads/b.ts';"],
    ['src/kube/reads/a.ts', "const b = await import('../../commands/b.ts');"],
    ['src/kube/reads/a.ts', "import '../../render/text/b.ts';"],
    ['src/kube/reads/a.ts', 'await import(`../../render/text/b.ts`);'],
    ['src/kube/reads/a.ts', "import { // it's\n  b } from '../../render/text/b.ts';\nb();"],
    ['src/kube/reads/a.ts', "export type B = import('../../render/text/b.ts').B;"],
    ['src/kube/reads/a.ts', "import { b } from '/src/render/text/b.ts';"],
    ['src/kube/reads/a.ts', "import { b } from '../../../test/kube/b.ts';"],
    ['src/model/explain/a.ts', "import packageJson from '../../../package.json';"],
    // Between rooms of one house.
    ['src/kube/transport/a.ts', "import { b } from '../reads/b.ts';"],
    ['src/kube/objects/a.ts', "import type { B } from '../connect/b.ts';"],
    ['src/model/explain/verdict/a.ts', "import type { B } from '../b.ts';"],
    ['src/model/resources/quantity/a.ts', "import type { B } from '../effective/b.ts';"],
    ['src/render/text/a.ts', "import type { B } from '../explain/b.ts';"],
    ['src/commands/explain/a.ts', "import type { B } from '../resources/b.ts';"],
  ])('finds %s: %s', (from, text) => {
    expect(wrong(from, text)).toHaveLength(1);
  });

  test.each([
    ['src/model/explain/a.ts', "import type { B } from './b.ts';"],
    ['src/model/explain/verdict/a.ts', "import { b } from '../kubelet/b.ts';"],
    ['src/kube/connect/a.ts', "import { connect } from 'node:tls';"],
    ['src/render/explain/a.ts', "import type { Explanation } from '../../model/explain/b.ts';"],
    ['src/commands/explain/a.ts', "import { b } from '../../kube/reads/b.ts';"],
    ['src/cli.ts', "import packageJson from '../package.json';"],
  ])('lets pass %s: %s', (from, text) => {
    expect(wrong(from, text)).toEqual([]);
  });

  test('finds circles of two and of three files, each once', () => {
    const arrow = (text: string) => ({ from: text[0] ?? '', to: text[1] ?? '' });
    const found = circles(['ab', 'ba', 'bc', 'cd', 'de', 'ec', 'xa'].map(arrow));
    expect(found).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });
});
