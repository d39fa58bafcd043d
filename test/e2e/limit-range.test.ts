/** What a LimitRange makes the real API server refuse, in its own words. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { PodSpec } from '../../src/model/kubernetes/api.ts';
import { limitRangeViolations } from '../../src/model/resources/admission/limit-range.ts';
import { withServerDefaults } from '../../src/model/resources/admission/server-defaults.ts';
import { workplace } from './support/policy-workplace.ts';
import { realCluster, until } from './support/real-cluster.ts';
import { container, gatedPod, limitRange } from './support/resource-objects.ts';

const TIMEOUT_MS = 90_000;
const ALWAYS = { restartPolicy: 'Always' } as const;
const PAGES = 'hugepages-2Mi';

const BROKEN: readonly (readonly [title: string, item: object, spec: Partial<PodSpec>])[] = [
  [
    'a minimum',
    { type: 'Container', min: { cpu: '100m', memory: '32Mi' } },
    {
      containers: [container('app', { cpu: '0.05', memory: '1Gi' })],
      initContainers: [container('setup', { cpu: '1', memory: '1e6' })],
    },
  ],
  [
    'a maximum',
    { type: 'Container', max: { cpu: '2', memory: '1Gi' } },
    {
      containers: [container('app', undefined, { cpu: '2500m' })],
      initContainers: [container('proxy', undefined, { memory: '1.5Gi' }, ALWAYS)],
    },
  ],
  [
    'a ratio',
    { type: 'Container', maxLimitRequestRatio: { cpu: '2', memory: '1.5' } },
    { containers: [container('app', { cpu: '0.3', memory: '1Gi' }, { cpu: '1', memory: '2Gi' })] },
  ],
  [
    'a ratio that the server misses by an error of doubles',
    { type: 'Container', maxLimitRequestRatio: { cpu: '2.007' } },
    { containers: [container('app', { cpu: '1' }, { cpu: '2007m' })] },
  ],
  [
    'a ratio that lies halfway between two of six decimals',
    { type: 'Container', maxLimitRequestRatio: { cpu: '1' } },
    { containers: [container('app', { cpu: '128m' }, { cpu: '129m' })] },
  ],
  [
    'a ratio of nothing',
    { type: 'Container', maxLimitRequestRatio: { cpu: '1', memory: '2' } },
    { containers: [container('app', { cpu: '1' }), container('b', { cpu: '0' }, { memory: '1' })] },
  ],
  [
    'the maximum of a Pod by its init container',
    { type: 'Pod', max: { cpu: '2' } },
    {
      containers: [container('app', { cpu: '100m' }, { cpu: '500m' })],
      initContainers: [
        container('proxy', { cpu: '100m' }, { cpu: '600m' }, ALWAYS),
        container('setup', { cpu: '1' }, { cpu: '1500m' }),
      ],
    },
  ],
  [
    'the minimum of a Pod, with nothing said of memory',
    { type: 'Pod', min: { cpu: '2', memory: '1Gi' } },
    { containers: [container('app', { cpu: '1' }), container('b', { cpu: '500m' })] },
  ],
  [
    'the maximum of a Pod at the pod level',
    { type: 'Pod', max: { cpu: '2', [PAGES]: '2Mi' } },
    {
      containers: [container('app', undefined, { cpu: '1', [PAGES]: '2Mi' })],
      resources: { limits: { cpu: '3', [PAGES]: '8Mi' } },
    },
  ],
];

describe.skipIf(realCluster.isAbsent)('R21 a LimitRange refuses, in the words foretold,', () => {
  let place: Awaited<ReturnType<typeof workplace>>;

  beforeAll(async () => {
    place = await workplace('limit-range');
  }, TIMEOUT_MS);

  afterAll(async () => {
    await place.remove();
  });

  test.each(BROKEN)(
    '%s',
    async (_, item, spec) => {
      const { metadata } = await place.mustCreate(limitRange('one', item));
      const { limitRanges } = await place.policies();
      const { pod } = withServerDefaults(gatedPod('web', spec), limitRanges);
      const foretold = limitRangeViolations(pod, limitRanges).map(({ message }) => message);
      expect(foretold.length).toBeGreaterThan(0);
      let theirs: readonly string[] = [];
      // The plugin reads a copy of its own, which may still be without it.
      await until(`${metadata.name} is heeded`, async () => {
        theirs = sentencesOf(await place.refusal(gatedPod('web', spec), '--dry-run=server'));
        return theirs.length > 0;
      });
      await place.kubectl('delete', 'limitrange', 'one');
      expect([...new Set(foretold)].sort()).toEqual([...theirs]);
    },
    TIMEOUT_MS,
  );
});

/** One sentence, or `[one, another]`. */
function sentencesOf(refusal: string): readonly string[] {
  const list = refusal.replace(/^\[(.*)\]$/s, '$1');
  const sentences = list.split(/, (?=(?:minimum|maximum) |\S+ max limit )/);
  return sentences.filter((sentence) => sentence !== '').sort();
}
