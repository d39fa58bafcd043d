import { createClient, type KubeClient } from '../../src/kube/transport/client.ts';
import { connectionTo } from './connections.ts';

/** One request that a server of the tests has got. */
export interface Asked {
  readonly path: string;
  readonly token: string | null;
  readonly accept: string;
  readonly query: URLSearchParams;
}

/** A server that answers lists as a test wants it, and remembers what it was asked. */
export interface ListServer {
  readonly client: KubeClient;
  readonly asked: readonly Asked[];
  stop(): void;
}

export function startListServer(
  answer: (asked: Asked, request: Request) => Response | Promise<Response>,
): ListServer {
  const asked: Asked[] = [];
  const server = Bun.serve({
    port: 0,
    idleTimeout: 0,
    fetch: (request) => {
      const { pathname: path, searchParams: query } = new URL(request.url);
      const accept = request.headers.get('accept') ?? '';
      const one = { path, token: query.get('continue'), accept, query };
      asked.push(one);
      return answer(one, request);
    },
  });
  return {
    client: createClient(connectionTo(`http://127.0.0.1:${server.port}`), 'test'),
    asked,
    stop: () => void server.stop(true),
  };
}

export const PROTOBUF_TYPE = 'application/vnd.kubernetes.protobuf';

export function protobuf(bytes: Uint8Array, status = 200): Response {
  return new Response(Buffer.from(bytes), { status, headers: { 'content-type': PROTOBUF_TYPE } });
}

/** A PodList as JSON, with more than is read of each Pod. */
export function jsonPods(names: readonly string[], metadata: object = {}): Response {
  return Response.json({
    kind: 'PodList',
    apiVersion: 'v1',
    metadata: { resourceVersion: '7', ...metadata },
    items: names.map((name) => ({
      metadata: { name, namespace: 'n', uid: `uid-${name}`, creationTimestamp: null },
      spec: { containers: [{ name: 'app', image: 'busybox', resources: {} }] },
      status: {},
    })),
  });
}

export function refusal(
  code: number,
  reason: string,
  message: string,
  more: object = {},
): Response {
  return Response.json({ kind: 'Status', code, reason, message, ...more }, { status: code });
}
