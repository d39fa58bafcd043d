import type { Socket } from 'node:net';

/** The status line and headers of an HTTP answer, and the bytes that came with them. */
export interface HttpHead {
  readonly status: number;
  readonly reason: string;
  /** By lower-case name; the last one of a name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly rest: Uint8Array;
}

const LONGEST_HEAD = 64 * 1024;
const LONGEST_BODY = 64 * 1024;
const END_OF_HEAD = '\r\n\r\n';

/** Reads up to the end of the headers and leaves the socket paused. Rejects if none come. */
export async function readHead(socket: Socket, signal: AbortSignal): Promise<HttpHead> {
  const bytes = await readUntil(
    socket,
    (read) => (read.includes(END_OF_HEAD) ? read : undefined),
    signal,
  );
  const end = bytes.indexOf(END_OF_HEAD);
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const [, status, reason = ''] = /^HTTP\/1\.\d (\d{3}) ?(.*)$/.exec(statusLine) ?? [];
  if (status === undefined) throw new Error('what answered does not speak HTTP/1.1');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(status),
    reason,
    headers: new Map(headers),
    rest: bytes.subarray(end + END_OF_HEAD.length),
  };
}

/** The body of an answer that is no more than an error; as much as comes before `signal`. */
export async function readBody(
  socket: Socket,
  { headers, rest }: HttpHead,
  signal: AbortSignal,
): Promise<string> {
  const length = Number(headers.get('content-length') ?? LONGEST_BODY);
  const isChunked = /chunked/i.test(headers.get('transfer-encoding') ?? '');
  const whole = (read: Buffer) => {
    if (isChunked) return unchunked(read);
    return read.length >= length ? read.subarray(0, length) : undefined;
  };
  try {
    return (await readUntil(socket, whole, signal, rest)).toString();
  } catch {
    return '';
  }
}

/** Gathers bytes until `done` makes something of them, or there are no more. */
export function readUntil(
  socket: Socket,
  done: (read: Buffer) => Buffer | undefined,
  signal: AbortSignal,
  before: Uint8Array = new Uint8Array(),
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let read = Buffer.from(before);
    const finish = (settle: () => void) => {
      socket.pause();
      socket.off('data', take).off('error', fail).off('close', end).off('end', end);
      signal.removeEventListener('abort', giveUp);
      settle();
    };
    const look = () => {
      const result = done(read);
      if (result !== undefined) finish(() => resolve(result));
      else if (read.length > LONGEST_HEAD) fail(new Error('what answered does not stop'));
    };
    const take = (chunk: Uint8Array) => {
      read = Buffer.concat([read, chunk]);
      look();
    };
    const fail = (cause: unknown) => finish(() => reject(cause));
    const giveUp = () => fail(signal.reason);
    const end = () => fail(Object.assign(new Error('it was closed'), { code: 'ECONNRESET' }));
    socket.on('data', take).on('error', fail).on('close', end).on('end', end);
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    else {
      // The reader before has paused it.
      socket.resume();
      look();
    }
  });
}

/** Undefined until the last chunk is there. */
function unchunked(read: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = read.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(read.subarray(at, lineEnd).toString(), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(read.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
