import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePlainYaml } from '../../../src/kube/yaml/plain-yaml.ts';
import { parseYaml } from '../../../src/kube/yaml/yaml-document.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const SAVED = readFileSync(join(root, 'examples', 'stuck-pod.yaml'), 'utf8');

/** What js-yaml makes of it, by the rules of Kubernetes. */
function byJsYaml(text: string): unknown {
  try {
    return parseYaml(text, 'x', { startLine: 1, allowsRepeatedKeys: false }) ?? null;
  } catch {
    return 'broken';
  }
}

test('what kubectl prints is read at once, as js-yaml reads it', () => {
  expect(parsePlainYaml(SAVED)).toEqual({ value: byJsYaml(SAVED) });
});

test.each([
  ['text over two lines', "a: 'b\n  c'\nd: e f\n  g\n"],
  ['blocks of text', 'a: |\n  # b\n   c: d\n\n  e\nf:\n- >-\n  g\n- h: |\n    - i\n'],
  ['signs within text', 'image: a/b:1.2@sha256:0\ncommand: test -f x#y && z:w\n'],
  ['amounts and addresses', 'cpu: 100m\nmemory: 64Mi\nip: 10.0.0.1\ncount: 0\nargs:\n- -c\n'],
  ['comments', '# a\na: {}\n  # b\n\nb: []\n'],
])('so are %s', (_title, text) => {
  expect(byJsYaml(text)).not.toBe('broken');
  expect(parsePlainYaml(text)).toEqual({ value: byJsYaml(text) });
});

test.each([
  ['a key that comes twice', 'a: 1\na: 2\n'],
  ['keys in quotes', '"__proto__": 1\n'],
  ['words of YAML 1.1', 'a: yes\n'],
  ['keys that are such words', 'on: 1\n'],
  ['octal numbers', 'mode: 0644\n'],
  ['numbers that are not exact', 'a: 12345678901234567890\n'],
  ['fractions and exponents', 'a: 1e3\n'],
  ['dates', 'a: 2026-01-01\n'],
  ['anchors and aliases', 'a: &x b\nc: *x\n'],
  ['tags', 'a: !!str 1\n'],
  ['merges', '<<: {}\n'],
  ['flow collections', 'a: { b: c }\n'],
  ['several documents', 'a: b\n---\nc: d\n'],
  ['tabs', 'a:\tb\n'],
  ['what is broken', 'a: b: c\n'],
  ['what is nested too deep', `${'- '.repeat(10_000)}a\n`],
])('%s are left to js-yaml', (_title, text) => {
  expect(parsePlainYaml(text)).toBeUndefined();
});

test('whatever has happened to a document, it is read as js-yaml reads it', () => {
  const lines = SAVED.split('\n');
  let seed = 1;
  const below = (limit: number) => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return seed % limit;
  };
  let taken = 0;
  for (let run = 0; run < 3000; run++) {
    const start = below(lines.length - 14);
    const part = lines.slice(start, start + 14);
    const indent = Math.min(...part.filter(Boolean).map((line) => line.search(/\S/)));
    let text = `${part.map((line) => line.slice(indent)).join('\n')}\n`;
    for (let change = below(3); change > 0; change--) {
      const at = below(text.length + 1);
      const sign = ':-#\'"|>[]{} \n\t~&*!%@,?01yn._/\\=+é\u2028\r'[below(38)] ?? '';
      text = text.slice(0, at) + sign + text.slice(at + below(2));
    }
    const plain = parsePlainYaml(text);
    if (plain === undefined) continue;
    taken += 1;
    const [mine, theirs] = [plain.value ?? null, byJsYaml(text)].map((value) =>
      JSON.stringify(value),
    );
    if (mine !== theirs) throw new Error(`${JSON.stringify(text)}: ${mine}, js-yaml: ${theirs}`);
  }
  expect(taken).toBeGreaterThan(200);
});
