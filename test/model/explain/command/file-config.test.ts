import { expect, test } from 'bun:test';
import {
  type FileConfig,
  missingConfigs,
} from '../../../../src/model/explain/command/file-config.ts';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';

const CONFIGS: readonly FileConfig[] = [
  {
    kind: 'ConfigMap',
    metadata: { name: 'config' },
    data: { level: '1' },
    binaryData: { 'a.b': '' },
  },
  { kind: 'Secret', metadata: { name: 'login' }, stringData: { password: 'x' } },
  { kind: 'Secret', metadata: { name: 'far', namespace: 'other' }, data: {} },
];

const pod = (spec: Partial<Pod['spec']>): Pod => ({
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'app' }], ...spec },
});

const withEnv = (container: object) => pod({ containers: [{ name: 'app', ...container }] });

test('a key that the file has is there, wherever it is written', () => {
  const env = [
    { name: 'A', valueFrom: { configMapKeyRef: { name: 'config', key: 'level' } } },
    { name: 'B', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } },
  ];
  const volumes = [{ name: 'v', configMap: { name: 'config', items: [{ key: 'a.b' }] } }];
  expect(missingConfigs(pod({ containers: [{ name: 'app', env }], volumes }), CONFIGS)).toEqual([]);
});

test('a key that it lacks is missing, unless it may be', () => {
  const key = { name: 'login', key: 'passwd' };
  expect(
    missingConfigs(withEnv({ env: [{ name: 'A', valueFrom: { secretKeyRef: key } }] }), CONFIGS),
  ).toEqual([{ kind: 'Secret', ...key, meant: 'password', container: 'app', variable: 'A' }]);
  const optional = { secretKeyRef: { ...key, optional: true } };
  expect(missingConfigs(withEnv({ env: [{ name: 'A', valueFrom: optional }] }), CONFIGS)).toEqual(
    [],
  );
  const volumes = [{ name: 'v', configMap: { name: 'config', items: [{ key: 'zzz' }] } }];
  expect(missingConfigs(pod({ volumes }), CONFIGS)).toEqual([
    { kind: 'ConfigMap', name: 'config', key: 'zzz', volume: 'v' },
  ]);
});

test.each([
  ['confg', 'config'],
  ['elsewhere', undefined],
  // Of several such objects one may be in the cluster already.
  ['config-2', undefined],
  ['config-for-all', undefined],
])('the name %p that the file does not have is meant for %p', (name, meant) => {
  const found = missingConfigs(withEnv({ envFrom: [{ configMapRef: { name } }] }), CONFIGS);
  const missing = { kind: 'ConfigMap' as const, name, container: 'app' };
  expect(found).toEqual(meant === undefined ? [] : [{ ...missing, meant }]);
});

test('an empty one is filled by somebody else', () => {
  const env = [{ name: 'A', valueFrom: { secretKeyRef: { name: 'empty', key: 'x' } } }];
  const empty: FileConfig = { kind: 'Secret', metadata: { name: 'empty' } };
  expect(missingConfigs(withEnv({ env }), [empty])).toEqual([]);
});

test('what another namespace has does not count', () => {
  const key = { name: 'far', key: 'x' };
  expect(
    missingConfigs(withEnv({ env: [{ name: 'A', valueFrom: { secretKeyRef: key } }] }), CONFIGS),
  ).toEqual([]);
});
