/** What the admission of real quotas refuses, against what we foretell. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Pod } from '../../src/model/kubernetes/api.ts';
import { quotaVerdict } from '../../src/model/resources/admission/quota.ts';
import { withServerDefaults } from '../../src/model/resources/admission/server-defaults.ts';
import { workplace } from './support/policy-workplace.ts';
import { realCluster } from './support/real-cluster.ts';
import { type Amounts, container, gatedPod, quota } from './support/resource-objects.ts';

const TIMEOUT_MS = 90_000;
const ALWAYS = { restartPolicy: 'Always' } as const;

const COMPUTE: Amounts = {
  pods: '4',
  'requests.cpu': '4',
  'requests.memory': '1Gi',
  'limits.cpu': '8',
  'limits.memory': '2Gi',
};
const SMALL: Amounts = { cpu: '100m', memory: '64Mi' };

describe.skipIf(realCluster.isAbsent)('R21 a ResourceQuota refuses, in the words foretold,', () => {
  let place: Awaited<ReturnType<typeof workplace>>;

  beforeAll(async () => {
    place = await workplace('quota-refusal');
    await place.mustCreate(quota('compute', COMPUTE));
    await place.mustCreate(
      quota('devices', { 'requests.example.com/gpu': '2', 'hugepages-2Mi': '4Mi' }),
    );
    const requirement = { scopeName: 'PriorityClass', operator: 'Exists' };
    const scopeSelector = { matchExpressions: [requirement] };
    await place.mustCreate(quota('classes', { pods: '0' }, { scopeSelector }));
    await place.policies();
    const app = container(
      'app',
      { cpu: '1400m', memory: '128Mi' },
      { cpu: '1500m', memory: '128Mi' },
    );
    await place.mustCreate(gatedPod('there', { containers: [app] }));
  }, TIMEOUT_MS);

  afterAll(async () => {
    await place.remove();
  });

  async function foretold(pod: Pod) {
    const { quotas } = await place.policies();
    const { pod: complete } = withServerDefaults(pod);
    return quotas.map((each) => quotaVerdict(each, complete));
  }

  const app = container('app', SMALL, SMALL);
  const CASES: readonly [title: string, spec: Parameters<typeof gatedPod>[1]][] = [
    ['nothing', { containers: [app] }],
    [
      'what only the init container asks for',
      {
        containers: [app],
        initContainers: [
          container('setup', { ...SMALL, cpu: '2700m' }, { ...SMALL, cpu: '2700m' }),
        ],
      },
    ],
    [
      'sidecars and init containers together',
      {
        containers: [app],
        initContainers: [
          container('proxy', { ...SMALL, memory: '0.5G' }, { ...SMALL, memory: '0.5G' }, ALWAYS),
          container('setup', { ...SMALL, memory: '512Mi' }, { ...SMALL, memory: '600Mi' }),
        ],
      },
    ],
    [
      'several resources at once',
      { containers: [container('app', undefined, { cpu: '10', memory: '10Gi' })] },
    ],
    [
      'init containers without limits',
      {
        containers: [app],
        initContainers: [
          container('setup', SMALL),
          container('migrate', { memory: '1Mi' }, { cpu: '1' }),
        ],
      },
    ],
    ['containers that say nothing', { containers: [container('b'), container('a')] }],
    [
      'but not at the pod level',
      { containers: [container('app')], resources: { limits: { cpu: '1', memory: '1Gi' } } },
    ],
    [
      'too much at the pod level',
      { containers: [container('app')], resources: { limits: { cpu: '1', memory: '3Gi' } } },
    ],
    [
      'devices',
      {
        containers: [app],
        initContainers: [container('setup', SMALL, { ...SMALL, 'example.com/gpu': '3' })],
      },
    ],
    ['hugepages', { containers: [container('app', SMALL, { ...SMALL, 'hugepages-2Mi': '6Mi' })] }],
    ['a priority class', { containers: [app], priorityClassName: 'system-cluster-critical' }],
  ];

  test.each(CASES)(
    '%s',
    async (_, spec) => {
      const pod = gatedPod('web', spec);
      const refusals = (await foretold(pod)).flatMap(({ refusal }) => refusal?.message ?? []);
      const theirs = await place.refusal(pod, '--dry-run=server');
      expect(refusals).toEqual(theirs === '' ? [] : [theirs]);
    },
    TIMEOUT_MS,
  );

  test(
    'one more than there is room for',
    async () => {
      const spec = {
        containers: [container('app', { cpu: '1', memory: '64Mi' }, { cpu: '1', memory: '64Mi' })],
      };
      const rooms = (await foretold(gatedPod('web', spec))).flatMap(({ room }) => room ?? []);
      expect(rooms).toEqual([2]);
      for (const name of ['web-1', 'web-2'])
        expect(await place.refusal(gatedPod(name, spec))).toBe('');
      const theirs = await place.refusal(gatedPod('web-3', spec));
      expect(theirs).toStartWith('exceeded quota: compute');
      const last = (await foretold(gatedPod('web-3', spec))).find(
        ({ quota }) => quota === 'compute',
      );
      expect([last?.room, last?.refusal?.message]).toEqual([0, theirs]);
    },
    TIMEOUT_MS,
  );
});
