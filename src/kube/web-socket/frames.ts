import { randomFillSync } from 'node:crypto';

/** One frame of RFC 6455. */
export interface Frame {
  readonly opcode: number;
  readonly isFinal: boolean;
  readonly payload: Uint8Array;
}

export const OPCODES = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;

const FINAL = 0x80;
const RESERVED = 0x70;
const MASKED = 0x80;
const LENGTH_IN_16_BITS = 126;
const LENGTH_IN_64_BITS = 127;
/** The API server sends 32 KiB at most; what asks us to hold so much is no API server. */
const LONGEST_PAYLOAD = 16 * 1024 * 1024;

/** The other side does not keep to the protocol. */
export class FrameError extends Error {}

/** A whole message of a client, masked as the protocol wants it from clients. */
export function clientFrame(opcode: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const extra = length < LENGTH_IN_16_BITS ? 0 : length < 2 ** 16 ? 2 : 8;
  const frame = Buffer.allocUnsafe(2 + extra + 4 + length);
  frame[0] = FINAL | opcode;
  if (extra === 0) frame[1] = MASKED | length;
  else if (extra === 2) {
    frame[1] = MASKED | LENGTH_IN_16_BITS;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = MASKED | LENGTH_IN_64_BITS;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  const mask = frame.subarray(2 + extra, 6 + extra);
  randomFillSync(mask);
  const body = frame.subarray(6 + extra);
  for (let index = 0; index < length; index++) {
    body[index] = (payload[index] ?? 0) ^ (mask[index & 3] ?? 0);
  }
  return frame;
}

/** The frames in the bytes of a server. Reads no further than the frame that is wanted. */
export async function* readFrames(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Frame, void, undefined> {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const size = frameSize(rest);
      if (size === undefined || rest.length < size.header + size.payload) break;
      const end = size.header + size.payload;
      const [first = 0] = rest;
      yield {
        opcode: first & 0x0f,
        isFinal: (first & FINAL) !== 0,
        payload: rest.subarray(size.header, end),
      };
      rest = rest.subarray(end);
    }
  }
  if (rest.length > 0) throw new FrameError('it ended in the middle of a frame');
}

/** Undefined until the bytes tell. */
function frameSize(bytes: Uint8Array): { header: number; payload: number } | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  if ((first & RESERVED) !== 0 || (second & MASKED) !== 0) {
    throw new FrameError('it sent what is no WebSocket frame of a server');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (second < LENGTH_IN_16_BITS) return { header: 2, payload: second };
  if (second === LENGTH_IN_16_BITS) {
    return bytes.length < 4 ? undefined : { header: 4, payload: view.getUint16(2) };
  }
  if (bytes.length < 10) return undefined;
  const payload = view.getBigUint64(2);
  if (payload > LONGEST_PAYLOAD) throw new FrameError(`it sent a frame of ${payload} bytes`);
  return { header: 10, payload: Number(payload) };
}
