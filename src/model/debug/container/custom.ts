import type { DebugContainer } from './debug-container.ts';

/** Part of a container, as it comes from a file; its fields have been checked. */
export type CustomContainer = Readonly<Record<string, unknown>>;

/** Fields of which others have the say (kubectl pkg/cmd/debug/debug.go, Validate). */
const FIXED = ['name', 'command', 'image', 'lifecycle', 'volumeDevices'] as const;

/** By which field the API tells the items of a list apart; other lists are replaced as a whole. */
const MERGE_KEYS: Readonly<Record<string, string>> = { env: 'name', volumeMounts: 'mountPath' };

/** Fields that may not be set this way. */
export function fixedFields(custom: CustomContainer): readonly string[] {
  return FIXED.filter((field) => Object.hasOwn(custom, field));
}

/**
 * The container with the custom part laid over it as a strategic merge patch, as
 * `kubectl debug --custom` does: null takes a field away, maps are joined, lists replaced, except
 * those whose items have a key.
 */
export function withCustom(container: DebugContainer, custom: CustomContainer): DebugContainer {
  // What is in the file is a container's; the server checks the rest.
  return merged(container as unknown as CustomContainer, custom) as unknown as DebugContainer;
}

function merged(base: CustomContainer, over: CustomContainer): CustomContainer {
  const result: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const before = result[name];
    const key = MERGE_KEYS[name];
    if (value === null || value === undefined) delete result[name];
    else if (isMap(value) && isMap(before)) result[name] = merged(before, value);
    else if (key && Array.isArray(value) && Array.isArray(before)) {
      result[name] = mergedItems(before, value, key);
    } else result[name] = value;
  }
  return result;
}

function mergedItems(base: readonly unknown[], over: readonly unknown[], key: string) {
  const items = [...base];
  for (const item of over) {
    const at = items.findIndex((each) => keyOf(each, key) === keyOf(item, key));
    const before = items[at];
    if (at === -1) items.push(item);
    else items[at] = isMap(before) && isMap(item) ? merged(before, item) : item;
  }
  return items;
}

function keyOf(item: unknown, key: string): unknown {
  return isMap(item) ? item[key] : undefined;
}

function isMap(value: unknown): value is CustomContainer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
