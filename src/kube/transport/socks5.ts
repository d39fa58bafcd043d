import { isIP, type Socket } from 'node:net';
import { ConnectionError } from './errors.ts';
import { readUntil } from './http-head.ts';

const VERSION = 5;
const NO_LOGIN = 0;
const WITH_PASSWORD = 2;
const CONNECT = 1;
const IPV4 = 1;
const NAME = 3;
const IPV6 = 4;

/**
 * Asks a SOCKS5 proxy (RFC 1928, login by RFC 1929) for a way to a server; afterwards the socket
 * leads there. The proxy resolves names, as for Go.
 */
export async function socks5Connect(
  socket: Socket,
  proxy: string,
  target: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<void> {
  const { username, password, host } = new URL(proxy);
  const fail = (what: string) => {
    socket.destroy();
    return new ConnectionError(`Unable to connect to the server: the proxy ${host} ${what}`, {
      prefix: '',
      hint: 'Does the proxy want a login, or is it not allowed to go there?',
    });
  };
  const methods = username === '' ? [NO_LOGIN] : [NO_LOGIN, WITH_PASSWORD];
  const read = (length: number) => readExactly(socket, length, signal);
  socket.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method] = await read(2);
  if (version !== VERSION) throw fail('does not speak SOCKS5');
  if (method === WITH_PASSWORD && username !== '') {
    const [user, secret] = [username, password].map((text) => prefixed(decodeURIComponent(text)));
    socket.write(Buffer.concat([Buffer.from([1]), user ?? [], secret ?? []] as Uint8Array[]));
    const [, refused] = await read(2);
    if (refused !== 0) throw fail('refused the login');
  } else if (method !== NO_LOGIN) {
    throw fail('wants another kind of login');
  }
  const port = Buffer.from([target.port >> 8, target.port & 0xff]);
  socket.write(Buffer.concat([Buffer.from([VERSION, CONNECT, 0]), addressOf(target.host), port]));
  const [, reply = -1, , kind] = await read(4);
  if (reply !== 0) throw fail(`refused: ${REPLIES[reply] ?? `reply ${reply}`}`);
  // The address that the proxy uses itself, and its port; nobody needs them.
  const length = kind === IPV4 ? 4 : kind === IPV6 ? 16 : ((await read(1))[0] ?? 0);
  await read(length + 2);
}

const REPLIES: Readonly<Record<number, string>> = {
  1: 'general failure',
  2: 'its rules do not allow it',
  3: 'network unreachable',
  4: 'host unreachable',
  5: 'connection refused',
  6: 'time to live expired',
  7: 'command not supported',
  8: 'kind of address not supported',
};

function addressOf(host: string): Uint8Array {
  if (isIP(host) === 4) return Buffer.from([IPV4, ...host.split('.').map(Number)]);
  if (isIP(host) === 6) return Buffer.concat([Buffer.from([IPV6]), ipv6Bytes(host)]);
  return Buffer.concat([Buffer.from([NAME]), prefixed(host)]);
}

function ipv6Bytes(host: string): Uint8Array {
  const [head = '', tail] = host.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const gap = Array<string>(8 - before.length - after.length).fill('0');
  const words = [...before, ...gap, ...after].map((group) => Number.parseInt(group, 16));
  return Buffer.from(words.flatMap((word) => [word >> 8, word & 0xff]));
}

/** With its length before it, in one byte. */
function prefixed(text: string): Uint8Array {
  const bytes = Buffer.from(text).subarray(0, 255);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

/** Exactly these bytes; what comes after them stays for the next reader. */
async function readExactly(socket: Socket, length: number, signal: AbortSignal): Promise<Buffer> {
  const read = await readUntil(
    socket,
    (bytes) => (bytes.length >= length ? bytes : undefined),
    signal,
  );
  if (read.length > length) socket.unshift(read.subarray(length));
  return read.subarray(0, length);
}
