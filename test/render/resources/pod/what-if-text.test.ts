import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import { type Change, settingOf } from '../../../../src/model/resources/change/what-if.ts';
import { renderPodCost } from '../../../../src/render/resources/pod/pod-cost-output.ts';
import { container, podOf } from '../../../model/resources/small-resources.ts';
import { MIGRATION } from '../../../model/resources/worked-pods.ts';
import { MOVE, outputOf, TRIM } from '../pod-outputs.ts';

/** The lines below the heading. */
function lines(pod: Pod, ...changes: readonly Change[]): readonly string[] {
  const options = { width: 100, unicode: true, color: false, isWide: false };
  const text = renderPodCost(outputOf(pod, {}, {}, changes), options);
  return text
    .split('\n')
    .slice(2, -1)
    .filter((line) => line !== '');
}

const set = (name: string, field: 'requests' | 'limits', resource: string, amount?: string) =>
  settingOf(name, field, resource, amount);

describe('what would be if', () => {
  test('R19 an init container were trimmed: 100m + 500m run together', () => {
    expect(lines(MIGRATION, TRIM)).toEqual([
      'What if  Set the cpu request of migrate to 500m.',
      'cpu request            2100m  →  600m',
      'cpu unused after init  1500m  →  0',
      'The QoS class stays Burstable.',
    ]);
  });

  test('R17 a sidecar started after an init container: 2 alone', () => {
    expect(lines(MIGRATION, MOVE).slice(0, 2)).toEqual([
      'What if  Start log-shipper after migrate, if migrate does without it.',
      'cpu request            2100m  →  2',
    ]);
  });

  test('several changes were made together: 128Mi + 1Gi run together', () => {
    const changes = [TRIM, set('app', 'requests', 'memory', '1Gi')];
    expect(lines(MIGRATION, ...changes)).toContain('memory request         640Mi  →  1152Mi');
  });

  test('R18 the last container without a limit got one: 2 + 3', () => {
    const pod = podOf({ containers: [container('a', 'cpu=1', 'cpu=2'), container('b', 'cpu=1')] });
    expect(lines(pod, set('b', 'limits', 'cpu', '3'))[1]).toBe('cpu limit  none  →  5');
  });

  test('R18 R21 the limits came to more, which quota counts, and bounded nothing still', () => {
    const pod = podOf({ containers: [container('a', 'cpu=1'), container('b', 'cpu=1')] });
    expect(lines(pod, set('b', 'limits', 'cpu', '3'))[1]).toBe('cpu limits in sum  0  →  3');
  });

  test('R18 R20 a limit were taken away that the request does not follow', () => {
    const pod = podOf({ containers: [container('a', 'cpu=1 memory=1Gi', 'cpu=1 memory=1Gi')] });
    expect(lines(pod, set('a', 'limits', 'cpu')).slice(1)).toEqual([
      'cpu limit  1           →  none',
      'QoS class  Guaranteed  →  Burstable',
    ]);
  });

  test.each([
    ['first', undefined, 'Start log-shipper first.'],
    ['last', undefined, 'Start log-shipper last.'],
    ['before', 'fetch-config', 'Start log-shipper before fetch-config.'],
  ] as const)('a container started %s %s', (to, neighbour, sentence) => {
    const move = { kind: 'move', container: 'log-shipper', to, neighbour } as const;
    expect(lines(MIGRATION, move)[0]).toBe(`What if  ${sentence}`);
  });

  test('nothing came of it', () => {
    expect(lines(MIGRATION, set('fetch-config', 'requests', 'cpu', '50m'))).toEqual([
      'What if  Set the cpu request of fetch-config to 50m.',
      'Nothing changes for the Pod as a whole.',
    ]);
  });

  test('R19 a workload ran more Pods', () => {
    const options = { width: 100, unicode: false, color: false, isWide: false };
    const workload = { kind: 'Deployment', replicas: 2 };
    const output = outputOf(MIGRATION, {}, workload, [{ kind: 'replicas', replicas: 5 }]);
    const text = renderPodCost(output, options);
    expect(text).toContain('\nPods  2  ->  5\n');
    // 5 × 2100m and 5 × 640Mi.
    expect(text).toContain('All 5 Pods together request cpu 10500m and memory 3200Mi.');
  });
});
