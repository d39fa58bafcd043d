import { describe, expect, test } from 'bun:test';
import { environmentOf, mountsOf } from '../../../../src/model/debug/container/from-target.ts';

describe("the target's volumes", () => {
  const target = {
    name: 'app',
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'conf', mountPath: '/etc/app.conf', subPath: 'app.conf' },
      { name: 'logs', mountPath: '/logs', subPathExpr: '$(POD_NAME)' },
      { name: 'ro', mountPath: '/ro', readOnly: true },
    ],
  };

  test('are read-only unless asked otherwise', () => {
    expect(mountsOf(target, 'ro').volumeMounts).toEqual([
      { name: 'data', mountPath: '/data', readOnly: true },
      { name: 'ro', mountPath: '/ro', readOnly: true },
    ]);
    expect(mountsOf(target, 'rw').volumeMounts).toEqual([
      { name: 'data', mountPath: '/data' },
      { name: 'ro', mountPath: '/ro', readOnly: true },
    ]);
  });

  test('R29: those with a subPath cannot be had', () => {
    const skipped = mountsOf(target, 'ro').skipped.map(({ mountPath }) => mountPath);
    expect(skipped).toEqual(['/etc/app.conf', '/logs']);
  });
});

describe("the target's variables", () => {
  test('come with their sources; own ones win', () => {
    const password = { name: 'P', valueFrom: { secretKeyRef: { name: 's', key: 'p' } } };
    const target = {
      name: 'app',
      env: [{ name: 'A', value: '1' }, password],
      envFrom: [{ configMapRef: { name: 'c' } }],
    };
    expect(environmentOf(target, [{ name: 'A', value: '2' }])).toEqual({
      env: [password, { name: 'A', value: '2' }],
      envFrom: [{ configMapRef: { name: 'c' } }],
    });
  });

  test('R29: resources are those of the target, since a debug container has none', () => {
    const limit = (containerName?: string) => ({
      name: 'LIMIT',
      valueFrom: {
        resourceFieldRef: { resource: 'limits.memory', ...(containerName && { containerName }) },
      },
    });
    expect(environmentOf({ name: 'app', env: [limit()] }, []).env).toEqual([limit('app')]);
    expect(environmentOf({ name: 'app', env: [limit('x')] }, []).env).toEqual([limit('x')]);
  });
});
