import { describe, expect, test } from 'bun:test';
import { positionOf } from '../../../src/kube/yaml/yaml-position.ts';
import { parseManifestText } from '../../../src/kube/yaml/yaml-text.ts';

/** As people write it, and as kubectl 1.37 reads it. */
const SHALLOW = `kind: Pod
metadata: {
  name: a
}
spec:
  args: [
    "x",
"y", z
  ]
  text: "one
two"
  env: [
  {name: A, value: b}
]
`;

describe('what stands between brackets or quotes, further left than its key', () => {
  test('is read as kubectl reads it', () => {
    const [document] = parseManifestText(SHALLOW, 'f.yaml');
    expect(document?.problem).toBeUndefined();
    expect(document?.value).toEqual({
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { args: ['x', 'y', 'z'], text: 'one two', env: [{ name: 'A', value: 'b' }] },
    });
  });

  test('has its place in the file as it is', () => {
    expect(positionOf(SHALLOW, 1, ['spec', 'args', 2])).toEqual({ line: 8, column: 6 });
    expect(positionOf(SHALLOW, 1, ['spec', 'env', 0, 'value'])).toEqual({ line: 13, column: 20 });
  });

  test('what is broken is told, at its place in the file', () => {
    const broken = 'spec:\n  args: [\n"x" "y"\n]\n';
    const [document] = parseManifestText(broken, 'f.yaml');
    expect(document?.problem?.message).toStartWith('f.yaml:3:5: ');
    const unclosed = 'spec:\n  args: [\n"x",\nkind: Pod\n';
    expect(parseManifestText(unclosed, 'f.yaml')[0]?.problem?.message).toMatch(/^f.yaml:\d+:\d+: /);
  });
});
