/**
 * A whole number with all its digits, which kubectl keeps as long as they fit into 64 bits: as a
 * bigint where a number would round it. An amount of memory may be such a one.
 */
export function exactInteger(source: string, rounded: number): number | bigint {
  if (Number.isSafeInteger(rounded)) return rounded;
  const digits = source.replaceAll('_', '').replace(/^[+-]/, '');
  const isOctal = /^0[0-7]+$/.test(digits);
  const whole = BigInt(isOctal ? `0o${digits.slice(1)}` : digits);
  const exact = source.startsWith('-') ? -whole : whole;
  return BigInt.asIntN(64, exact) === exact ? exact : rounded;
}

/** The value of a text in JSON. Throws a SyntaxError for any other. */
export function parseExactJson(text: string): unknown {
  // Looking at each number by itself takes long, and hardly any text has one so large.
  if (!/[[:,\s]-?\d{16}/.test(text)) return JSON.parse(text);
  const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;
  return parse(text, (_, value, { source }) =>
    typeof value === 'number' && /^-?\d+$/.test(source) ? exactInteger(source, value) : value,
  );
}

/** Numbers come with their text (ECMAScript's JSON.parse source text access). */
type Reviver = (key: string, value: unknown, context: { readonly source: string }) => unknown;
