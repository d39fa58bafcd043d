import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../src/model/kubernetes/api.ts';
import { randomFrom } from './random.ts';
import { randomPod } from './random-pod.ts';
import { shorterTexts } from './random-quantity.ts';
import { shrink, smallerPods } from './shrink.ts';

const every =
  <T>(isFaulty: (candidate: T) => boolean) =>
  async (candidates: readonly T[]) =>
    candidates.map(isFaulty);

describe('shrinking', () => {
  test('leaves only what the fault needs, and quantities as simple as it allows', async () => {
    const random = randomFrom(7);
    const isFaulty = ({ spec }: Pod) =>
      (spec.initContainers ?? []).some(
        ({ restartPolicy, resources }) =>
          restartPolicy === 'Always' && resources?.requests?.cpu !== undefined,
      );
    let pod = randomPod(random);
    while (!isFaulty(pod)) pod = randomPod(random);
    const { metadata, spec, status } = await shrink(pod, smallerPods, every(isFaulty));
    expect({ metadata, status }).toEqual({ metadata: { name: 'pod' }, status: undefined });
    expect(spec).toEqual({
      containers: [{ name: expect.any(String) }],
      initContainers: [
        {
          name: expect.any(String),
          restartPolicy: 'Always',
          resources: { requests: { cpu: '1' } },
        },
      ],
    });
  });

  test('gives back what cannot be smaller', async () => {
    const pod: Pod = { metadata: { name: 'pod' }, spec: { containers: [{ name: 'app' }] } };
    expect(
      await shrink(
        pod,
        smallerPods,
        every(() => true),
      ),
    ).toEqual(pod);
  });

  test('takes characters away from a text', async () => {
    const hasUnit = every((text: string) => text.includes('Ki'));
    expect(await shrink('0012.50Ki', shorterTexts, hasUnit)).toBe('Ki');
  });
});
