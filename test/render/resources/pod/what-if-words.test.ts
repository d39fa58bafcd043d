import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import { podResources } from '../../../../src/model/resources/pod/pod-resources.ts';
import { type Change, withChange } from '../../../../src/model/resources/pod/what-if.ts';
import { whatIfLines } from '../../../../src/render/resources/pod/what-if-words.ts';
import { container, podOf } from '../../../model/resources/small-resources.ts';
import { MIGRATION } from '../../../model/resources/worked-pods.ts';
import { MOVE, TRIM } from '../pod-outputs.ts';

function lines(pod: Pod, ...changes: readonly Change[]): readonly string[] {
  const changed = changes.reduce((before, change) => {
    const result = withChange(before, change);
    if ('problem' in result) throw new Error(result.problem.code);
    return result.pod;
  }, pod);
  const about = { kind: 'Pod', replicas: undefined };
  return whatIfLines(changes, podResources(pod, about), podResources(changed, about));
}

const set = (container: string, field: 'requests' | 'limits', resource: string, amount?: string) =>
  ({ kind: 'set', container, field, resource, amount }) satisfies Change;

describe('what would be if', () => {
  test('R19 an init container were trimmed: 100m + 500m run together', () => {
    expect(lines(MIGRATION, TRIM)).toEqual([
      'Set the cpu request of migrate to 500m.',
      "Then the Pod's cpu requests come to 600m instead of 2100m.",
    ]);
  });

  test('R17 a sidecar started after an init container: 2 alone', () => {
    expect(lines(MIGRATION, MOVE)).toEqual([
      'Start log-shipper after migrate, if migrate does without it.',
      "Then the Pod's cpu requests come to 2 instead of 2100m.",
    ]);
  });

  test('several changes were made together', () => {
    expect(lines(MIGRATION, TRIM, set('app', 'requests', 'memory', '1Gi'))).toEqual([
      'Set the cpu request of migrate to 500m.',
      'Set the memory request of app to 1Gi.',
      "Then the Pod's cpu requests come to 600m instead of 2100m.",
      "Then the Pod's memory requests come to 1152Mi instead of 640Mi.",
    ]);
  });

  test('R18 the last container without a limit got one', () => {
    const pod = podOf({
      containers: [container('a', 'cpu=1', 'cpu=2'), container('b', 'cpu=1')],
    });
    expect(lines(pod, set('b', 'limits', 'cpu', '3'))).toEqual([
      'Set the cpu limit of b to 3.',
      "Then the Pod's cpu limits come to 5 instead of 2.",
      'Then every container has a cpu limit, so the Pod as a whole is held to one.',
    ]);
  });

  test('R18 R20 a limit were taken away', () => {
    const pod = podOf({ containers: [container('a', 'cpu=1 memory=1Gi', 'cpu=1 memory=1Gi')] });
    expect(lines(pod, set('a', 'limits', 'cpu'))).toEqual([
      'Take away the cpu limit of a.',
      "Then the Pod's cpu limits come to 0 instead of 1.",
      'Then the Pod as a whole has no cpu limit any more.',
      'Then the QoS class: Burstable instead of Guaranteed.',
    ]);
  });

  test.each([
    ['first', undefined, 'Start log-shipper first.'],
    ['last', undefined, 'Start log-shipper last.'],
    ['before', 'fetch-config', 'Start log-shipper before fetch-config.'],
  ] as const)('a container started %s %s', (to, neighbour, sentence) => {
    const move = { kind: 'move', container: 'log-shipper', to, neighbour } as const;
    expect(lines(MIGRATION, move)[0]).toBe(sentence);
  });

  test('nothing came of it', () => {
    expect(lines(MIGRATION, set('fetch-config', 'requests', 'cpu', '50m'))).toEqual([
      'Set the cpu request of fetch-config to 50m.',
      'Nothing changes.',
    ]);
  });
});
