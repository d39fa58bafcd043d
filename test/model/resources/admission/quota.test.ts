import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import {
  type QuotaVerdict,
  quotaVerdict,
} from '../../../../src/model/resources/admission/quota.ts';
import { formatQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { amounts, container, podOf } from '../small-resources.ts';

function verdict(hard: string, used: string, pod: Pod, scopes: readonly string[] = []) {
  const status = { hard: amounts(hard), used: amounts(used) };
  return quotaVerdict({ metadata: { name: 'compute' }, spec: { scopes }, status }, pod);
}

const messageOf = ({ refusal }: QuotaVerdict) => refusal?.message;

const web = podOf({
  initContainers: [container('setup', 'cpu=2100m memory=64Mi')],
  containers: [container('app', 'cpu=500m memory=256Mi')],
});

describe('R21 a quota refuses the next Pod', () => {
  // The refusal of the brief and of the API server's documentation: pretty-printed, sorted by name.
  test('that would take it over its hard limit', () => {
    const found = verdict('requests.cpu=4', 'requests.cpu=3500m', web);
    expect(messageOf(found)).toBe(
      'exceeded quota: compute, requested: requests.cpu=2100m, used: requests.cpu=3500m, limited: requests.cpu=4',
    );
    expect(found.room).toBe(0);
  });

  test('naming all resources that are exceeded, and none that is not', () => {
    const found = verdict(
      'requests.memory=1Gi pods=2 requests.cpu=4 limits.cpu=9',
      'requests.memory=900Mi pods=2 requests.cpu=0 limits.cpu=20',
      { ...web, spec: { ...web.spec, resources: { requests: amounts('cpu=2100m') } } },
    );
    expect(messageOf(found)).toBe(
      'exceeded quota: compute, requested: pods=1,requests.memory=256Mi, used: pods=2,requests.memory=900Mi, limited: pods=2,requests.memory=1Gi',
    );
  });

  test('only for what the Pod itself asks for, however far the quota is overrun', () => {
    const found = verdict(
      'requests.nvidia.com/gpu=1 pods=5',
      'requests.nvidia.com/gpu=8 pods=1',
      web,
    );
    expect(found.refusal).toBeUndefined();
    expect(found.room).toBe(4);
  });

  test('until the controller has counted', () => {
    const found = verdict('requests.cpu=4 pods=2', 'pods=0', web);
    expect(messageOf(found)).toBe(
      'status unknown for quota: compute, resources: pods,requests.cpu',
    );
  });
});

// The cases of TestPodConstraintsFunc (pkg/quota/v1/evaluator/core/pods_test.go).
describe('R21 a quota on cpu or memory wants every container to set it', () => {
  const given = (name: string) => container(name, 'cpu=1m', 'cpu=2m');
  test.each([
    [
      'an init container',
      podOf({ initContainers: [given('dummy')] }),
      'memory',
      'memory for: dummy',
    ],
    [
      'two init containers',
      podOf({ initContainers: [given('foo'), given('bar')] }),
      'memory',
      'memory for: bar,foo',
    ],
    ['an app container', podOf({ containers: [given('dummy')] }), 'memory', 'memory for: dummy'],
    [
      'two app containers',
      podOf({ containers: [given('foo'), given('bar')] }),
      'memory',
      'memory for: bar,foo',
    ],
    [
      'two resources',
      podOf({ containers: [container('foo'), container('bar')] }),
      'memory cpu',
      'cpu for: bar,foo; memory for: bar,foo',
    ],
  ])('%s', (_, pod, names, words) => {
    const hard = names.replaceAll(/\w+/g, '$&=1Gi');
    const found = verdict(hard, hard.replaceAll('1Gi', '0'), pod);
    expect(messageOf(found)).toBe(`failed quota: compute: must specify ${words}`);
    expect(found.room).toBe(0);
  });

  test('not if the Pod has pod-level resources', () => {
    const pod = podOf({
      resources: { requests: amounts('cpu=1m') },
      containers: [container('foo'), container('bar')],
    });
    expect(verdict('cpu=1 memory=1Gi', 'cpu=0 memory=0', pod).refusal).toBeUndefined();
  });

  test('not for other resources', () => {
    const hard = 'requests.ephemeral-storage=1Gi hugepages-2Mi=4Mi pods=3';
    const used = 'requests.ephemeral-storage=0 hugepages-2Mi=0 pods=0';
    expect(verdict(hard, used, podOf({ containers: [container('foo')] })).refusal).toBeUndefined();
  });
});

describe('R21 a quota has room', () => {
  test('for as many Pods as the scarcest resource has', () => {
    const found = verdict(
      'requests.cpu=10 requests.memory=4Gi pods=50',
      'requests.cpu=1500m requests.memory=0 pods=1',
      web,
    );
    // (10 - 1.5) / 2.1 is 4.04, 4Gi / 256Mi is 16.
    expect(found.room).toBe(4);
    const needed = found.resources.map(({ name, needed }) => [
      name,
      needed && formatQuantity(needed),
    ]);
    expect(needed).toEqual([
      ['pods', '1'],
      ['requests.cpu', '2100m'],
      ['requests.memory', '256Mi'],
    ]);
  });

  test('to the last unit', () => {
    const exact = verdict('requests.cpu=4', 'requests.cpu=1900m', web);
    expect([exact.room, exact.refusal]).toEqual([1, undefined]);
    expect(verdict('requests.cpu=4', 'requests.cpu=1901m', web).room).toBe(0);
  });

  test('without end for a Pod that it does not count', () => {
    const found = verdict('pods=1', 'pods=1', web, ['BestEffort']);
    expect(found).toMatchObject({ matches: false, room: undefined, refusal: undefined });
    expect(found.resources.map(({ name, needed }) => [name, needed])).toEqual([
      ['pods', undefined],
    ]);
  });

  test('without end for a Pod that uses nothing of what is limited', () => {
    expect(
      verdict('requests.nvidia.com/gpu=1', 'requests.nvidia.com/gpu=1', web).room,
    ).toBeUndefined();
  });

  test('for a new Pod, whatever state this one is in', () => {
    const done: Pod = { ...web, status: { phase: 'Succeeded' } };
    const leaving = {
      ...web,
      metadata: { deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 },
    };
    const grown = {
      ...web,
      status: {
        containerStatuses: [{ name: 'app', resources: { requests: amounts('cpu=8') } }],
      },
    };
    for (const pod of [done, leaving, grown]) {
      expect(verdict('requests.cpu=10', 'requests.cpu=0', pod).room).toBe(4);
    }
  });
});
