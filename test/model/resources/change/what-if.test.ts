import { describe, expect, test } from 'bun:test';
import type { Container, Pod } from '../../../../src/model/kubernetes/api.ts';
import {
  type Change,
  settingOf,
  sidecarsBefore,
  withChange,
} from '../../../../src/model/resources/change/what-if.ts';
import { container, podOf } from '../small-resources.ts';
import { KEP_753 } from '../worked-pods.ts';

function changed(pod: Pod, change: Change): Pod {
  const result = withChange(pod, change);
  if ('problem' in result) throw new Error(result.problem.code);
  return result.pod;
}

type Set = Change & { kind: 'set' };

/** The resources of the only container after the change. */
function resources(before: Container, change: Omit<Set, 'kind' | 'container'>) {
  const set: Change = { kind: 'set', container: before.name, ...change };
  const app = changed(podOf({ containers: [before] }), set).spec.containers[0];
  const init = changed(podOf({ initContainers: [before] }), set).spec.initContainers?.[0];
  expect(init).toEqual(app);
  return app?.resources;
}

describe('a change of an amount', () => {
  const limited = container('a', 'cpu=1 memory=1Gi', 'cpu=2');

  test('sets the request alone', () => {
    const change = { field: 'requests', resource: 'cpu', amount: '500m' } as const;
    expect(resources(limited, change)).toEqual({
      requests: { cpu: '500m', memory: '1Gi' },
      limits: { cpu: '2' },
    });
  });

  test('sets the limit, and keeps the request that there is', () => {
    const change = { field: 'limits', resource: 'memory', amount: '2Gi' } as const;
    expect(resources(limited, change)).toEqual({
      requests: { cpu: '1', memory: '1Gi' },
      limits: { cpu: '2', memory: '2Gi' },
    });
  });

  test('of a limit alone leaves the request to the server', () => {
    const change = { field: 'limits', resource: 'memory', amount: '2Gi' } as const;
    expect(resources(container('a', 'cpu=1'), change)).toEqual({
      requests: { cpu: '1' },
      limits: { memory: '2Gi' },
    });
  });

  test('takes a request away where there is no limit', () => {
    const change = { field: 'requests', resource: 'memory', amount: undefined } as const;
    expect(resources(limited, change)).toEqual({ requests: { cpu: '1' }, limits: { cpu: '2' } });
  });

  test('of a request that is taken away leaves the limit', () => {
    const change = { field: 'requests', resource: 'cpu', amount: undefined } as const;
    expect(resources(limited, change)).toEqual({
      requests: { memory: '1Gi' },
      limits: { cpu: '2' },
    });
  });

  test('takes a limit away', () => {
    const change = { field: 'limits', resource: 'cpu', amount: undefined } as const;
    expect(resources(limited, change)).toEqual({
      requests: { cpu: '1', memory: '1Gi' },
      limits: {},
    });
  });

  // validateResourceRequirements, pkg/apis/core/validation/validation.go.
  test.each(['example.com/gpu', 'hugepages-2Mi'])(
    'of %s is of both, which must be equal',
    (resource) => {
      const pages = container('a', `${resource}=4Mi`, `${resource}=4Mi`);
      for (const field of ['requests', 'limits'] as const) {
        const change = settingOf('a', field, resource, '2Mi');
        expect(change).toEqual({
          kind: 'set',
          container: 'a',
          field: 'both',
          resource,
          amount: '2Mi',
        });
        expect(
          changed(podOf({ containers: [pages] }), change).spec.containers[0]?.resources,
        ).toEqual({
          requests: { [resource]: '2Mi' },
          limits: { [resource]: '2Mi' },
        });
      }
    },
  );

  test('leaves the Pod that was given, and every other container, as they are', () => {
    const before = structuredClone(KEP_753);
    const after = changed(KEP_753, {
      kind: 'set',
      container: 'i2',
      field: 'requests',
      resource: 'cpu',
      amount: '1',
    });
    expect(KEP_753).toEqual(before);
    expect(after.spec.containers).toEqual(before.spec.containers);
    expect(after.spec.initContainers?.slice(0, 3)).toEqual(before.spec.initContainers?.slice(0, 3));
  });
});

describe('a change of the order', () => {
  const orderOf = (name: string, to: (Change & { kind: 'move' })['to'], neighbour?: string) =>
    changed(KEP_753, { kind: 'move', container: name, to, neighbour })
      .spec.initContainers?.map((each) => each.name)
      .join(' ');

  test.each([
    ['s1', 'first', undefined, 's1 i1 s2 i2 s3'],
    ['s1', 'last', undefined, 'i1 s2 i2 s3 s1'],
    ['s1', 'after', 'i2', 'i1 s2 i2 s1 s3'],
    ['s3', 'before', 'i2', 'i1 s1 s2 s3 i2'],
    ['i2', 'before', 'i1', 'i2 i1 s1 s2 s3'],
    ['i1', 'after', 's3', 's1 s2 i2 s3 i1'],
    ['i2', 'after', 'i2', 'i1 s1 s2 i2 s3'],
  ] as const)('puts %s %s %s', (name, to, neighbour, order) => {
    expect(orderOf(name, to, neighbour)).toBe(order);
  });
});

describe('a change that cannot be', () => {
  const set = { kind: 'set', field: 'requests', resource: 'cpu', amount: '1' } as const;
  const move = { kind: 'move', to: 'after' } as const;
  test.each([
    ['an amount of nobody', { ...set, container: 'x' }, 'no-such-container', 'x'],
    ['nobody', { ...move, container: 'x', neighbour: 'i1' }, 'no-such-container', 'x'],
    ['after nobody', { ...move, container: 'i1', neighbour: 'x' }, 'no-such-container', 'x'],
    ['an app', { ...move, container: 'app', neighbour: 'i1' }, 'not-an-init-container', 'app'],
    [
      'after an app',
      { ...move, container: 'i1', neighbour: 'app' },
      'not-an-init-container',
      'app',
    ],
  ] as const)('%s', (_, change, code, name) => {
    expect(withChange(KEP_753, change)).toEqual({ problem: { code, container: name } });
  });
});

test('R17 the sidecars that run while an init container does are those before it', () => {
  expect(sidecarsBefore(KEP_753, 'i2')).toEqual(['s1', 's2']);
  expect(sidecarsBefore(KEP_753, 'i1')).toEqual([]);
  expect(sidecarsBefore(KEP_753, 'app')).toEqual([]);
});
