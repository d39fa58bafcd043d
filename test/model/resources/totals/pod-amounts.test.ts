import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import {
  podAmounts,
  rememberedPodAmounts,
} from '../../../../src/model/resources/totals/pod-amounts.ts';
import { loadHistories } from '../../../support/histories.ts';
import { container, pod, sidecar } from '../counted-pods.ts';

const base = pod('web', {
  inits: [container('init', '400m/400Mi 400m/400Mi'), sidecar('proxy', '100m/64Mi')],
  apps: [container('app', '250m/256Mi 500m/512Mi')],
});

function withStatus(status: Partial<NonNullable<Pod['status']>>): Pod {
  return { ...base, status: { ...base.status, ...status } };
}

function withSpec(spec: Partial<Pod['spec']>): Pod {
  return { ...base, spec: { ...base.spec, ...spec } };
}

const app = (amounts: string) => [container('app', amounts)];
const grown = [{ name: 'app', resources: { requests: { cpu: '3' }, limits: { cpu: '4' } } }];
const infeasible = [{ type: 'PodResizePending', status: 'True' as const, reason: 'Infeasible' }];
const claim = (quantity: string) => [{ mapping: [{ name: 'cpu', quantity }] }];

/** Each differs from all others in something that decides about the amounts. */
const VARIANTS: Readonly<Record<string, Pod>> = {
  base,
  'another request': withSpec({ containers: app('251m/256Mi 500m/512Mi') }),
  'another limit': withSpec({ containers: app('250m/256Mi 501m/512Mi') }),
  'a limit as request': withSpec({ containers: app('500m/512Mi') }),
  'no limit': withSpec({ containers: app('250m/256Mi') }),
  'no sidecar': withSpec({ initContainers: [container('init', '400m/400Mi 400m/400Mi')] }),
  'an init in place of a sidecar': withSpec({
    initContainers: [container('init', '400m/400Mi 400m/400Mi'), container('proxy', '100m/64Mi')],
  }),
  'a sidecar first': withSpec({
    initContainers: [sidecar('proxy', '100m/64Mi'), container('init', '400m/400Mi 400m/400Mi')],
  }),
  'two apps': withSpec({ containers: [...app('1/1Gi'), container('more', '1/1Gi')] }),
  overhead: withSpec({ overhead: { cpu: '7m', memory: '7Mi' } }),
  'pod-level requests': withSpec({ resources: { requests: { cpu: '9' } } }),
  'pod-level limits': withSpec({ resources: { limits: { cpu: '9' } } }),
  'an extended resource': withSpec({
    containers: [{ name: 'app', resources: { requests: { 'example.com/gpu': '1' } } }],
  }),
  'a class': withStatus({ qosClass: 'BestEffort' }),
  'more promised': withStatus({
    containerStatuses: [{ name: 'app', allocatedResources: { cpu: '4' } }],
  }),
  'more set': withStatus({ containerStatuses: grown }),
  'more set for the sidecar': withStatus({
    initContainerStatuses: [{ name: 'proxy', resources: { requests: { cpu: '5' } } }],
  }),
  'an infeasible resize': withStatus({ containerStatuses: grown, conditions: infeasible }),
  'more set for the Pod': {
    ...withSpec({ resources: { requests: { cpu: '9' } } }),
    status: { phase: 'Running', resources: { requests: { cpu: '11' } } },
  },
  'a claim': withStatus({ nodeAllocatableResourceClaimStatuses: claim('13') }),
  'a greater claim': withStatus({ nodeAllocatableResourceClaimStatuses: claim('14') }),
};

describe('remembered amounts', () => {
  test.each(Object.keys(VARIANTS))('of a Pod with %s are its own, whatever came before', (name) => {
    const amountsOf = rememberedPodAmounts();
    for (const each of Object.values(VARIANTS)) amountsOf(each);
    const variant = VARIANTS[name] ?? base;
    expect(amountsOf(variant)).toEqual(podAmounts(variant));
  });

  test('differ for all of these Pods, so that a mix-up would be seen', () => {
    const texts = Object.entries(VARIANTS).map(([name, each]) => {
      return [Bun.inspect(podAmounts(each), { depth: 9 }), name] as const;
    });
    const alike = texts.filter(([text], index) => {
      return texts.some(([other], at) => at !== index && other === text);
    });
    expect(alike.map(([, name]) => name)).toEqual([]);
  });

  test('are shared by Pods that are alike, whatever their names and nodes', () => {
    const amountsOf = rememberedPodAmounts();
    const twin = { ...withSpec({ nodeName: 'node-2' }), metadata: { name: 'web-2' } };
    expect(amountsOf(twin)).toBe(amountsOf(base));
  });

  test('are the same as worked out anew for every recorded sample', () => {
    const amountsOf = rememberedPodAmounts();
    const pods = loadHistories().flatMap(({ samples }) => samples.map((sample) => sample.pod));
    expect(pods.length).toBeGreaterThan(400);
    for (const each of pods) expect(amountsOf(each)).toEqual(podAmounts(each));
  });

  test('stay right when there are more kinds of Pods than are remembered', () => {
    const amountsOf = rememberedPodAmounts();
    const kinds = Array.from({ length: 2500 }, (_, index) =>
      withSpec({ containers: app(`${index}m/${index}Mi`) }),
    );
    for (const each of kinds) amountsOf(each);
    for (const at of [0, 999, 1000, 2499]) {
      const kind = kinds[at] ?? base;
      expect(amountsOf(kind)).toEqual(podAmounts(kind));
    }
  });
});
