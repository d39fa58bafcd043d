import { afterEach, expect, test } from 'bun:test';
import { findOwners, type Owners } from '../../../src/kube/reads/owners.ts';
import type { OwnerReference, Pod } from '../../../src/model/kubernetes/api.ts';
import { type Asked, type ListServer, refusal, startListServer } from '../list-server.ts';

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function serve(answer: (asked: Asked) => Response): ListServer {
  const server = startListServer(answer);
  closers.push(server.stop);
  return server;
}

const owner = (kind: string, name: string): OwnerReference => ({
  kind,
  name,
  uid: `uid-${name}`,
  controller: true,
});

const podOf = (...ownerReferences: OwnerReference[]): Pod => ({
  metadata: { name: 'pod', namespace: 'n', ownerReferences },
  spec: { containers: [{ name: 'app' }] },
});

const owned = (name: string, ...ownerReferences: OwnerReference[]) => ({
  metadata: { name, uid: `uid-${name}`, ownerReferences },
});

const metadataOf = (...items: object[]) =>
  Response.json({ kind: 'PartialObjectMetadataList', metadata: {}, items });

/** As the reader of Pods does it. */
async function ownerOf(owners: Owners, pod: Pod): Promise<string> {
  await owners.prepare(pod);
  const { kind, name } = owners.ownerOf(pod);
  return `${kind}/${name}`;
}

test('a ReplicaSet and a Job lead to their owners with two requests for all Pods', async () => {
  const server = serve(({ path }) =>
    path.endsWith('/replicasets')
      ? metadataOf(
          owned('web-1', owner('Deployment', 'web')),
          owned('web-2', owner('Deployment', 'web')),
          owned('lone'),
          owned('canary-1', owner('Rollout', 'canary')),
        )
      : metadataOf(owned('nightly-1', owner('CronJob', 'nightly')), owned('once')),
  );
  const owners = findOwners(server.client, 'n');
  const pods: readonly (readonly [Pod, string])[] = [
    [podOf(owner('ReplicaSet', 'web-1')), 'Deployment/web'],
    [podOf(owner('ReplicaSet', 'web-2')), 'Deployment/web'],
    [podOf(owner('ReplicaSet', 'lone')), 'ReplicaSet/lone'],
    [podOf(owner('ReplicaSet', 'deleted')), 'ReplicaSet/deleted'],
    [podOf(owner('ReplicaSet', 'canary-1')), 'Rollout/canary'],
    [podOf(owner('Job', 'nightly-1')), 'CronJob/nightly'],
    [podOf(owner('Job', 'once')), 'Job/once'],
    [podOf(owner('StatefulSet', 'db')), 'StatefulSet/db'],
    [podOf({ ...owner('ReplicaSet', 'web-1'), controller: false }), 'Pod/pod'],
    [podOf(), 'Pod/pod'],
  ];
  for (const [pod, expected] of [...pods, ...pods]) {
    expect(await ownerOf(owners, pod)).toBe(expected);
  }
  expect(owners.problems).toEqual([]);
  expect(server.asked.map(({ path }) => path)).toEqual([
    '/apis/apps/v1/namespaces/n/replicasets',
    '/apis/batch/v1/namespaces/n/jobs',
  ]);
  for (const { accept } of server.asked) expect(accept).toContain('as=PartialObjectMetadataList');
});

test('nothing is asked for Pods that have no such owner', async () => {
  const server = serve(() => metadataOf());
  const owners = findOwners(server.client, undefined);
  for (const kind of ['DaemonSet', 'StatefulSet', 'Node', 'toString']) {
    const pod = podOf(owner(kind, 'x'));
    expect(owners.prepare(pod)).toBeUndefined();
    expect(owners.ownerOf(pod)).toEqual({ kind, name: 'x' });
  }
  expect(server.asked).toEqual([]);
});

test('of all namespaces the lists are asked for at once', async () => {
  const server = serve(() => metadataOf(owned('web-1', owner('Deployment', 'web'))));
  const owners = findOwners(server.client, undefined);
  expect(await ownerOf(owners, podOf(owner('ReplicaSet', 'web-1')))).toBe('Deployment/web');
  expect(server.asked.map(({ path }) => path)).toEqual(['/apis/apps/v1/replicasets']);
});

test('who may not list ReplicaSets is told them, and why, once', async () => {
  const message = 'replicasets.apps is forbidden: User "u" cannot list resource "replicasets"';
  const server = serve(() => refusal(403, 'Forbidden', message));
  const owners = findOwners(server.client, 'n');
  const pod = podOf(owner('ReplicaSet', 'web-1'));
  expect(await ownerOf(owners, pod)).toBe('ReplicaSet/web-1');
  expect(await ownerOf(owners, pod)).toBe('ReplicaSet/web-1');
  expect(owners.problems).toEqual([message]);
  expect(server.asked.length).toBe(1);
});

test('an aborted read ends with its reason', async () => {
  const server = serve(() => metadataOf());
  const signal = AbortSignal.abort(new Error('interrupted'));
  const owners = findOwners(server.client, 'n', { signal });
  await expect(ownerOf(owners, podOf(owner('Job', 'a')))).rejects.toThrow('interrupted');
});
