import { expect, test } from 'bun:test';
import { nearNames } from '../../../src/model/kubernetes/similar-names.ts';

const NAMES = ['web-7d9c5b8f6d-x2v9k', 'db-0', 'db-1', 'cache-0', 'migrate-users-8xk2p'];

test.each([
  ['web', ['web-7d9c5b8f6d-x2v9k']],
  ['wbe', ['web-7d9c5b8f6d-x2v9k']],
  ['db', ['db-0', 'db-1']],
  ['db-2', ['db-0', 'db-1']],
  ['cahce-0', ['cache-0']],
  ['users', ['migrate-users-8xk2p']],
  ['zzzzzzzz', []],
])('%s', (wanted, near) => {
  expect(nearNames(NAMES, wanted)).toEqual(near);
});
