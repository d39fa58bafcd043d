import type { JsonObject } from '../objects/json-value.ts';
import type { FieldType, MapType, Message, NamedField, NonZeroType } from './message.ts';
import { QUANTITY, TIME } from './messages.ts';
import { BYTES, DamagedMessage, type WireReader } from './wire.ts';

type Fields = Record<string, unknown>;

const KEY_TAG = (1 << 3) | BYTES;
const TEXT_TAG = ((QUANTITY.fields[0]?.number ?? 0) << 3) | BYTES;
const VALUE_TAG = (2 << 3) | BYTES;

/**
 * Reads the rest of `wire`, up to its end, as a message, into the same plain value that `project`
 * makes of the server's JSON: what Go leaves out of JSON because it is empty is left out here too.
 */
export function decode(wire: WireReader, message: Message): JsonObject {
  const result: Fields = {};
  while (wire.position < wire.end) {
    const tag = wire.readSmall();
    const field = message.byNumber[tag >>> 3];
    if (field === undefined) {
      wire.skip(tag & 7);
    } else if (field.wireType === (tag & 7)) {
      readField(wire, field, result);
    } else {
      throw new DamagedMessage(`a ${message.name} whose ${field.name} is of another type`);
    }
  }
  return result;
}

function readField(wire: WireReader, { name, type }: NamedField, result: Fields): void {
  if (typeof type === 'object' && 'map' in type) {
    readEntry(wire, type, name, result);
  } else if (typeof type === 'object' && 'repeated' in type) {
    const item = readValue(wire, type.repeated);
    if (type.only !== undefined && !type.only(item as JsonObject)) return;
    const list = result[name] as unknown[] | undefined;
    if (list === undefined) result[name] = [item];
    else list.push(item);
  } else if (typeof type === 'object' && 'nonZero' in type) {
    const value = wire.readInteger();
    if (value !== 0) result[name] = value;
  } else {
    const value = readValue(wire, type);
    if (value !== '' && value !== false) result[name] = value;
  }
}

function readValue(wire: WireReader, type: Exclude<FieldType, MapType | NonZeroType>): unknown {
  switch (type) {
    case 'string':
      return wire.readText();
    case 'bool':
      return wire.readInteger() !== 0;
    case 'int32':
    case 'int64':
      return wire.readInteger();
    case 'Quantity':
      return readQuantity(wire);
    case 'Time':
      return timestampOf(readMessage(wire, TIME));
    default:
      return readMessage(wire, type as Message);
  }
}

function readMessage(wire: WireReader, message: Message): JsonObject {
  const outerEnd = wire.enter(wire.readSmall());
  const { known, bytes, position, end } = wire;
  const result = message.isRepetitive
    ? known.valueAt(message, bytes, position, end, () => decode(wire, message))
    : decode(wire, message);
  wire.leave(outerEnd);
  return result;
}

/** A map is a repeated message of a key and a value. */
function readEntry(wire: WireReader, type: MapType, name: string, result: Fields): void {
  const outerEnd = wire.enter(wire.readSmall());
  let key = '';
  let value: string | undefined;
  while (wire.position < wire.end) {
    const tag = wire.readSmall();
    if (tag === KEY_TAG) key = wire.readText();
    else if (tag !== VALUE_TAG || (type.only ?? key) !== key) wire.skip(tag & 7);
    else value = type.map === 'string' ? wire.readText() : readQuantity(wire);
  }
  wire.leave(outerEnd);
  if (value === undefined) return;
  result[name] ??= {};
  (result[name] as Fields)[key] = value;
}

/** A message of one text. A Pod has dozens of them, so no object is made for each. */
function readQuantity(wire: WireReader): string {
  const outerEnd = wire.enter(wire.readSmall());
  let text = '';
  while (wire.position < wire.end) {
    const tag = wire.readSmall();
    if (tag === TEXT_TAG) text = wire.readText();
    else wire.skip(tag & 7);
  }
  wire.leave(outerEnd);
  return text === '' ? '0' : text;
}

/** RFC 3339 in whole seconds, as metav1.Time writes itself into JSON; empty for its null. */
function timestampOf({ seconds }: { readonly seconds?: number }): string {
  if (seconds === undefined) return '';
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw new DamagedMessage(`a time of ${seconds} seconds`);
  return date.toISOString().replace('.000Z', 'Z');
}
