import { describe, expect, test } from 'bun:test';
import { fileContext } from '../../../../src/model/resources/pod/file-context.ts';
import type { PodSource } from '../../../../src/model/resources/pod/pod-context.ts';
import { podCost } from '../../../../src/model/resources/pod/pod-cost.ts';
import { amounts, container, podOf } from '../small-resources.ts';

const source = (name: string, requests: string, more: Partial<PodSource> = {}): PodSource => ({
  pod: {
    ...podOf({ containers: [container('a', requests)] }),
    metadata: { name, namespace: 'shop' },
  },
  kind: 'Deployment',
  replicas: 1,
  isStored: false,
  ...more,
});

const QUOTA = {
  metadata: { name: 'team', namespace: 'shop' },
  spec: { hard: amounts('requests.cpu=2 pods=10') },
};
const NONE = { quotas: [], limitRanges: [], nodes: [] };

function costOf(from: PodSource, all: readonly PodSource[], objects: Partial<typeof OBJECTS>) {
  const context = fileContext(from, all, { ...NONE, ...objects });
  return podCost(from, { overhead: undefined, usage: undefined, ...context });
}

const OBJECTS = {
  quotas: [QUOTA],
  limitRanges: [
    { metadata: { name: 'lr', namespace: 'shop' }, spec: { limits: [] as object[] } },
  ] as never,
  nodes: [],
};

describe('R21 what stands in a file beside a Pod', () => {
  test('a quota has room for what the other Pods of the file leave: 3 × 500m of 2', () => {
    const web = source('web', 'cpu=500m', { replicas: 3 });
    const db = source('db', 'cpu=300m', { replicas: 4 });
    const cost = costOf(db, [web, db], { quotas: [QUOTA] });
    expect(cost.quotas?.[0]).toMatchObject({ quota: 'team', room: 1 });
    expect(cost.replicas).toMatchObject({ wanted: 4, missing: 4, admitted: 1 });
  });

  test('what would be refused before that takes nothing of a quota', () => {
    const web = source('web', 'cpu=1');
    const invalid = source('db', 'cpu=1');
    const [app] = invalid.pod.spec.containers;
    const containers = [{ ...container('a', 'cpu=1', 'cpu=500m'), name: app?.name ?? '' }];
    const refused = { ...invalid, pod: { ...invalid.pod, spec: { containers } } };
    const [verdict] = costOf(web, [web, refused], { quotas: [QUOTA] }).quotas ?? [];
    expect(verdict).toMatchObject({ room: 2, isUsedByFile: true });
  });

  test('a quota of another namespace says nothing', () => {
    const other = { ...QUOTA, metadata: { name: 'team', namespace: 'bank' } };
    const web = source('web', 'cpu=5');
    expect(costOf(web, [web], { quotas: [other] }).quotas).toEqual([]);
  });

  test('a LimitRange gives its maximum where it has no default, and the minimum as request', () => {
    const limitRange = {
      metadata: { name: 'lr', namespace: 'shop' },
      spec: {
        limits: [{ type: 'Container', max: amounts('cpu=500m'), min: amounts('memory=8Mi') }],
      },
    };
    const web = source('web', '');
    const cost = costOf(web, [web], { limitRanges: [limitRange] as never });
    expect(cost.filled.map(({ kind, resource }) => `${kind} ${resource}`)).toEqual([
      'limits cpu',
      'requests memory',
      'requests cpu',
    ]);
  });

  test('a file with neither says nothing', () => {
    const web = source('web', 'cpu=1');
    expect(costOf(web, [web], {})).toMatchObject({ quotas: undefined, fit: undefined });
  });
});
