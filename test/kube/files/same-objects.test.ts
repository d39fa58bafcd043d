import { expect, test } from 'bun:test';
import { readManifests } from '../../../src/kube/files/manifest-files.ts';

const read = (text: string, namespace?: string) =>
  readManifests(['-'], { readStdin: async () => text, namespace });

const SPEC = { containers: [{ name: 'a', image: 'b' }] };

function owned(kind: string, uid: string) {
  return { ownerReferences: [{ apiVersion: 'apps/v1', kind, name: 'web', uid, controller: true }] };
}

function workload(kind: string, uid: string, replicas: number, metadata: object = {}) {
  const spec = { replicas, template: { spec: SPEC } };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: `${kind}-${uid}`, uid, ...metadata },
    spec,
  };
}

test('of what kubectl get all saves, the Pods stand for what has made them', async () => {
  const items = [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', uid: '3', ...owned('ReplicaSet', '2') },
      spec: SPEC,
    },
    workload('Deployment', '1', 1),
    workload('ReplicaSet', '2', 1, owned('Deployment', '1')),
    workload('ReplicaSet', '0', 0, owned('Deployment', '1')),
    workload('StatefulSet', '9', 2),
  ];
  const { pods } = await read(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  expect(pods.map(({ kind, pod }) => [kind, pod.metadata.uid ?? pod.metadata.name])).toEqual([
    ['Pod', '3'],
    ['StatefulSet', 'StatefulSet-9'],
  ]);
});

test('a Pod belongs to the Deployment that has made its ReplicaSet, as far as the files say', async () => {
  const pod = (name: string, kind: string, uid: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, uid: name, ...owned(kind, uid) },
    spec: SPEC,
  });
  const items = [
    workload('ReplicaSet', '2', 1, owned('Deployment', '1')),
    // A Deployment that something else has made is where its Pods belong all the same.
    workload('Deployment', '1', 1, owned('Operator', '0')),
    pod('of-replica-set', 'ReplicaSet', '2'),
    pod('of-deployment', 'Deployment', '1'),
    pod('of-another', 'ReplicaSet', '7'),
    workload('Job', '8', 1, owned('CronJob', '5')),
    workload('StatefulSet', '9', 2),
  ];
  const { pods } = await read(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const owners = pods.map(({ pod: { metadata }, owner }) => [metadata.name, owner?.kind]);
  expect(owners).toEqual([
    ['of-replica-set', 'Deployment'],
    ['of-deployment', 'Deployment'],
    ['of-another', 'ReplicaSet'],
    ['Job-8', 'CronJob'],
    ['StatefulSet-9', undefined],
  ]);
});

test('of an object that comes twice the last counts, and that is said', async () => {
  const pod = (image: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: ${image}}]}\n`;
  const { pods, notes } = await read(`${pod('old')}---\n${pod('new')}`);
  expect(pods.map(({ pod: { spec } }) => spec.containers[0]?.image)).toEqual(['new']);
  expect(notes).toEqual(['Pod p is in stdin:1 and again in stdin:6: the last counts']);
});

test('a Pod of each of two namespaces, and a Deployment and a StatefulSet of one name, are two', async () => {
  const object = (kind: string, namespace: string) => ({
    ...workload(kind, '', 1),
    metadata: { name: 'web', namespace, creationTimestamp: '2026-11-24T10:00:00Z' },
  });
  const all = [object('Deployment', 'a'), object('Deployment', 'b'), object('StatefulSet', 'a')];
  const { pods, notes } = await read(all.map((each) => JSON.stringify(each)).join('\n'));
  expect([pods.length, notes]).toEqual([3, []]);
});

test('-n decides for what does not say where it belongs, and refuses what does', async () => {
  const pod = (metadata: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: ${metadata}\nspec: {containers: [{name: a, image: b}]}\n`;
  const { pods, problems } = await read(
    `${pod('{name: p}')}---\n${pod('{name: q, namespace: shop}')}`,
    'staging',
  );
  expect(pods.map(({ pod: { metadata } }) => [metadata.name, metadata.namespace])).toEqual([
    ['p', 'staging'],
  ]);
  expect(problems.map(({ message }) => message)).toEqual([
    `stdin:6: the namespace from the provided object "shop" does not match the namespace "staging". You must pass '--namespace=shop' to perform this operation.`,
  ]);
});
