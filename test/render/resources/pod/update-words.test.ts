import { describe, expect, test } from 'bun:test';
import type { Update } from '../../../../src/model/resources/rollout/update.ts';
import { updateLines } from '../../../../src/render/resources/pod/words/update-words.ts';
import { container, podOf } from '../../../model/resources/small-resources.ts';
import { outputOf, quotaOf } from '../pod-outputs.ts';

const web = (cpu: string) => podOf({ containers: [container('app', `cpu=${cpu}`)] });

function lines(count: number, cpu: string, hard: string, more: Partial<Update> = {}) {
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
  const subject = { kind: 'Deployment', replicas: count, update };
  return updateLines(outputOf(web(cpu), { quotas }, subject).cost);
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
