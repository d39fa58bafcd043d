import { describe, expect, test } from 'bun:test';
import { container, running } from '../../support/pods.ts';
import { explained } from '../../support/verdicts.ts';

describe('an init container that waits for a Pod of its own StatefulSet', () => {
  const waitFor = (host: string, name = 'db-0', kind = 'StatefulSet') =>
    explained({
      metadata: { name, ownerReferences: [{ kind, name: 'db', controller: true }] },
      init: [
        container('wait', { command: ['sh', '-c', `until nslookup ${host}; do sleep 2; done`] }),
      ],
      initStatuses: [running('wait', 1)],
      now: 10,
    }).causes;
  const found = (pod: string, more: object = {}) =>
    [{ code: 'waits-for-pod', container: 'wait', pod, statefulSet: 'db', ...more }] as ReturnType<
      typeof waitFor
    >;

  test('that comes later, or that it is itself', () => {
    expect(waitFor('db-1.db')).toEqual(found('db-1'));
    expect(waitFor('db-2.db.shop.svc.cluster.local', 'db-1')).toEqual(found('db-2'));
    expect(waitFor('db-0.db')).toEqual(found('db-0', { isItself: true }));
  });

  test('not for one before it, or of another set', () => {
    expect(waitFor('db-0.db', 'db-1')).toEqual([]);
    expect(waitFor('cache-1.cache')).toEqual([]);
    expect(waitFor('db-1.db', 'db-0', 'ReplicaSet')).toEqual([]);
  });
});
