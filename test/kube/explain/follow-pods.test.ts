import { afterEach, expect, test } from 'bun:test';
import {
  followPods,
  followWorkloadPods,
  type PodsChange,
} from '../../../src/kube/explain/follow-pods.ts';
import { workloadKindOf } from '../../../src/kube/reads/workloads.ts';
import { jsonPods, type ListServer, startListServer } from '../list-server.ts';

let server: ListServer | undefined;

afterEach(() => server?.stop());

const pod = (name: string, owner?: string) => ({
  metadata: {
    name,
    namespace: 'n',
    uid: `uid-${name}`,
    ...(owner && { ownerReferences: [{ kind: 'ReplicaSet', uid: owner, controller: true }] }),
  },
  spec: { containers: [{ name: 'app' }] },
  status: { phase: 'Pending' },
});

const watch = (...changes: readonly (readonly [type: string, object: object])[]) =>
  new Response(
    new ReadableStream({
      start: (controller) => {
        for (const [type, object] of changes) {
          const line = `${JSON.stringify({ type, object })}\n`;
          controller.enqueue(new TextEncoder().encode(line));
        }
      },
    }),
  );

/** The first changes, as `listed a b` or `deleted a`. */
async function first(count: number, changes: AsyncIterable<PodsChange>) {
  const told: string[] = [];
  for await (const change of changes) {
    const pods = change.kind === 'listed' ? change.pods : [change.pod];
    told.push([change.kind, ...pods.map(({ metadata }) => metadata.name)].join(' '));
    if (told.length === count) break;
  }
  return told;
}

test('Pods are listed by pages, then watched from the moment of the first one', async () => {
  server = startListServer(({ query, token }) => {
    if (query.has('watch')) return watch(['MODIFIED', pod('a')], ['DELETED', pod('b')]);
    if (token !== null) return jsonPods(['b'], { resourceVersion: '9' });
    return jsonPods(['a'], { resourceVersion: '7', continue: 'more' });
  });
  const scope = { namespace: 'n', labelSelector: 'app=web' };
  const changes = followPods(server.client, scope, new AbortController());
  expect(await first(3, changes)).toEqual(['listed a b', 'changed a', 'deleted b']);
  const watched = server.asked.find(({ query }) => query.has('watch'));
  expect(watched?.query.get('resourceVersion')).toBe('7');
  expect(server.asked.map(({ query }) => query.get('labelSelector'))).toEqual([
    'app=web',
    'app=web',
    'app=web',
  ]);
});

test('what is no Pod is refused', async () => {
  server = startListServer(({ query }) =>
    query.has('watch')
      ? watch(['MODIFIED', { metadata: { name: 'a' }, spec: { containers: 'none' } }])
      : jsonPods(['a']),
  );
  const changes = followPods(server.client, { namespace: 'n' }, new AbortController());
  const error = await first(2, changes).catch((thrown: unknown) => thrown);
  expect(String(error)).toContain('sent a Pod that cannot be read');
});

test('the Pods of a ReplicaSet that a Deployment makes meanwhile are its own, others are not', async () => {
  const sets = [{ metadata: { name: 'old', uid: 'old', ...ownedBy('deployment') } }];
  server = startListServer(({ path, query }) => {
    if (path.endsWith('/deployments/web')) {
      const selector = { matchLabels: { app: 'web' } };
      const metadata = { name: 'web', namespace: 'n', uid: 'deployment' };
      return Response.json({ kind: 'Deployment', metadata, spec: { selector } });
    }
    if (path.endsWith('/replicasets')) return Response.json({ items: sets });
    if (!query.has('watch')) {
      const items = [pod('one', 'old'), pod('stranger', 'other')];
      return Response.json({ kind: 'PodList', metadata: { resourceVersion: '7' }, items });
    }
    sets.push({ metadata: { name: 'new', uid: 'new', ...ownedBy('deployment') } });
    return watch(
      ['ADDED', pod('two', 'new')],
      ['ADDED', pod('lone')],
      ['DELETED', pod('one', 'old')],
    );
  });
  const kind = workloadKindOf('deploy');
  if (kind === undefined) throw new Error('Deployments are known');
  const changes = followWorkloadPods(server.client, kind, 'n', 'web', new AbortController());
  expect(await first(3, changes)).toEqual(['listed one', 'changed two', 'deleted one']);
});

function ownedBy(uid: string) {
  return { ownerReferences: [{ kind: 'Deployment', uid, controller: true }] };
}
