import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Identity, makeCertificate } from '../../kube/certificates.ts';

/** Servers that speak as much of the API as `kubectl get pod` needs, and write down who asked. */
export interface RecordingServers {
  readonly https: string;
  readonly http: string;
  readonly authority: Identity;
  /** A client certificate that the server knows as `alice`. */
  readonly client: Identity;
  /** What was asked for Pods since the last call: scheme, namespace, user, client certificate. */
  take(): readonly string[];
  stop(): void;
}

const IDENTITY = /^(?:authorization|impersonate-.*)$/;

export async function startRecordingServers(): Promise<RecordingServers> {
  const authority = await makeCertificate({ name: 'root', isAuthority: true });
  const hosts = ['localhost', '127.0.0.1', 'api.initx.test'];
  const leaf = await makeCertificate({ name: 'api', issuer: authority, hosts });
  const client = await makeCertificate({ name: 'alice', issuer: authority, isForClients: true });
  const seen: string[] = [];
  // By the port of the connection from the TLS server: who is on the other side.
  const users = new Map<number | undefined, string>();
  const plain = createHttpServer((request, response) => {
    const [, namespace, name] =
      /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/?]+)/.exec(request.url ?? '') ?? [];
    const user = users.get(request.socket.remotePort);
    const scheme = user === undefined ? 'http' : 'https';
    if (namespace !== undefined) {
      seen.push([scheme, `${namespace}/${name}`, ...identityOf(request), user].join(' ').trim());
    }
    answer(request, response);
  });
  const secure = createTlsServer(
    {
      key: leaf.key,
      cert: leaf.certificate,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: false,
    },
    (socket) => {
      const { subject } = socket.getPeerCertificate() ?? {};
      const [, port] = servers.http.split(':');
      const upstream = connect({ host: '127.0.0.1', port: Number(port) }, () => {
        const { localPort } = upstream;
        users.set(localPort, subject?.CN === undefined ? '' : `cn=${subject.CN}`);
        // The port may be that of a plain connection next.
        upstream.on('close', () => users.delete(localPort));
        socket.pipe(upstream).pipe(socket);
      });
      socket.on('error', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
    },
  );
  const [https, http] = await Promise.all([portOf(secure), portOf(plain)]);
  const servers: RecordingServers = {
    https: `127.0.0.1:${https}`,
    http: `127.0.0.1:${http}`,
    authority,
    client,
    take: () => [...new Set(seen.splice(0))],
    stop: () => {
      secure.close();
      plain.close();
    },
  };
  return servers;
}

/** Header values are bytes; what stands in them is UTF-8. */
function identityOf({ rawHeaders }: IncomingMessage): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    const value = Buffer.from(rawHeaders[at + 1] ?? '', 'latin1').toString();
    if (IDENTITY.test(name)) texts.push(`${name}=${value}`);
  }
  return texts.sort();
}

function answer({ url = '', method }: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(url, 'http://server.invalid');
  const [, namespace, name] =
    /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)$/.exec(pathname) ?? [];
  const body =
    method === 'GET' ? (DISCOVERY[pathname] ?? (name && podOf(namespace ?? '', name))) : undefined;
  const found =
    body ?? (pathname.endsWith('/events') ? { kind: 'EventList', items: [] } : undefined);
  response.statusCode = found ? 200 : 404;
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(found || { kind: 'Status', code: 404, reason: 'NotFound' }));
}

const DISCOVERY: Readonly<Record<string, object>> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [
      { name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs: ['get', 'list'] },
    ],
  },
};

function podOf(namespace: string, name: string) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, uid: 'u' },
    spec: { containers: [{ name }] },
    status: { phase: 'Succeeded' },
  };
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
