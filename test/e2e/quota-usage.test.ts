/** What the real quota controller counts against what we foretell. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Pod } from '../../src/model/kubernetes/api.ts';
import { quotaMatches } from '../../src/model/resources/admission/quota-scopes.ts';
import { podQuotaUsage } from '../../src/model/resources/admission/quota-usage.ts';
import { parseQuantity } from '../../src/model/resources/quantity/quantity.ts';
import { sumOf } from '../../src/model/resources/quantity/resource-list.ts';
import { workplace } from './support/policy-workplace.ts';
import { realCluster, until } from './support/real-cluster.ts';
import { type Amounts, container, gatedPod, quota } from './support/resource-objects.ts';

const TIMEOUT_MS = 90_000;
const ALWAYS = { restartPolicy: 'Always' } as const;

describe.skipIf(realCluster.isAbsent)('R21 status.used of a ResourceQuota', () => {
  let place: Awaited<ReturnType<typeof workplace>>;

  beforeAll(async () => {
    place = await workplace('quota');
  }, TIMEOUT_MS);

  afterAll(async () => {
    await place.remove();
  });

  const setup = container('setup', { cpu: '900m', memory: '64Mi' }, { cpu: '1' });
  const PODS: readonly Pod[] = [
    gatedPod('burstable', {
      initContainers: [container('proxy', { cpu: '100m' }, undefined, ALWAYS), setup],
      containers: [container('app', { cpu: '0.5', memory: '1e8' }, { memory: '200M' })],
    }),
    gatedPod('best-effort', {}),
    gatedPod('deadline', {
      activeDeadlineSeconds: 600,
      containers: [container('app', undefined, { cpu: '100m', memory: '32Mi' })],
    }),
    gatedPod('critical', {
      priorityClassName: 'system-cluster-critical',
      initContainers: [setup],
    }),
    gatedPod('devices', {
      initContainers: [container('a', undefined, { 'example.com/gpu': '3' })],
      containers: [
        container('b', { 'ephemeral-storage': '1Gi', cpu: '1m' }, { 'example.com/gpu': '2' }),
        container('c', undefined, { 'hugepages-2Mi': '4Mi', memory: '8Mi', cpu: '2m' }),
      ],
    }),
    gatedPod('pod-level', {
      initContainers: [container('a', { cpu: '2' })],
      containers: [container('b', { memory: '16Mi' })],
      resources: { requests: { cpu: '3' }, limits: { memory: '1Gi' } },
    }),
    gatedPod('neighbours', {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: 'kubernetes.io/hostname', namespaces: ['default'] } as object,
          ],
        },
      },
    }),
  ];
  const trivial = container('app', { cpu: '1m' }, undefined, { command: ['true'] });
  const done = gatedPod('done', {
    containers: [trivial],
    restartPolicy: 'Never',
    schedulingGates: [],
  });
  const leaving = gatedPod('leaving', { containers: [trivial] }, ['example.com/stay']);
  const COUNTED: Amounts = { pods: '9', cpu: '9', memory: '9Gi', 'limits.cpu': '9' };
  const QUOTAS = [
    quota('all', {
      ...COUNTED,
      'count/pods': '9',
      'requests.cpu': '20',
      'requests.memory': '9Gi',
      'limits.memory': '9Gi',
      'ephemeral-storage': '9Gi',
      'requests.ephemeral-storage': '9Gi',
      'limits.ephemeral-storage': '9Gi',
      'hugepages-2Mi': '9Mi',
      'requests.hugepages-2Mi': '9Mi',
      'requests.example.com/gpu': '9',
    }),
    quota('best-effort', { pods: '9' }, { scopes: ['BestEffort'] }),
    quota('others', COUNTED, { scopes: ['NotBestEffort', 'NotTerminating'] }),
    quota('terminating', COUNTED, { scopes: ['Terminating'] }),
    ...['In', 'NotIn'].map((operator) => {
      const requirement = {
        scopeName: 'PriorityClass',
        operator,
        values: ['system-cluster-critical'],
      };
      const scopeSelector = { matchExpressions: [requirement] };
      return quota(`critical-${operator.toLowerCase()}`, COUNTED, { scopeSelector });
    }),
    quota('neighbours', COUNTED, { scopes: ['CrossNamespacePodAffinity'] }),
  ];

  test(
    'is the sum of what we count for its Pods',
    async () => {
      for (const pod of [...PODS, done, leaving]) await place.mustCreate(pod);
      await place.kubectl('delete', 'pod', 'leaving', '--wait=false');
      await until('done has succeeded', async () => {
        const phase = await place.kubectl('get', 'pod', 'done', '-o=jsonpath={.status.phase}');
        return phase === 'Succeeded';
      });
      for (const each of QUOTAS) await place.mustCreate(each);
      const { quotas } = await place.policies();
      const { items } = JSON.parse(await place.kubectl('get', 'pods', '-o', 'json'));
      const unfinish = '-p={"metadata":{"finalizers":null}}';
      await place.kubectl('patch', 'pod', 'leaving', '--type=merge', unfinish);
      expect(items.length).toBe(PODS.length + 2);
      expect(quotas.length).toBe(QUOTAS.length);
      for (const each of quotas) {
        const counted = items.filter((pod: Pod) => quotaMatches(each, pod));
        const sum = sumOf(...counted.map((pod: Pod) => podQuotaUsage(pod, Date.now())));
        for (const [name, used] of Object.entries(each.status?.used ?? {})) {
          const what = `${each.metadata.name} ${name}`;
          expect(`${what} ${sum.get(name)?.nano ?? 0n}`).toBe(
            `${what} ${parseQuantity(used).nano}`,
          );
        }
      }
    },
    TIMEOUT_MS,
  );
});
