/**
 * Everything in a cluster may have been written by somebody hostile: a termination message can
 * set the terminal's title, fill its clipboard or paint over what stands above. So what a
 * terminal would obey, and what cannot be seen, is shown as an escape instead.
 */

/** One line: line breaks and tabs are escaped too. */
export function sanitise(text: string): string {
  return escapeWhere(text, () => true);
}

/** A text of several lines: line breaks stay, tabs become spaces. */
export function sanitiseMultiline(text: string): string {
  const unified = text.replaceAll('\r\n', '\n').replaceAll('\t', '    ');
  return escapeWhere(unified, (character) => character !== '\n');
}

/**
 * The same value with every string in it made harmless; keys of objects are ours and stay. Where
 * the terminal has no Unicode, what is not ASCII is an escape too.
 */
export function sanitiseDeep<Value>(value: Value, hasUnicode = true): Value {
  const safe = hasUnicode
    ? sanitiseMultiline
    : (text: string) => escapeNonAscii(sanitiseMultiline(text));
  return sanitiseValue(value, safe) as Value;
}

function escapeNonAscii(text: string): string {
  return text.replace(/[^\n -~]/gu, (character) => escapeOf(character.codePointAt(0) ?? 0));
}

function sanitiseValue(value: unknown, safe: (text: string) => string): unknown {
  if (typeof value === 'string') return safe(value);
  if (Array.isArray(value)) return value.map((each) => sanitiseValue(each, safe));
  if (typeof value !== 'object' || value === null) return value;
  // The names of resources are keys, and in a manifest they may be anything.
  if (value instanceof Map) {
    return new Map(sanitiseValue([...value], safe) as [unknown, unknown][]);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, sanitiseValue(inner, safe)]),
  );
}

/**
 * Cc: C0, DEL and C1. Cf: what reverses the direction of text, and what has no width. DI: letters
 * and marks that show as nothing, such as the Hangul filler. Zl and Zp: line breaks that are none
 * to us. Cs: halves of surrogate pairs.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{DI}\p{Zl}\p{Zp}\p{Cs}]/gu;

function escapeWhere(text: string, isEscaped: (character: string) => boolean): string {
  return text.replace(UNSAFE, (character) =>
    isEscaped(character) ? escapeOf(character.codePointAt(0) ?? 0) : character,
  );
}

function escapeOf(code: number): string {
  if (code === 0x0a) return '\\n';
  if (code === 0x0d) return '\\r';
  if (code === 0x09) return '\\t';
  const digits = code.toString(16);
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}
