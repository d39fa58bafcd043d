import type { JsonObject } from '../objects/json-value.ts';

const SLOTS = 256;
const MAX_LENGTH = 512;
/** Enough bytes to tell most apart; which one it is, all of them decide. */
const BYTES_HASHED = 24;

interface Known {
  readonly type: object;
  readonly bytes: Buffer;
  readonly value: JsonObject;
}

/**
 * Messages that were decoded lately. The Pods of a workload, and their containers, have the same
 * requests and limits byte by byte: comparing them is quicker than decoding them again, and all of
 * them share one value.
 */
export class MessageCache {
  readonly #slots: (Known | undefined)[] = new Array(SLOTS).fill(undefined);

  /** The value of these bytes; `decode` makes it where they are not known. */
  valueAt(
    type: object,
    bytes: Buffer,
    start: number,
    end: number,
    decode: () => JsonObject,
  ): JsonObject {
    if (end - start > MAX_LENGTH) return decode();
    const slot = slotOf(bytes, start, end);
    const known = this.#slots[slot];
    if (
      known?.type === type &&
      bytes.compare(known.bytes, undefined, undefined, start, end) === 0
    ) {
      return known.value;
    }
    const value = decode();
    this.#slots[slot] = { type, bytes: Buffer.from(bytes.subarray(start, end)), value };
    return value;
  }
}

function slotOf(bytes: Buffer, start: number, end: number): number {
  const step = Math.ceil((end - start) / BYTES_HASHED);
  let hash = end - start;
  for (let at = start; at < end; at += step) hash = (hash * 31 + (bytes[at] as number)) | 0;
  return (hash ^ (hash >>> 12)) & (SLOTS - 1);
}
