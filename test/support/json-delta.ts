export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * What changed between two values: an object holds the changed keys, null for those that went,
 * and a list of unchanged length is compared item by item under its positions. Neither value may
 * contain null (see {@link withoutNulls}). Undefined when they are equal.
 */
export function delta(before: Json | undefined, after: Json): Json | undefined {
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length) return after;
    return objectDelta(byPosition(before), byPosition(after));
  }
  if (isObject(before) && isObject(after)) return objectDelta(before, after);
  return before === after ? undefined : after;
}

/** Inverse of {@link delta}. */
export function applyDelta(before: Json | undefined, change: Json | undefined): Json {
  if (change === undefined) return before ?? null;
  if (Array.isArray(before) && isObject(change)) {
    return before.map((item, index) => applyDelta(item, change[index]));
  }
  if (!isObject(before) || !isObject(change)) return change;
  const after: Record<string, Json> = { ...before };
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete after[key];
    else after[key] = applyDelta(before[key], value);
  }
  return after;
}

/** The API writes null for some fields that it could as well leave out. */
export function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .map(([key, field]) => [key, withoutNulls(field)]),
  );
}

function objectDelta(before: JsonObject, after: JsonObject): JsonObject | undefined {
  const change: Record<string, Json> = {};
  for (const [key, value] of Object.entries(after)) {
    const inner = delta(before[key], value);
    if (inner !== undefined) change[key] = inner;
  }
  for (const key of Object.keys(before)) if (!(key in after)) change[key] = null;
  return Object.keys(change).length > 0 ? change : undefined;
}

function byPosition(list: readonly Json[]): JsonObject {
  return Object.fromEntries(list.entries());
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
