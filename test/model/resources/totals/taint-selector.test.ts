import { describe, expect, test } from 'bun:test';
import { parseTaintSelector } from '../../../../src/model/resources/totals/taint-selector.ts';

const GPU = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' } as const;
const DOWN = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' } as const;

describe('taints of nodes', () => {
  test.each([
    ['dedicated', [GPU], true],
    ['dedicated', [DOWN], false],
    ['dedicated=gpu', [DOWN, GPU], true],
    ['dedicated=cpu', [GPU], false],
    ['dedicated=', [GPU], false],
    ['dedicated:NoSchedule', [GPU], true],
    ['dedicated=gpu:NoExecute', [GPU], false],
    ['node.kubernetes.io/unreachable:NoExecute', [DOWN], true],
    ['node.kubernetes.io/unreachable=', [DOWN], true],
    ['!dedicated', [DOWN], true],
    ['!dedicated', [], true],
    ['!dedicated=gpu:NoSchedule', [GPU], false],
    ['dedicated, !node.kubernetes.io/unreachable', [GPU], true],
    ['dedicated,!node.kubernetes.io/unreachable', [GPU, DOWN], false],
    ['none', [], true],
    ['none', [DOWN], false],
  ])('%s of %j: %p', (text, taints, isMeant) => {
    expect(parseTaintSelector(text)?.(taints)).toBe(isMeant);
  });

  test.each(['', 'a b', 'a:Never', '=gpu', 'a,,b', 'a=b=c'])('%p are none', (text) => {
    expect(parseTaintSelector(text)).toBeUndefined();
  });
});
