import { describe, expect, test } from 'bun:test';
import { limitRangeViolations } from '../../../../src/model/resources/admission/limit-range.ts';
import { quotaVerdict } from '../../../../src/model/resources/admission/quota.ts';
import type { ResourceQuota } from '../../../../src/model/resources/admission/resource-quota.ts';
import type { PodContext } from '../../../../src/model/resources/pod/pod-context.ts';
import { limitRangeLines } from '../../../../src/render/resources/pod/words/limit-range-words.ts';
import { quotaLines } from '../../../../src/render/resources/pod/words/quota-words.ts';
import { replicaLines } from '../../../../src/render/resources/pod/words/replica-words.ts';
import { verdictSentence } from '../../../../src/render/resources/pod/words/verdict-words.ts';
import { amounts, container, podOf } from '../../../model/resources/small-resources.ts';
import { MIGRATION } from '../../../model/resources/worked-pods.ts';
import { LIMIT_RANGE, outputOf, quotaOf } from '../pod-outputs.ts';

const lines = (...quotas: readonly ResourceQuota[]) =>
  quotaLines(
    quotas.map((quota) => quotaVerdict(quota, MIGRATION)),
    outputOf(MIGRATION).cost,
  );

const OTHERS: ResourceQuota = {
  metadata: { name: 'others' },
  spec: { scopes: ['BestEffort'] },
  status: { hard: amounts('pods=10'), used: amounts('pods=1') },
};

describe('how many Pods there are to be', () => {
  const ofWanted = (wanted: number, existing: number, admitted: number) =>
    replicaLines(
      {
        ...{ wanted, existing, missing: wanted - existing, admitted },
        ...{ placed: undefined, most: undefined, refusal: undefined, surge: undefined },
        unscalable: [],
      },
      { requests: [] },
    ).slice(wanted > 1 ? 1 : 0);

  test.each([
    [4, 3, 0, 'Of the 4 Pods that are wanted 3 exist; 1 is missing.'],
    [4, 1, 9, 'Of the 4 Pods that are wanted 1 exists; 3 are missing.'],
    [2, 0, 9, 'None of the 2 Pods that are wanted exists.'],
    [1, 0, 9, 'The Pod that is wanted does not exist.'],
  ])('%p wanted, %p exist', (wanted, existing, admitted, sentence) => {
    expect(ofWanted(wanted, existing, admitted)[0]).toBe(sentence);
  });

  test.each([
    [4, 2, 0, 'Quota has room for none of the 2 missing Pods.'],
    [4, 1, 1, 'Quota has room for 1 of the 3 missing Pods.'],
    [4, 3, 0, 'Quota has no room for the missing one.'],
  ])('%p wanted, %p exist, %p admitted', (wanted, existing, admitted, sentence) => {
    expect(ofWanted(wanted, existing, admitted)[1]).toBe(sentence);
  });
});

test('an autoscaler that cannot compute a utilization', () => {
  const cost = {
    ...{ wanted: 2, existing: undefined, missing: 2, admitted: undefined, placed: undefined },
    ...{ most: undefined, refusal: undefined, surge: undefined },
    unscalable: [{ resource: 'cpu', containers: ['logs'] }],
  };
  expect(replicaLines(cost, { requests: [] }).slice(1)).toEqual([
    'Its autoscaler cannot compute the utilization of cpu, as logs requests none: it does not scale by that.',
  ]);
});

describe('R21 what quota says to one more such Pod', () => {
  test('how many have room, by the one that is tightest: 2100m go four times into 10 less 1', () => {
    expect(lines(quotaOf('team', 'requests.cpu=10 pods=50', 'requests.cpu=1 pods=3'))).toEqual([
      'team has room for 4 more such Pods (requests.cpu: 1 of 10 used, 2100m each).',
    ]);
  });

  test('that one has room', () => {
    expect(lines(quotaOf('team', 'pods=4', 'pods=3'))).toEqual([
      'team has room for 1 more such Pod (pods: 3 of 4 used, 1 each).',
    ]);
  });

  test('what is exceeded, all of it, with bytes as bytes', () => {
    const hard = 'requests.cpu=3 requests.memory=2Gi pods=10';
    const used = 'requests.cpu=2 requests.memory=1610612737 pods=2';
    expect(lines(quotaOf('full', hard, used))).toEqual([
      'full refuses one more such Pod: requests.cpu: 2 of 3 are used and it needs 2100m; ' +
        'requests.memory: ~1.5Gi of 2Gi are used and it needs 640Mi.',
    ]);
  });

  test('what which containers would have to set, init containers too', () => {
    expect(lines(quotaOf('strict', 'limits.cpu=10', 'limits.cpu=0'))).toEqual([
      'strict refuses one more such Pod: every container has to set what it counts, but fetch-config and log-shipper have no cpu limit.',
    ]);
  });

  test('that its use has not been counted yet', () => {
    const quota = { metadata: { name: 'new' }, status: { hard: amounts('requests.cpu=10') } };
    expect(lines(quota)).toEqual([
      'new refuses one more such Pod: its use has not been counted yet.',
    ]);
  });

  test('that the others of a file take what no server has counted', () => {
    const ofFile = (hard: string, used: string) => ({
      ...quotaOf('team', hard, used),
      isUsedByFile: true,
    });
    expect(lines(ofFile('requests.cpu=3', 'requests.cpu=2'))).toEqual([
      'team has no room for such a Pod beside the others of the file: requests.cpu: they take 2 of 3 and it needs 2100m.',
    ]);
    expect(lines(ofFile('requests.cpu=5', 'requests.cpu=2'))).toEqual([
      'team has room for 1 more such Pod (requests.cpu: 2 of 5 taken by the others of the file, 2100m each).',
    ]);
  });

  test('nothing of quotas that do not count such Pods', () => {
    expect(lines(quotaOf('team', 'pods=4', 'pods=3'), OTHERS)).toHaveLength(1);
    expect(lines(OTHERS)).toEqual(['No ResourceQuota of the namespace counts such a Pod.']);
  });

  test('that there is none', () => {
    expect(lines()).toEqual(['The namespace has no ResourceQuota.']);
  });
});

