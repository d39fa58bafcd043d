import { describe, expect, test } from 'bun:test';
import {
  awaitedServices,
  type FoundService,
  type ServiceEndpoint,
  type ServiceFinding,
  serviceFinding,
} from '../../../../src/model/explain/command/awaited-service.ts';
import { pod } from '../../support/pods.ts';

const loop = (target: string, pattern: 'dns' | 'tcp' | 'http' = 'tcp') => ({
  pattern,
  targets: [target],
  loops: true,
});

describe('a target names', () => {
  test.each([
    ['db:5432', { namespace: 'shop', name: 'db', port: 5432, isCertain: true }],
    ['db', { namespace: 'shop', name: 'db', isCertain: true }],
    ['db.prod', { namespace: 'prod', name: 'db', isCertain: false }],
    ['db.prod.svc', { namespace: 'prod', name: 'db', isCertain: true }],
    ['db.prod.svc.cluster.local.', { namespace: 'prod', name: 'db', isCertain: true }],
    ['db-0.db.prod.svc.cluster.local', { namespace: 'prod', name: 'db', isCertain: true }],
  ])('%s: a Service', (target, service) => {
    expect(awaitedServices(loop(target), 'shop')).toEqual([service]);
  });

  test.each(['10.0.0.1:80', 'localhost:80', 'www.example.com', 'registry.example.com:443'])(
    '%s: no Service',
    (target) => {
      expect(awaitedServices(loop(target), 'shop')).toEqual([]);
    },
  );
});

const own: ServiceEndpoint = {
  conditions: { ready: false },
  targetRef: { kind: 'Pod', name: 'web' },
};
const other = (ready: boolean): ServiceEndpoint => ({
  conditions: { ready },
  targetRef: { kind: 'Pod', name: 'other' },
});
const spec = { selector: { app: 'db' }, clusterIP: '10.0.0.9', ports: [{ port: 80 }] };
const bare = pod({});
const waiter = { ...bare, metadata: { ...bare.metadata, labels: { app: 'web' } } };

describe('a Service', () => {
  const cases: readonly (readonly [
    title: string,
    found: Partial<FoundService>,
    state: ServiceFinding['state'],
    target?: string,
    pattern?: 'dns' | 'tcp',
  ])[] = [
    ['that does not exist', {}, 'missing'],
    ['that no Pod belongs to', { spec }, 'no-endpoints'],
    ['whose Pods are not ready', { spec, endpoints: [other(false)] }, 'not-ready'],
    ['with a ready Pod', { spec, endpoints: [own, other(true)] }, 'serves'],
    ['without that port', { spec, endpoints: [other(true)] }, 'wrong-port', 'db:5432'],
    ['whose only endpoint is the Pod that waits', { spec, endpoints: [own] }, 'itself'],
    [
      'that selects the Pod that waits, before it has an address',
      { spec: { ...spec, selector: { app: 'web' } } },
      'itself',
    ],
    ['has a name in DNS whether it serves or not', { spec }, 'resolves', 'db', 'dns'],
    [
      'without an address has a name in DNS only once a Pod is ready',
      { spec: { ...spec, clusterIP: 'None' }, endpoints: [own] },
      'itself',
      'db',
      'dns',
    ],
  ];

  test.each(cases)('%s', (_, found, state, target = 'db:80', pattern = 'tcp') => {
    const [awaited] = awaitedServices(loop(target, pattern), 'default');
    if (!awaited) throw new Error('a Service is awaited');
    const service = { namespace: 'default', name: 'db', endpoints: [], ...found };
    expect(serviceFinding({ pattern }, awaited, service, waiter)?.state).toBe(state);
  });

  test('a host that may be of elsewhere is not missed, and an ExternalName not judged', () => {
    const [unsure] = awaitedServices(loop('example.com'), 'default');
    const [sure] = awaitedServices(loop('db'), 'default');
    if (!unsure || !sure) throw new Error('both are asked for');
    const none = { namespace: 'com', name: 'example', endpoints: [] };
    expect(serviceFinding({ pattern: 'tcp' }, unsure, none, waiter)).toBeUndefined();
    const external = { ...none, spec: { type: 'ExternalName' } };
    expect(serviceFinding({ pattern: 'tcp' }, sure, external, waiter)).toBeUndefined();
  });
});
