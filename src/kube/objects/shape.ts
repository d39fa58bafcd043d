import { readQuantity } from '../../model/resources/quantity/quantity.ts';
import { isJsonObject, kindOfValue } from './json-value.ts';

/** What a value must be. `any` is for parts that nothing here looks into. */
export type Shape =
  | 'any'
  | 'string'
  | 'integer'
  | 'number'
  | 'count'
  | 'boolean'
  | 'time'
  | 'quantity'
  | 'port'
  | 'intOrString'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | FieldsShape;

export interface FieldsShape {
  readonly fields: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** Whether a field that is not among `fields` is a misfit; else it may be anything. */
  readonly isClosed?: boolean;
}

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

/** A place where a value is not what it must be. */
export interface Misfit {
  readonly path: FieldPath;
  /** Undefined for a field that its object does not have. */
  readonly problem: string | undefined;
  /** The fields that it has instead. */
  readonly known?: readonly string[];
}

/** What is said of a field that must be there, in the API server's words. */
export const REQUIRED = 'Required value';

/**
 * Fits a freshly parsed value to a shape, and tells all places where that fails. Like the API
 * server it takes null for absent, and for a quantity a number, or null for 0; these are changed
 * in place.
 */
export function fitToShape(value: unknown, shape: Shape): readonly Misfit[] {
  const misfits: Misfit[] = [];
  fit(value, shape, [], misfits);
  return misfits;
}

/** Where the walk is: one list for all of it, which a misfit copies. Thousands of Events pass here. */
type Steps = (string | number)[];

function fit(value: unknown, shape: Shape, steps: Steps, misfits: Misfit[]): void {
  if (shape === 'any') return;
  if (shape === 'quantity') {
    fitQuantity(value, steps, misfits);
  } else if (typeof shape === 'string') {
    const wanted = WANTED[shape];
    if (wanted?.accepts(value) === false) misfits.push(misfit(steps, wanted.words, value));
  } else if ('list' in shape) {
    if (Array.isArray(value)) fitItems(value, shape.list, steps, misfits);
    else misfits.push(misfit(steps, 'a list', value));
  } else if (!isJsonObject(value)) {
    misfits.push(misfit(steps, 'a map', value));
  } else if ('map' in shape) {
    for (const key of Object.keys(value)) fitPart(value, key, shape.map, steps, misfits);
  } else {
    fitFields(value, shape, steps, misfits);
  }
}

function fitFields(
  record: Record<string, unknown>,
  { fields, required, isClosed = false }: FieldsShape,
  steps: Steps,
  misfits: Misfit[],
): void {
  for (const name of required ?? NONE) {
    if (record[name] === undefined || record[name] === null || record[name] === '') {
      misfits.push({ path: [...steps, name], problem: REQUIRED });
    }
  }
  const keys = Object.keys(record);
  if (isClosed) {
    for (const name of keys) {
      if (!Object.hasOwn(fields, name))
        misfits.push({ path: [...steps, name], problem: undefined, known: Object.keys(fields) });
    }
  }
  for (const key of keys) {
    const shape = (Object.hasOwn(fields, key) ? fields[key] : undefined) ?? 'any';
    const isText = typeof record[key] === 'string' && key !== '__proto__';
    // Most values are texts, and of five hundred Events there are ten thousand.
    if (isText && (shape === 'string' || shape === 'any')) continue;
    fitPart(record, key, shape, steps, misfits);
  }
}

const NONE: readonly string[] = [];

/** `spec.containers[0].name` */
export function formatPath(path: FieldPath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

function fitItems(list: unknown[], shape: Shape, steps: Steps, misfits: Misfit[]): void {
  for (const [index, value] of list.entries()) {
    if (value !== undefined) fitValue(list, index, value, shape, steps, misfits);
  }
}

function fitPart(
  record: Record<string, unknown>,
  key: string,
  shape: Shape,
  steps: Steps,
  misfits: Misfit[],
): void {
  const value = record[key];
  // Whoever looks for a name that is not there would find it in every map.
  if (key === '__proto__') misfits.push({ path: [...steps, key], problem: 'is no name' });
  if (value === undefined) return;
  if (value === null && shape !== 'quantity') Reflect.deleteProperty(record, key);
  else fitValue(record, key, value, shape, steps, misfits);
}

function fitValue(
  holder: unknown[] | Record<string, unknown>,
  key: string | number,
  value: unknown,
  shape: Shape,
  steps: Steps,
  misfits: Misfit[],
): void {
  const fitted = shape === 'quantity' ? textOfQuantity(value) : rounded(value);
  if (fitted !== value) Object.assign(holder, { [key]: fitted });
  if (shape === 'any') return;
  steps.push(key);
  fit(fitted, shape, steps, misfits);
  steps.pop();
}

function textOfQuantity(value: unknown): unknown {
  if (value === null) return '0';
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
}

/** Only amounts are counted with more digits than a number holds. */
function rounded(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

/** The API server reads any JSON as the text of a quantity, and has these words for what is none. */
function fitQuantity(value: unknown, steps: Steps, misfits: Misfit[]): void {
  const read = readQuantity(typeof value === 'string' ? value : '');
  if (!('problem' in read)) return;
  misfits.push({
    path: [...steps],
    problem: `Invalid value: ${kindOfValue(value)}: ${read.problem}`,
  });
}

function misfit(steps: Steps, words: string, value: unknown): Misfit {
  const quote = words === 'a string' && ['number', 'boolean'].includes(typeof value);
  return {
    path: [...steps],
    problem: `must be ${words}, not ${kindOfValue(value)}${quote ? ' (put it in quotes)' : ''}`,
  };
}

const WANTED: Readonly<
  Record<string, { words: string; accepts: (value: unknown) => boolean } | undefined>
> = {
  string: { words: 'a string', accepts: (value) => typeof value === 'string' },
  integer: { words: 'a whole number', accepts: Number.isInteger },
  number: { words: 'a number', accepts: (value) => typeof value === 'number' },
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
  intOrString: {
    words: 'a whole number or a string',
    accepts: (value) => typeof value === 'string' || Number.isInteger(value),
  },
};
