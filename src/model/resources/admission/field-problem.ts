/** What the API server finds wrong with a field (apimachinery pkg/util/validation/field). */
export interface FieldProblem {
  /** Where the value is in the Pod. */
  readonly path: readonly (string | number)[];
  /** The same place as the server writes it, which is not always where the value is. */
  readonly field: string;
  /** The server's words, without the field before them. */
  readonly message: string;
  /** The rule of Kubernetes that is behind it, where the product has one. */
  readonly rule?: `R${number}`;
}

/** A place in the Pod. */
export type FieldPlace = Pick<FieldProblem, 'path' | 'field'>;

/** The field of that name within a place. */
export function child({ path, field }: FieldPlace, name: string): FieldPlace {
  return { path: [...path, name], field: field === '' ? name : `${field}.${name}` };
}

/** The item of a list. */
export function item({ path, field }: FieldPlace, index: number): FieldPlace {
  return { path: [...path, index], field: `${field}[${index}]` };
}

/** The value of a map. */
export function entry({ path, field }: FieldPlace, key: string): FieldPlace {
  return { path: [...path, key], field: `${field}[${key}]` };
}

/** The value is shown as JSON, as Go writes it. */
export function invalid(place: FieldPlace, value: unknown, detail: string): FieldProblem {
  return { ...place, message: `Invalid value: ${quoted(value)}: ${detail}` };
}

/** A value is missing. */
export function required(place: FieldPlace, detail = ''): FieldProblem {
  return { ...place, message: detail === '' ? 'Required value' : `Required value: ${detail}` };
}

/** A value that has to be unique comes twice. */
export function duplicate(place: FieldPlace, value: string): FieldProblem {
  return { ...place, message: `Duplicate value: ${quoted(value)}` };
}

/** A value refers to something that is not there. */
export function notFound(place: FieldPlace, value: string): FieldProblem {
  return { ...place, message: `Not found: ${quoted(value)}` };
}

/** A list has more items than it may. */
export function tooMany(place: FieldPlace, count: number, most: number): FieldProblem {
  return { ...place, message: `Too many: ${count}: must have at most ${most} items` };
}

/** What must not be set, there or with what else is set. */
export function forbidden(
  place: FieldPlace,
  detail: string,
  rule?: FieldProblem['rule'],
): FieldProblem {
  return { ...place, message: `Forbidden: ${detail}`, ...(rule && { rule }) };
}

/** None where the value is left out, as that has a default, or is among the supported ones. */
export function unsupported(
  place: FieldPlace,
  value: string | undefined,
  supported: readonly string[],
): readonly FieldProblem[] {
  if (value === undefined || value === '' || supported.includes(value)) return [];
  return [notSupported(place, value, supported)];
}

/** `supported` in the order in which the server lists it. */
export function notSupported(
  place: FieldPlace,
  value: string,
  supported: readonly string[],
): FieldProblem {
  const values = supported.map(quoted).join(', ');
  return {
    ...place,
    message: `Unsupported value: ${quoted(value)}: supported values: ${values}`,
  };
}

/** As Go's JSON does it, which leaves nothing in that HTML would take for a tag. */
function quoted(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
