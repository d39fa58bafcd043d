import { readQuantity } from '../../model/resources/quantity/quantity.ts';
import { isJsonObject, kindOfValue } from './json-value.ts';

/** What a value must be. `any` is for parts that nothing here looks into. */
export type Shape =
  | 'any'
  | 'string'
  | 'integer'
  | 'count'
  | 'boolean'
  | 'time'
  | 'quantity'
  | 'port'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>>; readonly required?: readonly string[] };

/**
 * The shapes that fit a type: each field of an object type must have one, so that a field which
 * the program comes to rely on cannot be forgotten. More fields may be checked than the type has.
 */
export type ShapeOf<T> = unknown extends T
  ? Shape
  : [T] extends [string]
    ? 'string' | 'time' | 'quantity'
    : [T] extends [number]
      ? 'integer' | 'count'
      : [T] extends [boolean]
        ? 'boolean'
        : [T] extends [string | number]
          ? 'port'
          : [T] extends [readonly (infer Item)[]]
            ? { readonly list: ShapeOf<Item> }
            : string extends keyof T
              ? { readonly map: ShapeOf<T[keyof T]> }
              : FieldsOf<T>;

interface FieldsOf<T> {
  readonly fields: {
    readonly [Name in keyof T]-?: unknown extends T[Name] ? Shape : ShapeOf<NonNullable<T[Name]>>;
  } & Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

/** Where a value is in its object. */
export type FieldPath = readonly (string | number)[];

/** The first place where a value is not what it must be. */
export interface Misfit {
  readonly path: FieldPath;
  readonly problem: string;
}

/**
 * Fits a freshly parsed value to a shape, or says where that fails. Like the API server it takes
 * null for absent, and for a quantity a number, or null for 0; these are changed in place.
 */
export function fitToShape(value: unknown, shape: Shape, path: FieldPath = []): Misfit | undefined {
  if (shape === 'quantity') return quantityMisfit(value, path);
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
  const { fields } = shape;
  const shapeOf = (name: string) =>
    (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? 'any';
  return firstMisfit(Object.entries(record), shapeOf, record, path);
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
    if (value === null && shape !== 'quantity' && !Array.isArray(holder)) {
      Reflect.deleteProperty(holder, key);
      continue;
    }
    const fitted = shape === 'quantity' ? textOfQuantity(value) : value;
    if (fitted !== value) Object.assign(holder, { [key]: fitted });
    const found = fitToShape(fitted, shape, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function textOfQuantity(value: unknown): unknown {
  if (value === null) return '0';
  return typeof value === 'number' ? String(value) : value;
}

/** The API server reads any JSON as the text of a quantity, and has these words for what is none. */
function quantityMisfit(value: unknown, path: FieldPath): Misfit | undefined {
  const read = readQuantity(typeof value === 'string' ? value : '');
  if (!('problem' in read)) return undefined;
  return { path, problem: `Invalid value: ${kindOfValue(value)}: ${read.problem}` };
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
  count: {
    words: 'a whole number, 0 or more',
    accepts: (value) => Number.isInteger(value) && Number(value) >= 0,
  },
  boolean: { words: 'true or false', accepts: (value) => typeof value === 'boolean' },
  time: {
    words: 'a time such as 2026-01-31T12:00:00Z',
    accepts: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  },
  port: {
    words: 'a port number or name',
    accepts: (value) => typeof value === 'string' || Number.isInteger(value),
  },
};
