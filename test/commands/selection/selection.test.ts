import { describe, expect, test } from 'bun:test';
import { selectionOf } from '../../../src/commands/selection/selection.ts';

describe('which Pods are meant', () => {
  test('files are, with -f', () => {
    expect(selectionOf([], { filename: ['a.yaml', '-'] })).toEqual({
      kind: 'files',
      files: { names: ['a.yaml', '-'], isRecursive: false, namespace: undefined },
    });
    expect(() => selectionOf(['web-0'], { filename: ['a.yaml'] })).toThrow('not both');
  });

  test('those that are named', () => {
    expect(selectionOf(['web-0'], {})).toEqual({
      kind: 'names',
      targets: [{ workload: undefined, name: 'web-0' }],
    });
  });

  test.each([[[]], [['pods']]])('all are that the flags select: %p', (words) => {
    expect(selectionOf(words, { selector: 'app=web', allNamespaces: true })).toEqual({
      kind: 'list',
      workloads: [],
      allNamespaces: true,
      selector: 'app=web',
      fieldSelector: undefined,
    });
  });
});
