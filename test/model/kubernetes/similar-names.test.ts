import { expect, test } from 'bun:test';
import { nearNames, workloadOfPods } from '../../../src/model/kubernetes/similar-names.ts';

const NAMES = ['web-7d9c5b8f6d-x2v9k', 'db-0', 'db-1', 'cache-0', 'migrate-users-8xk2p'];

test.each([
  ['web', ['web-7d9c5b8f6d-x2v9k']],
  ['wbe', ['web-7d9c5b8f6d-x2v9k']],
  ['db', ['db-0', 'db-1']],
  ['db-2', ['db-0', 'db-1']],
  ['cahce-0', ['cache-0']],
  ['CACHE-0', ['cache-0']],
  ['users', ['migrate-users-8xk2p']],
  ['zzzzzzzz', []],
])('%s', (wanted, near) => {
  expect(nearNames(NAMES, wanted)).toEqual(near);
});

test.each([
  ['web', 'deploy/web'],
  ['web-7d9c5b8f6d', 'rs/web-7d9c5b8f6d'],
  ['migrate', 'job/migrate'],
  ['db', 'sts/db'],
  ['we', undefined],
  ['lone', undefined],
  ['odd', undefined],
])('the workload of Pods that %s names', (wanted, workload) => {
  const of = (kind: string, owner: string, templateHash?: string) => ({
    name: `${owner}-x2v9k`,
    owner: { kind, name: owner },
    templateHash,
  });
  const pods = [
    of('', ''),
    of('constructor', 'odd'),
    of('ReplicaSet', 'web-7d9c5b8f6d', '7d9c5b8f6d'),
    of('Job', 'migrate'),
    of('StatefulSet', 'db'),
  ];
  expect(workloadOfPods(pods, wanted)).toBe(workload);
});

test.each([
  ['web', 'jb-hzpdx'],
  ['bogus', 'logs'],
  ['api', 'app-0'],
])('%s is not like %s', (wanted, name) => {
  expect(nearNames([name], wanted)).toEqual([]);
});
