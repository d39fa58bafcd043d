import { DamagedMessage, WireReader } from './wire.ts';

const FIRST_CAPACITY = 128 * 1024;
/** etcd takes objects of 1.5 MiB unless told otherwise: no length beyond this is a true one. */
const MAX_CAPACITY = 64 * 1024 * 1024;

/** Gives the next bytes of an answer, or undefined at its end. */
export type NextChunk = () => Promise<Uint8Array | undefined>;

/** Bytes that come in chunks, seen through one buffer that grows only for a larger value. */
export class ByteSource {
  readonly #nextChunk: NextChunk;
  #chunk: Uint8Array = new Uint8Array();
  #passed = 0;
  /** Its `position` is the next unread byte, its `end` that of the bytes which are here. */
  readonly wire: WireReader = new WireReader(Buffer.allocUnsafeSlow(FIRST_CAPACITY), 0, 0);

  constructor(nextChunk: NextChunk) {
    this.#nextChunk = nextChunk;
  }

  /** How many bytes have been read. */
  get offset(): number {
    return this.#passed + this.wire.position;
  }

  has(count: number): boolean {
    return this.wire.end - this.wire.position >= count;
  }

  /** Waits until so many unread bytes are here; false if they end before. */
  async fill(count: number): Promise<boolean> {
    while (!this.has(count)) {
      if (this.#chunk.length === 0) {
        const chunk = await this.#nextChunk();
        if (chunk === undefined) return false;
        this.#chunk = chunk;
      }
      if (this.wire.position > 0 || this.wire.bytes.length < count) this.#makeRoom(count);
      const { bytes, end } = this.wire;
      const part = this.#chunk.subarray(0, bytes.length - end);
      bytes.set(part, end);
      this.wire.end += part.length;
      this.#chunk = this.#chunk.subarray(part.length);
    }
    return true;
  }

  /** Passes over bytes without keeping them. */
  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      if (!(await this.fill(1))) throw new DamagedMessage('a message that is cut off');
      const step = Math.min(left, this.wire.end - this.wire.position);
      this.wire.position += step;
      left -= step;
    }
  }

  #makeRoom(count: number): void {
    const { bytes, position, end } = this.wire;
    let capacity = bytes.length;
    while (capacity < count) capacity *= 2;
    if (capacity > MAX_CAPACITY) throw new DamagedMessage(`a value of ${count} bytes`);
    const room = capacity > bytes.length ? Buffer.allocUnsafeSlow(capacity) : bytes;
    room.set(bytes.subarray(position, end));
    this.#passed += position;
    this.wire.bytes = room;
    this.wire.position = 0;
    this.wire.end = end - position;
  }
}
