import type { JsonObject } from '../objects/json-value.ts';
import { decode } from './decode.ts';
import { MAGIC, STATUS, UNKNOWN } from './messages.ts';
import { BYTES, DamagedMessage, WireReader } from './wire.ts';

/** The Status object of an error answer in protobuf; undefined if there is none in it. */
export function readProtobufStatus(body: Uint8Array): JsonObject | undefined {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const wire = new WireReader(bytes, MAGIC.length);
  try {
    while (wire.position < wire.end) {
      const tag = wire.readSmall();
      if (tag === ((UNKNOWN.raw << 3) | BYTES)) {
        wire.enter(wire.readSmall());
        return decode(wire, STATUS);
      }
      wire.skip(tag & 7);
    }
  } catch (error) {
    if (!(error instanceof DamagedMessage)) throw error;
  }
  return undefined;
}
