import { afterAll, expect, test } from 'bun:test';
import { readNamespacePolicies } from '../../../src/kube/reads/namespace-policies.ts';
import { createClient } from '../../../src/kube/transport/client.ts';
import { problemOf } from '../../../src/kube/transport/errors.ts';
import { connectionTo } from '../connections.ts';

const servers: { stop(force?: boolean): void }[] = [];

afterAll(() => {
  for (const server of servers) server.stop(true);
});

/** Stands in for faults that a real apiserver cannot be made to show on demand. */
function clientOf(answer: (path: string) => Response) {
  const server = Bun.serve({ port: 0, fetch: ({ url }) => answer(new URL(url).pathname) });
  servers.push(server);
  return createClient(connectionTo(`http://127.0.0.1:${server.port}`), 'test');
}

const list = (name: string) => Response.json({ items: [{ metadata: { name } }] });

test('R21 two requests bring the quotas and the limit ranges of a namespace', async () => {
  const paths: string[] = [];
  const client = clientOf((path) => {
    paths.push(path);
    return list(path.split('/').at(-1) ?? '');
  });
  const policies = await readNamespacePolicies(client, 'shop');
  expect(paths.sort()).toEqual([
    '/api/v1/namespaces/shop/limitranges',
    '/api/v1/namespaces/shop/resourcequotas',
  ]);
  expect(policies).toEqual({
    quotas: { value: [{ metadata: { name: 'resourcequotas' } }] },
    limitRanges: { value: [{ metadata: { name: 'limitranges' } }] },
  });
});

test('R21 without the right to read one of them the other is still told', async () => {
  const message = 'resourcequotas is forbidden: User "u" cannot list resource "resourcequotas"';
  const client = clientOf((path) =>
    path.endsWith('resourcequotas')
      ? Response.json({ kind: 'Status', code: 403, reason: 'Forbidden', message }, { status: 403 })
      : list('defaults'),
  );
  const { quotas, limitRanges } = await readNamespacePolicies(client, 'shop');
  expect('problem' in quotas && problemOf(quotas.problem)).toBe(message);
  expect(limitRanges).toEqual({ value: [{ metadata: { name: 'defaults' } }] });
});

test('R21 a server that fails is a problem that is told, not thrown', async () => {
  const client = clientOf(() => new Response('no', { status: 500 }));
  const { quotas, limitRanges } = await readNamespacePolicies(client, 'shop');
  for (const read of [quotas, limitRanges]) {
    expect('problem' in read && problemOf(read.problem)).toContain('Error from server');
  }
});
