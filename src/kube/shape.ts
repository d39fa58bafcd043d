import { isJsonObject, kindOfValue } from './json-value.ts';

/** What a value must be. `any` is for parts that nothing here looks into. */
export type Shape =
  | 'any'
  | 'string'
  | 'integer'
  | 'boolean'
  | 'time'
  | 'quantity'
  | 'port'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>>; readonly required?: readonly string[] };

/** Where a value is in its object. */
export type FieldPath = readonly (string | number)[];

/** The first place where a value is not what it must be. */
export interface Misfit {
  readonly path: FieldPath;
  readonly problem: string;
}

/**
 * Fits a freshly parsed value to a shape, or says where that fails. Like the API server it takes
 * null for absent and a number for a quantity; both are changed in place.
 */
export function fitToShape(value: unknown, shape: Shape, path: FieldPath = []): Misfit | undefined {
  if (typeof shape === 'string') {
    const wanted = WANTED[shape];
    if (wanted === undefined || wanted.accepts(value)) return undefined;
    return misfit(path, wanted.words, value);
  }
  if ('list' in shape) {
    if (!Array.isArray(value)) return misfit(path, 'a list', value);
    return firstMisfit(value.entries(), () => shape.list, value, path);
  }
  if (!isJsonObject(value)) return misfit(path, 'a map', value);
  const record: Record<string, unknown> = value;
  if ('map' in shape) {
    return firstMisfit(Object.entries(record), () => shape.map, record, path);
  }
  for (const name of shape.required ?? []) {
    if (record[name] === undefined || record[name] === null || record[name] === '') {
      return { path: [...path, name], problem: 'is required' };
    }
  }
  return firstMisfit(Object.entries(record), (name) => shape.fields[name] ?? 'any', record, path);
}

/** `spec.containers[0].name` */
export function formatPath(path: FieldPath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

function firstMisfit<Key extends string | number>(
  entries: Iterable<[Key, unknown]>,
  shapeOf: (key: Key) => Shape,
  holder: unknown[] | Record<string, unknown>,
  path: FieldPath,
): Misfit | undefined {
  for (const [key, value] of entries) {
    const shape = shapeOf(key);
    if (value === undefined) continue;
    if (value === null && !Array.isArray(holder)) {
      Reflect.deleteProperty(holder, key);
    } else if (shape === 'quantity' && typeof value === 'number') {
      Object.assign(holder, { [key]: String(value) });
    } else {
      const found = fitToShape(value, shape, [...path, key]);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function misfit(path: FieldPath, words: string, value: unknown): Misfit {
  const quote = words === 'a string' && ['number', 'boolean'].includes(typeof value);
  return {
    path,
    problem: `must be ${words}, not ${kindOfValue(value)}${quote ? ' (put it in quotes)' : ''}`,
  };
}

const WANTED: Readonly<
  Record<string, { words: string; accepts: (value: unknown) => boolean } | undefined>
> = {
  string: { words: 'a string', accepts: (value) => typeof value === 'string' },
  integer: { words: 'a whole number', accepts: Number.isInteger },
  boolean: { words: 'true or false', accepts: (value) => typeof value === 'boolean' },
  time: {
    words: 'a time such as 2026-01-31T12:00:00Z',
    accepts: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  },
  quantity: {
    words: 'a quantity such as 100m or 1Gi',
    accepts: (value) =>
      typeof value === 'string' &&
      /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/.test(value),
  },
  port: {
    words: 'a port number or name',
    accepts: (value) => typeof value === 'string' || Number.isInteger(value),
  },
};