describe('R21 what a check comes to names who stands in the way', () => {
  const sentence = (around: Partial<PodContext>, pod = MIGRATION) =>
    verdictSentence('refused', outputOf(pod, around).cost);
  const full = quotaOf('full', 'requests.cpu=3', 'requests.cpu=2');

  test.each<[string, Partial<PodContext>]>([
    ['quota full refuses it', { quotas: [full, quotaOf('team', 'pods=4', 'pods=3')] }],
    ['quota full and strict refuse it', { quotas: [full, quotaOf('strict', 'pods=1', 'pods=1')] }],
    // The server does not ask a quota about a Pod that a LimitRange refuses.
    ['LimitRange bounds refuses it', { quotas: [full], limitRanges: [LIMIT_RANGE] }],
    ['there is no Namespace default', { lacksNamespace: true }],
    ['no node is open to it', { nodes: [] }],
    ['quota full refuses it and no node is open to it', { quotas: [full], nodes: [] }],
  ])('%s', (who, around) => {
    expect(sentence(around)).toBe(`It would not run: ${who}.`);
  });

  test('one that has its node is told of as one more', () => {
    const placed = { ...MIGRATION, spec: { ...MIGRATION.spec, nodeName: 'node-1' } };
    expect(sentence({ nodes: [] }, placed)).toBe(
      'One more such Pod would not run: no node is open to it.',
    );
    expect(verdictSentence('admitted', outputOf(placed, { nodes: [] }).cost)).toBe(
      'One more such Pod would be let in, and a node has room for it.',
    );
    const ended = { ...placed, status: { phase: 'Succeeded' as const } };
    expect(sentence({ lacksNamespace: true }, ended)).toStartWith('It would not run');
  });

  test('the API server refuses it', () => {
    const invalid = podOf({ containers: [container('a', 'cpu=2', 'cpu=1')] });
    expect(sentence({ limitRanges: [LIMIT_RANGE] }, invalid)).toContain(
      ': the API server refuses it.',
    );
  });
});

describe('R21 what LimitRange says', () => {
  // The sentences of plugin/pkg/admission/limitranger/admission.go.
  test('in the words of the server, with the container', () => {
    const pod = podOf({
      initContainers: [container('migrate', 'cpu=1', 'cpu=1 memory=512Mi')],
      containers: [container('app', 'cpu=500m', 'cpu=1 memory=64Mi')],
    });
    expect(limitRangeLines(limitRangeViolations(pod, [LIMIT_RANGE]), [])).toEqual([
      'bounds refuses the Pod: app: cpu max limit to request ratio per Container is 1, but provided ratio is 2.000000.',
      'bounds refuses the Pod: migrate: maximum memory usage per Container is 256Mi, but limit is 512Mi.',
    ]);
  });

  test('of the Pod as a whole', () => {
    const pod = podOf({
      containers: ['a', 'b'].map((name) => container(name, 'cpu=1', 'cpu=1 memory=1Mi')),
    });
    expect(limitRangeLines(limitRangeViolations(pod, [LIMIT_RANGE]), [])).toEqual([
      'bounds refuses the Pod: maximum cpu usage per Pod is 1, but limit is 2.',
    ]);
  });

  test('what it would fill in or has, a line for each container', () => {
    const list = 'containers' as const;
    const limitRange = 'bounds';
    const given = (container: string, kind: 'requests' | 'limits', resource: string) => ({
      container,
      list,
      kind,
      resource,
    });
    expect(
      limitRangeLines(
        [],
        [
          { ...given('app', 'limits', 'cpu'), amount: '1', limitRange },
          { ...given('app', 'requests', 'memory'), amount: '64Mi', limitRange },
          { ...given('migrate', 'limits', 'cpu'), list: 'initContainers' },
        ],
      ),
    ).toEqual([
      'Container app would be given cpu limit 1 (bounds) and memory request 64Mi (bounds).',
      'Init container migrate was given cpu limit.',
    ]);
    const alike = (['app', 'other'] as const).map((name) => given(name, 'limits', 'cpu'));
    expect(limitRangeLines([], alike)).toEqual([
      'Container app and container other were given cpu limit.',
    ]);
  });

  test('nothing where there is nothing to say', () => {
    expect(limitRangeLines([], [])).toEqual([]);
  });
});
