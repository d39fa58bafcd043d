import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { plainHost } from '../connect/server-url.ts';
import type { tlsOptions } from '../tls/tls-options.ts';
import { ConnectionError } from './errors.ts';
import { readHead } from './http-head.ts';
import { socks5Connect } from './socks5.ts';

/** A way to the server, and what lies below it: the connection to a proxy. */
export interface Dialled {
  readonly socket: Socket;
  readonly below: Socket | undefined;
}

/** Where to, and how. */
export interface Route {
  /** A URL of the server; its path does not count. */
  readonly server: string;
  readonly proxy: string | undefined;
  readonly tls: ReturnType<typeof tlsOptions>;
}

/** Opens a connection to the API server, through its proxy if it has one; TLS where it wants it. */
export async function dial({ server, proxy, tls }: Route, signal: AbortSignal): Promise<Dialled> {
  const target = addressOf(server);
  const below = proxy === undefined ? undefined : await tunnel(proxy, target, signal);
  if (!target.isSecure) {
    return { socket: below ?? (await opened(connectTcp(target), 'connect', signal)), below };
  }
  const socket = connectTls({
    ...target,
    ...(isIP(target.host) === 0 && { servername: target.host }),
    ...tls,
    ...(below !== undefined && { socket: below }),
  });
  return { socket: await opened(socket, 'secureConnect', signal), below };
}

interface Address {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

function addressOf(text: string): Address {
  const { protocol, hostname, port } = new URL(text);
  const isSecure = protocol === 'https:';
  const host = plainHost(hostname);
  const usual = { 'https:': 443, 'http:': 80 }[protocol] ?? 1080;
  return { host, port: Number(port || usual), isSecure };
}

async function tunnel(proxy: string, target: Address, signal: AbortSignal): Promise<Socket> {
  const { isSecure, ...address } = addressOf(proxy);
  const name = isIP(address.host) === 0 ? { servername: address.host } : {};
  const socket = isSecure
    ? await opened(connectTls({ ...address, ...name }), 'secureConnect', signal)
    : await opened(connectTcp(address), 'connect', signal);
  if (/^socks5h?:/.test(proxy)) {
    await socks5Connect(socket, proxy, target, signal);
    return socket;
  }
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const place = `${host}:${target.port}`;
  const lines = [`CONNECT ${place} HTTP/1.1`, `Host: ${place}`, ...proxyAuthorization(proxy)];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const { status, reason, rest } = await readHead(socket, signal);
  if (status >= 200 && status < 300 && rest.length === 0) return socket;
  socket.destroy();
  throw new ConnectionError(
    `Unable to connect to the server: the proxy ${new URL(proxy).host} refused: ${status} ${reason}`,
    { prefix: '', hint: 'Does the proxy want a login, or is it not allowed to go there?' },
  );
}

function proxyAuthorization(proxy: string): readonly string[] {
  const { username, password } = new URL(proxy);
  if (username === '') return [];
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return [`Proxy-Authorization: Basic ${Buffer.from(pair).toString('base64')}`];
}

/** Resolves once the socket is open; rejects with the reason why it is not. */
function opened<Kind extends Socket | TLSSocket>(
  socket: Kind,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<Kind> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      socket.destroy();
      reject(cause);
    };
    const giveUp = () => fail(signal.reason);
    socket.once('error', fail);
    socket.once('close', () => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    socket.once(event, () => {
      signal.removeEventListener('abort', giveUp);
      socket.off('error', fail);
      // What breaks later is told by reading; an error that nobody listens to would end us.
      socket.on('error', () => undefined);
      resolve(socket);
    });
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
  });
}
