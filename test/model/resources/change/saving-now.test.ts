import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import type { LimitRange } from '../../../../src/model/resources/admission/limit-range.ts';
import { canResizeNow, savingNow } from '../../../../src/model/resources/change/saving-now.ts';
import { listAmounts } from '../../../../src/model/resources/quantity/amounts.ts';
import { formatQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { rememberedPodAmounts } from '../../../../src/model/resources/totals/pod-amounts.ts';
import { container, pod, sidecar } from '../counted-pods.ts';

const condition = (type: string, status: 'True' | 'False' = 'True', reason = '') => ({
  ...{ type, status },
  ...(reason !== '' && { reason }),
});
const STARTED = [condition('Initialized')];

function started(
  inits: readonly ReturnType<typeof container>[],
  apps: readonly ReturnType<typeof container>[],
  more: Parameters<typeof pod>[2] = {},
): Pod {
  const status = { conditions: STARTED, ...more.status };
  return pod('web', { inits, apps }, { ...more, status });
}

function saved(given: Pod) {
  const saving = savingNow(given);
  if (saving === undefined) return undefined;
  const amounts = listAmounts(saving.amounts).map(([name, sum]) => [name, formatQuantity(sum)]);
  const patched = saving.patch.spec.initContainers.map(({ name, resources }) => [
    name,
    resources.requests,
  ]);
  return { amounts: Object.fromEntries(amounts), patch: Object.fromEntries(patched) };
}

describe('R19 what a resize in place gives back now', () => {
  test('is what only an init container reserves, of cpu and memory in one patch', () => {
    const web = started([container('init', '400m/400Mi')], [container('app', '250m/256Mi')]);
    expect(saved(web)).toEqual({
      amounts: { cpu: '150m', memory: '144Mi' },
      patch: { init: { cpu: '250m', memory: '256Mi' } },
    });
  });

  test('takes all init containers that are above what runs later, less the sidecars before them', () => {
    const inits = [
      container('one', '300m/'),
      sidecar('proxy', '50m/'),
      container('two', '300m/'),
      container('small', '10m/'),
    ];
    // 150m run in the end: `one` may have all of it, `two` what the proxy leaves.
    expect(saved(started(inits, [container('app', '100m/')]))).toEqual({
      amounts: { cpu: '200m' },
      patch: { one: { cpu: '150m' }, two: { cpu: '100m' } },
    });
  });

  test.each([
    ['nothing is reserved in vain', started([container('i', '1/1Gi')], [container('a', '2/2Gi')])],
    [
      'what is reserved in vain cannot be resized',
      started(
        [{ name: 'i', resources: { requests: { 'ephemeral-storage': '1Gi' } } }],
        [container('a', '1/1Gi')],
      ),
    ],
  ])('is nothing where %s', (_, each) => {
    expect(savingNow(each)).toBeUndefined();
  });

  test('of a Guaranteed Pod lowers the limits with the requests', () => {
    const guaranteed = started([container('i', '2/2Gi 2/2Gi')], [container('a', '1/1Gi 1/1Gi')], {
      status: { qosClass: 'Guaranteed' },
    });
    const amounts = { cpu: '1', memory: '1Gi' };
    expect(saved(guaranteed)?.amounts).toEqual(amounts);
    expect(savingNow(guaranteed)?.patch.spec.initContainers).toEqual([
      { name: 'i', resources: { requests: amounts, limits: amounts } },
    ]);
  });

  describe('R21 keeps to the LimitRanges of the namespace', () => {
    const ratio = { type: 'Container', maxLimitRequestRatio: { memory: '2' } };
    const range = (...limits: NonNullable<NonNullable<LimitRange['spec']>['limits']>) => [
      { metadata: { name: 'bounds' }, spec: { limits } },
    ];
    const web = started([container('i', '0/32Mi 0/64Mi')], [container('a', '0/8Mi 0/16Mi')]);

    test('by lower limits, so that a limit is no more than twice its request', () => {
      expect(savingNow(web, range(ratio))?.patch.spec.initContainers).toEqual([
        { name: 'i', resources: { requests: { memory: '8Mi' }, limits: { memory: '16Mi' } } },
      ]);
    });

    test('or is nothing, also where the Pod does not keep to one as it is', () => {
      expect(savingNow(web, range({ type: 'Container', min: { memory: '16Mi' } }))).toBeUndefined();
      expect(savingNow(web, range({ type: 'Container', max: { memory: '12Mi' } }))).toBeUndefined();
    });

    test('and Pods of another namespace, which are alike, to theirs', () => {
      const amountsOf = rememberedPodAmounts((name) => (name === 'bound' ? range(ratio) : []));
      const there = { ...web, metadata: { ...web.metadata, namespace: 'bound' } };
      const limits = [web, there, web].map(
        (each) => amountsOf(each).now?.patch.spec.initContainers[0]?.resources.limits,
      );
      expect(limits).toEqual([undefined, { memory: '16Mi' }, undefined]);
    });
  });

  test('leaves a resource as it is where both together would take the class', () => {
    // Without any request it would be BestEffort.
    const only = started([container('i', '100m/64Mi')], [{ name: 'a' }]);
    expect(saved(only)).toEqual({ amounts: { cpu: '100m' }, patch: { i: { cpu: '0' } } });
  });
});

describe('a Pod', () => {
  const web = (more: Parameters<typeof pod>[2] = {}) =>
    started([container('i', '1/1Gi')], [container('a', '10m/1Gi')], more);
  const MIRROR = { annotations: { 'kubernetes.io/config.mirror': 'x' } };

  test.each([
    ['runs and has started', web(), true],
    [
      'is still starting',
      web({ status: { conditions: [condition('Initialized', 'False')] } }),
      false,
    ],
    ['says nothing of its start', web({ status: { conditions: [] } }), false],
    ['is pending', web({ status: { phase: 'Pending' } }), false],
    ['has ended', web({ status: { phase: 'Succeeded' } }), false],
    ['is being deleted', web({ metadata: { deletionTimestamp: '2026-11-24T10:00:00Z' } }), false],
    ['is static', web({ metadata: MIRROR }), false],
    ['is of Windows', web({ spec: { os: { name: 'windows' } } }), false],
    [
      'is being resized',
      web({
        status: { conditions: [...STARTED, condition('PodResizePending', 'True', 'Deferred')] },
      }),
      false,
    ],
  ])('that %s: can be resized now? %p', (_, each, canBe) => {
    expect(canResizeNow(each)).toBe(canBe);
  });

  test('that is alike but for its start is not taken for one that has started', () => {
    const amountsOf = rememberedPodAmounts(() => []);
    const starting = web({ status: { conditions: [condition('Initialized', 'False')] } });
    const all = [web(), starting, web(), starting].map((each) => amountsOf(each).now !== undefined);
    expect(all).toEqual([true, false, true, false]);
    expect(rememberedPodAmounts()(web()).now).toBeUndefined();
  });
});
