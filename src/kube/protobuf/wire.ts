import { MessageCache } from './message-cache.ts';
import { StringCache } from './string-cache.ts';

/**
 * Why no protobuf library: they decode whole messages into classes made of the .proto files, and
 * need the whole list at once. Of 11 KB a Pod we read some hundred bytes.
 */

/** What was sent is not the message that was asked for; whoever asked knows who sent it. */
export class DamagedMessage extends Error {
  override readonly name = 'DamagedMessage';
}

/** How the value of a field is written (the encoding of Protocol Buffers). */
export const VARINT = 0;
const FIXED64 = 1;
export const BYTES = 2;
const FIXED32 = 5;

/** A place in bytes that hold whole messages. Nothing reads past `end`: DamagedMessage is thrown. */
export class WireReader {
  readonly #texts = new StringCache();
  /** Messages that were read before. */
  readonly known: MessageCache = new MessageCache();
  bytes: Buffer;
  position: number;
  end: number;

  constructor(bytes: Buffer, position = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /** A tag or a length: at most 32 bits. */
  readSmall(): number {
    const first = this.#readByte();
    if (first < 128) return first;
    let value = first & 127;
    // Not <<, which would make the last bits negative.
    for (let factor = 2 ** 7; factor <= 2 ** 28; factor *= 2 ** 7) {
      const byte = this.#readByte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new DamagedMessage('a length of more than 32 bits');
  }

  /** A bool, int32 or int64; beyond 53 bits it is as inexact as in JSON. */
  readInteger(): number {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#readByte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
    throw new DamagedMessage('a number of more than 64 bits');
  }

  readText(): string {
    const length = this.readSmall();
    const start = this.position;
    this.#advance(length);
    return this.#texts.textAt(this.bytes, start, length);
  }

  /** How many bytes a value of this wire type takes from here; that of a varint is passed. */
  readLength(wireType: number): number {
    switch (wireType) {
      case BYTES:
        return this.readSmall();
      case VARINT:
        this.#passVarint();
        return 0;
      case FIXED64:
        return 8;
      case FIXED32:
        return 4;
      default:
        throw new DamagedMessage(`a field of the unknown wire type ${wireType}`);
    }
  }

  /** Passes over a value that nobody wants. */
  skip(wireType: number): void {
    this.#advance(this.readLength(wireType));
  }

  /** Makes the next bytes all that is seen; gives what `leave` wants to see the rest again. */
  enter(length: number): number {
    const outerEnd = this.end;
    const end = this.position + length;
    if (end > outerEnd) throw new DamagedMessage('a value that is longer than its message');
    this.end = end;
    return outerEnd;
  }

  /** Goes on behind the bytes that `enter` went into. */
  leave(outerEnd: number): void {
    this.position = this.end;
    this.end = outerEnd;
  }

  #passVarint(): void {
    for (let length = 0; length < 10; length++) {
      if (this.#readByte() < 128) return;
    }
    throw new DamagedMessage('a number of more than 64 bits');
  }

  #readByte(): number {
    if (this.position >= this.end) throw new DamagedMessage('a message that is cut off');
    return this.bytes[this.position++] as number;
  }

  #advance(length: number): void {
    if (this.position + length > this.end) {
      throw new DamagedMessage('a value that is longer than its message');
    }
    this.position += length;
  }
}
