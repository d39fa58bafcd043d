/** An object as JSON or YAML gives it, before anything is known about its fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a parsed value is an object with named fields. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object's fields; of anything else none. */
export function fieldsOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The objects of a list; anything that is not an object is left out. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The items of a list that the API server has sent. */
export function itemsOf(list: unknown): readonly JsonObject[] {
  return objectsOf(fieldsOf(list).items);
}

/** A non-empty string, or undefined: in kubeconfigs `""` says the same as a missing field. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What a value is, in words for a message. */
export function kindOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return value.length > 40 ? 'a text' : JSON.stringify(value);
  return `the ${typeof value} ${String(value)}`;
}
