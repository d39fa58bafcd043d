/** What the real API server fills in for a new Pod, with and without a LimitRange. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { PodSpec } from '../../src/model/kubernetes/api.ts';
import type { LimitRange } from '../../src/model/resources/admission/limit-range.ts';
import { limitRangerSettings } from '../../src/model/resources/admission/limit-range-defaults.ts';
import { withServerDefaults } from '../../src/model/resources/admission/server-defaults.ts';
import { workplace } from './support/policy-workplace.ts';
import { realCluster } from './support/real-cluster.ts';
import { container, gatedPod, limitRange, resourcesOf } from './support/resource-objects.ts';

const TIMEOUT_MS = 90_000;
const ALWAYS = { restartPolicy: 'Always' } as const;
const PAGES = 'hugepages-2Mi';

type Case = readonly [title: string, spec: Partial<PodSpec>];

const PODS: readonly Case[] = [
  ['says nothing', { containers: [container('app')], initContainers: [container('setup')] }],
  [
    'has limits alone, in other notations',
    {
      containers: [container('app', undefined, { cpu: '0.5', memory: '1.5Gi' })],
      initContainers: [container('setup', undefined, { cpu: '1e1', memory: '0.0001' })],
    },
  ],
  ...[
    ['1.500', '2.007'],
    ['1.000', '0.500'],
    ['1.000001', '+1'],
    ['007', '1000'],
    ['1E3', '1e4'],
    [' 3 ', '+5Mi'],
    ['1024Ki', '5000m'],
  ].map(([cpu = '', memory = '']): Case => {
    const limits = { cpu, memory };
    return [
      `limits cpu to "${cpu}" and memory to "${memory}"`,
      { containers: [container('app', undefined, limits)] },
    ];
  }),
  [
    'has sidecars that say a part',
    {
      containers: [container('app', { cpu: '10m' }, { memory: '1G' })],
      initContainers: [
        container('proxy', { memory: '8Mi' }, undefined, ALWAYS),
        container('logs', undefined, { cpu: '1' }, ALWAYS),
        container('setup', { cpu: '3' }, { cpu: '4' }),
      ],
    },
  ],
  [
    'has devices and hugepages',
    {
      containers: [
        container('app', undefined, { 'example.com/gpu': '1', [PAGES]: '4Mi', memory: '1Gi' }),
      ],
    },
  ],
  [
    'limits cpu at the pod level',
    {
      containers: [container('app', { cpu: '100m' }), container('b', undefined, { cpu: '200m' })],
      initContainers: [container('proxy', { cpu: '0.1' }, undefined, ALWAYS)],
      resources: { limits: { cpu: '2' } },
    },
  ],
  [
    'requests memory at the pod level, its containers limit cpu',
    {
      containers: [container('app', { cpu: '100m' }, { cpu: '1' })],
      initContainers: [container('setup', undefined, { cpu: '3' })],
      resources: { requests: { memory: '1e9' } },
    },
  ],
  [
    'requests more at the pod level than its containers limit',
    {
      containers: [container('app', undefined, { cpu: '100m', memory: '64Mi' })],
      resources: { requests: { cpu: '0.7501', memory: '128Mi' } },
    },
  ],
  [
    'has hugepages in its containers and memory at the pod level',
    {
      containers: [container('app', undefined, { [PAGES]: '4Mi', memory: '64Mi' })],
      initContainers: [container('setup', undefined, { [PAGES]: '6Mi', memory: '8Mi' })],
      resources: { limits: { memory: '1Gi' } },
    },
  ],
  [
    'has hugepages at the pod level',
    {
      containers: [container('app', { memory: '64Mi' })],
      resources: { limits: { [PAGES]: '4Mi', memory: '1Gi' } },
    },
  ],
];

const CONTAINER_DEFAULTS = {
  type: 'Container',
  default: { 'ephemeral-storage': '2Gi', memory: '512.500M' },
  defaultRequest: { cpu: '50m' },
};

describe.each([
  ['without a LimitRange', []],
  ['with a LimitRange', [limitRange('defaults', CONTAINER_DEFAULTS)]],
])('R21 %s', (_, given) => {
  describe.skipIf(realCluster.isAbsent)('the API server stores as foretold a Pod that', () => {
    let place: Awaited<ReturnType<typeof workplace>>;
    let limitRanges: readonly LimitRange[] = [];

    beforeAll(async () => {
      place = await workplace('defaults');
      for (const each of given) await place.mustCreate(each);
      limitRanges = (await place.policies()).limitRanges;
    }, TIMEOUT_MS);

    afterAll(async () => {
      await place.remove();
    });

    test.each(PODS)(
      '%s',
      async (_, spec) => {
        const stored = await place.stored(gatedPod('web', spec));
        const { pod, filled } = withServerDefaults(gatedPod('web', spec), limitRanges);
        expect(resourcesOf(pod)).toEqual(resourcesOf(stored));
        const settings = filled.map(({ amount, limitRange, ...setting }) => setting);
        expect(new Set(settings)).toEqual(
          new Set(limitRangerSettings(stored.metadata.annotations)),
        );
      },
      TIMEOUT_MS,
    );
  });
});
