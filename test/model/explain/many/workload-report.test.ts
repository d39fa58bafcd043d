import { expect, test } from 'bun:test';
import {
  reportInList,
  worstReportsFirst,
} from '../../../../src/model/explain/many/workload-report.ts';
import type { WorkloadObject } from '../../../../src/model/explain/many/workload-story.ts';

const told = (workload: WorkloadObject, pods = 0) =>
  reportInList({ workload, owned: [], pods, events: [] });

const zero = { replicas: 0 };
const owner = { kind: 'Deployment', name: 'web', uid: 'web', controller: true };

test('the ReplicaSet of an earlier rollout is left out of a list, one of nobody is not', () => {
  const made = { name: 'web-1', ownerReferences: [owner] };
  expect(told({ kind: 'ReplicaSet', metadata: made, spec: zero })).toEqual([]);
  const own = told({ kind: 'ReplicaSet', metadata: { name: 'alone' }, spec: zero });
  expect(own).toMatchObject([{ name: 'alone', verdict: { code: 'ScaledToZero' } }]);
});

test('a ReplicaSet whose Pods are refused is in it, whoever has made it', () => {
  const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }];
  const metadata = { name: 'web-2', ownerReferences: [owner] };
  const set = told({ kind: 'ReplicaSet', metadata, status: { conditions } }, 1);
  expect(set).toMatchObject([{ pods: 1, verdict: { code: 'FailedCreate' } }]);
});

test('a workload with all that it wants is left out; the worst of the others comes first', () => {
  const metadata = { name: 'web' };
  expect(told({ kind: 'Deployment', metadata }, 1)).toEqual([]);
  const stopped = told({ kind: 'Deployment', metadata, spec: zero });
  const stuck = told({
    kind: 'Deployment',
    metadata,
    status: { conditions: [{ type: 'ReplicaFailure', status: 'True' }] },
  });
  const outcomes = worstReportsFirst([...stopped, ...stuck]).map(({ verdict }) => verdict?.outcome);
  expect(outcomes).toEqual(['stuck', 'stopped']);
});
