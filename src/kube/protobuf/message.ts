import type { JsonObject } from '../objects/json-value.ts';
import { BYTES, VARINT } from './wire.ts';

/** What a field holds, in the words of the .proto files. */
export type FieldType =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'Time'
  | 'Quantity'
  | Message
  | MapType
  | RepeatedType
  | NonZeroType;

export interface MapType {
  readonly map: 'string' | 'Quantity';
  /** The one key that is wanted, where not all are. */
  readonly only?: string;
}

export interface RepeatedType {
  readonly repeated: 'string' | 'int32' | Message;
  /** Which of the messages are wanted, where not all are. */
  readonly only?: (item: JsonObject) => boolean;
}

/** A number that Go leaves out of JSON where it is zero, and protobuf does not. */
export interface NonZeroType {
  readonly nonZero: 'int32' | 'int64';
}

/** One field: its number, which is never given to another one, and its type. */
export type Field = readonly [number: number, type: FieldType];

/** The fields that we read of one message, by the names that they have in .proto and in JSON. */
export interface Message<Fields = unknown> {
  /** For the compiler alone: `DecodedFields` reads it. */
  readonly described?: Fields;
  /** Its name in the .proto file. */
  readonly name: string;
  readonly fields: readonly NamedField[];
  readonly byNumber: readonly (NamedField | undefined)[];
  /** Whether most of a list are the same byte by byte. */
  readonly isRepetitive?: boolean;
}

export interface NamedField {
  readonly name: string;
  readonly number: number;
  readonly type: FieldType;
  readonly wireType: number;
}

/** Describes a message by those of its fields that are read; all others are passed over. */
export function message<const Fields extends Readonly<Record<string, Field>>>(
  name: string,
  fields: Fields,
): Message<Fields> {
  const byNumber: NamedField[] = [];
  for (const [field, [number, type]] of Object.entries(fields)) {
    const item = typeof type === 'object' && 'repeated' in type ? type.repeated : type;
    const isVarint =
      item === 'bool' ||
      item === 'int32' ||
      item === 'int64' ||
      (typeof item === 'object' && 'nonZero' in item);
    byNumber[number] = { name: field, number, type, wireType: isVarint ? VARINT : BYTES };
  }
  return { name, fields: byNumber.filter(() => true), byNumber };
}

/** The names of the fields that a message decodes, each with those of what is in it. */
export type DecodedFields<Type> =
  Type extends Message<infer Fields extends Readonly<Record<string, Field>>>
    ? { readonly [Name in keyof Fields]: DecodedFields<Fields[Name][1]> }
    : Type extends { readonly repeated: infer Item }
      ? DecodedFields<Item>
      : true;
