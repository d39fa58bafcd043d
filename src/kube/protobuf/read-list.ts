import type { JsonObject } from '../objects/json-value.ts';
import { ByteSource, type NextChunk } from './byte-source.ts';
import { decode } from './decode.ts';
import type { Message } from './message.ts';
import { LIST, LIST_META, MAGIC, TYPE_META, UNKNOWN } from './messages.ts';
import { DamagedMessage } from './wire.ts';

/** No tag and length together are longer. */
const MAX_HEADER_BYTES = 10;

/** What a list is, and what its items are. */
export interface ListType {
  /** As the server names it, such as `PodList`. */
  readonly kind: string;
  readonly item: Message;
}

/** Who gets the parts of a list, in the order in which they come. */
export interface ListTaker {
  readonly metadata: (metadata: JsonObject) => void;
  /** The next item waits for what it promises. */
  readonly item: (item: JsonObject) => void | Promise<void>;
}

/**
 * Reads a list in protobuf: the envelope runtime.Unknown, in it the list. Each part is handed on
 * once all of its bytes are there, and forgotten. Throws DamagedMessage if the bytes are not such
 * a list, or not all of it.
 */
export async function readProtobufList(
  nextChunk: NextChunk,
  type: ListType,
  take: ListTaker,
): Promise<void> {
  const source = new ByteSource(nextChunk);
  await readMagic(source);
  let hasList = false;
  while (await source.fill(1)) {
    const { number, length } = await readHeader(source);
    if (number === UNKNOWN.raw && !hasList) {
      hasList = true;
      await readParts(source, source.offset + length, type, take);
    } else if (number === UNKNOWN.typeMeta) {
      const { kind } = await readWhole(source, length, TYPE_META);
      if (kind !== type.kind) throw new DamagedMessage(`a ${kind} in place of a ${type.kind}`);
    } else {
      await source.skip(length);
    }
  }
  if (!hasList) throw new DamagedMessage('an envelope with nothing in it');
}

async function readParts(source: ByteSource, end: number, type: ListType, take: ListTaker) {
  while (source.offset < end) {
    const { number, length } = await readHeader(source);
    if (source.offset + length > end) throw new DamagedMessage('an item longer than its list');
    if (number === LIST.items) await take.item(await readWhole(source, length, type.item));
    else if (number === LIST.metadata) take.metadata(await readWhole(source, length, LIST_META));
    else await source.skip(length);
  }
  if (source.offset > end) throw new DamagedMessage('an item longer than its list');
}

async function readMagic(source: ByteSource): Promise<void> {
  const isThere = await source.fill(MAGIC.length);
  const { wire } = source;
  if (!isThere || wire.bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new DamagedMessage("something that is not Kubernetes' protobuf");
  }
  wire.position += MAGIC.length;
}

/** The number of the next field, and how many bytes its value still takes. */
async function readHeader(source: ByteSource): Promise<{ number: number; length: number }> {
  // At the end of an answer there may be fewer: the reader says whether they do.
  await source.fill(MAX_HEADER_BYTES);
  const { wire } = source;
  const tag = wire.readSmall();
  return { number: tag >>> 3, length: wire.readLength(tag & 7) };
}

async function readWhole(source: ByteSource, length: number, type: Message): Promise<JsonObject> {
  if (!(await source.fill(length))) throw new DamagedMessage('a message that is cut off');
  const { wire } = source;
  const outerEnd = wire.enter(length);
  const value = decode(wire, type);
  wire.leave(outerEnd);
  return value;
}
