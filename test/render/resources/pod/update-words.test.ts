import { describe, expect, test } from 'bun:test';
import type { Update } from '../../../../src/model/resources/rollout/update.ts';
import { renderPodCost } from '../../../../src/render/resources/pod/pod-cost-output.ts';
import { quotaLines } from '../../../../src/render/resources/pod/words/quota-words.ts';
import { updateLines } from '../../../../src/render/resources/pod/words/update-words.ts';
import { container, podOf } from '../../../model/resources/small-resources.ts';
import { outputOf, quotaOf } from '../pod-outputs.ts';

const PLAIN = { width: 80, unicode: true, color: false, isWide: false };
const SURGE = { kind: 'rolling', maxSurge: 1, maxUnavailable: 0 } as const;

const web = (cpu: string) => podOf({ containers: [container('app', `cpu=${cpu}`)] });

const lines = (...asked: Parameters<typeof told>) => updateLines(told(...asked).cost);

function told(
  count: number,
  cpu: string,
  hard: string,
  more: Partial<Update> = {},
  replicas = count,
) {
  const old = Array.from({ length: count }, () => web('1'));
  const update: Update = {
    refusal: undefined,
    isAsked: true,
    isChanged: true,
    strategy: { kind: 'rolling', maxSurge: 0, maxUnavailable: 1 },
    old,
    ...more,
  };
  const quotas = [quotaOf('team', `requests.cpu=${hard}`, `requests.cpu=${count}`)];
  const subject = { kind: 'Deployment', replicas, update };
  return outputOf(web(cpu), { quotas }, subject);
}

describe('R21 what comes of an update', () => {
  test('is told by how Pods are replaced, what goes first, and how far it comes', () => {
    expect(lines(2, '2', '3')).toEqual([
      'It is there with 2 Pods, which are replaced: at most 0 too many (maxSurge) and 1 too few (maxUnavailable) at a time.',
      '1 Pod of before will be gone when the first new one comes.',
      'It would stop after 1 of 2 new Pods: quota has no room for the next.',
    ]);
    expect(lines(2, '1', '2').at(-1)).toBe('All 2 new Pods would come.');
    expect(lines(2, '2', '2').at(-1)).toBe('No new Pod would come: quota has no room.');
  });

  test('of one Pod, and of none', () => {
    const strategy = { kind: 'recreate' } as const;
    expect(lines(1, '1', '1', { strategy })).toEqual([
      'It is there with 1 Pod, which goes before new ones come (Recreate).',
      '1 Pod of before will be gone when the first new one comes.',
      'The new Pod would come.',
    ]);
    expect(lines(1, '1', '1', { isChanged: false })).toEqual([
      'It is there with 1 Pod, and no new one would be made.',
    ]);
  });

  test('of Pods that stay, and how many come', () => {
    const first = (count: number, replicas: number) =>
      lines(count, '1', '9', { isChanged: false }, replicas)[0];
    expect(first(1, 2)).toBe('It is there with 1 Pod, which stays; 1 more is to come.');
    expect(first(2, 4)).toBe('It is there with 2 Pods, which stay; 2 more are to come.');
  });

  test('of a workload that has no Pods', () => {
    expect(lines(0, '1', '1')).toEqual([
      'It is there and has no Pods, and no new one would be made.',
    ]);
  });

  test('is told once where no new Pod would be made', () => {
    const output = { ...told(1, '1', '1', { isChanged: false }), verdict: 'admitted' } as const;
    const text = renderPodCost(output, PLAIN);
    expect(text).toContain('Check  The API server takes it.\n');
    expect(text.match(/no new/g)).toHaveLength(1);
  });

  test('names what a quota counts by then: Pods of the files, or old ones that go', () => {
    const byThen = ({ cost }: ReturnType<typeof told>) =>
      quotaLines(cost.quotas ?? [], cost).slice(1);
    expect(byThen(told(2, '1', '2'))).toEqual(['By then: without those that go first.']);
    expect(byThen(told(2, '1', '3', { strategy: SURGE }))).toEqual([]);
    const quotas = [{ ...quotaOf('team', 'pods=3', 'pods=2'), isForetold: true }];
    expect(byThen(outputOf(web('1'), { quotas }))).toEqual([
      'By then: with the Pods that stand before it in the files.',
    ]);
  });

  test('is a refusal without the template in it', () => {
    const refusal =
      'Job.batch "x" is invalid: spec.template: Invalid value: {"a":{"b: ":1}}: field is immutable\nmore';
    expect(lines(1, '1', '1', { refusal })).toEqual([
      'The API server refuses to change what is there: Job.batch "x" is invalid: spec.template: field is immutable',
    ]);
  });

  test('is not certain where the server was not asked', () => {
    expect(lines(1, '1', '1', { isAsked: false }).at(-1)).toBe(
      'The API server was not asked whether it takes the change.',
    );
  });
});
