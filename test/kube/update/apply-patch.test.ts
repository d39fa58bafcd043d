import { expect, test } from 'bun:test';
import { applyPatch } from '../../../src/kube/update/apply-patch.ts';

const live = (applied: object) => ({
  metadata: {
    name: 'web',
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(applied),
    },
  },
});
const spec = (...containers: readonly object[]) => ({
  spec: { template: { spec: { containers } } },
});

test('a patch takes away what was applied before and is not in the file any more', () => {
  const before = spec(
    { name: 'app', resources: { requests: { cpu: '1' }, limits: { cpu: '2' } } },
    { name: 'proxy' },
  );
  const now = spec({ name: 'app', resources: { requests: { cpu: '1' } } });
  expect(applyPatch(now, live(before))).toMatchObject(
    spec(
      { name: 'app', resources: { requests: { cpu: '1' }, limits: null } },
      { name: 'proxy', $patch: 'delete' },
    ),
  );
});

test('a patch leaves alone what others have set, and what the server has', () => {
  const saved = { metadata: { name: 'web', uid: 'u', resourceVersion: '1' }, status: { a: 1 } };
  expect(applyPatch({ ...saved, ...spec({ name: 'app' }) }, { metadata: {} })).toEqual({
    metadata: {},
    ...spec({ name: 'app' }),
  });
  expect(applyPatch(spec({ name: 'app' }), { metadata: { annotations: { x: '{' } } })).toEqual({
    metadata: {},
    ...spec({ name: 'app' }),
  });
});

test('of a strategy and of a volume only what the file has is to stay', () => {
  const live = {
    spec: {
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
      template: { spec: { volumes: [{ name: 'data', emptyDir: {} }] } },
    },
  };
  const now = {
    spec: {
      strategy: { type: 'Recreate' },
      template: {
        spec: {
          volumes: [
            { name: 'data', configMap: { name: 'web' } },
            { name: 'new', emptyDir: {} },
          ],
        },
      },
    },
  };
  expect(applyPatch(now, live).spec).toEqual({
    strategy: { type: 'Recreate', $retainKeys: ['type'] },
    template: {
      spec: {
        volumes: [
          { name: 'data', configMap: { name: 'web' }, $retainKeys: ['name', 'configMap'] },
          { name: 'new', emptyDir: {} },
        ],
      },
    },
  });
});
