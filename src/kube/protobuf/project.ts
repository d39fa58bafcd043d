import { isJsonObject, type JsonObject, kindOfValue } from '../objects/json-value.ts';
import type { FieldType, MapType, Message, RepeatedType } from './message.ts';
import { DamagedMessage } from './wire.ts';

/**
 * The part of the server's JSON that `decode` reads of the same object's protobuf, and nothing
 * else. Throws DamagedMessage where a field is not what it must be.
 */
export function project(value: unknown, message: Message): JsonObject {
  if (!isJsonObject(value)) throw misfit(message.name, value);
  const result: Record<string, unknown> = {};
  for (const { name, type } of message.fields) {
    const field = value[name];
    if (field === undefined || field === null || field === '' || field === false) continue;
    const projected = projectField(field, type, `${message.name}.${name}`);
    if (projected !== undefined) result[name] = projected;
  }
  return result;
}

function projectField(value: unknown, type: FieldType, where: string): unknown {
  if (typeof type === 'object' && 'map' in type) return projectMap(value, type, where);
  if (typeof type === 'object' && 'repeated' in type) return projectList(value, type, where);
  if (typeof type === 'object' && 'nonZero' in type) {
    return value === 0 ? undefined : projectField(value, type.nonZero, where);
  }
  if (typeof type === 'object') return project(value, type);
  const isRight =
    type === 'bool'
      ? typeof value === 'boolean'
      : type === 'int32' || type === 'int64'
        ? Number.isInteger(value)
        : typeof value === 'string';
  if (!isRight) throw misfit(where, value);
  return value;
}

function projectMap(value: unknown, { only }: MapType, where: string): unknown {
  if (!isJsonObject(value)) throw misfit(where, value);
  const entries = Object.entries(value).filter(([key]) => only === undefined || key === only);
  for (const [key, entry] of entries) {
    if (typeof entry !== 'string') throw misfit(`${where}.${key}`, entry);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function projectList(value: unknown, { repeated, only }: RepeatedType, where: string): unknown {
  if (!Array.isArray(value)) throw misfit(where, value);
  const items = value.map((item) => {
    return projectField(item, repeated, where);
  });
  const wanted = only === undefined ? items : items.filter((item) => only(item as JsonObject));
  return wanted.length === 0 ? undefined : wanted;
}

function misfit(where: string, value: unknown): DamagedMessage {
  return new DamagedMessage(`a ${where} that is ${kindOfValue(value)}`);
}
