import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import type { LimitRange } from '../../../../src/model/resources/admission/limit-range.ts';
import { savingsOf } from '../../../../src/model/resources/change/savings.ts';
import type { Change } from '../../../../src/model/resources/change/what-if.ts';
import { formatQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { amounts, container, podOf, sidecar } from '../small-resources.ts';
import { IN_A_SANDBOX, KEP_753, MIGRATION } from '../worked-pods.ts';

/** `migrate.cpu=500m: 2100m -> 600m` */
function savings(pod: Pod): readonly string[] {
  return savingsOf(pod).map(
    ({ changes, before, after }) =>
      `${changes.map(changeText).join(' ')}: ${formatQuantity(before)} -> ${formatQuantity(after)}`,
  );
}

function changeText(change: Change): string {
  if (change.kind === 'replicas') return `replicas=${change.replicas}`;
  return change.kind === 'set'
    ? `${change.container}.${change.resource}=${change.amount}`
    : `${change.container}=${change.to}:${change.neighbour}`;
}

describe('R19 what would make a Pod ask for less', () => {
  test.each([
    [
      'trimming the init container, or starting a sidecar after it',
      MIGRATION,
      ['migrate.cpu=500m: 2100m -> 600m', 'log-shipper=after:migrate: 2100m -> 2'],
    ],
    [
      'the overhead stays',
      IN_A_SANDBOX,
      ['migrate.cpu=500m: 2350m -> 850m', 'log-shipper=after:migrate: 2350m -> 2250m'],
    ],
    [
      // i2 beside s1 and s2 may need 4, for then the 7 that run decide.
      'each sidecar by itself (KEP-753)',
      KEP_753,
      ['i2.cpu=4: 8 -> 7', 's1=after:i2: 8 -> 7', 's2=after:i2: 8 -> 7'],
    ],
    [
      'trimming no further than the next init container allows',
      podOf({
        initContainers: [container('a', 'cpu=4'), container('b', 'cpu=3')],
        containers: [container('app', 'cpu=1')],
      }),
      ['a.cpu=1 b.cpu=1: 4 -> 1', 'a.cpu=3: 4 -> 3'],
    ],
    [
      'two that are alike together, where changing one alone is in vain',
      podOf({
        initContainers: [container('a', 'cpu=2'), container('b', 'cpu=2')],
        containers: [container('app', 'cpu=1')],
      }),
      ['a.cpu=1 b.cpu=1: 2 -> 1'],
    ],
    [
      'to nothing where no container that stays requests any',
      podOf({ initContainers: [container('i', 'cpu=1')], containers: [container('app')] }),
      ['i.cpu=0: 1 -> 0'],
    ],
    [
      'each resource for itself, in the usual order',
      podOf({
        initContainers: [container('i', 'example.com/gpu=2 memory=2Gi cpu=1', 'example.com/gpu=2')],
        containers: [container('app', 'memory=1Gi cpu=2')],
      }),
      ['i.memory=1Gi: 2Gi -> 1Gi', 'i.example.com/gpu=0: 2 -> 0'],
    ],
  ])('%s', (_, pod, expected) => {
    expect(savings(pod)).toEqual(expected);
  });

  test.each([
    ['what runs together decides', podOf({ containers: [container('app', 'cpu=1')] })],
    [
      'the Pod as a whole says what it reserves',
      podOf({ ...MIGRATION.spec, resources: { requests: amounts('cpu=3') } }),
    ],
    [
      'only sidecars are there',
      podOf({ initContainers: [sidecar('s', 'cpu=4')], containers: [container('app', 'cpu=1')] }),
    ],
  ])('nothing where %s', (_, pod) => {
    expect(savings(pod)).toEqual([]);
  });

  test('alike but for a little, together or one by one', () => {
    const pod = podOf({
      initContainers: [container('one', 'cpu=100m'), container('two', 'cpu=90m')],
      containers: [container('a', 'cpu=10m')],
    });
    expect(savings(pod)).toEqual([
      'one.cpu=10m two.cpu=10m: 100m -> 10m',
      'one.cpu=90m: 100m -> 90m',
    ]);
  });

  test('R20 of a Guaranteed Pod by lower limits too, so that it stays Guaranteed', () => {
    const pod = podOf({
      initContainers: [container('load', '', 'cpu=90m memory=32Mi')],
      containers: [container('db', '', 'cpu=60m memory=40Mi')],
    });
    const change = { kind: 'set', container: 'load', resource: 'cpu', amount: '60m' } as const;
    expect(savingsOf(pod).map(({ changes, qosClass }) => ({ changes, qosClass }))).toEqual([
      { changes: [{ ...change, field: 'both' }], qosClass: undefined },
    ]);
  });

  test('R20 with its price, where the Pod would lose its class', () => {
    const pod = podOf({ initContainers: [container('i', 'cpu=1')], containers: [container('a')] });
    expect(savingsOf(pod).map(({ qosClass }) => qosClass)).toEqual([
      { before: 'Burstable', after: 'BestEffort' },
    ]);
  });

  test('R20 never by a limit of 0, which would be none', () => {
    const pod = podOf({
      initContainers: [container('load', '', 'cpu=90m memory=40Mi')],
      containers: [container('db', 'cpu=0', 'cpu=1 memory=40Mi')],
    });
    const limits = savingsOf(pod).flatMap(({ changes }) =>
      changes.filter((change) => change.kind === 'set' && change.field !== 'requests'),
    );
    expect(limits).toEqual([]);
  });

  test.each(['nvidia.com/gpu', 'hugepages-2Mi'])(
    'of %s changes request and limit, which must be equal',
    (name) => {
      const pod = podOf({
        initContainers: [container('warm', '', `${name}=4Mi memory=1Gi`)],
        containers: [container('a', 'cpu=20m memory=1Gi')],
      });
      expect(savingsOf(pod).map(({ changes }) => changes)).toEqual([
        [{ kind: 'set', container: 'warm', field: 'both', resource: name, amount: '0' }],
      ]);
    },
  );

  describe('R21 where a LimitRange has a limit of 256Mi refused beside 32Mi, 8 times as much', () => {
    const limits = [{ type: 'Container', maxLimitRequestRatio: amounts('memory=4') }];
    const pod = podOf({
      initContainers: [container('i', 'memory=128Mi', 'memory=256Mi')],
      containers: [container('a', 'memory=32Mi', 'memory=64Mi')],
    });
    const changesOf = (spec: NonNullable<LimitRange['spec']>) =>
      savingsOf(pod, { limitRanges: [{ metadata: { name: 'lr' }, spec }] }).map((saving) =>
        saving.changes.map((change) =>
          change.kind === 'set' ? `${change.field} ${change.amount}` : change.kind,
        ),
      );

    test('lowers the limit by the same factor', () => {
      expect(savingsOf(pod)).toHaveLength(1);
      expect(changesOf({ limits })).toEqual([['requests 32Mi', 'limits 64Mi']]);
    });

    test('is none where that is refused too', () => {
      const min = { type: 'Container', min: amounts('memory=64Mi') };
      expect(changesOf({ limits: [...limits, min] })).toEqual([]);
    });
  });
});
