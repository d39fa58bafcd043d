import { afterAll, expect, test } from 'bun:test';
import { readService } from '../../../src/kube/explain/services.ts';
import { type ListServer, refusal, startListServer } from '../list-server.ts';

const DB = { namespace: 'shop', name: 'db', isCertain: true };

const servers: ListServer[] = [];
afterAll(() => {
  for (const server of servers) server.stop();
});

function serverOf(service: () => Response, slices: () => Response): ListServer {
  const server = startListServer(({ path }) =>
    path.includes('/endpointslices') ? slices() : service(),
  );
  servers.push(server);
  return server;
}

const spec = { selector: { app: 'db' }, ports: [{ port: 5432 }] };
const service = () => Response.json({ kind: 'Service', metadata: { name: 'db' }, spec });
const endpoint = { conditions: { ready: true }, targetRef: { kind: 'Pod', name: 'db-0' } };
const slices = () =>
  Response.json({ kind: 'EndpointSliceList', items: [{ endpoints: [endpoint] }, {}] });
const forbidden = () => refusal(403, 'Forbidden', 'services "db" is forbidden');

test('asks for the Service and its EndpointSlices', async () => {
  const server = serverOf(service, slices);
  expect(await readService(server.client, DB)).toEqual({
    namespace: 'shop',
    name: 'db',
    spec,
    endpoints: [endpoint],
  });
  expect(server.asked.map(({ path, query }) => `${path}?${query}`).sort()).toEqual([
    '/api/v1/namespaces/shop/services/db?',
    '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Ddb&limit=10',
  ]);
});

test('says of a Service that there is none', async () => {
  const server = serverOf(() => refusal(404, 'NotFound', 'services "db" not found'), slices);
  expect(await readService(server.client, DB)).toEqual({
    namespace: 'shop',
    name: 'db',
    endpoints: [],
  });
});

test('who may not read Services or their endpoints does without', async () => {
  expect(await readService(serverOf(forbidden, slices).client, DB)).toBeUndefined();
  expect(await readService(serverOf(service, forbidden).client, DB)).toBeUndefined();
});

test('what is no Service, or has fields of other kinds, is not used', async () => {
  const other = () => Response.json({ kind: 'Service', spec: { ports: 'all' } });
  expect(await readService(serverOf(other, slices).client, DB)).toBeUndefined();
});
