import type { Identity } from './certificates.ts';

/** A running server that speaks as much of the Kubernetes API as the TLS tests ask for. */
export interface FakeApiServer {
  readonly port: number;
  stop(): void;
}

/** How the server presents itself, and whose client certificates it wants. */
export interface FakeApiServerOptions {
  /** The chain to send, leaf first. */
  readonly chain: readonly Identity[];
  /** Refuse clients without a certificate of this authority. */
  readonly clientAuthority?: Identity;
  readonly hostname?: string;
}

/** Starts a TLS server for GET, LIST, WATCH and WebSocket of namespaces. */
export function startFakeApiServer(options: FakeApiServerOptions): FakeApiServer {
  const [leaf] = options.chain;
  if (leaf === undefined) throw new Error('a server needs a certificate');
  const server = Bun.serve({
    port: 0,
    hostname: options.hostname ?? 'localhost',
    tls: {
      cert: options.chain.map(({ certificate }) => certificate).join(''),
      key: leaf.key,
      ...(options.clientAuthority === undefined
        ? {}
        : {
            ca: options.clientAuthority.certificate,
            requestCert: true,
            rejectUnauthorized: true,
          }),
    },
    fetch: (request, self) => answer(request, self),
    websocket: {
      open: (socket) => void socket.send(JSON.stringify(EVENT)),
      message: () => undefined,
    },
  });
  return { port: server.port ?? 0, stop: () => void server.stop(true) };
}

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } };
const EVENT = { type: 'ADDED', object: NAMESPACE };

function answer(
  request: Request,
  server: { upgrade(request: Request): boolean },
): Response | undefined {
  if (server.upgrade(request)) return undefined;
  const { pathname, searchParams } = new URL(request.url);
  if (searchParams.get('watch') === 'true') return new Response(`${JSON.stringify(EVENT)}\n`);
  if (pathname === '/api/v1/namespaces') {
    return Response.json({ kind: 'NamespaceList', items: [NAMESPACE] });
  }
  if (pathname === '/api/v1/namespaces/default') return Response.json(NAMESPACE);
  return Response.json({ kind: 'Status', code: 404, reason: 'NotFound' }, { status: 404 });
}
